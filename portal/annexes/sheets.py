"""Workbooks (XLSX, XLS) as drafts: values by calamine, looks of XLSX by `xlsx_looks`."""

import datetime
import math
from decimal import Decimal

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from portal.annexes.drafts import Draft, DraftCell, DraftGrid, Piece
from portal.annexes.grid import Merge, column_letters
from portal.annexes.kinds import MACROS
from portal.annexes.limits import MERGES, SHEETS, Tally
from portal.annexes.number_formats import date_text, number_text
from portal.annexes.refused import AnnexRefusedError
from portal.annexes.xlsx_looks import SheetLooks, Style, looks_of, sheet_parts, styles_of
from portal.annexes.zip_check import DAMAGED, ENCRYPTED, repacked

NO_VALUE = "Ô có công thức nhưng tệp không lưu kết quả. Hãy mở tệp bằng Excel, lưu lại rồi nộp lại, hoặc nhập giá trị."
HIDDEN = "Trang tính đang bị ẩn; các bảng trong đó vẫn được đọc."
_EXACT_INTEGERS = 2**53  # binary floats hold all whole numbers up to here
_PLAIN = Style()
_NO_LOOKS = SheetLooks()


def read_xlsx(parts: dict[str, bytes]) -> Draft:
    """The sheets of a checked package."""
    tally, draft = Tally(), Draft()
    styles = styles_of(parts)
    looks = {name: looks_of(parts[part], name, tally) for name, part in sheet_parts(parts).items()}
    workbook = _opened(repacked(parts))
    for sheet in workbook.sheets_metadata:
        if sheet.name in looks and looks[sheet.name].height:
            _add(draft, workbook, sheet, tally, looks[sheet.name], styles)
    return draft


def read_xls(content) -> Draft:
    """The sheets of an old workbook (a file to read from). How its cells look is not known."""
    tally, draft = Tally(), Draft()
    workbook = _opened(content)
    if len(workbook.sheets_metadata) > SHEETS:
        raise AnnexRefusedError(
            f"Tệp có {len(workbook.sheets_metadata)} trang tính; chỉ đọc được tối đa {SHEETS}. "
            "Hãy xoá các trang không cần."
        )
    for sheet in workbook.sheets_metadata:
        if sheet.typ in (SheetTypeEnum.MacroSheet, SheetTypeEnum.Vba):
            raise AnnexRefusedError(MACROS.format(suffix=".xlsx"))
        if sheet.typ == SheetTypeEnum.WorkSheet:
            _add(draft, workbook, sheet, tally)
    return draft


def _opened(file) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(file)
    except PasswordError as error:
        raise AnnexRefusedError(ENCRYPTED) from error
    except CalamineError as error:
        raise AnnexRefusedError(DAMAGED) from error


def _add(
    draft: Draft,
    workbook,
    sheet,
    tally: Tally,
    looks: SheetLooks | None = None,
    styles: dict[str, Style] | None = None,
) -> None:
    """Adds a sheet to the draft, unless nothing is in it."""
    try:
        read = workbook.get_sheet_by_name(sheet.name)
    except CalamineError as error:
        raise AnnexRefusedError(DAMAGED) from error
    rows, columns = (last + 1 for last in read.end or (-1, -1))
    styles = styles or {}
    if looks is None:
        tally.table(f"Trang tính {sheet.name}", rows, columns)
        looks = _NO_LOOKS
    grid = DraftGrid(sheet.name, max(rows, looks.height), max(columns, looks.width))
    for row, values in enumerate(read.to_python(skip_empty_area=False)):
        for column, value in enumerate(values):
            place = (row, column)
            if value != "" or place in looks.errors:
                style = styles.get(looks.styles.get(place, "0"), _PLAIN)
                cell = _cell(looks.errors.get(place, value), style)
                tally.text(cell.pieces[0].text)
                grid.cells[place] = cell
    if looks is _NO_LOOKS:
        tally.filled(len(grid.cells))
    if not grid.cells:
        return
    grid.merges = _merges(read.merged_cell_ranges or [], grid)
    draft.grids.append(grid)
    if sheet.visible != SheetVisibleEnum.Visible:
        draft.notes.append((sheet.name, "", HIDDEN))
    for row, column in looks.uncomputed:
        draft.notes.append((sheet.name, f"{column_letters(column)}{row + 1}", NO_VALUE))


def _cell(value, style: Style) -> DraftCell:
    """A cell of what calamine found in it."""
    number = None
    if isinstance(value, bool):
        text = "TRUE" if value else "FALSE"
    elif isinstance(value, float | int) and not math.isfinite(value):
        text = "#NUM!"
    elif isinstance(value, float | int):
        number = exact(value)
        text = number_text(number, style.shown)
        if style.shown.is_percent:
            number = None
    elif isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        text = date_text(value, style.shown)
    else:
        text = value
    return DraftCell((Piece(text, style.font),), number, style.is_bold)


def exact(value) -> Decimal:
    """The number that was typed or computed, in the 15 digits that Excel keeps of it.

    Files hold binary floats in up to 17 digits: 2163.2 may stand there as 2163.1999999999998.
    """
    if value == int(value) and abs(value) < _EXACT_INTEGERS:
        return Decimal(int(value))
    return Decimal(f"{Decimal(f'{value:.15g}'):f}")


def _merges(ranges, grid: DraftGrid) -> list[Merge]:
    """The merged ranges as far as the grid goes. AnnexRefusedError where they overlap: Excel makes none such."""
    if len(ranges) > MERGES:
        raise AnnexRefusedError(
            f"Trang tính {grid.name} có hơn {MERGES} vùng ô gộp. Hãy bỏ gộp các ô không cần rồi nộp lại."
        )
    merges, area = [], 0
    for (top, left), (bottom, right) in ranges:
        merge = Merge(top, left, min(bottom, grid.height - 1), min(right, grid.width - 1))
        area += max(0, merge.bottom - top + 1) * max(0, merge.right - left + 1)
        if area > grid.height * grid.width:
            raise AnnexRefusedError(
                f"Trang tính {grid.name} có các vùng ô gộp chồng lên nhau. Hãy mở tệp bằng Excel, bỏ gộp các ô "
                "đó, lưu lại rồi nộp lại."
            )
        if (merge.bottom, merge.right) > (top, left) and merge.bottom >= top and merge.right >= left:
            merges.append(merge)
    return merges
