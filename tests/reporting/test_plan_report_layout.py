"""The produced pages against Nghị định 30/2020/NĐ-CP, Phụ lục I: paper, margins, sizes, rules, numbers, tables."""

import re

import pytest

from tests.conftest import PLAN_SLUGS
from tests.reporting.pdf_reading import MM, PageView, in_top_margin, parts_of
from tests.reporting.plan_reports import hard_report, pages_of_plan, report_of

pytestmark = pytest.mark.django_db

ALL = (*PLAN_SLUGS, "hard")
PORTRAIT, LANDSCAPE = (210, 297), (297, 210)
SLACK = 2  # points: ruling lines and serifs may stand out that far
TASK_HEADS = "TTNộidunghànhđộng"


def below_top_margin(page: PageView) -> list:
    return [x for x in page.letters if not x.char.isspace() and not in_top_margin(page, x)]


def face_and_size(page: PageView, text: str) -> tuple[str, float]:
    found = {(letter.face.rpartition("+")[2], round(letter.size, 1)) for letter in page.line_of(text)}
    assert len(found) == 1, found
    return found.pop()


def rules(page: PageView) -> list[tuple[float, float, float]]:
    """Horizontal lines as (left, right, height)."""
    return [
        (left, right, bottom) for left, bottom, right, top in page.boxes if top - bottom < 3 < right - left
    ]


def uprights(page: PageView) -> list[tuple[float, float, float]]:
    """Vertical lines as (place, bottom, top)."""
    return [
        ((left + right) / 2, bottom, top)
        for left, bottom, right, top in page.boxes
        if right - left < 3 < top - bottom
    ]


@pytest.mark.parametrize("slug", ALL)
def test_paper_is_a4_and_wide_only_in_annexes(slug):
    body, *annexes = parts_of(pages_of_plan(slug))
    sizes = [
        {(round(page.width / MM), round(page.height / MM)) for page in part} for part in (body, *annexes)
    ]
    assert sizes[0] == {PORTRAIT}
    assert all(size in ({PORTRAIT}, {LANDSCAPE}) for size in sizes)
    assert {LANDSCAPE} in sizes


@pytest.mark.parametrize("slug", ALL)
def test_everything_stands_inside_the_margins(slug):
    for page in pages_of_plan(slug):
        edges = [(x.left, x.bottom, x.right, x.top) for x in below_top_margin(page)] + page.boxes
        assert edges, "an empty page"
        assert min(left for left, _, _, _ in edges) >= 30 * MM - SLACK
        assert max(right for _, _, right, _ in edges) <= page.width - 15 * MM + SLACK
        assert min(bottom for _, bottom, _, _ in edges) >= 20 * MM - SLACK
        assert max(top for _, _, _, top in edges) <= page.height - 20 * MM + SLACK


def test_the_elements_have_the_sizes_and_faces_of_the_decree():
    (first, *_, last), annex, *_ = parts_of(pages_of_plan("hard"))
    assert face_and_size(first, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") == ("Tinos-Bold", 12)
    assert face_and_size(first, "Độc lập - Tự do - Hạnh phúc") == ("Tinos-Bold", 13)
    assert face_and_size(first, "ỦY BAN NHÂN DÂN TỈNH HÀ TĨNH") == ("Tinos", 12)
    assert face_and_size(first, "SỞ CÔNG THƯƠNG") == ("Tinos-Bold", 12)
    assert face_and_size(first, "Số: 115/BC-SCT") == ("Tinos", 13)
    assert face_and_size(first, "Hà Tĩnh, ngày 15 tháng 11 năm 2019") == ("Tinos-Italic", 13)
    assert face_and_size(first, "BÁO CÁO") == ("Tinos-Bold", 14)
    assert face_and_size(first, hard_report().subject) == ("Tinos-Bold", 14)
    assert face_and_size(first, "Kính gửi:") == ("Tinos", 14)
    assert face_and_size(first, hard_report().opening) == ("Tinos", 14)
    assert face_and_size(last, "GIÁM ĐỐC") == ("Tinos-Bold", 14)
    assert face_and_size(last, "Nơi nhận:") == ("Tinos-Bold-Italic", 12)
    assert face_and_size(last, "- Lưu: VT.") == ("Tinos", 11)
    assert face_and_size(annex[0], "Phụ lục I") == ("Tinos-Bold", 14)
    assert face_and_size(annex[0], "BẢNG NHIỆM VỤ") == ("Tinos-Bold", 14)
    reference = "(Kèm theo Báo cáo số 115/BC-SCT ngày 15 tháng 11 năm 2019 của Sở Công Thương)"
    assert face_and_size(annex[0], reference) == ("Tinos-Italic", 13)
    row = next(page for page in annex if "Nhiệmvụ13" in page.text)
    assert face_and_size(row, "Nhiệm vụ 13") == ("Tinos-Bold", 11)


@pytest.mark.parametrize("slug", ALL)
def test_the_rules_of_the_heading_have_their_lengths(slug):
    report, first = (hard_report() if slug == "hard" else report_of(slug)), pages_of_plan(slug)[0]

    def share(text: str) -> float:
        """The length of the rule just below a text, as a share of the text's."""
        letters = first.line_of(text)
        left, right = min(x.left for x in letters), max(x.right for x in letters)
        base = min(x.bottom for x in letters)
        below = [
            end - start
            for start, end, y in rules(first)
            if base - 10 < y < base + 1 and start >= left - 2 and end <= right + 2
        ]
        assert len(below) == 1, below
        return below[0] / (right - left)

    assert 0.97 < share("Độc lập - Tự do - Hạnh phúc") < 1.04
    assert 1 / 3 <= share("SỞ CÔNG THƯƠNG") <= 1 / 2
    assert 1 / 3 <= share(report.subject) <= 1 / 2


def test_the_heading_stands_in_two_columns_level_with_each_other():
    first = pages_of_plan("hard")[0]
    number, place = first.line_of("Số: 115/BC-SCT"), first.line_of("Hà Tĩnh, ngày 15 tháng 11 năm 2019")
    assert abs(number[0].bottom - place[0].bottom) < 4
    assert number[-1].right < place[0].left
    nation, motto = (
        first.line_of("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        first.line_of("Độc lập - Tự do - Hạnh phúc"),
    )
    assert max(x.bottom for x in nation) - min(x.bottom for x in nation) < 5, "more than one line"
    assert abs((nation[0].left + nation[-1].right) - (motto[0].left + motto[-1].right)) < 4, "not centred"


@pytest.mark.parametrize("slug", ALL)
def test_page_numbers_are_hidden_on_first_pages_and_begin_anew_in_each_annex(slug):
    parts = parts_of(pages_of_plan(slug))
    for part in parts:
        printed = ["".join(x.char for x in p.letters if in_top_margin(p, x)).strip() for p in part]
        assert printed == ["", *map(str, range(2, len(part) + 1))]
        for page in part[1:]:
            digits = [x for x in page.letters if in_top_margin(page, x) and not x.char.isspace()]
            middle = (30 * MM + page.width - 15 * MM) / 2
            assert abs((digits[0].left + digits[-1].right) / 2 - middle) < 2
            assert {round(x.size, 1) for x in digits} == {14}
    assert [re.match(r"Phụlục[IVX]+", part[0].text)[0] for part in parts[1:]] == [
        f"Phụlục{numeral}" for numeral in ("I", "II", "III", "IV", "V", "VI", "VII")[: len(parts) - 1]
    ]


@pytest.mark.parametrize("slug", ALL)
def test_table_heads_are_repeated_on_each_page_of_the_task_table(slug):
    tasks = parts_of(pages_of_plan(slug))[1]
    assert "BẢNGNHIỆMVỤ" in tasks[0].text
    assert len(tasks) > 1
    assert all(page.text.startswith(TASK_HEADS) for page in tasks[1:])


@pytest.mark.parametrize("slug", ALL)
def test_every_word_stands_inside_its_cell(slug):
    """No letter is crossed by a ruling line, and lines that part a table leave no letter half in, half out."""
    crossed = []
    for number, page in enumerate(pages_of_plan(slug), 1):
        upright, across = uprights(page), rules(page)
        for x in below_top_margin(page):
            middle, core = (x.bottom + x.top) / 2, (x.top - x.bottom) / 4
            crossed += [
                (number, x.char, place)
                for place, bottom, top in upright
                if x.left + 0.6 < place < x.right - 0.6 and bottom < middle < top
            ]
            crossed += [
                (number, x.char, y)
                for left, right, y in across
                if middle - core < y < middle + core and left < (x.left + x.right) / 2 < right
            ]
    assert crossed == []


def test_a_row_longer_than_a_page_goes_on_without_cutting_a_line():
    tasks = parts_of(pages_of_plan("hard"))[1]
    with_it = [page for page in tasks if "nộidungthứ" in page.text]
    assert len(with_it) >= 2
    text = "".join(page.text for page in with_it)
    for number in range(1, 51):
        assert text.count(f"nộidungthứ{number}củanhiệmvụdài") >= 4


@pytest.mark.parametrize("slug", ALL)
def test_the_signature_stands_with_the_closing_words(slug):
    last = parts_of(pages_of_plan(slug))[0][-1]
    for text in ("Trên đây là báo cáo", "./.", "Nơi nhận:", "GIÁM ĐỐC", "VI. CÁCH ĐỌC BẢN NGUỒN"):
        last.line_of(text)
    label, title = last.line_of("Nơi nhận:")[0], last.line_of("GIÁM ĐỐC")[0]
    assert abs(label.bottom - title.bottom) < 4
    assert label.right < last.width / 2 < title.left


@pytest.mark.parametrize("slug", ALL)
def test_no_heading_is_left_alone_at_the_foot_of_a_page(slug):
    for part in parts_of(pages_of_plan(slug)):
        for page in part[:-1]:
            lowest = min(x.bottom for x in below_top_margin(page))
            line = [x for x in below_top_margin(page) if x.bottom < lowest + 5]
            heading = all("Bold" in x.face and x.size > 13 for x in line)
            assert not heading, "".join(x.char for x in line)
