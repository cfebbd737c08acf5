"""What the national report of a year says: the ministry's own part, and a chapter of each province.

The own part has the form of a province's report, and so has each chapter: every renderer prints both the same way.
A chapter is known by its digest; what it says is read when it has to be rendered.
"""

from dataclasses import dataclass

from reporting.contents.consolidated import ConsolidatedReport


@dataclass(frozen=True)
class Selection:
    """What a national report is of; an empty value leaves nothing out.

    `programme` is its number ("1419/QĐ-TTg"), `region` and `component` their codes, `provinces` slugs of provinces as they
    issued their plans, `borders` "34" or "63".
    """

    year: int
    programme: str = ""
    region: str = ""
    component: str = ""
    provinces: tuple[str, ...] = ()
    borders: str = "34"


@dataclass(frozen=True)
class Chapter:
    """A province's chapter: of the report that it sent, else of its plan alone.

    `digest` changes with what the chapter says. `province` is the name of the day of issue, `plan` the plan's slug,
    `version` the number of its version in force, `consolidation` the public id of the report, empty where none was sent.
    """

    province: str
    plan: str
    version: int
    digest: str
    consolidation: str = ""


@dataclass(frozen=True)
class NationalReport:
    """The ministry's report of a year on all provinces that were selected."""

    selection: Selection
    front: ConsolidatedReport
    chapters: tuple[Chapter, ...]
