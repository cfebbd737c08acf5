"""Texts and names as spreadsheets take them; whole files are in test_workbook_xlsx."""

from reporting.renderers.sheet_text import clean_text, looks_live, sheet_names


def test_sheet_names_are_valid_and_unique():
    names = sheet_names(["Bảng/1", "bảng 1", "x" * 40, "x" * 40, "", "'", "History", "a:b*c?"])
    assert names == [
        "Bảng 1", "bảng 1 (2)", "x" * 31, "x" * 27 + " (2)", "Trang tính", "Trang tính (2)", "Trang tính History", "a b c",
    ]  # fmt: skip


def test_names_are_cut_at_the_end_only():
    assert sheet_names(["Kinh phí theo nguồn và theo năm của kế hoạch"]) == [
        "Kinh phí theo nguồn và theo năm"
    ]


def test_clean_text_keeps_what_people_write():
    text = "Điều 1.\n- “ngoặc” – 8-13%\tđ"
    assert clean_text(text) == text
    assert clean_text("a\rb\r\nc\x1f") == "a\nb\nc"


def test_live_texts():
    assert all(map(looks_live, ("=1", "+1", "-1", "@a", "\n=1", " =1", "＝1")))
    assert not any(map(looks_live, ("", "a=1", "1-2", "–", "− 5")))
