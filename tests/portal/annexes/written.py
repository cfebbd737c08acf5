"""Grids of tests written as files: workbooks (XLSX, XLS) and documents (DOCX) with the same cells and merges."""

import docx
import openpyxl
import xlwt
from openpyxl.styles import Font

from portal.annexes.grid import Grid, Opened
from tests.portal.annexes.files import saved


def _numbers(grid: Grid):
    """Each filled cell: row, column, text or number, whether it is bold."""
    for row, cells in enumerate(grid.rows):
        for column, cell in enumerate(cells):
            if cell.text:
                value = cell.text if cell.number is None else float(cell.number)
                yield row, column, value, cell.is_bold


def xlsx(file: Opened) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for grid in file.grids:
        page = book.create_sheet(grid.name)
        for row, column, value, is_bold in _numbers(grid):
            cell = page.cell(row + 1, column + 1, value)
            cell.font = Font(bold=is_bold)
        for merge in grid.merges:
            page.merge_cells(
                start_row=merge.top + 1,
                start_column=merge.left + 1,
                end_row=merge.bottom + 1,
                end_column=merge.right + 1,
            )
    return saved(book)


def xls(file: Opened) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    bold = xlwt.easyxf("font: bold on")
    for grid in file.grids:
        page = book.add_sheet(grid.name)
        tops = {(merge.top, merge.left): merge for merge in grid.merges}
        for row, column, value, is_bold in _numbers(grid):
            style = bold if is_bold else xlwt.Style.default_style
            if merge := tops.get((row, column)):
                page.write_merge(merge.top, merge.bottom, merge.left, merge.right, value, style)
            else:
                page.write(row, column, value, style)
    return saved(book)


def document(file: Opened) -> bytes:
    made = docx.Document()
    for grid in file.grids:
        for text in grid.before:
            made.add_paragraph(text)
        table = made.add_table(len(grid.rows), len(grid.rows[0]))
        for merge in grid.merges:
            table.cell(merge.top, merge.left).merge(table.cell(merge.bottom, merge.right))
        for row, column, _, is_bold in _numbers(grid):
            cell = table.cell(row, column)
            cell.text = ""
            lines = grid.rows[row][column].text.split("\n")
            for order, line in enumerate(lines):
                paragraph = cell.paragraphs[0] if order == 0 else cell.add_paragraph()
                paragraph.add_run(line).bold = is_bold
    return saved(made)
