"""Texts in TCVN3 and VNI: every letter there and back, files in them, and Unicode beside them left alone."""

import re

import docx
import openpyxl
import pytest
import xlwt
from openpyxl.styles import Font

from portal.annexes.grid import Cell
from portal.annexes.old_fonts import TCVN3, VNI, converted, font_encoding, prints_capitals
from portal.annexes.opening import open_annex
from portal.annexes.syllables import is_syllable
from portal.annexes.unicode import UNICODE, judged
from tests.house import ROOT
from tests.portal.annexes.files import saved
from tests.portal.annexes.old_writing import LETTERS, in_tcvn3, in_vni, through_cp1258

SOURCES = [
    line
    for file in sorted((ROOT / "fixtures/sources").glob("*.txt"))
    for line in file.read_text().splitlines()
    if re.search(r"[^\x00-\x7f]", line)
]
NATION = "Cộng hòa xã hội chủ nghĩa Việt Nam\nĐộc lập - Tự do - Hạnh phúc"
NATION_TCVN3 = "Céng hßa x· héi chñ nghÜa ViÖt Nam\n§éc lËp - Tù do - H¹nh phóc"
NATION_VNI = "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam\nÑoäc laäp - Töï do - Haïnh phuùc"


def test_there_are_134_letters():
    assert len(set(LETTERS)) == 134


@pytest.mark.parametrize("machine", [str, through_cp1258], ids=["windows-1252", "windows-1258"])
def test_every_letter_comes_back(machine):
    assert [converted(machine(in_vni(letter)), VNI) for letter in LETTERS] == LETTERS
    by_font = [converted(machine(in_tcvn3(letter)), TCVN3, capitals=letter.isupper()) for letter in LETTERS]
    assert by_font == LETTERS
    direct = [letter for letter in LETTERS if letter.islower() or letter in "ĂÂÊÔƠƯĐ"]
    assert [converted(machine(in_tcvn3(letter)), TCVN3) for letter in direct] == direct


def test_known_lines_as_people_typed_them():
    assert converted(NATION_TCVN3, TCVN3) == NATION
    assert converted(NATION_VNI, VNI) == NATION
    assert converted("kÕ ho¹ch hµnh ®éng", TCVN3, capitals=True) == "KẾ HOẠCH HÀNH ĐỘNG"
    assert converted("KEÁ HOAÏCH HAØNH ÑOÄNG", VNI) == "KẾ HOẠCH HÀNH ĐỘNG"
    assert converted("m² – “kÕ” 100°C", TCVN3) == "m² – “kế” 100°C"


@pytest.mark.parametrize("write", [in_tcvn3, in_vni])
@pytest.mark.parametrize("machine", [str, through_cp1258], ids=["windows-1252", "windows-1258"])
def test_whole_plans_are_told_from_unicode_and_come_back(write, machine):
    encoding = TCVN3 if write is in_tcvn3 else VNI
    codes = [machine(write(line)) for line in SOURCES]
    open_to_doubt = [line for line, code in zip(SOURCES, codes, strict=True) if judged(code)[0] != encoding]
    wrong = [code for code in codes if judged(code)[0] not in ("", encoding)]

    assert len(open_to_doubt) < 0.02 * len(SOURCES)
    assert wrong == []
    if encoding == VNI:  # TCVN3 has no capitals with tones
        assert [converted(code, VNI) for code in codes] == SOURCES


def test_plans_in_unicode_are_never_taken_for_something_older():
    assert [line for line in SOURCES if judged(line)[0] not in ("", UNICODE)] == []
    abbreviations = "NĐ, ĐT, QĐ, CTĐL"
    assert judged(abbreviations) == ("", 0)


def test_all_syllables_of_the_plans_are_syllables():
    words = re.findall(r"[^\W\d_]+", "\n".join(SOURCES))
    strange = {word for word in words if re.search(r"[^\x00-\x7f]", word) and not is_syllable(word)}
    assert strange == {"QĐ", "HĐND", "ĐVT", "ĐT", "NĐ", "đ", "panô"}
    assert not any(map(is_syllable, ("Céng", "tr×nh", "hoaïch", "bac", "x", "", "ngé", "Müller", "nghĩau")))


@pytest.mark.parametrize(
    ("font", "encoding", "capitals"),
    [
        (".VnTime", TCVN3, False),
        (".VnTimeH", TCVN3, True),
        (".VnArial NarrowH", TCVN3, True),
        ("VNI-Times", VNI, False),
        ("Times New Roman", "", False),
        ("Vnote", "", False),
        ("", "", False),
    ],
)
def test_fonts_are_known_by_name(font, encoding, capitals):
    assert (font_encoding(font), prints_capitals(font)) == (encoding, capitals)


def workbook_of(*cells: tuple[str, str]) -> list[Cell]:
    """A column of cells by text and font, opened."""
    book = openpyxl.Workbook()
    for row, (text, font) in enumerate(cells, 1):
        book.active.cell(row, 1, text).font = Font(name=font)
    return [row[0] for row in open_annex(saved(book), "a.xlsx").grids[0].rows]


def test_a_workbook_in_tcvn3_beside_good_cells():
    cells = workbook_of(
        ("Sè", ".VnTime"),
        ("®µo t¹o c¸n bé", ".VnTimeH"),
        ("TT", ".VnTimeH"),
        ("Sở Công Thương", ".VnTime"),  # typed in Unicode later, the font stayed
        ("Công ty", "Times New Roman"),
        ("Sè", "Times New Roman"),
        ("kÕ ho¹ch n¨m", "Times New Roman"),  # the font was changed, the codes stayed
        ("Tæng", "Times New Roman"),
        ("café, 5 µm", "Calibri"),
    )
    assert [(cell.text, cell.was) for cell in cells] == [
        ("Số", "Sè"),
        ("ĐÀO TẠO CÁN BỘ", "®µo t¹o c¸n bé"),
        ("TT", ""),
        ("Sở Công Thương", ""),
        ("Công ty", ""),
        ("Sè", ""),
        ("kế hoạch năm", "kÕ ho¹ch n¨m"),
        ("Tổng", "Tæng"),
        ("café, 5 µm", ""),
    ]


@pytest.mark.parametrize("machine", [str, through_cp1258], ids=["windows-1252", "windows-1258"])
@pytest.mark.parametrize(("write", "encoding"), [(in_tcvn3, TCVN3), (in_vni, VNI)], ids=[TCVN3, VNI])
def test_an_old_workbook_is_known_by_its_letters_alone(write, encoding, machine):
    texts = [
        "Số",
        "Công ty",
        "Nhiệm vụ và giải pháp",
        "Sở Công Thương chủ trì",
        "Tổng cộng",
        "Bò",
        "UBND",
        "Đ",
    ]
    book = xlwt.Workbook()
    sheet = book.add_sheet("PL")
    for row, text in enumerate(texts):
        sheet.write(row, 0, machine(write(text)))
    sheet.write(0, 1, 5)
    opened = open_annex(saved(book), "a.xls")

    assert [row[0].text for row in opened.grids[0].rows] == texts
    assert [row[0].was for row in opened.grids[0].rows][:2] == [machine(write(text)) for text in texts[:2]]
    assert opened.converted_from == encoding


def test_an_old_workbook_in_unicode_is_left_alone():
    texts = ["Số", "Công ty", "Sè", "NĐ", "kÕ ho¹ch n¨m"]
    book = xlwt.Workbook()
    sheet = book.add_sheet("PL")
    for row, text in enumerate(texts):
        sheet.write(row, 0, text)
    rows = open_annex(saved(book), "a.xls").grids[0].rows
    assert [row[0].text for row in rows] == [*texts[:4], "kế hoạch năm"]


def test_a_document_in_vni_with_runs_in_several_fonts():
    made = docx.Document()
    made.add_paragraph().add_run("Phuï luïc 1").font.name = "VNI-Times"
    cells = made.add_table(1, 3).rows[0].cells
    mixed = cells[0].paragraphs[0]
    for text, font in (("Keá hoa", "VNI-Times"), ("ïch ", "VNI-Times"), ("năm 2016", "Times New Roman")):
        mixed.add_run(text).font.name = font
    cells[1].paragraphs[0].add_run("nhµ n\u00adíc").font.name = ".VnTime"
    soft = cells[2].paragraphs[0].add_run("n")  # Word writes the code of ư as a soft hyphen
    soft.font.name = ".VnTime"
    soft._r.append(soft._r.makeelement(f"{{{soft._r.nsmap['w']}}}softHyphen"))
    soft.add_text("íc")
    opened = open_annex(saved(made), "a.docx")

    assert opened.grids[0].before == ("Phụ lục 1",)
    assert [(cell.text, cell.was) for cell in opened.grids[0].rows[0]] == [
        ("Kế hoạch năm 2016", "Keá hoaïch năm 2016"),
        ("nhà nước", "nhµ níc"),
        ("nước", "níc"),
    ]
    assert opened.converted_from == VNI
