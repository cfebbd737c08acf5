"""What a plan asks of an agency: its clauses verbatim, and the tasks that it leads and coordinates."""

from dataclasses import dataclass

from plans.models import Responsibility
from portal.links import place
from portal.plan_pages.header import PlanPage
from portal.plan_pages.parties import Named, Parties, distinct
from portal.plan_pages.task_rows import TaskGroupRows, TaskRow, rows_of


@dataclass(frozen=True)
class ClauseRow:
    """A clause on who must do what, as printed."""

    responsibility: Responsibility
    anchor: str
    parties: tuple[Named, ...]


@dataclass(frozen=True)
class Duties:
    """All that the plan asks of one agency or collective."""

    party: Named
    clauses: list[ClauseRow]
    leads: list[TaskRow]
    coordinates: list[TaskRow]


def clause_rows(page: PlanPage) -> list[ClauseRow]:
    """All clauses in printed order."""
    parties = Parties()
    return [
        ClauseRow(
            row, place("responsibility", row.clause), tuple(parties.named(one) for one in row.agencies.all())
        )
        for row in page.version.responsibility_rows.all()
    ]


def all_duties(clauses: list[ClauseRow], groups: list[TaskGroupRows]) -> list[Duties]:
    """Everybody whom the plan names, agencies first, with what it asks of each."""
    rows = rows_of(groups)
    named = distinct(
        party
        for parties in (
            *(clause.parties for clause in clauses),
            *((*row.leads, *row.coordinating) for row in rows),
        )
        for party in parties
    )
    return [
        Duties(
            party=party,
            clauses=[clause for clause in clauses if _names(clause.parties, party)],
            leads=[row for row in rows if _names(row.leads, party)],
            coordinates=[row for row in rows if _names(row.coordinating, party)],
        )
        for party in named
    ]


def _names(parties: tuple[Named, ...], wanted: Named) -> bool:
    return any(party.key == wanted.key for party in parties)
