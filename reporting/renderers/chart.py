"""A bar chart as data for `reporting/pdf/chart.html`: patterns that survive a black and white printer.

Lengths are tenths of a millimetre, so that no fraction is needed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from reporting.contents.plan_report import Bar

LABELS, LONGEST, HEIGHT, STEP, TOP = 560, 860, 70, 120, 20
FILLS = ("#000000", "#a6a6a6", "#ffffff", "#ffffff", "#ffffff")
STROKES = ("", "", "across", "upright", "both")


@dataclass(frozen=True)
class DrawnBar:
    """One bar: where it stands, how it is filled, what is written beside it; all as text for the template."""

    label: str
    text: str
    x: str
    y: str
    width: str
    height: str
    fill: str
    strokes: str
    baseline: str
    label_x: str
    text_x: str


@dataclass(frozen=True)
class Chart:
    """A chart with the text that stands for it where it cannot be seen."""

    alt: str
    height: str
    height_mm: str
    bars: tuple[DrawnBar, ...]


def bar_chart(title: str, bars: Sequence[Bar]) -> Chart:
    """The bars below each other, the longest over the whole width; a pattern tells one from the next."""
    most = max((bar.amount for bar in bars), default=0) or 1
    drawn = tuple(_drawn(place, bar, most) for place, bar in enumerate(bars))
    height = TOP + STEP * len(bars)
    figures = "; ".join(f"{bar.label}: {bar.text}" for bar in bars)
    return Chart(f"{title}. {figures}.", str(height), f"{height // 10}.{height % 10}mm", drawn)


def _drawn(place: int, bar: Bar, most: int) -> DrawnBar:
    y, width = TOP + STEP * place, LONGEST * bar.amount // most
    pattern = place % len(FILLS)
    return DrawnBar(
        label=bar.label,
        text=bar.text,
        x=str(LABELS),
        y=str(y),
        width=str(width),
        height=str(HEIGHT),
        fill=FILLS[pattern],
        strokes=_strokes(STROKES[pattern], y, width),
        baseline=str(y + 50),
        label_x=str(LABELS - 15),
        text_x=str(LABELS + width + 15),
    )


def _strokes(kind: str, y: int, width: int) -> str:
    across = [f"M{LABELS} {line}h{width}" for line in range(y + 14, y + HEIGHT, 14)]
    upright = [f"M{line} {y}v{HEIGHT}" for line in range(LABELS + 14, LABELS + width, 14)]
    return " ".join({"": [], "across": across, "upright": upright, "both": across + upright}[kind])
