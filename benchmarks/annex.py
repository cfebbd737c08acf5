"""How long an annex of 1 000 rows takes to open: the whole way through the child, beside openpyxl's own reading.

openpyxl reads the same bytes in the same run, read-only and normal, values only; it checks nothing and its result
has no text for dates and errors. The old workbook and the document stand beside the workbook of the same rows.
"""

import datetime
import io
import subprocess
import sys
from contextlib import suppress

import docx
import openpyxl
import xlwt
from docx.oxml.ns import nsdecls
from openpyxl.styles import Border, Font, Side

from benchmarks import make_ready, median_ms, report

ROWS = 1000
REPEAT = 5
ALONE = (
    sys.executable,
    "-c",
    "import io, sys, openpyxl\n"
    "book = openpyxl.load_workbook(io.BytesIO(sys.stdin.buffer.read()), data_only=True)\n"
    "[list(sheet.iter_rows(values_only=True)) for sheet in book]",
)
HEADS = (
    "TT",
    "Nhiệm vụ",
    "Cơ quan chủ trì",
    "Phối hợp",
    "Thời gian",
    *(str(year) for year in range(2016, 2026)),
)


def main() -> None:
    from portal.annexes.opening import open_annex
    from portal.annexes.reading import read_tables

    workbook = _workbook()
    opened = median_ms(lambda: open_annex(workbook, "a.xlsx"), REPEAT)
    normal = median_ms(lambda: _by_openpyxl(workbook, read_only=False), REPEAT)
    read_only = median_ms(lambda: _by_openpyxl(workbook, read_only=True), REPEAT)
    report(f"open XLSX, {ROWS} rows of {len(HEADS)}", opened, "ms", "openpyxl, normal", normal)
    report(f"open XLSX, {ROWS} rows of {len(HEADS)}", opened, "ms", "openpyxl, read-only", read_only)
    apart = median_ms(lambda: subprocess.run(ALONE, input=workbook, check=True), REPEAT)
    report(
        f"open XLSX, {ROWS} rows of {len(HEADS)}", opened, "ms", "openpyxl, normal, in a process too", apart
    )
    reading = median_ms(lambda: read_tables(workbook, "a.xlsx"), REPEAT)
    report("of this, checking and reading", reading, "ms", "openpyxl, read-only", read_only)
    refused = median_ms(lambda: _refused(open_annex), REPEAT)
    report("refuse a PDF: hardly more than starting the child", refused, "ms", "open XLSX", opened)
    for name, content in (("XLS", _old_workbook()), ("DOCX", _document())):
        took = median_ms(lambda content=content: open_annex(content, ""), REPEAT)
        report(f"open {name}, {ROWS} rows of {len(HEADS)}", took, "ms", "open XLSX", opened)


def _refused(open_annex) -> None:
    with suppress(Exception):
        open_annex(b"%PDF-1.7", "a.xlsx")


def _row(number: int) -> list:
    texts = [
        f"{number}",
        f"Nhiệm vụ {number}: áp dụng sản xuất sạch hơn",
        "Sở Công Thương",
        "Các sở, ngành\nUBND huyện",
    ]
    return [*texts, datetime.date(2016, 1 + number % 12, 1), *(number * 1.5 + year for year in range(10))]


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(HEADS)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for number in range(ROWS):
        sheet.append(_row(number))
        for cell in sheet[sheet.max_row]:
            cell.border = Border(left=Side("thin"))
    return _saved(book)


def _old_workbook() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("PL")
    for number in range(ROWS):
        for column, value in enumerate(_row(number)):
            sheet.write(number, column, value)
    return _saved(book)


def _document() -> bytes:
    document = docx.Document()
    table = document.add_table(0, len(HEADS))
    for number in range(ROWS):
        cells = "".join(f"<w:tc><w:p><w:r><w:t>{value}</w:t></w:r></w:p></w:tc>" for value in _row(number))
        table._tbl.append(docx.oxml.parse_xml(f"<w:tr {nsdecls('w')}>{cells}</w:tr>"))
    return _saved(document)


def _saved(book) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _by_openpyxl(content: bytes, read_only: bool) -> list:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=read_only, data_only=True)
    return [list(sheet.iter_rows(values_only=True)) for sheet in book]


if __name__ == "__main__":
    make_ready()
    main()
