"""Charts of a consolidated report: what is drawn, the same on page, in PDF and Word; unknown is a word and no bar."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from lxml import html
from PIL import Image

from agencies.enums import Role
from core.clock import standing_at
from reporting.contents import frozen
from reporting.contents.consolidated import BodyPart, Chart, Series
from reporting.documents import consolidated_report
from reporting.renderers import consolidated_docx, consolidated_pdf
from reporting.renderers.assets import length_of
from reporting.renderers.chart import LABELS, TALLEST, TEXT, WIDTH, Drawing, drawings
from reporting.renderers.chart_picture import picture_of
from reporting.renderers.consolidated_body import body_lines
from reporting.services.consolidations import start_consolidation
from tests.reporting import docx_reading
from tests.reporting.consolidated_year import NOW, small_year
from tests.reporting.pdf_reading import elements, opened, pages_of, parts_of, squeezed, text_of

MONEY = Chart(
    title="Kinh phí (triệu đồng)",
    sheet="Kinh phí theo nguồn",
    labels=("NSTW", "NSĐP", "DN"),
    series=(
        Series("Kế hoạch", (30, Decimal("12.5"), "không ghi")),
        Series("Đã thực hiện", (Decimal("9.5"), 0, "chưa rõ"), ("và 1 khoản chưa rõ", "", "")),
    ),
)
STATES = Chart(
    title="Mức độ (số nhiệm vụ)",
    sheet="Mức độ thực hiện",
    labels=("1. Nhóm một", "2. Nhóm hai"),
    series=(
        Series("Đã hoàn thành", (2, 0)),
        *(Series(name, (0, 0)) for name in ("Đang", "Chưa", "Không được", "Không phát sinh", "Khác nhau")),
        Series("Chưa có báo cáo", (1, 1)),
    ),
    is_stacked=True,
)


@pytest.fixture
def editor(person):
    return person(Role.DEPARTMENT_EDITOR, "ha-tinh")


@pytest.fixture
def writing(editor):
    with standing_at(NOW):
        yield start_consolidation(small_year(editor), by=editor, note="Xã chưa có người.")


def silent(*args) -> None:
    """Progress that nobody looks at."""


def bars(drawing: Drawing, height: str = "36") -> list[int]:
    """The lengths of bars, without the legend's."""
    return [int(mark.width) for mark in drawing.marks if int(mark.x) >= LABELS and mark.height == height]


def test_bars_are_as_long_as_their_figures_and_a_word_has_none():
    (drawing,) = drawings(MONEY)
    longest, *others = bars(drawing)
    assert others == [longest * 95 // 300, longest * 125 // 300, 0]
    said = [word.text for word in drawing.words]
    for text in (
        "30",
        "9,5 và 1 khoản chưa rõ",
        "12,5",
        "0",
        "không ghi",
        "chưa rõ",
        "Kế hoạch",
        "Đã thực hiện",
    ):
        assert text in said
    assert {word.text for word in drawing.words if word.style == "italic"} == {"không ghi", "chưa rõ"}
    assert drawing.alt == (
        "Kinh phí (triệu đồng). NSTW: kế hoạch 30, đã thực hiện 9,5 và 1 khoản chưa rõ; NSĐP: kế hoạch 12,5, đã thực hiện "
        "0; DN: kế hoạch không ghi, đã thực hiện chưa rõ."
    )


def test_a_stacked_bar_is_its_parts_and_tells_their_sum():
    (drawing,) = drawings(STATES)
    done, unknown, other = bars(drawing, "42")
    assert abs(done - 2 * unknown) <= 2
    assert abs(other - unknown) <= 1
    said = [word.text for word in drawing.words]
    assert "Không phát sinh" not in said
    assert said.count("3") == 1
    dashed = [mark for mark in drawing.marks if mark.dashes != "none"]
    assert len(dashed) == 3, "the legend and two bars of what is not known"
    assert drawing.alt.startswith("Mức độ (số nhiệm vụ). 1. Nhóm một: đã hoàn thành 2, chưa có báo cáo 1; 2.")


def test_series_are_told_apart_without_colour():
    series = tuple(Series(f"Loại {number}", (1,)) for number in range(7))
    (drawing,) = drawings(Chart("Bảy loại", "x", ("Một",), series, is_stacked=True))
    looks = {
        (mark.fill, mark.strokes[:1], mark.dashes, "h" in mark.strokes, "v" in mark.strokes)
        for mark in drawing.marks
        if mark.edge != "0"
    }
    assert len(looks) == 7


def test_words_stay_in_the_picture_and_a_tall_chart_goes_on_in_another_drawing():
    label = "Nâng cao nhận thức và năng lực áp dụng sản xuất sạch hơn trong công nghiệp " + "ơ" * 80
    labels = tuple(f"{number}. {label}" for number in range(40))
    chart = Chart("Cao", "x", labels, (Series("Số", tuple(range(40))),))
    found = drawings(chart)
    assert len(found) > 1
    assert all(int(one.height) <= TALLEST + 300 for one in found)
    told = " ".join(one.alt for one in found)
    assert all(f" {number}. {label}: {number}" in told for number in range(40))
    words = [word for one in found for word in one.words]
    assert all(length_of(word.text, TEXT) <= LABELS for word in words if word.anchor == "end")
    marks = [mark for one in found for mark in one.marks]
    assert all(int(mark.x) + int(mark.width) <= WIDTH for mark in marks)


def test_a_picture_for_word_has_ink_and_lets_the_page_through():
    (drawing,) = drawings(MONEY)
    image = Image.open(BytesIO(picture_of(drawing)))
    assert image.mode == "LA"
    assert image.getchannel("A").getextrema() == (0, 255)
    assert round(image.width / image.height, 1) == round(WIDTH / int(drawing.height), 1)


def test_page_pdf_and_word_show_the_same_charts_each_with_its_table(writing, editor, client):
    report = consolidated_report(writing)
    lines = list(body_lines(report))
    drawn = [drawing for line in lines for drawing in line.drawings]
    captions = [line.text for line in lines if line.kind == "caption"]
    assert len(drawn) == len(captions) == 5
    assert [line.text for line in lines if line.kind == "origin"] == [
        f"Số liệu: Phụ lục {numeral}." for numeral in ("X", "I", "VI", "VII", "IX")
    ]
    pdf = consolidated_pdf.render(report, silent)
    document = opened(pdf)
    assert {str(figure.Alt) for figure in elements(document, "Figure")} == {one.alt for one in drawn}
    body = text_of(parts_of(pages_of(pdf))[0])
    assert all(squeezed(word.text) in body for one in drawn for word in one.words)
    pictures = docx_reading.opened(consolidated_docx.render(report, silent)).inline_shapes
    assert [shape._inline.docPr.get("descr") for shape in pictures] == [one.alt for one in drawn]
    client.force_login(editor)
    address = reverse("plan_year_consolidated_version", args=["ha-tinh-2099", 2019, "1"])
    found = html.fromstring(client.get(address).content.decode()).xpath("//article//*[name()='svg']")
    assert [one.findtext("{*}title") or one.findtext("title") for one in found] == [one.alt for one in drawn]
    assert all(one.get("role") == "img" for one in found)


def test_contents_kept_before_there_were_charts_are_still_read(writing):
    kept = frozen.plain(consolidated_report(writing))
    for part in kept["ConsolidatedReport"]["parts"]:
        del part["BodyPart"]["charts"]
        for component in part["BodyPart"]["components"]:
            for group in component["ComponentPart"]["groups"]:
                del group["GroupPart"]["remark"]
    read = frozen.read(kept)
    assert all(isinstance(part, BodyPart) and part.charts == () for part in read.parts)
    assert [line.text for line in body_lines(read)]
