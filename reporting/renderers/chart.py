"""Bar charts as data for `reporting/pdf/chart.html`: patterns that survive a black and white printer.

Page, PDF and Word draw the same `Drawing`. Lengths are tenths of a millimetre, so that no fraction is needed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.numbers import format_number
from reporting.contents.consolidated import Chart, Series
from reporting.contents.plan_report import Bar
from reporting.renderers.assets import length_of

WIDTH, LABELS, LONGEST, HEIGHT, STEP, TOP = 1650, 560, 860, 70, 120, 20
GAP = 15  # between a bar and the words beside it
TEXT, LINE, BAR, APART = (
    36,
    40,
    42,
    24,
)  # of charts with several series: letters, lines, bars, space between labels
TALLEST = 2000  # of one drawing, which has to fit on a page with its title
# Fill, and what is drawn over it. The last ones are for what is not known or not agreed upon.
PATTERNS = (
    ("#000000", ""), ("#a6a6a6", ""), ("#ffffff", ""), ("#ffffff", "across"), ("#ffffff", "upright"), ("#ffffff", "both"),
    ("#ffffff", "dashed"),
)  # fmt: skip
OF_BARS = (0, 1, 3, 4, 5)  # patterns of bars that have no series


@dataclass(frozen=True)
class Mark:
    """A rectangle; all as text for the template."""

    x: str
    y: str
    width: str
    height: str
    fill: str
    strokes: str = ""
    edge: str = "3"
    dashes: str = "none"


@dataclass(frozen=True)
class Word:
    """A line of text at its baseline; `anchor` says which end of it stands at `x`."""

    text: str
    x: str
    y: str
    anchor: str = "start"
    size: str = str(TEXT)
    style: str = "normal"


@dataclass(frozen=True)
class Drawing:
    """A chart with the text that stands for it where it cannot be seen."""

    alt: str
    height: str
    height_mm: str
    marks: tuple[Mark, ...]
    words: tuple[Word, ...]


def bar_chart(title: str, bars: Sequence[Bar]) -> Drawing:
    """The bars below each other, the longest over the whole width; a pattern tells one from the next."""
    most = max((bar.amount for bar in bars), default=0) or 1
    marks, words = [], []
    for place, bar in enumerate(bars):
        y, width = TOP + STEP * place, LONGEST * bar.amount // most
        marks.append(_mark(LABELS, y, width, HEIGHT, OF_BARS[place % len(OF_BARS)]))
        words += [
            Word(bar.label, str(LABELS - GAP), str(y + 50), "end", "42"),
            Word(bar.text, str(LABELS + width + GAP), str(y + 50), size="42"),
        ]
    figures = "; ".join(f"{bar.label}: {bar.text}" for bar in bars)
    return _drawing(f"{title}. {figures}.", TOP + STEP * len(bars), marks, words)


def drawings(chart: Chart) -> tuple[Drawing, ...]:
    """The chart; where it is too tall for a page, in several drawings with the same scale."""
    scale = _Scale.of(chart)
    legend, top = _legend(chart)
    found: list[Drawing] = []
    marks, words, said, y = [], [], [], top
    for place, label in enumerate(chart.labels):
        lines = _wrapped(label)
        height = max(len(lines) * LINE, BAR * (1 if chart.is_stacked else len(chart.series)))
        if said and y + height > TALLEST:
            found.append(_whole(chart, y, legend, marks, words, said))
            marks, words, said, y = [], [], [], top
        first = y + (height - len(lines) * LINE) // 2 + LINE - 10
        words += [
            Word(line, str(LABELS - GAP), str(first + LINE * number), "end")
            for number, line in enumerate(lines)
        ]
        draw = _stacked if chart.is_stacked else _beside
        more_marks, more_words = draw(chart, place, y, height, scale)
        marks += more_marks
        words += more_words
        said.append(f"{label}: {_told(chart, place)}")
        y += height + APART
    return (*found, _whole(chart, y, legend, marks, words, said))


@dataclass(frozen=True)
class _Scale:
    """How long a bar is: the largest value takes what the words behind the bars leave."""

    most: Decimal
    longest: int

    @classmethod
    def of(cls, chart: Chart) -> "_Scale":
        texts, values = [], []
        for place in range(len(chart.labels)):
            if chart.is_stacked:
                values.append(_sum_at(chart, place))
                texts.append(format_number(values[-1]))
            else:
                values += [_number(one.values[place]) for one in chart.series]
                texts += [_text(one, place) for one in chart.series]
        words = max(length_of(text, TEXT) for text in texts)
        room = max(200, WIDTH - LABELS - 2 * GAP - words)
        return cls(Decimal(max(values) or 1), room)

    def __call__(self, value) -> int:
        return int(self.longest * value / self.most)


def _beside(chart: Chart, place: int, y: int, height: int, scale: _Scale) -> tuple[list[Mark], list[Word]]:
    """A bar for each series below each other; a word that stands for a number has none."""
    marks, words = [], []
    y += (height - BAR * len(chart.series)) // 2
    for pattern, one in enumerate(chart.series):
        value, width = one.values[place], 0
        if not isinstance(value, str):
            width = scale(value)
            marks.append(_mark(LABELS, y + 3, width, BAR - 6, _pattern(chart, pattern)))
        style = "italic" if isinstance(value, str) else "normal"
        words.append(Word(_text(one, place), str(LABELS + width + GAP), str(y + 32), style=style))
        y += BAR
    return marks, words


def _stacked(chart: Chart, place: int, y: int, height: int, scale: _Scale) -> tuple[list[Mark], list[Word]]:
    """One bar of all series, the number of each on white where there is room, their sum behind."""
    marks, words = [], []
    y += (height - BAR) // 2
    done = 0
    for pattern, one in enumerate(chart.series):
        if not (value := _number(one.values[place])):
            continue
        start, end = LABELS + scale(done), LABELS + scale(done + value)
        done += value
        marks.append(_mark(start, y, end - start, BAR, _pattern(chart, pattern)))
        text, middle = format_number(value), (start + end) // 2
        if (room := length_of(text, TEXT) + 12) <= end - start - 6:
            marks.append(
                Mark(str(middle - room // 2), str(y + 5), str(room), str(BAR - 10), "#ffffff", edge="0")
            )
            words.append(Word(text, str(middle), str(y + 33), "middle"))
    words.append(Word(format_number(done), str(LABELS + scale(done) + GAP), str(y + 33)))
    return marks, words


def _legend(chart: Chart) -> tuple[tuple[list[Mark], list[Word]], int]:
    """Which pattern is which series, in lines, and where the bars begin below; a single series needs none."""
    marks, words, x, y = [], [], 0, 0
    shown = [
        (number, one) for number, one in enumerate(chart.series) if not chart.is_stacked or any(one.values)
    ]
    if len(chart.series) == 1:
        return (marks, words), TOP
    for number, one in shown:
        needed = 70 + length_of(one.name, TEXT) + 60
        if x and x + needed > WIDTH:
            x, y = 0, y + LINE + 12
        marks.append(_mark(x + 3, y + 6, 56, 34, _pattern(chart, number)))
        words.append(Word(one.name, str(x + 74), str(y + 36)))
        x += needed
    return (marks, words), y + LINE + 40


def _whole(
    chart: Chart, height: int, legend, marks: list[Mark], words: list[Word], said: list[str]
) -> Drawing:
    alt = f"{chart.title}. {'; '.join(said)}."
    return _drawing(alt, height, [*legend[0], *marks], [*legend[1], *words])


def _drawing(alt: str, height: int, marks: list[Mark], words: list[Word]) -> Drawing:
    return Drawing(alt, str(height), f"{height // 10}.{height % 10}mm", tuple(marks), tuple(words))


def _told(chart: Chart, place: int) -> str:
    """What the bars of a label say, in words."""
    said = [
        (one.name, _text(one, place)) for one in chart.series if not chart.is_stacked or one.values[place]
    ]
    return (
        said[0][1] if len(chart.series) == 1 else ", ".join(f"{name.lower()} {text}" for name, text in said)
    )


def _text(one: Series, place: int) -> str:
    value = one.values[place]
    text = value if isinstance(value, str) else format_number(value)
    note = one.notes[place] if one.notes else ""
    return f"{text} {note}".strip()


def _sum_at(chart: Chart, place: int):
    return sum(_number(one.values[place]) for one in chart.series)


def _number(value):
    return 0 if isinstance(value, str) else value


def _pattern(chart: Chart, number: int) -> int:
    """A single series is grey, two are told apart by white and black; more, by the patterns in their order."""
    if len(chart.series) == 1:
        return 1
    if len(chart.series) == 2 and not chart.is_stacked:
        return (2, 0)[number]
    return number % len(PATTERNS)


def _mark(x: int, y: int, width: int, height: int, pattern: int) -> Mark:
    fill, kind = PATTERNS[pattern]
    strokes = " ".join(_strokes(kind, x, y, width, height))
    dashes = "12 9" if kind == "dashed" else "none"
    return Mark(str(x), str(y), str(width), str(height), fill, strokes, dashes=dashes)


def _strokes(kind: str, x: int, y: int, width: int, height: int) -> Iterator[str]:
    if kind in ("across", "both"):
        yield from (f"M{x} {line}h{width}" for line in range(y + 14, y + height, 14))
    if kind in ("upright", "both"):
        yield from (f"M{line} {y}v{height}" for line in range(x + 14, x + width, 14))


def _wrapped(label: str) -> list[str]:
    """The label in lines that fit beside the bars; a word too long for one is broken."""
    lines, room = [""], LABELS - GAP
    for word in label.split():
        while length_of(word, TEXT) > room:
            cut = max(1, len(word) * room // length_of(word, TEXT) - 1)
            lines, word = [*lines, word[:cut], ""], word[cut:]
        longer = f"{lines[-1]} {word}".strip()
        lines = [*lines[:-1], longer] if length_of(longer, TEXT) <= room else [*lines, word]
    return [line for line in lines if line] or [""]
