"""The produced pages against Nghị định 30/2020/NĐ-CP, Phụ lục I: paper, margins, sizes, rules, numbers, tables."""

import pytest

from tests.conftest import PLAN_SLUGS
from tests.reporting.pdf_layout import (
    LANDSCAPE,
    PORTRAIT,
    assert_inside_margins,
    assert_no_letter_is_crossed,
    assert_no_lonely_heading,
    assert_numbered,
    face_and_size,
    share_of_rule,
)
from tests.reporting.pdf_reading import MM, parts_of
from tests.reporting.plan_reports import hard_report, pages_of_plan, report_of

pytestmark = pytest.mark.django_db

ALL = (*PLAN_SLUGS, "hard")
TASK_HEADS = "TTNộidunghànhđộng"


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
    assert_inside_margins(pages_of_plan(slug))


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
    assert 0.97 < share_of_rule(first, "Độc lập - Tự do - Hạnh phúc") < 1.04
    assert 1 / 3 <= share_of_rule(first, "SỞ CÔNG THƯƠNG") <= 1 / 2
    assert 1 / 3 <= share_of_rule(first, report.subject) <= 1 / 2


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
    assert_numbered(parts_of(pages_of_plan(slug)))


@pytest.mark.parametrize("slug", ALL)
def test_table_heads_are_repeated_on_each_page_of_the_task_table(slug):
    tasks = parts_of(pages_of_plan(slug))[1]
    assert "BẢNGNHIỆMVỤ" in tasks[0].text
    assert len(tasks) > 1
    assert all(page.text.startswith(TASK_HEADS) for page in tasks[1:])


@pytest.mark.parametrize("slug", ALL)
def test_every_word_stands_inside_its_cell(slug):
    assert_no_letter_is_crossed(pages_of_plan(slug))


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
    assert_no_lonely_heading(parts_of(pages_of_plan(slug)))
