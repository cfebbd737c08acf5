"""Writing what came in a filled-in workbook: several parts of a draft at once, or none of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from agencies.models import User
from reporting.models import Report, TaskEntry
from reporting.services.entries import GivenEntry, save_entry, save_general


@dataclass(frozen=True)
class GivenPart:
    """What is to be written of a task, or of the report itself (its general part), over the revision that was seen."""

    row: TaskEntry | Report
    given: GivenEntry | Mapping
    revision: int


@transaction.atomic
def save_filled(report: Report, parts: Iterable[GivenPart], *, by: User) -> None:
    """Writes all parts or none; raises as `save_entry`."""
    for part in parts:
        if isinstance(part.row, Report):
            save_general(report, revision=part.revision, by=by, **part.given)
        else:
            save_entry(part.row, part.given, revision=part.revision, by=by)
