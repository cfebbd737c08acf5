"""Amounts out of cells: exact ones, ambiguous ones, marks and words; in triệu đồng whatever the unit of the file.

A text such as "2.040" has two readings. Other cells of the table may settle it (`core.numbers.read_column`),
else the sums in which it stands (`settle`); where neither does, the person is asked and the amount stays empty.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from budgets.enums import Source
from core.numbers import Exact, Unit, UnreadableNumberError, million_to_dong, read_column
from core.text import collapse
from portal.annexes.recognition.report import Place
from portal.annexes.recognition.words import plain, sources_in

_MARK = re.compile(r"^[xX✓✔√*●•vV]+$")
_BLANK = re.compile(r"^[-–—\s.]*$")
_NUMBER = re.compile(
    r"(?<![\w.,/])(\d{1,3}(?:[ .,]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?)(?![\d%/]|\s*%|[.,]\d)"
)
_NUMBER_AND_UNIT = re.compile(
    r"^\s*(?:khoảng |dự kiến |~)?(?P<number>\d[\d.,\s]*?)\s*(?P<unit>(?:nghìn|ngàn|triệu|tr\.?|tỷ|tỉ)\s*(?:đồng|đ|vnđ|vnd)?|trđ|đồng|đ|vnđ|vnd)?\s*\.?\s*$",
    re.IGNORECASE,
)
_UNIT_AFTER = re.compile(
    r"^\s*((?:nghìn|ngàn|triệu|tr|tỷ|tỉ)\b\.?\s*(?:đồng|đ|vnđ|vnd)?|trđ|đồng|đ\b|vnđ|vnd)", re.IGNORECASE
)
_YEAR_OF_PART = re.compile(r"(?:năm|nam|Năm|NĂM)\s*((?:19|20)\d\d)\s*:?")
_PER_YEAR = re.compile(
    r"/ ?nam\b|\bmoi nam\b|\bhang nam\b|/ ?(?:lop|cuoc|hoi nghi|don vi|dn|nguoi|thang|quy)\b"
)
_MONEY_WORDS = frozenset(
    re.findall(
        r"\w+",
        "tong cong so kp kinh phi du kien toan khoang ho tro tien toi da muc gom la trong do nguon von chi uoc tinh thuc hien dong trieu nghin ngan ty tr d vnd"
        " khai trd thanh bao con lai nam cho va tu",
    )
)
_RANGE = re.compile(r"\d\s*[-–÷~]\s*\d|\d\s*đến\s*\d|%")


@dataclass
class Figure:
    """One printed amount with all that it may mean, in triệu đồng (a quantity in its own unit)."""

    place: Place
    text: str
    candidates: tuple[Decimal, ...]
    is_wordy: bool = False  # whether its cell says more than the number

    @property
    def value(self) -> Decimal | None:
        return self.candidates[0] if len(self.candidates) == 1 else None


@dataclass
class Printed:
    """What a cell of a money column says."""

    place: Place
    text: str
    figure: Figure | None = None
    mark: bool = False
    words: str = ""  # the text where it says more than a number
    sources: tuple[Source, ...] = ()
    parts: list[tuple["Share", Figure]] = field(
        default_factory=list
    )  # amounts by source or year within the cell
    problem: str = ""  # why it could not be read


@dataclass(frozen=True)
class Share:
    """What a part of a cell's amount is for: "NSTW: 100; NSĐP: 50", "Năm 2016: 30; năm 2017: 40"."""

    year: int | None
    sources: tuple[Source, ...]


@dataclass
class _Pending:
    printed: Printed
    text: str
    unit: Unit
    part: "Share | None"  # of which part; None for the amount of the cell itself


class Reader:
    """Reads the money cells of one table. A quantity is read as if in triệu đồng: it stays the number that it is."""

    def __init__(self, spellings: dict[str, str]):
        self.spellings = spellings
        self._pending: list[_Pending] = []
        self.figures: list[Figure] = []

    def read(self, place: Place, unit: Unit) -> Printed | None:
        """What the cell says; numbers in text are decided by `finish`. None for an empty cell or a dash."""
        text = place.text.strip()
        printed = Printed(place, collapse(text))
        if place.number is not None:
            self._keep(printed, (_million(place.number, unit),))
            return printed
        if _BLANK.match(text) or plain(text) == "chua ro":
            return None
        if _MARK.match(text):
            printed.mark = True
            return printed
        if match := _NUMBER_AND_UNIT.match(collapse(text)):
            self._wait(printed, match["number"], match["unit"], unit)
            if match["unit"] or not text[0].isdigit():
                printed.words = printed.text
            return printed
        self._read_words(printed, unit)
        return printed

    def finish(self) -> None:
        """Decides numbers in texts, those of one unit together: one hand wrote the table."""
        for unit in {pending.unit for pending in self._pending}:
            group = [pending for pending in self._pending if pending.unit is unit]
            readings = self._readings([pending.text for pending in group], unit)
            for pending, reading in zip(group, readings, strict=True):
                self._decide(pending, reading)
        self._pending = []

    def _readings(self, texts: list[str], unit: Unit):
        if unit is not Unit.DONG:
            return read_column(texts)
        whole = read_column(texts, decimals=False)
        loose = read_column(texts)
        return [
            other if isinstance(one, UnreadableNumberError) else one
            for one, other in zip(whole, loose, strict=True)
        ]

    def _decide(self, pending: _Pending, reading) -> None:
        if reading is None or isinstance(reading, UnreadableNumberError):
            pending.printed.problem = str(reading or "")
            pending.printed.words = pending.printed.text
            return
        values = (reading.value,) if isinstance(reading, Exact) else reading.candidates
        self._keep(pending.printed, tuple(_million(value, pending.unit) for value in values), pending.part)

    def _keep(self, printed: Printed, candidates: tuple[Decimal, ...], part: Share | None = None) -> None:
        figure = Figure(printed.place, printed.text, candidates, bool(printed.words))
        if part is None:
            printed.figure = figure
        else:
            printed.parts.append((part, figure))
        self.figures.append(figure)

    def _wait(
        self, printed: Printed, number: str, unit_words: str | None, unit: Unit, part: Share | None = None
    ) -> None:
        said = _unit_of(unit_words) if unit_words else unit
        self._pending.append(_Pending(printed, number.strip(), said, part))

    def _read_words(self, printed: Printed, unit: Unit) -> None:
        """A text with more than a number: "Tổng KP: 120 (NSDP)", "NSTW: 100; NSĐP: 50", "Lồng ghép"."""
        printed.words = printed.text
        printed.sources = sources_in(_without_numbers(printed.text), self.spellings)[0]
        if _RANGE.search(printed.text):
            printed.problem = "một khoảng hoặc tỷ lệ"
            return
        pieces = [piece for piece in map(self._piece, _pieces(printed.place.text)) if piece.numbers]
        if not pieces:
            return
        if any(len(piece.numbers) > 1 or not piece.is_amount for piece in pieces):
            printed.problem = "có số nhưng không rõ là số tiền"
            return
        if len(pieces) == 1:
            (piece,) = pieces
            self._wait(printed, piece.numbers[0], piece.unit, unit, piece.share if piece.share.year else None)
            return
        printed.sources = ()
        wholes = [piece for piece in pieces if piece.is_total or piece.share == Share(None, ())]
        if len(wholes) > 1:
            printed.problem = "có nhiều số"
            return
        for piece in pieces:
            self._wait(printed, piece.numbers[0], piece.unit, unit, None if piece in wholes else piece.share)

    def _piece(self, text: str) -> "_Piece":
        year = _YEAR_OF_PART.search(text)
        rest = text.replace(year[0], " ") if year else text
        numbers = list(_NUMBER.finditer(rest))
        outside = _without_numbers(rest)
        sources, words = sources_in(re.sub(r"\([^()]*\)?", " ", outside), self.spellings)
        unit = _after(rest, numbers[0]) if numbers else None
        strange = set(words.split()) - _MONEY_WORDS
        return _Piece(
            [number[1] for number in numbers],
            unit,
            Share(int(year[1]) if year else None, sources or sources_in(outside, self.spellings)[0]),
            bool(re.match(r"^\W*(?:tong|cong)\b", plain(rest))),
            not _PER_YEAR.search(plain(text)) and (not strange or bool(unit)),
        )


@dataclass(frozen=True)
class _Piece:
    """A part of a cell's text between separators."""

    numbers: list[str]
    unit: str | None
    share: Share
    is_total: bool
    is_amount: bool  # whether its words are those of an amount; "Theo Quyết định số 15" is none


def _without_numbers(text: str) -> str:
    return _NUMBER.sub(" ", text)


def _million(value: Decimal, unit: Unit) -> Decimal:
    return value.scaleb(int(unit) - int(Unit.MILLION))


def _after(piece: str, number: re.Match[str]) -> str | None:
    match = _UNIT_AFTER.match(piece[number.end() :])
    return match[1] if match else None


def _unit_of(words: str) -> Unit:
    said = plain(words)
    if said.startswith(("ty", "ti")):
        return Unit.BILLION
    if said.startswith("tr"):
        return Unit.MILLION
    if said.startswith("ng"):
        return Unit.THOUSAND
    return Unit.DONG


def _pieces(text: str) -> list[str]:
    lines = [collapse(line) for line in text.split("\n")]
    pieces = [
        piece.strip()
        for line in lines
        for piece in re.split(r";|,(?=\s)|\+(?=\s)|(?<=\d)\s+(?=trong đó)|\(trong đó|:\s*(?=trong đó)", line)
    ]
    return [piece for piece in pieces if piece]


def fits(value: Decimal) -> bool:
    """Whether the amount can be kept: whole đồng, not negative, below a million tỷ."""
    try:
        million_to_dong(value)
    except ValueError:
        return False
    return 0 <= value < 10**9


def tidy(value: Decimal) -> int | Decimal:
    """The number as plan documents have it: whole numbers as int, others without superfluous digits."""
    return int(value) if value == value.to_integral_value() else value.normalize()
