"""Files that are small and would cost much if they were simply opened."""

import struct

import openpyxl
from openpyxl.xml.constants import REL_NS

from portal.annexes import limits
from portal.annexes.limits import MIB
from tests.portal.annexes import files
from tests.portal.annexes.files import SHEET, document_of, packed, sheet_of, with_part, workbook


def by_ratio() -> bytes:
    return with_part(workbook(), "xl/media/image1.bin", bytes(30 * MIB))


def by_part() -> bytes:
    row = b"".join(b'<c r="A1"><v>%d</v></c>' % (number * 7919 % 100_003) for number in range(20_000))
    return with_part(
        workbook(), "xl/worksheets/sheet2.xml", b"<x>" + row * (33 * MIB // len(row) + 1) + b"</x>"
    )


def by_sum() -> bytes:
    noise = b"".join(struct.pack("<I", number * 2654435761 % 2**32) * 40 for number in range(20 * MIB // 160))
    return packed(files.parts_of(workbook()) | {f"xl/media/image{number}.bin": noise for number in range(5)})


def by_a_lying_directory() -> bytes:
    package = by_ratio()
    return files.patched(package, files.directory_entry(package, "image1.bin") - 9 + 24, "<I", 100)


def many_parts() -> bytes:
    return packed({f"xl/media/{number}.bin": b"" for number in range(limits.PACKED_PARTS + 1)})


def many_tags() -> bytes:
    return with_part(
        workbook(), "docProps/app.xml", b"<x>" + b"<y/><yy/><yyy/>" * (limits.PART_TAGS // 3) + b"</x>"
    )


def entity_bomb() -> bytes:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
    dtd = f'<!DOCTYPE worksheet [<!ENTITY e0 "ha">{entities}]>'
    return with_part(
        workbook(), SHEET, dtd + sheet_of("<sheetData><row><c t='str'><v>&e8;</v></c></row></sheetData>")
    )


def far_cells() -> bytes:
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return with_part(workbook(), SHEET, sheet_of(f"<sheetData>{cells}</sheetData>"))


def row_flood() -> bytes:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, limits.ROWS + 2))
    return with_part(workbook(), SHEET, sheet_of(f"<sheetData>{rows}</sheetData>"))


def cell_flood() -> bytes:
    row = "<row>" + "<c><v>1</v></c>" * 150 + "</row>"
    return with_part(workbook(), SHEET, sheet_of(f"<sheetData>{row * (limits.CELLS // 150 + 1)}</sheetData>"))


def area_flood() -> bytes:
    """Few cells, but far apart on many sheets."""
    book = openpyxl.Workbook()
    for _ in range(4):
        book.create_sheet()["GR19000"] = 1
    for sheet in book:
        sheet["A1"] = 1
    return files.saved(book)


def merge_flood() -> bytes:
    merges = "".join(f'<mergeCell ref="A{2 * n}:B{2 * n + 1}"/>' for n in range(1, limits.MERGES + 2))
    cells = '<row r="1"><c r="A1"><v>1</v></c></row>'
    return with_part(
        workbook(), SHEET, sheet_of(f"<sheetData>{cells}</sheetData><mergeCells>{merges}</mergeCells>")
    )


def overlapping_merges() -> bytes:
    merges = "".join(f'<mergeCell ref="A1:XFD{1048576 - n}"/>' for n in range(1000))
    cells = '<row r="1"><c r="A1"><v>1</v></c><c r="Z1"><v>1</v></c></row>'
    return with_part(
        workbook(), SHEET, sheet_of(f"<sheetData>{cells}</sheetData><mergeCells>{merges}</mergeCells>")
    )


def style_flood() -> bytes:
    styles = "<xf/>" * (limits.STYLES + 1)
    return with_part(
        workbook(),
        "xl/styles.xml",
        f'<styleSheet xmlns="{files.MAIN}"><cellXfs>{styles}</cellXfs></styleSheet>',
    )


def sheet_flood() -> bytes:
    sheets = "".join(f'<sheet name="S{n}" sheetId="{n + 1}" r:id="rId1"/>' for n in range(100_000))
    return with_part(
        workbook(),
        "xl/workbook.xml",
        f'<workbook xmlns="{files.MAIN}" xmlns:r="{REL_NS}"><sheets>{sheets}</sheets></workbook>',
    )


def repeated_text() -> bytes:
    """A text of 30 000 letters in each of 100 000 cells: three billion letters."""
    row = "<row>" + '<c t="s"><v>0</v></c>' * 100 + "</row>"
    package = with_part(workbook(), SHEET, sheet_of(f"<sheetData>{row * 1000}</sheetData>"))
    return with_part(
        package, "xl/sharedStrings.xml", f'<sst xmlns="{files.MAIN}"><si><t>{"chữ " * 7500}</t></si></sst>'
    )


def deep_sheet() -> bytes:
    return with_part(workbook(), SHEET, sheet_of("<x>" * 300_000 + "</x>" * 300_000))


CELL = "<w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p>{}</w:tc>"


def tables(depth: int) -> str:
    inside = "<w:p/>"
    for _ in range(depth):
        inside = f"<w:tbl><w:tr>{CELL.format(inside)}</w:tr></w:tbl>"
    return inside


def nested_rows() -> bytes:
    return document_of("<w:tbl>" + "<w:tr><w:tc>" * 5000 + "</w:tc></w:tr>" * 5000 + "</w:tbl>")


def wide_cell() -> bytes:
    return document_of(
        '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>'
    )


def document_row_flood() -> bytes:
    return document_of("<w:tbl>" + f"<w:tr>{CELL.format('')}</w:tr>" * (limits.ROWS + 1) + "</w:tbl>")


def long_cell() -> bytes:
    return document_of(tables(1).replace(">x<", f">{'dài ' * 10_000}<"))
