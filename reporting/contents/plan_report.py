"""What the province plan report says, part by part, as plain values: the builder fills it, renderers print it.

Texts of the plan are verbatim. What the plan does not print is an empty string or an empty tuple, except in
money, where `state` tells an amount (also 0), "–" and "chưa rõ" apart (`budgets.tables`).
"""

from dataclasses import dataclass

from reporting.contents.heading import Heading

Texts = tuple[str, ...]


@dataclass(frozen=True)
class Fact:
    """Something with what it is called: a line of the document data, a clause with its words."""

    label: str
    value: str


@dataclass(frozen=True)
class ObjectivePart:
    """Specific objectives of a phase; the title is empty where the plan has no phases."""

    title: str
    texts: Texts


@dataclass(frozen=True)
class TargetRow:
    """A target of the plan beside the national ones for the same indicator and time."""

    indicator: str
    population: str
    value: str
    national: Texts


@dataclass(frozen=True)
class TaskRow:
    """A task with everything that the plan prints about it."""

    number: str
    action: str
    contents: Texts
    results: Texts
    leads: Texts
    coordinating: Texts
    time: str
    money: str
    note: str


@dataclass(frozen=True)
class TaskGroup:
    """A group of tasks in the plan's order."""

    number: str
    title: str
    phase: str
    component: str
    tasks: tuple[TaskRow, ...]


@dataclass(frozen=True)
class MoneyCell:
    """A cell over `span` columns, with the text and the state that `budgets.tables` gives it."""

    text: str
    state: str
    span: int


@dataclass(frozen=True)
class MoneyRow:
    """A group's or the total's row, in one or more lines of cells."""

    number: str
    label: str
    phase: str
    lines: tuple[tuple[MoneyCell, ...], ...]
    total: str


@dataclass(frozen=True)
class MoneyTable:
    """Groups under columns of sources or years, in triệu đồng; `published`: a printed total that differs."""

    columns: Texts
    rows: tuple[MoneyRow, ...]
    total: MoneyRow
    published: str


@dataclass(frozen=True)
class Bar:
    """A source, or a set of sources that the plan leaves unsplit, with its amount in đồng and as people read it."""

    label: str
    amount: int
    text: str


@dataclass(frozen=True)
class PrintedTable:
    """A budget table with the columns that the plan prints; `total` is empty where it prints no total row."""

    title: str
    remarks: Texts
    columns: Texts
    numeric: tuple[bool, ...]
    rows: tuple[Texts, ...]
    total: Texts


@dataclass(frozen=True)
class Money:
    """The planned money; `statements` are the plan's sentences on where it comes from, by clause. `year` is the one year it is for, empty for the whole period."""

    year: str
    total: str
    published: str
    unknown_groups: Texts
    bars: tuple[Bar, ...]
    by_source: MoneyTable
    by_year: MoneyTable
    statements: tuple[Fact, ...]
    printed: tuple[PrintedTable, ...]


@dataclass(frozen=True)
class Responsibility:
    """What the plan asks of an agency, verbatim."""

    clause: str
    heading: str
    items: Texts


@dataclass(frozen=True)
class FindingRow:
    """Where the printed document contradicts itself, and what the department decided about it."""

    title: str
    kind: str
    where: str
    printed: str
    computed: str
    note: str
    decision: str


@dataclass(frozen=True)
class SectionPart:
    """A heading of the plan's body with its paragraphs in printed order; an item's marker is "a)" or "-"."""

    heading: str
    level: int
    text: str
    items: tuple[Fact, ...]
    note: str


@dataclass(frozen=True)
class PastResult:
    """A result of the period before that the plan reports."""

    text: str
    period: str
    quantity: str
    amount: str


@dataclass(frozen=True)
class ReadingRow:
    """How a broken or doubtful place of the source was read."""

    place: str
    printed: str
    read_as: str
    why: str


@dataclass(frozen=True)
class PlanReport:
    """The department's report that sets out a plan whole."""

    heading: Heading
    subject: str
    opening: str
    succession: str
    facts: tuple[Fact, ...]
    legal_bases: Texts
    general_objectives: Texts
    specific_objectives: tuple[ObjectivePart, ...]
    targets: tuple[TargetRow, ...]
    target_notes: Texts
    groups: tuple[TaskGroup, ...]
    groups_remark: str
    money: Money
    responsibilities: tuple[Responsibility, ...]
    reporting: tuple[Fact, ...]
    findings: tuple[FindingRow, ...]
    sections: tuple[SectionPart, ...]
    past_results: tuple[PastResult, ...]
    readings: tuple[ReadingRow, ...]

    @property
    def task_count(self) -> int:
        return sum(len(group.tasks) for group in self.groups)
