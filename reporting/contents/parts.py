"""What the parts of the national report are made of: a province's chapter or its annexes, the ministry's own words and tables,
the list of them.

A part is laid out by itself and kept; the whole is put together of the files, so that what has not changed is not laid out
again. `Assembly` is what that is made from.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from reporting.contents.consolidated import ConsolidatedReport
from reporting.contents.heading import Heading
from reporting.contents.workbook import Sheet


@dataclass(frozen=True)
class BodyOfChapter:
    """A province's chapter without its tables. `title` is the province's name of the day of issue."""

    title: str
    report: ConsolidatedReport


@dataclass(frozen=True)
class AnnexesOfChapter:
    """The tables of a province's chapter."""

    title: str
    report: ConsolidatedReport


@dataclass(frozen=True)
class BodyOfFront:
    """The ministry's own words with heading and signatures; of its tables only what they are called."""

    report: ConsolidatedReport


@dataclass(frozen=True)
class TableOfFront:
    """One of the ministry's own tables, the `number`-th from 1, as an annex to the report that `heading` is of."""

    number: int
    subject: str
    heading: Heading
    is_sample: bool
    sheet: Sheet


@dataclass(frozen=True)
class Entry:
    """A line of the table of contents: `level` 1 for a chapter, 2 for what is below it."""

    title: str
    level: int = 1


@dataclass(frozen=True)
class TableOfContents:
    """The list of what the report consists of; page numbers are written when it is put together."""

    entries: tuple[Entry, ...]
    is_sample: bool = False


Part = BodyOfChapter | AnnexesOfChapter | BodyOfFront | TableOfFront | TableOfContents


@dataclass(frozen=True)
class Tagged:
    """A part that tells what its text is (title, paragraph, cell of a table), so that it can be read aloud."""

    part: Part


@dataclass(frozen=True)
class Piece:
    """A part that was made, as it is put together: its `entry` in the table of contents, and where its file lies.

    None stands for what has no entry: the ministry's own words, and the table of contents itself.
    """

    file: Path
    entry: Entry | None = None


@dataclass(frozen=True)
class Assembly:
    """All parts of the report in their order; `contents` is the place of the table of contents among them.

    `is_tagged`: each part was made `Tagged`, and so is the report.
    """

    title: str
    author: str
    subject: str
    pieces: tuple[Piece, ...]
    contents: int
    is_tagged: bool = False


def body_of_front(front: ConsolidatedReport) -> BodyOfFront:
    """The words of the ministry's own part: the same as long as they are, whatever figures stand in the tables."""
    named = tuple(replace(sheet, rows=()) for sheet in front.tables)
    empty = replace(front.unknowns, rows=())
    return BodyOfFront(replace(front, tables=named, unknowns=empty))


def tables_of_front(front: ConsolidatedReport) -> Iterator[TableOfFront]:
    """The tables of the ministry's own part, each by itself."""
    for number, sheet in enumerate(front.tables, 1):
        yield TableOfFront(number, front.subject, front.heading, front.is_sample, sheet)
