"""The national report put together: every page says what its source says, numbered through, listed, linked, PDF/A-3b."""

from collections import Counter
from dataclasses import replace
from itertools import repeat
from pathlib import Path

import pikepdf
import pytest
from django.db import transaction

from agencies.enums import Role
from agencies.models import Agency
from core.clock import standing_at
from reporting.contents.consolidated import ConsolidatedReport
from reporting.contents.parts import (
    AnnexesOfChapter,
    Assembly,
    BodyOfChapter,
    Entry,
    Piece,
    TableOfContents,
    body_of_front,
    tables_of_front,
)
from reporting.documents import consolidated_report
from reporting.renderers.national_pdf import render
from reporting.renderers.parts_pdf import Layout, html_of_part
from reporting.services.consolidations import start_consolidation
from tests.factories import MembershipFactory
from tests.reporting.consolidated_year import NOW, small_year
from tests.reporting.pdf_reading import MM, PageView, in_top_margin, opened, pages_of, squeezed
from tests.reporting.test_consolidated_files import silent
from tests.reporting.test_consolidated_safety import loaded

pytestmark = pytest.mark.xdist_group("national pdf")  # laid out once for all
PROVINCES = ("Tỉnh Hà Tĩnh", "Tỉnh Mẫu")
LIVE = (
    '"><img src="http://127.0.0.1:9/x.png"><link rel="attachment" href="file:///etc/hosts">{% load static %}'
)


@pytest.fixture(scope="module")
def report(django_db_setup, django_db_blocker) -> ConsolidatedReport:
    """Read once; the rows that it was read from are undone."""
    with django_db_blocker.unblock(), transaction.atomic(), standing_at(NOW):
        own = Agency.objects.get(province__slug="ha-tinh", slug="so-cong-thuong")
        editor = MembershipFactory(agency=own, province=own.province, role=Role.DEPARTMENT_EDITOR).user
        found = consolidated_report(
            start_consolidation(small_year(editor), by=editor, note="Xã chưa có người.")
        )
        transaction.set_rollback(True)
    return replace(found, checksum="0123456789abcdef" * 4)


class Whole:
    """The national report of two provinces, the second one with invented figures, and the parts that it is made of."""

    def __init__(self, report: ConsolidatedReport, folder: Path):
        sample = replace(report, is_sample=True, subject=f"{report.subject} (mẫu)")
        entries = [Entry(f"Phụ lục {sheet.name}") for sheet in report.tables]
        self.parts = [body_of_front(report), None, *tables_of_front(report)]
        for province, one in zip(PROVINCES, (report, sample), strict=True):
            entries += [Entry(province), Entry(f"{province}: phụ lục", 2)]
            self.parts += [BodyOfChapter(province, one), AnnexesOfChapter(province, one)]
        self.parts[1] = TableOfContents(tuple(entries))
        self.entries, pieces = entries, []
        for number, part in enumerate(self.parts):
            (folder / str(number)).write_bytes(render(part, silent))
            pieces.append(Piece(folder / str(number), entries[number - 2] if number > 1 else None))
        self.order = Assembly("Báo cáo", "Bộ Công Thương", "Năm 2019", tuple(pieces), 1)
        self.file = render(self.order, silent)
        self.pages = pages_of(self.file)

    @property
    def starts(self) -> list[int]:
        """The first page of each part, from 0."""
        found, start = [], 0
        for piece in self.order.pieces:
            found.append(start)
            with pikepdf.open(piece.file) as part:
                start += len(part.pages)
        return found


@pytest.fixture(scope="module")
def whole(report, tmp_path_factory) -> Whole:
    return Whole(report, tmp_path_factory.mktemp("whole"))


def body_text(page: PageView) -> str:
    return squeezed("".join(one.char for one in page.letters if not in_top_margin(page, one)))


def test_each_page_says_what_its_part_says_laid_out_by_itself(whole):
    """Joining changes no word and no place: the part alone, with its own fonts, is the same but for numbers."""
    layout, expected = Layout(), []
    for part in whole.parts:
        expected += pages_of(layout.document(html_of_part(part)).write_pdf())
    contents = whole.starts[1]
    assert len(whole.pages) == len(expected) > 15
    for number, (page, alone) in enumerate(zip(whole.pages, expected, strict=True)):
        assert (page.width, page.height) == (alone.width, alone.height)
        if number != contents:
            assert body_text(page) == body_text(alone)
        placed = {(one.char, round(one.left), round(one.bottom), round(one.size)) for one in alone.letters}
        assert placed <= {
            (one.char, round(one.left), round(one.bottom), round(one.size)) for one in page.letters
        }
    words = squeezed("Không ai dự.")  # there is something that could be lost
    assert sum(words in body_text(page) for page in whole.pages) == 3


def test_pages_are_numbered_through_in_the_middle_of_the_top_margin_but_for_the_first(whole):
    for number, page in enumerate(whole.pages, 1):
        letters = [one for one in page.letters if in_top_margin(page, one)]
        assert "".join(one.char for one in letters) == ("" if number == 1 else str(number))
        if letters:
            middle = (letters[0].left + letters[-1].right) / 2
            assert abs(middle - (30 * MM + page.width - 15 * MM) / 2) < 1
            assert {round(one.size) for one in letters} == {14}
            assert all(abs((one.top + one.bottom) / 2 - (page.height - 10 * MM)) < 2 for one in letters)


def test_the_table_of_contents_tells_the_page_of_each_part_and_leads_there(whole):
    contents, *others = whole.starts[1:]
    page = whole.pages[contents]
    lines: dict[int, str] = {}
    for letter in page.letters:
        if not in_top_margin(page, letter) and not letter.char.isspace():
            foot = next((foot for foot in lines if abs(foot - letter.bottom) < 8), round(letter.bottom))
            lines[foot] = lines.get(foot, "") + letter.char
    pdf = opened(whole.file)
    links = pdf.pages[contents].obj.Annots
    assert len(links) == len(whole.entries) == len(others)
    for entry, link, start in zip(whole.entries, links, others, strict=True):
        assert pdf.pages.index(pikepdf.Page(link.Dest[0])) == start
        assert "/A" not in link
        assert link.F == 4
        said = [squeezed(text) for text in lines.values()]
        assert any(
            text in (f"{squeezed(entry.title)}{start + 1}", f"{start + 1}{squeezed(entry.title)}")
            for text in said
        )


def test_the_outline_has_chapters_with_their_titles_below(whole):
    with opened(whole.file).open_outline() as outline:
        titles = [one.title for one in outline.root]
        chapters = {one.title: one for one in outline.root if one.title in PROVINCES}
    assert "I. KẾT QUẢ CHUNG" in titles  # of the ministry's own words
    assert list(chapters) == list(PROVINCES)
    for province, chapter in chapters.items():
        *parts, annexes = chapter.children
        assert parts[0].title == "I. KẾT QUẢ CHUNG"
        assert annexes.title == f"{province}: phụ lục"
        assert annexes.children[0].title.startswith("Phụ lục I. ")


def test_it_is_declared_as_pdf_a_3b_with_each_face_once_and_nothing_that_is_forbidden(whole):
    pdf = opened(whole.file)
    with pdf.open_metadata() as about:
        assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("3", "B")
        assert (about["dc:title"], list(about["dc:creator"])) == ("Báo cáo", ["Bộ Công Thương"])
    assert not pdf.is_encrypted
    (intent,) = pdf.Root.OutputIntents
    assert intent.S == "/GTS_PDFA1"
    assert intent.DestOutputProfile.N == 3
    assert not {"/OpenAction", "/AA", "/AcroForm", "/Names"} & set(pdf.Root.keys())
    programs, faces = set(), Counter()
    for page in pdf.pages:
        assert "/AA" not in page.obj
        assert "/Group" not in page.obj
        for state in page.obj.Resources.get("/ExtGState", {}).values():
            assert state.get("/ca", 1) == state.get("/CA", 1) == 1  # nothing is transparent
            assert "/SMask" not in state
        for font in page.obj.Resources.Font.values():
            below = font.DescendantFonts[0]
            program = below.FontDescriptor.FontFile2
            programs.add(program.objgen)
            faces[str(font.BaseFont)] += 1
            assert font.BaseFont == below.BaseFont == below.FontDescriptor.FontName
            assert "/ToUnicode" in font
            assert "/CIDSet" not in below.FontDescriptor
    assert set(faces) == {"/Tinos", "/Tinos-Bold", "/Tinos-Italic", "/Tinos-Bold-Italic"}
    assert len(programs) == len(faces)
    assert min(faces.values()) > 1


def test_invented_figures_are_marked_across_each_page_of_their_province_alone(whole):
    start = whole.starts[-2]
    for number, page in enumerate(whole.pages):
        assert ("SỐLIỆUMẪU" in page.text) == (number >= start)


def test_the_same_parts_make_the_same_file(whole):
    assert render(whole.order, silent) == whole.file


def test_no_text_reaches_network_or_files(report, tmp_path):
    hostile = loaded(report, repeat(LIVE))
    for part in (
        BodyOfChapter(LIVE, hostile),
        AnnexesOfChapter(LIVE, hostile),
        TableOfContents((Entry(LIVE),)),
    ):
        (tmp_path / "part").write_bytes(render(part, silent))
        order = Assembly(LIVE, LIVE, LIVE, (Piece(tmp_path / "part"),), 0)
        if isinstance(part, TableOfContents):
            order = replace(order, pieces=(Piece(tmp_path / "part"), Piece(tmp_path / "part", Entry(LIVE))))
        assert squeezed(LIVE).upper() in pages_of(render(order, silent))[0].text.upper()
