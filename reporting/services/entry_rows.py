"""Writing what a report says of a task or product, and the rows below it, under one revision that counts for all.

Whoever calls holds the lock on the entry.
"""

from collections.abc import Mapping

from django.db.models import Model
from django.utils import timezone

from agencies.models import User
from agencies.models.revised import Revised
from core import editing


def write_row(row: Model, values: Mapping[str, object]) -> bool:
    """Gives a row below an entry these values; False where they stand there already."""
    if not editing.differences(row, dict(values)):
        return False
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return True


def save_as_next(entry: Revised, values: Mapping[str, object], *, by: User) -> Revised:
    """Writes a locked entry with these values under its next revision."""
    for name, value in values.items():
        setattr(entry, name, value)
    entry.revision += 1
    entry.changed_at, entry.changed_by = timezone.now(), by
    entry.save()
    return entry
