"""The first late day of each obligation: what the plan prints, what was moved, what one agency was given."""

from datetime import date

from reporting.due_days import due_day
from reporting.enums import ObligationBasis
from reporting.models import Obligation, ReportingYear

WITH_OBLIGORS_AND_DAYS = ("version__obligor_rows", "version__plan__moved_days")


def renew_days(year: ReportingYear) -> int:
    """Writes the day anew of each obligation of the year that rests on a clause; returns how many changed.

    An agency that was given more time keeps it where the moved day is earlier.
    """
    year = ReportingYear.objects.prefetch_related(*WITH_OBLIGORS_AND_DAYS).get(pk=year.pk)
    obligors = {row.kind: row for row in year.version.obligor_rows.all()}
    rows = year.obligations.due().filter(basis=ObligationBasis.CLAUSE, kind__in=obligors)
    count = 0
    # In the order in which the guard of reminders locks several of them: otherwise they could wait for each other.
    for obligation in rows.order_by("pk").prefetch_related("extensions"):
        day = due_day(year.version, obligors[obligation.kind], year.year)
        count += write_day(obligation, day.before if day else None)
    return count


def write_day(obligation: Obligation, before: date | None) -> bool:
    """Writes the day of the clause, or the later one that the agency was given last; says if it is another."""
    given = [extension.before for extension in obligation.extensions.all()][-1:]
    after = max(before, *given) if before and given else before
    if after == obligation.before:
        return False
    write(obligation, before=after)
    return True


def write(row: ReportingYear | Obligation, **values) -> None:
    """Writes what was decided about a year or an obligation whose year the caller holds locked."""
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
