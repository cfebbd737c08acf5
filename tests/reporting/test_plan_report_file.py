"""The produced file: its text against its source, its faces, what PDF/A-3a asks for, outline and links."""

import re
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat

from reporting.contents.plan_report import FindingRow, Heading, MoneyTable, PlanReport, TaskRow
from tests.conftest import PLAN_SLUGS
from tests.house import ROOT
from tests.reporting.pdf_reading import elements, opened, pages_of, parts_of, squeezed, text_of
from tests.reporting.plan_reports import PANGRAM, hard_report, pages_of_plan, pdf_of, rendered, report_of
from tests.reporting.test_plan_report_build import strings

pytestmark = pytest.mark.django_db

ALL = (*PLAN_SLUGS, "hard")
FACES = {"Tinos", "Tinos-Bold", "Tinos-Italic", "Tinos-Bold-Italic"}
PICTURE = ROOT / "tests/reporting/pangram.png"


def report(slug: str) -> PlanReport:
    return hard_report() if slug == "hard" else report_of(slug)


def printed_strings(node) -> list[str]:
    """The texts that stand as they are: not the names of states, and no bodies that are printed in capitals."""
    if isinstance(node, Heading):
        return [node.day_text, node.symbol, *node.addressees, *node.recipients]
    return strings(node)


@pytest.mark.parametrize("slug", PLAN_SLUGS)
def test_the_text_of_the_file_is_that_of_its_source(slug):
    """Every text of the report, letter by letter; one that goes on on the next page, in its two pieces."""
    contents, text = report(slug), text_of(pages_of_plan(slug))
    missing = [source for source in _sources(contents) if squeezed(source) not in text]
    assert [source for source in missing if not _in_two_pieces(squeezed(source), text)] == []


def _sources(contents: PlanReport) -> list[str]:
    states = {"amount", "none_given", "unknown", "empty"}
    texts = [value for name, value in vars(contents).items() if name != "heading" for value in strings(value)]
    if not contents.money.by_source.rows:  # a plan without groups: tables with a total alone are not printed
        states.add(contents.money.by_source.total.label)
    found = [text for text in texts if text not in states] + printed_strings(contents.heading)
    assert len(found) > 200
    return found


def _in_two_pieces(source: str, text: str) -> bool:
    """A cell that is cut by the end of a page: both pieces are printed, the rest of the row between them."""
    return any(source[:cut] in text and source[cut:] in text for cut in range(len(source) - 1, 0, -1))


def test_letters_come_out_as_they_were_written():
    page = next(page for page in pages_of_plan("hard") if squeezed(PANGRAM) in page.text)
    assert {letter.face.rpartition("+")[2] for letter in page.line_of(PANGRAM)} == {"Tinos-Bold"}
    assert squeezed("Phươngtiện" * 30) in page.text


def test_the_pangram_looks_as_it_should(tmp_path):
    """All Vietnamese letters, upright, italic and bold, against a picture that was looked at."""
    contents = report_of("lang-son-2016")
    heading = replace(contents.heading, recipients=(PANGRAM,), signer_name=PANGRAM, addressees=(PANGRAM,))
    pdf = rendered(replace(contents, heading=heading, legal_bases=(PANGRAM,), general_objectives=(PANGRAM,)))
    shown = _pangrams(pdf)
    shown.save(
        tmp_path / PICTURE.name
    )  # what to look at, and to commit, when the letters have changed on purpose
    expected = Image.open(PICTURE).convert("L")
    assert shown.size == expected.size
    difference = ImageStat.Stat(ImageChops.difference(shown, expected)).mean[0]
    assert difference < 2, "of 255: hinting may differ a little, a wrong letter differs much more"
    assert ImageStat.Stat(ImageChops.difference(shown.rotate(180), expected)).mean[0] > 10


def _pangrams(pdf: bytes) -> Image.Image:
    """The lines that hold the pangram, cut out of their pages, one below the other."""
    scale, cuts = 1.5, []
    for page, view in zip(pypdfium2.PdfDocument(pdf), pages_of(pdf), strict=True):
        text = "".join(x.char for x in view.letters if not x.char.isspace())
        letters = [x for x in view.letters if not x.char.isspace()]
        picture = None
        for hit in re.finditer(re.escape(squeezed(PANGRAM)), text):
            box = letters[hit.start() : hit.end()]
            picture = picture or page.render(scale=scale).to_pil().convert("L")
            top, bottom = max(x.top for x in box), min(x.bottom for x in box)
            left, right = min(x.left for x in box), max(x.right for x in box)
            edges = (left - 2, view.height - top - 2, right + 2, view.height - bottom + 2)
            cuts.append(picture.crop(tuple(round(edge * scale) for edge in edges)))
    assert len(cuts) == 6, "addressee twice, căn cứ, objective, recipient, signer"
    sheet = Image.new("L", (max(cut.width for cut in cuts), sum(cut.height for cut in cuts)), 255)
    height = 0
    for cut in cuts:
        sheet.paste(cut, (0, height))
        height += cut.height
    return sheet


def test_a_letter_that_our_faces_lack_is_told_by_its_code_point():
    contents = report_of("lang-son-2016")
    pdf = rendered(replace(contents, subject="Về 漢 và \U0001f600 và \u202etxt"))
    assert "Về[U+6F22]và[U+1F600]và[U+202E]txt" in pages_of(pdf)[0].text
    assert _faces(opened(pdf)) <= FACES


@pytest.mark.parametrize("slug", ALL)
def test_the_file_holds_our_faces_only_and_whole(slug):
    pdf = opened(pdf_of(slug))
    assert {"Tinos", "Tinos-Bold", "Tinos-Italic"} <= _faces(pdf) <= FACES
    files = [
        x for x in pdf.objects if isinstance(x, pikepdf.Dictionary) and x.get("/Type") == "/FontDescriptor"
    ]
    assert len(files) == len(_faces(pdf)), "each face once, whatever the number of parts"
    assert min(len(descriptor.FontFile2.read_bytes()) for descriptor in files) > 500_000
    assert all("ToUnicode" in str(list(font.keys())) for font in _fonts(pdf) if font.Subtype == "/Type0")


def _fonts(pdf: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    return [x for x in pdf.objects if isinstance(x, pikepdf.Dictionary) and x.get("/Type") == "/Font"]


def _faces(pdf: pikepdf.Pdf) -> set[str]:
    return {str(font.BaseFont).rpartition("+")[2] for font in _fonts(pdf)}


@pytest.mark.parametrize("slug", ALL)
def test_the_file_says_what_pdf_a_3a_asks_for(slug):
    pdf, contents = opened(pdf_of(slug)), report(slug)
    root, xmp = pdf.Root, pdf.Root.Metadata.read_bytes().decode()
    assert str(root.Lang) == "vi"
    assert root.MarkInfo.Marked
    assert root.ViewerPreferences.DisplayDocTitle
    assert root.OutputIntents[0].S == "/GTS_PDFA1"
    assert root.OutputIntents[0].DestOutputProfile.read_bytes()
    assert re.search(r'pdfaid:part="3"', xmp)
    assert re.search(r'pdfaid:conformance="A"', xmp)
    title = f"Báo cáo về {contents.subject.removeprefix('Về ')}"
    author = f"{contents.heading.issuing_body}, {contents.heading.parent_body}"
    for name, value in (("/Title", title), ("/Author", author), ("/Subject", contents.subject)):
        assert str(pdf.docinfo[name]) == value
        assert value in xmp
    assert len(pdf.trailer.ID) == 2
    assert not {"/Encrypt"} & set(pdf.trailer.keys())
    actions = [
        x for x in pdf.objects if isinstance(x, pikepdf.Dictionary) and {"/JS", "/AA", "/EF"} & set(x.keys())
    ]
    assert actions == []


@pytest.mark.parametrize("slug", ALL)
def test_the_file_is_tagged(slug):
    pdf = opened(pdf_of(slug))
    assert "/StructTreeRoot" in pdf.Root
    assert len(elements(pdf, "H1")) == len(parts_of(pages_of_plan(slug)))
    heads = elements(pdf, "TH")
    names = [str(head.ID) for head in heads if "/ID" in head]
    assert names
    assert len(set(names)) == len(names), "a head's name stands once in the whole file"
    cells = [cell for cell in elements(pdf, "TD") if "/Headers" in cell.get("/A", {})]
    assert {str(name) for cell in cells for name in cell.A.Headers} <= set(names)
    assert all(page.StructParents == number for number, page in enumerate(pdf.pages))
    figures = elements(pdf, "Figure")
    assert len(figures) == (1 if report(slug).money.bars else 0)
    for figure in figures:
        assert all(f"{bar.label}: {bar.text}" in str(figure.Alt) for bar in report(slug).money.bars)


@pytest.mark.parametrize("slug", ALL)
def test_outline_and_links_lead_to_body_and_annexes(slug):
    pdf = opened(pdf_of(slug))
    starts, page = [], 0
    for part in parts_of(pages_of_plan(slug)):
        starts.append(page)
        page += len(part)
    places = {pdf_page.objgen: number for number, pdf_page in enumerate(pdf.pages)}
    with pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
        goals = [places[item.destination[0].objgen] for item in outline.root]
    assert goals == starts
    assert titles[0] == "BÁO CÁO"
    assert titles[1] == "Phụ lục I BẢNG NHIỆM VỤ"
    names = pikepdf.NameTree(pdf.Root.Names.Dests)
    links = [note for pdf_page in pdf.pages for note in pdf_page.get("/Annots", [])]
    assert {note.Subtype for note in links} == {"/Link"}
    linked = {str(note.Dest) for note in links}
    assert {places[names[name][0].objgen] for name in linked} <= set(starts[1:])
    assert {"tasks", "text"} <= linked | ({"text"} if slug == "hard" else set())


def test_unknown_and_zero_are_kept_apart():
    table: MoneyTable = hard_report().money.by_source
    assert [[cell.text for cell in line] for row in table.rows for line in row.lines] == [
        ["0", "30", "10"],
        ["chưa rõ"],
    ]
    annex = next(part for part in parts_of(pages_of_plan("hard")) if "KINHPHÍTHEONHÓM" in part[0].text)
    assert squeezed("Nâng cao nhận thức 0 30 10 40") in annex[0].text
    assert squeezed("Nhóm chưa rõ chưa rõ chưa rõ") in annex[0].text
    assert squeezed("Tổng cộng 0 30 10 40 Tổng in trong kế hoạch (khác tổng tính) 50") in annex[0].text


@pytest.mark.parametrize("slug", PLAN_SLUGS)
def test_figures_of_the_money_annex_are_those_of_the_tables(slug):
    money = report_of(slug).money
    text = text_of(pages_of_plan(slug))
    for table in (money.by_source, money.by_year):
        for row in table.rows:
            first, *rest = row.lines or ((),)
            line = squeezed(row.number + row.label + "".join(cell.text for cell in first) + row.total)
            assert line in text
            assert all(squeezed("".join(cell.text for cell in cells)) in text for cells in rest)


def test_the_same_report_gives_the_same_bytes():
    assert rendered(report_of("lang-son-2016")) == pdf_of("lang-son-2016")


def test_many_findings_stand_in_an_annex_and_few_in_the_body():
    row = FindingRow(
        "Sai lệch thử", "Mâu thuẫn", "mục I", "một", "hai", "ba", "Giữ như in (Nguyễn Văn A, ngày 01/02/2020)"
    )
    contents = report_of("lang-son-2016")
    few = parts_of(pages_of(rendered(replace(contents, findings=(row,)))))
    many = parts_of(pages_of(rendered(replace(contents, findings=(row,) * 9))))
    decision = squeezed("Giữ như in (Nguyễn Văn A, ngày 01/02/2020)")
    assert len(many) == len(few) + 1
    assert decision in text_of(few[0])
    assert decision not in text_of(many[0])
    assert "CÁCSAILỆCHTRONGVĂNBẢNKẾHOẠCH" in many[2][0].text
    assert decision in many[2][0].text


def test_a_report_without_anything_to_list_is_still_a_report():
    empty = TaskRow("", "", (), (), (), (), "", "", "")
    contents = report_of("lang-son-2016")
    assert empty not in contents.groups
    bare = replace(
        contents, groups=(), targets=(), target_notes=(), findings=(), readings=(), sections=(), legal_bases=(),
        general_objectives=(), specific_objectives=(), responsibilities=(), reporting=(),
    )  # fmt: skip
    pages = pages_of(rendered(bare))
    assert len(parts_of(pages)) == 1
    assert "Bảnnguồncủakếhoạchđọcđượctoànbộ." in text_of(pages)
