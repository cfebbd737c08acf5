"""What the calendar of reminders asks of obligations, read in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from agencies.models import Province
from reporting.enums import ObligationState, ReportStatus, YearDecisionKind
from reporting.models import Obligation, Reminder, ReminderStage, ReportStep, YearDecision
from reporting.reminders import DEFAULT_STAGES, Facts, Key, Stage

OPENINGS = (YearDecisionKind.ASKED, YearDecisionKind.UNLOCKED, YearDecisionKind.ONE_UNLOCKED)
_STATES = {
    ReportStatus.SUBMITTED: ObligationState.SENT,
    ReportStatus.RECALLED: ObligationState.NOT_SENT,
    ReportStatus.RETURNED: ObligationState.RETURNED,
    ReportStatus.ACCEPTED: ObligationState.ACCEPTED,
}
Step = tuple[str, datetime]  # into which status a report came, and when


def stages_of(provinces: Iterable[Province]) -> dict[int, tuple[Stage, ...]]:
    """The stages of each province's plans: as its own department has changed them, or the one that took them over."""
    heirs = {one.pk: one.successor_id for one in provinces}
    changed = defaultdict(dict)
    for row in ReminderStage.objects.filter(province__in={*heirs, *heirs.values()} - {None}):
        changed[row.province_id][row.code] = row
    found = {}
    for pk, heir in heirs.items():
        own = changed[pk] | changed[heir]
        found[pk] = tuple(own[one.code].over(one) if one.code in own else one for one in DEFAULT_STAGES)
    return found


def with_facts():
    """Obligations with what their facts and mails name; of years that were opened."""
    return Obligation.objects.filter(year__opened_at__isnull=False).select_related(
        "agency", "year__plan", "year__version"
    )


def facts_of(obligations: Iterable[Obligation], at: datetime, *, is_past: bool = False) -> dict[int, Facts]:
    """The facts of each obligation, by primary key: as they are; with `is_past` as they were at that moment.

    The day of a report, moved since, is not told as it was.
    """
    rows = list(obligations)
    steps, openings = _steps(rows, at), _openings(rows, at)
    return {one.pk: _facts(one, steps[one.pk], openings[one.pk], at, is_past) for one in rows}


def done_of(obligations: Iterable[Obligation]) -> dict[int, set[Key]]:
    """What was recorded of each obligation, by primary key."""
    done = defaultdict(set)
    rows = Reminder.objects.filter(obligation__in=[one.pk for one in obligations])
    for pk, *key in rows.values_list("obligation", "audience", "cycle", "stage").order_by().distinct():
        done[pk].add(tuple(key))
    return done


def _facts(
    one: Obligation, steps: list[Step], openings: list[datetime], at: datetime, is_past: bool
) -> Facts:
    state = _state_at(one, steps, at) if is_past else one.state
    returned_at = next((at for after, at in reversed(steps) if after == ReportStatus.RETURNED), None)
    if state == ObligationState.RETURNED and returned_at is None:
        returned_at = one.last_received_at
    if state == ObligationState.NOT_SENT and one.first_received_at is None:
        returned_at = None  # all that was sent was recalled
    recalled = [at for after, at in steps if after == ReportStatus.RECALLED][-1:]
    starts = [moment for moment in (one.made_at, *recalled, *openings) if moment <= at]
    return Facts(
        before=one.before,
        state=state,
        is_closed=_is_closed(one, at, is_past),
        open_since=max(starts, default=None),
        returned_at=returned_at,
        received_at=one.last_received_at,
    )


def _state_at(one: Obligation, steps: list[Step], at: datetime) -> str:
    if steps:
        return _STATES[steps[-1][0]]
    was_there = one.last_received_at is not None and one.last_received_at <= at
    return one.state if was_there else ObligationState.NOT_SENT


def _is_closed(one: Obligation, at: datetime, is_past: bool) -> bool:
    def holds(since: datetime | None) -> bool:
        return since is not None and (not is_past or since <= at)

    is_to_arise = is_past and one.made_at > at
    return (
        is_to_arise or holds(one.withdrawn_at) or (holds(one.year.locked_at) and not holds(one.unlocked_at))
    )


def _steps(rows: list[Obligation], at: datetime) -> dict[int, list[Step]]:
    found = defaultdict(list)
    steps = ReportStep.objects.filter(
        report__obligation__in=[one.pk for one in rows], after__in=_STATES, at__lte=at
    )
    for pk, *step in steps.order_by("at", "id").values_list("report__obligation", "after", "at"):
        found[pk].append(tuple(step))
    return found


def _openings(rows: list[Obligation], at: datetime) -> dict[int, list[datetime]]:
    """When a report was asked for again, or its year or itself unlocked."""
    found = defaultdict(list)
    of_year = defaultdict(list)
    for one in rows:
        of_year[one.year_id].append(one.pk)
    decisions = YearDecision.objects.filter(year__in=list(of_year), kind__in=OPENINGS, at__lte=at)
    for year, pk, moment in decisions.values_list("year", "obligation", "at"):
        for owed in [pk] if pk else of_year[year]:
            found[owed].append(moment)
    return found


def still_to_remind(provinces: Iterable[Province]):
    """The obligations of the provinces of which anybody may have to be reminded now."""
    open_ones = Q(year__locked_at__isnull=True) | Q(unlocked_at__isnull=False)
    rows = with_facts().due().filter(open_ones, province__in=[one.pk for one in provinces])
    return rows.exclude(state=ObligationState.ACCEPTED).order_by("pk")
