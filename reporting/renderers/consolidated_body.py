"""The body of a consolidated report as paragraphs in their order: PDF and Word print the same words."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from reporting.contents.consolidated import BodyPart, ConsolidatedReport, GroupPart, Paragraph
from reporting.renderers.chart import Drawing, drawings

ROMAN = (
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII", "XVIII",
)  # fmt: skip
LETTERS = "abcdđeghiklmnopqrstuvxy"
NOTHING = "Chưa có nội dung."
EDITED = "Sở biên tập"


@dataclass(frozen=True)
class Line:
    """A paragraph of the body. `source` stands behind its words.

    `kind`: part, component, group, task, text, pointer; caption, chart and origin for a chart with what stands above
    and below it. A chart has `drawings`, and no words but those.
    """

    kind: str
    text: str
    source: str = ""
    drawings: tuple[Drawing, ...] = ()


def annex_labels(report: ConsolidatedReport) -> dict[str, str]:
    """What each table is called in print, by the name of its sheet: "Phụ lục I"."""
    return {sheet.name: annex_label(number) for number, sheet in enumerate(report.tables, 1)}


def annex_label(number: int) -> str:
    """Of the table that is the `number`-th from 1."""
    return f"Phụ lục {ROMAN[number - 1]}"


def body_lines(report: ConsolidatedReport) -> Iterator[Line]:
    """All paragraphs between the opening and the closing."""
    labels, charts = annex_labels(report), count(1)
    for numeral, part in zip(ROMAN, report.parts, strict=False):
        yield Line("part", f"{numeral}. {part.title.upper()}")
        yield from (Line("text", text) for text in part.lead)
        for chart in part.charts:
            yield Line("caption", f"Biểu đồ {next(charts)}. {chart.title}")
            yield Line("chart", "", drawings=drawings(chart))
            yield Line("origin", f"Số liệu: {labels[chart.sheet]}.")
        for one in part.paragraphs:
            yield from _lines(one)
        yield from _components(part)
        if not (part.lead or part.paragraphs or part.components):
            yield Line("text", NOTHING)
        charted = {chart.sheet for chart in part.charts}
        if set(part.annexes) - charted:  # else the words below the charts say so
            named = [labels[name] for name in part.annexes if name in labels]
            yield Line("pointer", f"Số liệu và chi tiết nêu tại {', '.join(named)}.")


def _components(part: BodyPart) -> Iterator[Line]:
    for number, component in enumerate(part.components, 1):
        yield Line("component", f"{number}. {component.name}")
        for place, group in enumerate(component.groups):
            letter = LETTERS[place] if place < len(LETTERS) else str(place + 1)
            yield Line("group", f"{letter}) {group.title}")
            yield from _tasks(group)


def _tasks(group: GroupPart) -> Iterator[Line]:
    for task in group.tasks:
        yield Line("task", f"{task.label}: {task.title}")
        for one in task.paragraphs:
            yield from _lines(one)
    if not group.tasks:
        yield Line("text", group.remark or NOTHING)


def _lines(one: Paragraph) -> Iterator[Line]:
    """A paragraph for each line of the text, whose it is behind the last."""
    *before, last = [line for line in one.text.split("\n") if line.strip()] or [""]
    yield from (Line("text", line) for line in before)
    source = f"{one.source}; {EDITED}" if one.source and one.is_edited else one.source
    yield Line("text", last, f"({source})" if source else "")
