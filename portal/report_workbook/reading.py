"""Finding the cells of a filled-in workbook: which report it is of, what stood there, what stands there now.

The file is opened as any file that people bring (`portal.annexes.opening`): judged by its content, in a child with
limits. What is said here of cells does not know the draft yet (`changes`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from core.numbers import editable_number
from core.text import collapse, quoted, tidy_lines
from portal.annexes.grid import Cell, Grid, Opened
from portal.annexes.opening import AnnexRefusedError, open_annex
from portal.report_workbook.layout import (
    HIDDEN,
    IN_ORDER,
    KEY,
    MARK,
    OUTPUTS,
    WORDS,
    Place,
    columns_by_head,
    is_figure,
    place_of,
    word_of,
)

OWN_FILE = "Hãy điền vào tệp tải từ trang báo cáo này, lưu ở dạng .xlsx rồi nộp lại."
NOT_OURS = f"Đây không phải tệp tải từ trang báo cáo, hoặc trang tính ẩn của tệp đã bị xóa. {OWN_FILE}"
EMPTY = "để trống"
MOST_HEADS = 30  # rows in which the head of a sheet is looked for
_BROKEN = re.compile(r"#(N/A|NAME\?|VALUE!|REF!|DIV/0!|NUM!|NULL!)")


@dataclass(frozen=True)
class CellError:
    """Something to mend in the file: in which sheet, at which cell or row, what stands there, what to do."""

    sheet: str
    at: str
    found: str
    text: str

    @property
    def order(self) -> tuple[int, int]:
        """By sheet and row; what is missing first."""
        return IN_ORDER.index(self.sheet), int("".join(re.findall(r"\d+$", self.at)) or 0)

    @property
    def where(self) -> str:
        """ "Trang tính Kinh phí, ô E7"."""
        return ", ".join(filter(None, (f"Trang tính {self.sheet}", self.at)))


@dataclass(frozen=True)
class Filled:
    """A cell to fill in: the field it stands for, what it held when it was given out, and what it holds now."""

    place: str
    field: str
    was: str
    text: str
    sheet: str
    at: str

    def error(self, text: str) -> CellError:
        return CellError(self.sheet, self.at, word_of(self.field, self.text) or EMPTY, text)


@dataclass
class FilledWorkbook:
    """What a file says: the report's public id with the names of its agency and year, its cells, what is wrong."""

    report: str
    title: str
    cells: list[Filled] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    seen: dict[tuple[str, str], str] = field(default_factory=dict)


def read_workbook(content: bytes, file_name: str) -> FilledWorkbook:
    """The cells of a file. AnnexRefusedError where it cannot be read, or was not given out by the portal."""
    try:
        opened = open_annex(content, file_name)
    except AnnexRefusedError as refusal:
        raise AnnexRefusedError(f"{refusal} {OWN_FILE}") from refusal
    grids = {grid.name: grid for grid in opened.grids}
    found = _identity(grids.get(HIDDEN))
    wanted: dict[str, dict[Place, tuple[str, str]]] = {}
    for place, name in found.seen:
        if not name.endswith("-kind"):
            cell = place_of(place, name)
            wanted.setdefault(cell.sheet, {})[cell] = (place, name)
    for sheet, cells in wanted.items():
        if sheet in grids:
            _Sheet(grids[sheet], cells, found).read()
        else:
            found.errors.append(CellError(sheet, "", "", "Thiếu trang tính này; hãy dùng lại tệp đã tải."))
    found.errors += _uncomputed(opened, wanted)
    return found


def _identity(grid: Grid | None) -> FilledWorkbook:
    rows = [[cell.text for cell in row] + [""] * 4 for row in grid.rows] if grid else []
    if not rows or rows[0][0] != MARK:
        raise AnnexRefusedError(NOT_OURS)
    found = FilledWorkbook(report=rows[0][1], title=f"{rows[0][3]}, {rows[0][2]}")
    found.seen = {(row[0], row[1]): row[2] for row in rows[1:] if row[0] and row[1]}
    return found


def _uncomputed(opened: Opened, sheets) -> list[CellError]:
    """Formulas whose result the file does not hold."""
    notes = [note for note in opened.notes if note[0] in sheets and note[1]]
    return [CellError(sheet, f"ô {address}", "", text) for sheet, address, text in notes]


class _Sheet:
    """One sheet: its rows by key, its columns by head."""

    def __init__(self, grid: Grid, cells: dict[Place, tuple[str, str]], found: FilledWorkbook):
        self.grid, self.found = grid, found
        self.names = list(dict.fromkeys(cell.column for cell in cells))
        self.rows: dict[str, list[tuple[str, str, str]]] = {}
        for cell, (place, name) in cells.items():
            self.rows.setdefault(cell.row, []).append((cell.column, place, name))

    def read(self) -> None:
        head = self._head()
        if head is None:
            text = f"Không thấy cột ẩn “{KEY}” hoặc dòng tên cột; hãy dùng lại tệp đã tải."
            return self._error("", "", text)
        columns = self._columns(head)
        taken: dict[str, int] = {}
        for number, key in self._keyed_rows(head):
            if key in taken:
                text = f"Dòng này lặp lại dòng {taken[key] + 1}; hãy giữ một dòng."
                self._error(f"dòng {number + 1}", "", text)
            elif key in self.rows:
                taken[key] = number
                self._read_row(number, key, columns)
        for key in (key for key in self.rows if key not in taken):
            self._error("", _label(key), "Thiếu dòng này trong tệp; hãy lấy lại từ tệp đã tải.")

    def _head(self) -> int | None:
        for number, row in enumerate(self.grid.rows[:MOST_HEADS]):
            if row and collapse(row[0].text) == KEY:
                return number
        return None

    def _columns(self, head: int) -> dict[str, int]:
        """The columns to fill in by name; those that are missing or twice there are told."""
        known, columns = columns_by_head(self.grid.name), {}
        for number, cell in enumerate(self.grid.rows[head]):
            name = known.get(collapse(cell.text))
            if name in columns:
                self._error(
                    f"ô {self.grid.address(head, number)}", cell.text, "Cột này có hai lần; hãy bỏ một cột."
                )
            elif name:
                columns[name] = number
        heads = {name: title for title, name in known.items()}
        for name in self.names:
            if name not in columns:
                self._error(
                    "", heads.get(name, name), "Thiếu cột này; hãy giữ nguyên tên các cột của tệp đã tải."
                )
        return columns

    def _keyed_rows(self, head: int) -> Iterator[tuple[int, str]]:
        """The rows below the head with their keys; what was added is told."""
        for number, row in enumerate(self.grid.rows[head + 1 :], start=head + 1):
            key = collapse(row[0].text)
            if key in self.rows:
                yield number, key
            elif said := next((cell.text for cell in row[1:] if cell.text.strip()), ""):
                more = " Muốn thêm loại kết quả khác, hãy ghi trên cổng." if self.grid.name == OUTPUTS else ""
                self._error(
                    f"dòng {number + 1}", said, f"Dòng này không có trong tệp đã tải; hãy xóa đi.{more}"
                )

    def _read_row(self, number: int, key: str, columns: dict[str, int]) -> None:
        for column, place, name in self.rows[key]:
            if column in columns:
                address = f"ô {self.grid.address(number, columns[column])}"
                self._read_cell(self.grid.rows[number][columns[column]], place, name, address)

    def _read_cell(self, cell: Cell, place: str, name: str, address: str) -> None:
        was, text = tidy_lines(self.found.seen[place, name]), _text(cell, name)
        if _BROKEN.fullmatch(text):
            return self._error(address, text, "Công thức trong ô bị lỗi; hãy ghi thẳng nội dung vào ô.")
        if text and name in WORDS:
            codes = {word.casefold(): code for word, code in WORDS[name].items()}
            if (code := codes.get(collapse(text).casefold())) is None:
                return self._error(address, text, f"Hãy chọn một trong các mức: {', '.join(WORDS[name])}.")
            text = code
        self.found.cells.append(Filled(place, name, was, text, self.grid.name, address))

    def _error(self, at: str, found: str, text: str) -> None:
        self.found.errors.append(CellError(self.grid.name, at, found, text))


def _text(cell: Cell, name: str) -> str:
    """What a cell says, a number in the one form that is read in one way only."""
    if is_figure(name) and cell.number is not None:
        return editable_number(cell.number)
    return tidy_lines(cell.text)


def _label(key: str) -> str:
    """A row that is missing, as far as its key tells people something."""
    row = key.rpartition("#")[0] or key
    return quoted(row.partition(":")[2] or row)
