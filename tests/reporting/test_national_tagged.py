"""The tagged form of the national report: all that is printed is said by an element of one tree, in reading order, PDF/A-3a."""

from collections import Counter

import pikepdf
import pytest

from reporting.contents.consolidated import ConsolidatedReport
from reporting.contents.parts import Tagged as TaggedPart
from reporting.renderers.chapter_words import annexes_title
from reporting.renderers.consolidated_body import annex_label, body_lines
from reporting.renderers.national_pdf import render
from tests.reporting.national_whole import PROVINCES, Whole, small_report
from tests.reporting.pdf_reading import opened, squeezed
from tests.reporting.pdf_structure import Element, Tagged
from tests.reporting.test_consolidated_figures import expected_rows, heads_of
from tests.reporting.test_consolidated_files import silent

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("national pdf")]
KINDS = {
    "Document", "Part", "Div", "H1", "H2", "H3", "H4", "P", "Figure", "TOC", "TOCI", "Link", "Table", "THead", "TBody",
    "TR", "TH", "TD",
}  # fmt: skip


@pytest.fixture(scope="module")
def report(django_db_setup, django_db_blocker) -> ConsolidatedReport:
    return small_report(django_db_blocker)


@pytest.fixture(scope="module")
def whole(report, tmp_path_factory) -> Whole:
    return Whole(report, tmp_path_factory.mktemp("tagged"), is_tagged=True)


@pytest.fixture(scope="module")
def untagged(report, tmp_path_factory) -> Whole:
    return Whole(report, tmp_path_factory.mktemp("untagged"))


@pytest.fixture(scope="module")
def tagged(whole) -> Tagged:
    return Tagged(whole.file)


def parts_of(tagged: Tagged) -> list[Element]:
    return tagged.document.kids


def test_it_prints_what_the_untagged_form_prints(whole, untagged):
    assert [page.text for page in whole.pages] == [page.text for page in untagged.pages]
    assert [page.letters for page in whole.pages] == [page.letters for page in untagged.pages]
    assert whole.starts == untagged.starts


def test_all_that_is_painted_is_an_artifact_or_a_piece_of_an_element_that_knows_it(tagged):
    """Both ways: from the page by the parent tree to the element, and from the element to the page."""
    pieces = Counter()
    for number, page in enumerate(tagged.pdf.pages):
        owners = tagged.owners[page.obj.StructParents]
        on_page = set()
        for marks in tagged.painted(number):
            (mark,) = marks  # neither none nor one in another
            if mark.mcid is None:
                assert mark.tag == "/Artifact"
            else:
                on_page.add(mark.mcid)
        assert on_page
        for mcid in on_page:
            element = owners[mcid]
            assert element.Pg.objgen == page.obj.objgen
            assert mcid in list(element.K)
        pieces.update((number, mcid) for mcid in on_page)
    said = Counter(tagged.document.pieces())
    assert max(said.values()) == 1
    assert set(pieces) <= set(said)  # what is not painted is white space
    assert not {squeezed(tagged.texts.get(one, "")) for one in set(said) - set(pieces)} - {""}


def test_every_page_and_link_has_a_number_of_its_own(tagged):
    pages = [page.obj.StructParents for page in tagged.pdf.pages]
    links = [link for page in tagged.pdf.pages for link in page.obj.get("/Annots", [])]
    numbers = [*pages, *(link.StructParent for link in links)]
    assert len(links) > 10
    assert sorted(numbers) == sorted(tagged.owners) == list(range(tagged.root.ParentTreeNextKey))
    assert all(page.obj.Tabs == "/S" for page in tagged.pdf.pages)
    named = {note.objgen: element for note, element in tagged.notes}
    assert len(named) == len(tagged.notes) == len(links)
    for link in links:
        assert tagged.owners[link.StructParent].objgen == named[link.objgen].objgen
        assert named[link.objgen].S == "/Link"


def test_the_tree_has_the_standard_kinds_and_a_part_for_each_piece(tagged, whole):
    def kinds(element: Element) -> set[str]:
        return {element.kind}.union(*(kinds(kid) for kid in element.kids if isinstance(kid, Element)))

    assert kinds(tagged.document) == KINDS
    assert [one.kind for one in parts_of(tagged)] == ["Part"] * len(whole.order.pieces)
    for part, start, end in zip(
        parts_of(tagged), whole.starts, [*whole.starts[1:], len(whole.pages)], strict=True
    ):
        assert {page for page, _ in part.pieces()} == set(range(start, end))


def test_headings_are_read_in_the_order_of_the_report(tagged, report):
    front, contents, *tables = parts_of(tagged)
    own, chapters = tables[: len(report.tables)], tables[len(report.tables) :]
    assert [tagged.said(one) for one in front.all("H1")] == [squeezed("BÁO CÁO")]
    assert [tagged.said(one) for one in contents.all("H1")] == [squeezed("MỤC LỤC")]
    titles = [f"{annex_label(number)} {one.title[0].upper()}" for number, one in enumerate(report.tables, 1)]
    assert [tagged.said(one) for part in own for one in part.all("H1")] == list(map(squeezed, titles))
    levels = {"part": "H2", "component": "H3", "group": "H4", "task": "H4"}
    lines = [line for line in body_lines(report) if line.kind in levels]
    assert {line.kind for line in lines} == set(levels)
    for province, body, annexes in zip(PROVINCES, chapters[::2], chapters[1::2], strict=True):
        for level in ("H2", "H3", "H4"):
            expected = [squeezed(line.text) for line in lines if levels[line.kind] == level]
            assert [tagged.said(one) for one in body.all(level)] == expected
        assert [tagged.said(one) for one in body.all("H1")] == [squeezed(province.upper())]
        assert [tagged.said(one) for one in annexes.all("H1")] == [squeezed(annexes_title(province))]
        assert [tagged.said(one) for one in annexes.all("H2")] == [
            squeezed(f"{annex_label(number)}. {one.title[0]}") for number, one in enumerate(report.tables, 1)
        ]


def test_all_that_is_printed_is_read_but_page_numbers(tagged, whole, report):
    """What a part says is what its pages say; of a chart its words are read, not those beside its bars."""
    charts = [one for line in body_lines(report) if line.kind == "chart" for one in line.drawings]
    beside_bars = Counter(squeezed("".join(word.text for chart in charts for word in chart.words)))
    told = Counter(squeezed("".join(chart.alt for chart in charts)))
    for part, start, end in zip(
        parts_of(tagged), whole.starts, [*whole.starts[1:], len(whole.pages)], strict=True
    ):
        read = Counter(tagged.said(part))
        printed = Counter("".join(page.text for page in whole.pages[start:end]))
        numbers = Counter("".join(str(number) for number in range(start + 1, end + 1) if number > 1))
        if part.all("Figure"):
            assert read + beside_bars + numbers == printed + told
        else:
            assert read + numbers == printed


def test_tables_have_rows_of_cells_and_heads_that_say_what_they_head(tagged, report):
    annexes = parts_of(tagged)[-1]
    assert annexes.all("Table")
    for table in annexes.all("Table"):
        assert [one.kind for one in table.kids] == ["THead", "TBody"]
        head, body = table.kids
        assert {one.kind for row in head.kids for one in row.kids} == {"TH"}
        assert {one.kind for row in body.kids for one in row.kids} == {"TD"}
        assert {one.kind for group in table.kids for one in group.kids} == {"TR"}
        assert all(one.item.A.Scope == "/Column" for one in head.all("TH"))
    rows = [[text for cell in row.kids if (text := tagged.said(cell))] for row in annexes.all("TR")]
    for sheet in report.tables:
        assert heads_of(sheet)[0] in rows
        whole_rows = [row for row in expected_rows(sheet) if row in rows]
        assert len(whole_rows) >= len(expected_rows(sheet)) * 0.9  # few go on on the next page


def test_a_cell_says_over_how_many_columns_and_rows_it_goes(tagged):
    spans = Counter()
    for table in tagged.document.all("Table"):
        width = None
        for group in table.kids:
            below = Counter()  # how many cells from above reach into the rows to come
            for place, row in enumerate(group.kids):
                cells = below[place]
                for cell in row.kids:
                    about = cell.item.get("/A", {})
                    columns, rows = int(about.get("/ColSpan", 1)), int(about.get("/RowSpan", 1))
                    spans.update({"columns": columns > 1, "rows": rows > 1})
                    cells += columns
                    below.update({place + more: columns for more in range(1, rows)})
                width = width or cells
                assert cells == width
    assert spans["columns"]


def test_charts_are_told_in_words(tagged, report):
    bodies = parts_of(tagged)[0], *parts_of(tagged)[-4::2]
    drawn = [one.alt for line in body_lines(report) if line.kind == "chart" for one in line.drawings]
    assert drawn
    for body in bodies:
        assert [str(one.item.Alt) for one in body.all("Figure")] == drawn
    assert len(tagged.document.all("Figure")) == len(bodies) * len(drawn)


def test_the_table_of_contents_is_read_with_page_numbers_and_leads_there(tagged, whole):
    contents = parts_of(tagged)[1]
    (listed,) = contents.all("TOC")
    assert [one.kind for one in listed.kids] == ["TOCI"] * len(whole.entries)
    for item, entry, start in zip(listed.kids, whole.entries, whole.starts[2:], strict=True):
        assert tagged.said(item) == squeezed(f"{entry.title}{start + 1}")
        links = item.all("Link")
        assert tagged.said(links[-1]).endswith(str(start + 1))
        named = {one.item.objgen for one in links}
        notes = [note for note, element in tagged.notes if element.objgen in named]
        assert len(notes) == len(links)
        for note in notes:
            assert tagged.pages[note.Dest[0].objgen] == start
            assert note.Contents == f"{entry.title}, trang {start + 1}"


def test_page_numbers_and_dots_are_printed_but_not_read(tagged):
    artifacts = Counter()
    for number in range(len(tagged.pdf.pages)):
        for marks in tagged.painted(number):
            artifacts[(number, str(marks[0].says.get("/Type")), str(marks[0].says.get("/Subtype")))] += (
                marks[0].tag == "/Artifact"
            )
    numbered = {
        page: count for (page, *what), count in artifacts.items() if what == ["/Pagination", "/Header"]
    }
    assert numbered == dict.fromkeys(range(1, len(tagged.pdf.pages)), 1)


def test_it_is_declared_as_pdf_a_3a(whole):
    pdf = opened(whole.file)
    with pdf.open_metadata() as about:
        assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("3", "A")
    assert pdf.Root.MarkInfo.Marked is True
    assert pdf.Root.Lang == "vi"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle is True


def test_the_untagged_form_has_no_trace_of_it(untagged):
    pdf = opened(untagged.file)
    assert not {"/StructTreeRoot", "/MarkInfo"} & set(pdf.Root.keys())
    assert not any({"/StructParents", "/Tabs"} & set(page.obj.keys()) for page in pdf.pages)
    marks = {"BMC", "BDC", "EMC"}
    assert not any(
        marks & {str(one.operator) for one in pikepdf.parse_content_stream(page)} for page in pdf.pages
    )


def test_the_same_parts_make_the_same_file(whole):
    assert render(TaggedPart(whole.parts[-1]), silent) == whole.order.pieces[-1].file.read_bytes()
    assert render(whole.order, silent) == whole.file
