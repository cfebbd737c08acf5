"""What the parts of the national report are made of: a province's chapter or its annexes, the ministry's own, the list of them.

A part is laid out by itself and kept; the whole is put together of the files, so that what has not changed is not laid out
again. `Assembly` is what that is made from.
"""

from dataclasses import dataclass
from pathlib import Path

from reporting.contents.consolidated import ConsolidatedReport


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
    """The ministry's own words with heading and signatures."""

    report: ConsolidatedReport


@dataclass(frozen=True)
class AnnexesOfFront:
    """The ministry's own tables."""

    report: ConsolidatedReport


@dataclass(frozen=True)
class Entry:
    """A line of the table of contents: `level` 1 for a chapter, 2 for what is below it."""

    title: str
    level: int = 1


@dataclass(frozen=True)
class TableOfContents:
    """The list of what the report consists of; page numbers are written when it is put together."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Piece:
    """A part that was made, as it is put together: its `entry` in the table of contents, and where its file lies.

    None stands for what has no entry: the ministry's own words, and the table of contents itself.
    """

    file: Path
    entry: Entry | None = None


@dataclass(frozen=True)
class Assembly:
    """All parts of the report in their order; `contents` is the place of the table of contents among them."""

    title: str
    author: str
    subject: str
    pieces: tuple[Piece, ...]
    contents: int
