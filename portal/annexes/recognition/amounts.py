"""Amounts out of cells: exact ones, ambiguous ones, marks and words; in triệu đồng whatever the unit of the file.

A text such as "2.040" has two readings. Other cells of the table may settle it (`core.numbers.read_column`),
else the sums in which it stands (`settle`); where neither does, the person is asked and the amount stays empty.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product

from budgets.enums import Source
from core.numbers import Exact, Unit, UnreadableNumberError, million_to_dong, read_column
from core.text import collapse
from portal.annexes.recognition.report import Place
from portal.annexes.recognition.words import plain, sources_in

MOST_READINGS = 4096  # how many readings of one sum are tried

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
_RANGE = re.compile(r"\d\s*[-–÷~]\s*\d|\d\s*đến\s*\d|%")


@dataclass
class Figure:
    """One printed amount with all that it may mean, in triệu đồng (a quantity in its own unit)."""

    place: Place
    text: str
    candidates: tuple[Decimal, ...]

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
    parts: list[tuple[tuple[Source, ...], Figure]] = field(
        default_factory=list
    )  # amounts by source within the cell
    problem: str = ""  # why it could not be read


@dataclass
class _Pending:
    printed: Printed
    text: str
    unit: Unit
    sources: tuple[Source, ...] | None  # of a part; None for the amount of the cell itself


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
        self._keep(pending.printed, tuple(_million(value, pending.unit) for value in values), pending.sources)

    def _keep(
        self, printed: Printed, candidates: tuple[Decimal, ...], sources: tuple[Source, ...] | None = None
    ) -> None:
        figure = Figure(printed.place, printed.text, candidates)
        if sources is None:
            printed.figure = figure
        else:
            printed.parts.append((sources, figure))
        self.figures.append(figure)

    def _wait(
        self,
        printed: Printed,
        number: str,
        unit_words: str | None,
        unit: Unit,
        sources: tuple[Source, ...] | None = None,
    ) -> None:
        said = _unit_of(unit_words) if unit_words else unit
        self._pending.append(_Pending(printed, number.strip(), said, sources))

    def _read_words(self, printed: Printed, unit: Unit) -> None:
        """A text with more than a number: "Tổng KP: 120 (NSDP)", "NSTW: 100; NSĐP: 50", "Lồng ghép"."""
        printed.words = printed.text
        pieces = _pieces(printed.place.text)
        found = []
        for piece in pieces:
            numbers = list(_NUMBER.finditer(piece))
            outside = _NUMBER.sub(" ", piece)
            found.append((piece, numbers, sources_in(outside, self.spellings)[0]))
        if _RANGE.search(printed.text):
            printed.problem = "không phải là một số"
            printed.sources = sources_in(_NUMBER.sub(" ", printed.text), self.spellings)[0]
            return
        with_numbers = [entry for entry in found if entry[1]]
        if len(with_numbers) == 1 and len(with_numbers[0][1]) == 1:
            piece, (number,), _ = with_numbers[0]
            self._wait(printed, number[1], _after(piece, number), unit)
            printed.sources = sources_in(_NUMBER.sub(" ", printed.text), self.spellings)[0]
        elif with_numbers and all(len(numbers) == 1 for _, numbers, _ in with_numbers):
            for piece, (number,), sources in with_numbers:
                total = re.match(r"^\W*(?:tong|cong)\b", plain(piece)) or not sources
                if (
                    total
                    and printed.figure is None
                    and not any(p.printed is printed and p.sources is None for p in self._pending)
                ):
                    self._wait(printed, number[1], _after(piece, number), unit)
                elif sources:
                    self._wait(printed, number[1], _after(piece, number), unit, sources)
                else:
                    printed.problem = "có nhiều số"
        elif with_numbers:
            printed.problem = "có nhiều số"
        else:
            printed.sources = sources_in(printed.text, self.spellings)[0]


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


@dataclass(frozen=True)
class Sum:
    """A printed total with the figures that it should be the sum of; `apart` may be left out of it (enterprises)."""

    total: Figure
    parts: tuple[Figure, ...]
    apart: tuple[Figure, ...] = ()
    is_product: bool = False  # quantity times price

    def figures(self) -> list[Figure]:
        return [self.total, *self.parts, *self.apart]

    def agrees(self, values: dict[int, Decimal]) -> bool:
        total = values[id(self.total)]
        if self.is_product:
            return total == values[id(self.parts[0])] * values[id(self.parts[1])]
        parts = sum((values[id(part)] for part in self.parts), Decimal(0))
        apart = sum((values[id(part)] for part in self.apart), Decimal(0))
        return total in (parts, parts + apart)

    def computed(self) -> Decimal | None:
        """What the parts make together; None while one of them is open."""
        values = [part.value for part in (*self.parts, *self.apart)]
        if None in values:
            return None
        if self.is_product:
            return values[0] * values[1]
        return sum(values, Decimal(0))


def settle(sums: Iterable[Sum]) -> None:
    """Chooses, for ambiguous figures, the readings with which the sums agree, where only one way does.

    A sum is tried as long as something new is known. Where all figures of a sum are a thousand times larger in
    one reading, both ways agree and nothing is chosen; other sums may still tell.
    """
    open_sums = [one for one in sums if any(figure.value is None for figure in one.figures())]
    progress = True
    while progress and open_sums:
        progress = False
        for one in list(open_sums):
            unknown = list({id(figure): figure for figure in one.figures() if figure.value is None}.values())
            if not unknown:
                open_sums.remove(one)
                continue
            size = 1
            for figure in unknown:
                size *= len(figure.candidates)
            if size > MOST_READINGS:
                continue
            ways = _ways(one, unknown)
            for position, figure in enumerate(unknown):
                left = tuple(dict.fromkeys(way[position] for way in ways))
                if ways and len(left) < len(figure.candidates):
                    figure.candidates = tuple(sorted(left))
                    progress = True
    _settle_alike([one for one in open_sums if any(figure.value is None for figure in one.figures())])


def _ways(one: Sum, unknown: list[Figure]) -> list[tuple[Decimal, ...]]:
    known = {id(figure): figure.value for figure in one.figures() if figure.value is not None}
    ways = []
    for way in product(*(figure.candidates for figure in unknown)):
        values = {**known, **{id(figure): value for figure, value in zip(unknown, way, strict=True)}}
        if one.agrees(values):
            ways.append(way)
    return ways


def _settle_alike(sums: list[Sum]) -> None:
    """Where too many figures are open to try each: all read as thousands, or all as decimals, if only one agrees."""
    figures = list(
        {id(figure): figure for one in sums for figure in one.figures() if figure.value is None}.values()
    )
    if not figures:
        return
    agreeing = []
    for choose in (min, max):
        agreed = []
        for one in sums:
            values = {id(figure): choose(figure.candidates) for figure in one.figures()}
            agreed.append(one.agrees(values))
        agreeing.append(all(agreed))
    if agreeing[0] != agreeing[1]:
        for figure in figures:
            figure.candidates = ((min if agreeing[0] else max)(figure.candidates),)


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
