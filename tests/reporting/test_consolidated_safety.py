"""No text of a user in a consolidated report or a receipt reaches network or files: it is printed as it was typed.

Every field of the contents holds a vector, one after the other; those of `tests.reporting.test_plan_report_safety`, and what
Word and spreadsheets would follow.
"""

import dataclasses
import itertools
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from lxml import etree

from reporting.contents import consolidated, heading, receipt, workbook
from reporting.contents.receipt import Receipt
from reporting.documents import consolidated_report
from reporting.renderers import consolidated_docx, consolidated_pdf, receipt_pdf, workbook_xlsx
from reporting.renderers.chart import drawings
from reporting.renderers.chart_picture import picture_of
from reporting.renderers.consolidated_body import body_lines
from reporting.renderers.pdf import html_of
from reporting.services.receipts import receipt_of
from tests.reporting.consolidated_year import sent_year
from tests.reporting.pdf_reading import pages_of, squeezed, text_of
from tests.reporting.test_plan_report_safety import (  # noqa: F401 - fixtures here too
    SECRET,
    assert_nothing_came_in,
    listener,
    texts,
    vectors,
)

pytestmark = pytest.mark.django_db

OF_OFFICE = (
    "=1+1",
    '=HYPERLINK("HOST/h","x")',
    "+cmd|' /C calc'!A0",
    "@SUM(1)",
    '{ INCLUDEPICTURE "HOST/w.png" }',
    '</w:t></w:r><w:fldSimple w:instr="INCLUDETEXT FILE"/>',
    'DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc"',
)
# Closed lists, and names by which parts of the contents find each other.
NO_TEXT = {
    "kind", "style", "name", "sheet", "orientation", "annexes", "symbol", "checksum", "number", "digest",
}  # fmt: skip


def loaded(node, poison: Iterator[str]):
    """The contents with a vector behind every text that a person may have written."""
    if isinstance(node, str):
        return f"{node} {next(poison)}" if node else node
    if isinstance(node, tuple):
        return tuple(loaded(part, poison) for part in node)
    if dataclasses.is_dataclass(node):
        names = [
            one.name for one in dataclasses.fields(node) if one.name not in NO_TEXT or type(node) is Receipt
        ]
        return dataclasses.replace(node, **{name: loaded(getattr(node, name), poison) for name in names})
    return node


@pytest.fixture
def attacks(vectors, listener, tmp_path) -> list[str]:  # noqa: F811
    canary = (tmp_path / "canary.txt").as_uri()
    return [*vectors, *(one.replace("HOST", listener[0]).replace("FILE", canary) for one in OF_OFFICE)]


@pytest.fixture
def report():
    """A report in which every part has something to say."""
    sent = sent_year()
    told = consolidated_report(sent)
    told = dataclasses.replace(told, parts=(*told.parts, *own_parts()))
    assert texts(told) > 300
    return told


def own_parts() -> tuple[consolidated.BodyPart, ...]:
    paragraph = consolidated.Paragraph("Lời của Sở", "Sở Công Thương, báo cáo lần 1", is_edited=True)
    return (consolidated.BodyPart("Phần thêm", ("Dẫn",), (paragraph,)),)


@pytest.mark.parametrize(
    "shifts", [(0, 17), pytest.param(range(1, 39), marks=pytest.mark.long)], ids=["some", "all"]
)
def test_every_text_is_printed_and_never_followed_in_pdf(shifts, report, attacks, listener):  # noqa: F811
    asked = listener[1]
    asked.clear()
    for shift in shifts:
        pdf = consolidated_pdf.render(
            loaded(report, itertools.cycle((*attacks[shift:], *attacks[:shift]))), lambda *_: None
        )
        assert asked == []
        printed = text_of(pages_of(pdf))
        for one in attacks:
            assert printed.count(squeezed(one)) > 1, one
        assert_nothing_came_in(pdf)


def test_every_text_is_printed_and_never_followed_in_word(report, attacks, listener):  # noqa: F811
    asked = listener[1]
    asked.clear()
    raw = consolidated_docx.render(loaded(report, itertools.cycle(attacks)), lambda *_: None)
    assert asked == []
    parts = ZipFile(BytesIO(raw))
    names = [name for name in parts.namelist() if name.endswith((".xml", ".rels"))]
    trees = {name: etree.fromstring(parts.read(name)) for name in names}
    instructions = {
        value for tree in trees.values() for value in tree.xpath("//@*[local-name()='instr']")
    } | {one.text for tree in trees.values() for one in tree.iter("{*}instrText")}
    assert instructions == {"PAGE"}, "the only field is the number of a page"
    assert not any(tree.xpath("//@TargetMode") for name, tree in trees.items() if name.endswith(".rels"))
    pictures = [name for name in parts.namelist() if name.startswith("word/media/")]
    assert len(pictures) == sum(len(line.drawings) for line in body_lines(report))
    said = squeezed("".join(trees["word/document.xml"].itertext()))
    for one in attacks:
        assert squeezed(one) in said, one
    assert SECRET not in said


def test_every_text_stays_text_in_the_workbook(report, attacks):
    raw = workbook_xlsx.render(loaded(report, itertools.cycle(attacks)).workbook)
    book = openpyxl.load_workbook(BytesIO(raw))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    said = " ".join(str(cell.value) for cell in cells)
    assert all(one in said for one in OF_OFFICE[:1])
    parts = ZipFile(BytesIO(raw))
    assert not [name for name in parts.namelist() if "externalLink" in name or "hyperlink" in name.lower()]
    assert not any(b"TargetMode" in parts.read(name) for name in parts.namelist() if name.endswith(".rels"))


def test_a_text_alone_in_its_cell_makes_no_formula(attacks):
    rows = tuple(workbook.Row((one,)) for one in attacks)
    sheet = workbook.Sheet("Thử", (workbook.Column("Chữ"),), rows)
    raw = workbook_xlsx.render(workbook.Workbook("Thử", (sheet,), sent_year().sent_at.date()))
    found = [line[0] for line in openpyxl.load_workbook(BytesIO(raw))["Thử"].iter_rows()]
    for one in attacks:
        (cell,) = [cell for cell in found if cell.value == one]
        assert cell.data_type == "s"


def test_the_words_of_charts_are_drawn_and_never_followed(report, attacks, listener):  # noqa: F811
    asked = listener[1]
    asked.clear()
    labels = tuple(attacks)
    chart = consolidated.Chart(
        "Biểu đồ " + attacks[0], "x", labels, (consolidated.Series(attacks[1], (1,) * len(labels)),)
    )
    for drawing in drawings(chart):
        html = html_of("reporting/pdf/chart.html", {"chart": drawing})
        tags = {one.tag.rpartition("}")[2] for one in etree.fromstring(html).iter()}
        assert tags <= {"svg", "title", "rect", "path", "text"}
        assert picture_of(drawing).startswith(b"\x89PNG")
    assert asked == []


def test_every_text_is_printed_and_never_followed_on_receipts(attacks, listener):  # noqa: F811
    asked = listener[1]
    asked.clear()
    reports = sent_year().year.obligations.get(agency__name="Sở Giáo dục thử").reports
    told = receipt_of(reports.with_content().get())
    told = dataclasses.replace(
        told,
        counts=told.counts * 8,
        files=(("biên bản.pdf", "0" * 64),) * 9,
        paper="số 1",
        lateness="Nhận muộn",
    )
    assert texts(told) > len(attacks)
    pdf = receipt_pdf.render(loaded(told, itertools.cycle(attacks)), lambda *_: None)
    assert asked == []
    printed = text_of(pages_of(pdf))
    missing = [one for one in attacks if squeezed(one) not in printed]
    assert missing == []
    assert_nothing_came_in(pdf)


def test_poison_reaches_every_kind_of_content(report):
    kinds = set()

    def walk(node):
        if dataclasses.is_dataclass(node):
            kinds.add(type(node))
            node = tuple(getattr(node, one.name) for one in dataclasses.fields(node))
        if isinstance(node, tuple):
            for part in node:
                walk(part)

    walk(report)
    walk(report.workbook)
    known = {
        kind
        for module in (consolidated, heading, workbook)
        for kind in vars(module).values()
        if dataclasses.is_dataclass(kind)
    }
    assert kinds == known
    assert receipt.Receipt is Receipt
