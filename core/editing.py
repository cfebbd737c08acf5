"""The one way to change a row that people edit: nobody overwrites what she has not seen.

A row carries its `revision`. Whoever changes it says which one she looked at; one conditional UPDATE lets the
first through, and `StaleWriteError` tells everybody else what stands there now. The database raises the revision
itself (`core.operations.counts_revisions`), so that a change by any other way is noticed too.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils import timezone


@dataclass(frozen=True)
class Difference:
    """A field that two people gave different values: what one wanted to write, and what stands there now."""

    field: str
    mine: Any
    theirs: Any


class StaleWriteError(Exception):
    """Somebody else was quicker. `current` is the row as it is now, `wanted` what should have been written."""

    def __init__(self, current: Model, wanted: dict):
        super().__init__(f"{current._meta.label} was changed to revision {current.revision} meanwhile")
        self.current = current
        self.wanted = wanted

    @property
    def differences(self) -> list[Difference]:
        """The fields in which the row is now other than what was wanted."""
        return differences(self.current, self.wanted)


def differences(row: Model, wanted: dict) -> list[Difference]:
    """The fields in which the row is other than what is wanted."""
    return [
        Difference(name, value, getattr(row, name))
        for name, value in wanted.items()
        if getattr(row, name) != value
    ]


def change(row: Model, *, revision: int, by: Model | None = None, **values) -> None:
    """Writes the values if the row still has this revision, with who and when; the row then holds what was written.

    Where every value stands there already nothing is written. Raises StaleWriteError when the row has another
    revision.
    """
    same = type(row)._base_manager.filter(pk=row.pk, revision=revision)
    if row.revision == revision and not differences(row, values):
        is_done = same.exists()
    else:
        is_done = same.update(**values, changed_at=timezone.now(), changed_by=by)
    if not is_done:
        raise StaleWriteError(type(row)._base_manager.get(pk=row.pk), values)
    row.refresh_from_db()
