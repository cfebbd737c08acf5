"""What was and will be sent of reminders, as of a moment: what is recorded, and what the calendar says beside it.

Reads, and writes nothing. A moment to come is told as it would go if nobody sent a report until then; of a past one
only what was recorded by then, and what would have followed.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from core import clock
from reporting.enums import ReminderAudience, ReminderKind, ReminderState
from reporting.models import Obligation, Reminder
from reporting.models.reminder import ReminderQuerySet
from reporting.reminder_facts import facts_of, stages_of
from reporting.reminders import Facts, Key, Moment, Stage, coming, due
from reporting.services.reminders import NOBODY, Entry, People, entries_of, people_of


@dataclass(frozen=True)
class Listed:
    """One reminder, recorded or to come: which obligation, for whom, at which stage, and what became of it."""

    obligation: Obligation
    stage: str
    kind: ReminderKind
    audience: ReminderAudience
    email: str
    due_on: date | None
    send_at: datetime
    state: ReminderState
    reason: str = ""


def listed(
    obligations: Iterable[Obligation],
    at: datetime | None = None,
    *,
    recorded: ReminderQuerySet | None = None,
    knows_mails: bool = False,
) -> list[Listed]:
    """The reminders of these obligations (`with_facts`), as of now or of `at`, in order of time; a constant number of queries a province.

    `recorded` are the reminders that the person may see; all without it. With `knows_mails`, for who reads all mails,
    states are those of the mails at this instant.
    """
    now = clock.now()
    at = at or now
    recorded = Reminder.objects.all() if recorded is None else recorded
    recorded = recorded.settled() if knows_mails else recorded
    of_province: dict[int, list[Obligation]] = defaultdict(list)
    for one in obligations:
        of_province[one.province_id].append(one)
    found = [row for rows in of_province.values() for row in _of_province(rows, now, at, recorded)]
    return sorted(
        found, key=lambda one: (one.send_at, one.obligation.agency.sort_key, one.audience, one.email)
    )


def _of_province(
    rows: list[Obligation], now: datetime, at: datetime, recorded: ReminderQuerySet
) -> list[Listed]:
    recorded = recorded.filter(obligation__in=[one.pk for one in rows])
    if at < now:
        recorded = recorded.filter(planned_at__lte=at)
    done = defaultdict(set)
    for one in recorded:
        done[one.obligation_id].add((one.audience, one.cycle, one.stage))
    province = rows[0].province
    stages, people = stages_of([province])[province.pk], people_of(rows, [province])
    facts = facts_of(rows, min(at, now), is_past=at < now)
    by_pk = {one.pk: one for one in rows}
    found = [_as_recorded(one, by_pk[one.obligation_id]) for one in recorded]
    for one in rows:
        found += _to_come(one, facts[one.pk], stages, done[one.pk], people, min(at, now), at)
    return found


def _as_recorded(one: Reminder, obligation: Obligation) -> Listed:
    state, reason = getattr(one, "now_state", one.state), getattr(one, "now_reason", one.reason)
    return Listed(
        obligation, one.stage, one.kind, one.audience, one.email, one.due_on, one.send_at, state, reason
    )


def _to_come(
    obligation: Obligation,
    facts: Facts,
    stages: tuple[Stage, ...],
    done: set[Key],
    people: People,
    now: datetime,
    at: datetime,
) -> list[Listed]:
    turns = due(facts, stages, now, done)
    entries = entries_of([(obligation, turns)], people)
    for moment in coming(facts, stages, now, until=at):
        for audience in moment.stage.audiences:
            if moment.key(audience) not in done:
                entries += [
                    _expected(obligation, moment, audience, person)
                    for person in people.of(audience, obligation)
                ]
    return [
        Listed(
            obligation, one.moment.stage.code, one.moment.stage.kind, one.audience, one.person[1],
            one.moment.due_on, one.moment.send_at, one.state, one.reason,
        )
        for one in entries
    ]  # fmt: skip


def _expected(obligation: Obligation, moment: Moment, audience: ReminderAudience, person) -> Entry:
    if person[0] is None:
        return Entry(obligation, moment, audience, person, ReminderState.SUPPRESSED, NOBODY)
    return Entry(obligation, moment, audience, person)
