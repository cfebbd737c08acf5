"""What the province's consolidated report of a year says, part by part, as plain values: page and files print the same.

Start at `ConsolidatedReport`. Its tables are sheets of a workbook, typed; every medium prints them from there. A
national report is to be put together of these, so they name nothing of the database and no medium.
"""

from dataclasses import dataclass
from decimal import Decimal

from reporting.contents.heading import Heading
from reporting.contents.workbook import Sheet, Workbook

Texts = tuple[str, ...]


@dataclass(frozen=True)
class Paragraph:
    """A text with whose it is; `source` ("Sở Xây dựng, báo cáo lần 1") is empty for the department's own.

    `is_edited` where the department changed what the source says.
    """

    text: str
    source: str = ""
    is_edited: bool = False


@dataclass(frozen=True)
class TaskPart:
    """What agencies report of one task."""

    label: str
    title: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class GroupPart:
    """A group of the plan, in its order and number, with the tasks of which something is reported.

    `remark` says why there can be none.
    """

    number: str
    title: str
    tasks: tuple[TaskPart, ...]
    remark: str = ""


@dataclass(frozen=True)
class ComponentPart:
    """A component of the national strategy with the plan's groups that belong to it."""

    name: str
    groups: tuple[GroupPart, ...]


@dataclass(frozen=True)
class Series:
    """What is drawn in one pattern, a value for each label of its chart: a number, or the word that stands for one.

    `notes` are printed behind the values ("2 khoản chưa rõ"); empty where there is none to any.
    """

    name: str
    values: tuple[int | Decimal | str, ...]
    notes: Texts = ()


@dataclass(frozen=True)
class Chart:
    """Bars for each label: the series beside each other, or behind each other (`is_stacked`), which makes a whole.

    `sheet` names the table that has the same figures. Where a value is a word ("chưa rõ") no bar is drawn, not even
    one of 0.
    """

    title: str
    sheet: str
    labels: Texts
    series: tuple[Series, ...]
    is_stacked: bool = False


@dataclass(frozen=True)
class BodyPart:
    """A part of the body; `lead` opens it, `annexes` names the sheets that it points to."""

    title: str
    lead: Texts = ()
    paragraphs: tuple[Paragraph, ...] = ()
    components: tuple[ComponentPart, ...] = ()
    annexes: Texts = ()
    charts: tuple[Chart, ...] = ()


@dataclass(frozen=True)
class ConsolidatedReport:
    """The department's report of a year to the province's committee and the ministry.

    `edition` says which version it is and when it was sent; `checksum` is empty until then, and is no part of what it
    is the checksum of. `definitions` and `unknowns` are for the workbook.
    """

    heading: Heading
    subject: str
    opening: str
    edition: Texts
    is_sample: bool
    parts: tuple[BodyPart, ...]
    closing: str
    tables: tuple[Sheet, ...]
    definitions: Sheet
    unknowns: Sheet
    checksum: str = ""

    @property
    def workbook(self) -> Workbook:
        """All tables, with how they are to be read and what is open in them."""
        return Workbook(
            title=self.subject,
            sheets=(*self.tables, self.definitions, self.unknowns),
            day=self.heading.day,
            subject="; ".join(self.edition),
        )
