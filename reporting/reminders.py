"""The calendar of reminders: which stage of an obligation is due when, which was missed, which is still to come.

Pure: facts and stages go in, moments come out; nothing is read or written. D is the first day that is late. Each stage
of a day falls at 08:00 Hanoi time. What was missed while the system was down is caught up once: only the newest missed
stage is to be sent, older ones are superseded (docs/adr/0028).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from core.dates import HANOI
from reporting.enums import ObligationState, ReminderAudience, ReminderKind

SENT_AT = time(8)  # Hanoi time
WEEK = timedelta(days=7)
WEEKS_CAUGHT_UP = 8  # of a report that waits; older weeks are not told of
TOO_OLD = timedelta(days=60)  # what was missed so long ago reminds of nothing any more

# What was recorded of an obligation: for whom, of which cycle, which stage.
Key = tuple[str, str, str]


@dataclass(frozen=True)
class Stage:
    """A stage of reminding, as a department has it. `days` are counted from D, from the return, or as the days that a
    report waits before its reviewers are reminded on Mondays. Moments before `since` are none of its own: a stage that
    was switched on or moved is not caught up."""

    code: str
    kind: ReminderKind
    days: int
    is_on: bool = True
    to_department: bool = False
    since: datetime | None = None

    @property
    def audiences(self) -> tuple[ReminderAudience, ...]:
        if self.kind == ReminderKind.WAITING:
            return (ReminderAudience.DEPARTMENT,)
        department = (ReminderAudience.DEPARTMENT,) if self.to_department else ()
        return (ReminderAudience.AGENCY, *department)


DEFAULT_STAGES = (
    Stage("D-30", ReminderKind.DUE, -30),
    Stage("D-14", ReminderKind.DUE, -14),
    Stage("D-7", ReminderKind.DUE, -7),
    Stage("D-3", ReminderKind.DUE, -3),
    Stage("D-1", ReminderKind.DUE, -1),
    Stage("D", ReminderKind.DUE, 0),
    Stage("D+1", ReminderKind.DUE, 1),
    Stage("D+7", ReminderKind.DUE, 7),
    Stage("D+14", ReminderKind.DUE, 14, to_department=True),
    Stage("R+1", ReminderKind.RETURNED, 1),
    Stage("R+3", ReminderKind.RETURNED, 3),
    Stage("R+7", ReminderKind.RETURNED, 7),
    Stage("W", ReminderKind.WAITING, 3),
)


@dataclass(frozen=True)
class Facts:
    """What the calendar asks of one obligation at a moment.

    `is_closed` where it was withdrawn, or its year is not open or locked. `open_since` is when a report was last asked
    for: when the obligation arose, was asked for again, unlocked, or its report recalled. What fell before is not
    caught up. `returned_at` and `received_at` are the moments of the last return and of the report that waits.
    """

    before: date | None
    state: ObligationState
    is_closed: bool = False
    open_since: datetime | None = None
    returned_at: datetime | None = None
    received_at: datetime | None = None

    @property
    def kind(self) -> ReminderKind | None:
        """Of what reminders remind as things stand; None where nobody is to be reminded."""
        if self.is_closed:
            return None
        if self.state == ObligationState.SENT:
            return ReminderKind.WAITING
        if self.state == ObligationState.ACCEPTED:
            return None
        return ReminderKind.RETURNED if self.returned_at else ReminderKind.DUE


@dataclass(frozen=True)
class Moment:
    """One stage of an obligation, at its time. `cycle` names what the days were counted from: another day, another
    return, another week opens another one. `due_on` is the day before which the report is wanted, None after a return
    of one without a day."""

    stage: Stage
    cycle: str
    due_on: date | None
    send_at: datetime

    def key(self, audience: ReminderAudience) -> Key:
        return audience.value, self.cycle, self.stage.code


@dataclass(frozen=True)
class Turn:
    """What is to be done for one audience of an obligation: a mail about `send`, the others recorded as superseded.

    `lapsed` are recorded as too old, where the newest one is.
    """

    audience: ReminderAudience
    send: Moment | None = None
    superseded: tuple[Moment, ...] = ()
    lapsed: tuple[Moment, ...] = ()


def cycle_of(facts: Facts) -> str:
    """What days are counted from as things stand; empty where from nothing. Of a report that waits each week is one."""
    if facts.kind == ReminderKind.DUE and facts.before:
        return f"due {facts.before.isoformat()}"
    if facts.kind == ReminderKind.RETURNED:
        return f"returned {facts.returned_at.astimezone(UTC).isoformat(timespec='milliseconds')}"
    return ""


def moments(
    facts: Facts, stages: Iterable[Stage], until: datetime, *, now: datetime | None = None
) -> list[Moment]:
    """All stages of the obligation as things stand, in order of time.

    Of a report that waits from some weeks before `now` (else `until`) up to a week after `until`.
    """
    wanted = [stage for stage in stages if stage.is_on and stage.kind == facts.kind]
    found = [moment for stage in wanted for moment in _moments_of(stage, facts, now or until, until)]
    return sorted(found, key=lambda one: (one.send_at, one.stage.days, one.stage.code))


def due(facts: Facts, stages: Iterable[Stage], now: datetime, done: Collection[Key]) -> list[Turn]:
    """What is to be done now, for each audience that anything is to be done for; `done` is what was recorded already."""
    past = [one for one in moments(facts, stages, now) if one.send_at <= now and _is_its_own(one, facts)]
    turns = []
    for audience in ReminderAudience:
        theirs = [
            one for one in past if audience in one.stage.audiences and not _was_without(audience, one, done)
        ]
        open_ones = [one for one in theirs if one.key(audience) not in done]
        if open_ones:
            turns.append(_turn(audience, theirs[-1], open_ones, now))
    return turns


def coming(
    facts: Facts, stages: Iterable[Stage], now: datetime, *, until: datetime | None = None
) -> list[Moment]:
    """The stages that are still to come as things stand; of a report that waits up to a week after `until`."""
    found = moments(facts, stages, max(until or now, now), now=now)
    return [one for one in found if one.send_at > now and _is_its_own(one, facts)]


def still_stands(facts: Facts, cycle: str, kind: ReminderKind) -> bool:
    """If a reminder that was planned still is one: it is owed, from the same day or return, or still waits."""
    return facts.kind == kind and (kind == ReminderKind.WAITING or cycle_of(facts) == cycle)


def at_eight(day: date) -> datetime:
    """08:00 Hanoi time of the day."""
    return datetime.combine(day, SENT_AT, HANOI)


def _turn(audience: ReminderAudience, newest: Moment, open_ones: list[Moment], now: datetime) -> Turn:
    if newest.send_at < now - TOO_OLD:
        return Turn(audience, lapsed=tuple(open_ones))
    if newest != open_ones[-1]:
        return Turn(audience, superseded=tuple(open_ones))
    return Turn(audience, newest, tuple(open_ones[:-1]))


def _was_without(audience: ReminderAudience, moment: Moment, done: Collection[Key]) -> bool:
    """If the stage was done before it told the department too, which is recorded together: that is not caught up."""
    is_department = audience == ReminderAudience.DEPARTMENT
    return is_department and moment.key(ReminderAudience.AGENCY) in done and moment.key(audience) not in done


def _is_its_own(moment: Moment, facts: Facts) -> bool:
    starts = [one for one in (facts.open_since, moment.stage.since) if one]
    return all(moment.send_at >= start for start in starts)


def _moments_of(stage: Stage, facts: Facts, now: datetime, until: datetime) -> list[Moment]:
    cycle = cycle_of(facts)
    if stage.kind == ReminderKind.DUE:
        day = facts.before + timedelta(days=stage.days) if facts.before else None
    elif stage.kind == ReminderKind.RETURNED:
        day = facts.returned_at.astimezone(HANOI).date() + timedelta(days=stage.days)
    else:
        return [
            Moment(stage, f"week {monday.isoformat()}", facts.before, at_eight(monday))
            for monday in _mondays(facts.received_at, stage.days, now, until)
        ]
    return [Moment(stage, cycle, facts.before, at_eight(day))] if day else []


def _mondays(received_at: datetime | None, days: int, now: datetime, until: datetime) -> list[date]:
    """The Mondays on which a report has waited so many days, of the last weeks and up to the one after `until`."""
    if received_at is None:
        return []
    last = until.astimezone(HANOI).date() + WEEK
    earliest = now.astimezone(HANOI).date() + WEEK - WEEK * WEEKS_CAUGHT_UP
    first = max(received_at.astimezone(HANOI).date() + timedelta(days=days), earliest)
    monday = first + timedelta(days=-first.weekday() % 7)
    found = []
    while monday <= last:
        found.append(monday)
        monday += WEEK
    return found
