"""What calamine does not tell of a workbook: how cells look, errors, formulas without a value, how far it goes.

The parts are read as streams (expat), before calamine sees them: it would make room for each cell between the
first and the last one filled, so a sheet with cells at both ends of the world has to be refused here.
"""

import posixpath
import re
from dataclasses import dataclass, field
from xml.parsers import expat

from portal.annexes.grid import column_letters
from portal.annexes.limits import COLUMNS, MERGES, ROWS, SHEETS, STYLES, Tally
from portal.annexes.number_formats import WHOLE, Shown, code_of, shown_by
from portal.annexes.package import parsed
from portal.annexes.refused import AnnexRefusedError
from portal.annexes.zip_check import DAMAGED

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_SPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_PLACE = {}  # letters of a column to its number, as they are met
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell looks, as far as it matters."""

    is_bold: bool = False
    font: str = ""
    shown: Shown = WHOLE


@dataclass(slots=True)
class SheetLooks:
    """What was seen in one sheet. Places are (row, column) from 0."""

    height: int = 0
    width: int = 0
    filled: int = 0
    styles: dict[tuple[int, int], str] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    uncomputed: list[tuple[int, int]] = field(default_factory=list)


def sheet_parts(parts: dict[str, bytes]) -> dict[str, str]:
    """The name of each sheet with cells, and the name of its part."""
    workbook = _target(parts, "", "officeDocument")
    root = parsed(parts[workbook])
    sheets = list(root.iter("{*}sheet"))
    if len(sheets) > SHEETS:
        raise AnnexRefusedError(
            f"Tệp có {len(sheets)} trang tính; chỉ đọc được tối đa {SHEETS}. Hãy xoá các trang không cần."
        )
    targets = {key: (kind, part) for key, kind, part in _relations(parts, workbook)}
    found = {}
    for node in sheets:
        kind, part = targets.get(node.get(_RELATION) or node.get(_STRICT_RELATION), ("", ""))
        if kind == "worksheet":
            found[node.get("name", "")] = _existing(parts, part)
    return found


def styles_of(parts: dict[str, bytes]) -> dict[str, Style]:
    """The styles of cells by the numbers with which cells name them."""
    part = _target(parts, _target(parts, "", "officeDocument"), "styles", missing="")
    if not part:
        return {}
    root = parsed(parts[part])
    formats = {_int(node.get("numFmtId")): node.get("formatCode", "") for node in root.iter("{*}numFmt")}
    fonts = [_font(node) for holder in root.iterchildren("{*}fonts") for node in holder]
    styles = [node for holder in root.iterchildren("{*}cellXfs") for node in holder]
    if max(len(styles), len(fonts)) > STYLES:
        raise AnnexRefusedError(
            "Tệp có quá nhiều kiểu định dạng ô. Hãy chép các bảng sang một tệp Excel mới (dán giá trị) rồi nộp lại."
        )
    made = {}
    for place, node in enumerate(styles):
        number = _int(node.get("fontId"))
        is_bold, font = fonts[number] if 0 <= number < len(fonts) else (False, "")
        made[str(place)] = Style(is_bold, font, shown_by(code_of(_int(node.get("numFmtId")), formats)))
    return made


def looks_of(part: bytes, name: str, tally: Tally) -> SheetLooks:
    """What is seen in a sheet; AnnexRefusedError where it holds more than is allowed."""
    reader = _SheetReader(name, tally)
    reader.read(part)
    return reader.looks


class _SheetReader:
    """Handles the tags of a sheet. A cell is done when the next one begins: fewer calls, a third of the time."""

    def __init__(self, name: str, tally: Tally):
        self.looks = SheetLooks()
        self._name = f"Trang tính {name}"
        self._tally = tally
        self._row, self._column = -1, -1
        self._cell: dict[str, str] = {}
        self._has_value = self._has_formula = False
        self._text: list[str] = []
        self._merges = 0
        handlers = {
            "row": self._start_row,
            "c": self._start_cell,
            "v": self._start_value,
            "is": self._start_value,
            "f": self._start_formula,
            "mergeCell": self._start_merge,
        }
        self._handlers = {f"{space}|{tag}": handler for space in _SPACES for tag, handler in handlers.items()}
        self._parser = expat.ParserCreate(namespace_separator="|")
        self._parser.StartElementHandler = self._start

    def read(self, part: bytes) -> None:
        try:
            self._parser.Parse(part, True)
        except expat.ExpatError as error:
            raise AnnexRefusedError(DAMAGED) from error
        self._end_cell()
        self._tally.table(self._name, self.looks.height, self.looks.width)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if handler := self._handlers.get(tag):
            handler(attributes)

    def _start_row(self, attributes) -> None:
        self._end_cell()
        self._row = _int(attributes.get("r"), self._row + 2) - 1
        self._column = -1

    def _start_cell(self, attributes) -> None:
        if self._has_value or self._has_formula:
            self._end_cell()
        self._cell = attributes
        self._column += 1
        if reference := attributes.get("r"):
            match = _REFERENCE.fullmatch(reference)
            if not match:
                raise AnnexRefusedError(DAMAGED)
            self._row, self._column = int(match[2]) - 1, _column_of(match[1])

    def _start_value(self, attributes) -> None:
        self._has_value = True
        if self._has_formula or self._cell.get("t") == "e":
            self._parser.CharacterDataHandler = self._text.append

    def _start_formula(self, attributes) -> None:
        self._has_formula = True

    def _start_merge(self, attributes) -> None:
        self._merges += 1
        if self._merges > MERGES:
            raise AnnexRefusedError(
                f"{self._name} có hơn {MERGES} vùng ô gộp. Hãy bỏ gộp các ô không cần rồi nộp lại."
            )

    def _end_cell(self) -> None:
        """Notes the cell that came last, if it holds a value or a formula."""
        if not (self._has_value or self._has_formula):
            return
        looks, row, column = self.looks, self._row, self._column
        if row < looks.height and column < looks.width:
            pass  # most cells: nothing new
        elif row >= ROWS or column >= COLUMNS:
            raise AnnexRefusedError(
                f"{self._name} có dữ liệu ở ô {column_letters(column)}{row + 1}; chỉ đọc được đến hàng {ROWS}, cột "
                f"{column_letters(COLUMNS - 1)}. Hãy xoá các ô thừa ở xa bảng, hoặc tách bảng ra nhiều tệp."
            )
        else:
            looks.height = max(looks.height, row + 1)
            looks.width = max(looks.width, column + 1)
        self._tally.filled(1)
        if style := self._cell.get("s"):
            looks.styles[row, column] = style
        self._end_value((row, column), self._cell.get("t"))
        self._has_value = self._has_formula = False

    def _end_value(self, place: tuple[int, int], kind: str | None) -> None:
        """Notes an error, and a formula whose value nobody has computed."""
        if kind != "e" and not self._has_formula:
            return
        text = "".join(self._text).strip()
        self._text.clear()
        self._parser.CharacterDataHandler = None
        if kind == "e":
            self.looks.errors[place] = text[:20]
        elif not text and (kind != "str" or not self._has_value):  # a text may be computed as empty
            self.looks.uncomputed.append(place)


def _column_of(letters: str) -> int:
    """The column with these letters, counted from 0."""
    if letters not in _PLACE:
        number = 0
        for letter in letters:
            number = number * 26 + ord(letter) - ord("A") + 1
        _PLACE[letters] = number - 1
    return _PLACE[letters]


def _font(node) -> tuple[bool, str]:
    """Whether a font is bold, and its name."""
    bold = node.find("{*}b")
    name = node.find("{*}name")
    is_bold = bold is not None and bold.get("val", "1") not in ("0", "false")
    return is_bold, "" if name is None else name.get("val", "")


def _relations(parts: dict[str, bytes], source: str):
    """Key, kind and part of what a part refers to inside the package; what lies outside is not looked at."""
    folder, name = posixpath.split(source)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    for node in parsed(parts[_existing(parts, rels)]).iter("{*}Relationship"):
        if node.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, node.get("Target", "")))
            yield node.get("Id"), node.get("Type", "").rpartition("/")[2], target.lstrip("/")


def _target(parts: dict[str, bytes], source: str, kind: str, missing: str | None = None) -> str:
    """The first part of a kind that a part refers to; AnnexRefusedError without one, unless `missing` is given."""
    for _, its_kind, part in _relations(parts, source):
        if its_kind == kind:
            return _existing(parts, part)
    if missing is None:
        raise AnnexRefusedError(DAMAGED)
    return missing


def _existing(parts: dict[str, bytes], name: str) -> str:
    """The part's name as the package spells it: case does not count in names."""
    if name in parts:
        return name
    for spelled in parts:
        if spelled.casefold() == name.casefold():
            return spelled
    raise AnnexRefusedError(DAMAGED)


def _int(text: str | None, default: int = 0) -> int:
    """The whole number of an attribute; the default where it is missing or none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else default
