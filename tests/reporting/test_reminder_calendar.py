"""A model of the calendar of reminders: whatever happens, nothing early, nothing twice, nothing after a report was sent;
and each stage that fell due is sent, superseded, or suppressed for a reason.

The model plans and delivers as the services do, with `reporting.reminders` (or a faulty one in its place); what is
right it works out by itself, from the table of stages below. The faults show that the model finds what it looks for.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from core.dates import HANOI
from reporting import reminders
from reporting.enums import ObligationState, ReminderAudience, ReminderKind
from reporting.reminders import DEFAULT_STAGES, Facts, Turn

PRINTED = date(2018, 12, 15)
BEGIN = datetime(2018, 11, 12, 3, 0, tzinfo=UTC)
DEPARTMENT = "so"
# As docs and the department know them: days from the first late day, and from the return.
DUE = {"D-30": -30, "D-14": -14, "D-7": -7, "D-3": -3, "D-1": -1, "D": 0, "D+1": 1, "D+7": 7, "D+14": 14}
RETURNED = {"R+1": 1, "R+3": 3, "R+7": 7}
TOO_OLD = timedelta(days=60)


def eight_o_clock(day: date) -> datetime:
    """01:00 UTC is 08:00 in Hanoi, all year."""
    return datetime(day.year, day.month, day.day, 1, tzinfo=UTC)


class Calendar:
    """The calendar under test; faulty ones change a word of it."""

    due = staticmethod(reminders.due)
    still_stands = staticmethod(reminders.still_stands)
    sees_newer = True
    forgets_when_crashed = True  # as a transaction does


@dataclass
class Mail:
    """One written mail of one stage, to one person."""

    person: str
    audience: str
    kind: ReminderKind
    cycle: str
    stage: str
    send_at: datetime
    end: str = ""

    @property
    def line(self) -> tuple:
        """Mails with the same one follow each other."""
        cycle = "" if self.kind == ReminderKind.WAITING else self.cycle
        return self.person, self.audience, self.kind, cycle


class World(RuleBasedStateMachine):
    """One obligation, its agency's people, the department, a planner and an outbox; time passes in leaps."""

    calendar = Calendar

    def __init__(self):
        super().__init__()
        self.now = BEGIN
        self.before = PRINTED
        self.state = ObligationState.NOT_SENT
        self.is_closed = False
        self.open_since = BEGIN
        self.returned_at = self.received_at = self.first_received_at = None
        self.people = {"an"}
        self.done: dict[tuple, str] = {}
        self.mails: list[Mail] = []
        self.delivered: list[Mail] = []
        self.past_facts: list[tuple[datetime, Facts]] = []

    # What happens outside.

    @rule(leap=st.sampled_from([1, 60, 420, 1440, 1440, 4320, 10080, 36 * 1440]))
    def pass_time(self, leap):
        self.now += timedelta(minutes=leap)

    @rule(minutes=st.sampled_from([-1, 0, 5]))
    def to_the_next_stage(self, minutes):
        """To the minute before it, to it, or a little later."""
        coming = [eight_o_clock(self.before + timedelta(days=days)) for days in DUE.values()]
        if self.returned_at:
            day = self.returned_at.astimezone(HANOI).date()
            coming += [eight_o_clock(day + timedelta(days=days)) for days in RETURNED.values()]
        self.now = min(
            [
                one + timedelta(minutes=minutes)
                for one in coming
                if one + timedelta(minutes=minutes) > self.now
            ],
            default=self.now,
        )

    @rule(person=st.sampled_from(["an", "binh", "chi"]))
    def join_or_leave(self, person):
        self.people ^= {person}

    @precondition(lambda self: not self.is_closed and self.state in ("not_sent", "returned"))
    @rule()
    def submit(self):
        self.state, self.received_at = ObligationState.SENT, self.now
        self.first_received_at = self.first_received_at or self.now

    @precondition(lambda self: not self.is_closed and self.state == "sent")
    @rule()
    def recall(self):
        self.state, self.open_since = ObligationState.NOT_SENT, self.now
        if self.returned_at is None:
            self.first_received_at = None

    @precondition(lambda self: not self.is_closed and self.state in ("sent", "accepted"))
    @rule()
    def give_back(self):
        self.state, self.returned_at = ObligationState.RETURNED, self.now

    @precondition(lambda self: not self.is_closed and self.state == "sent")
    @rule()
    def accept(self):
        self.state = ObligationState.ACCEPTED

    @precondition(lambda self: not self.is_closed)
    @rule()
    def withdraw(self):
        self.is_closed = True

    @precondition(lambda self: self.is_closed)
    @rule()
    def ask_again(self):
        self.is_closed, self.open_since = False, self.now

    @precondition(lambda self: not self.is_closed)
    @rule(days=st.integers(1, 20))
    def give_more_time(self, days):
        self.before += timedelta(days=days)

    @rule()
    def back_to_the_printed_day(self):
        self.before = PRINTED

    # What the portal does.

    @rule()
    def plan(self):
        keys, mails = self.planned()
        self.done |= keys
        self.mails += mails
        self.check_liveness()

    @rule()
    def plan_and_die(self):
        """The transaction is rolled back: neither rows nor mails."""
        keys, _ = self.planned()
        if not self.calendar.forgets_when_crashed:
            self.done |= keys

    @rule()
    def plan_at_once(self):
        """Two workers, of whom the second finds the rows of the first."""
        keys, mails = self.planned()
        again, more = self.planned()
        self.done |= keys | again
        written = {(one.person, one.audience, one.cycle, one.stage) for one in mails}
        self.mails += mails + [
            one for one in more if (one.person, one.audience, one.cycle, one.stage) not in written
        ]
        self.check_liveness()

    @rule()
    def deliver(self):
        for mail in self.mails:
            if not mail.end:
                mail.end = self.hand_over(mail)

    @rule()
    def every_minute_for_a_day(self):
        """As it is nearly always: the planner and the outbox look again and again."""
        for _ in range(24):
            self.now += timedelta(hours=1)
            self.plan()
            self.deliver()

    # The services in small.

    @property
    def facts(self) -> Facts:
        return Facts(
            before=self.before,
            state=self.state,
            is_closed=self.is_closed,
            open_since=self.open_since,
            returned_at=self.returned_at,
            received_at=self.received_at,
        )

    def planned(self) -> tuple[dict, list[Mail]]:
        keys, mails = {}, []
        for turn in self.calendar.due(self.facts, DEFAULT_STAGES, self.now, set(self.done)):
            theirs = self.people if turn.audience == ReminderAudience.AGENCY else {DEPARTMENT}
            for moment in turn.superseded:
                keys[moment.key(turn.audience)] = "superseded"
            for moment in turn.lapsed:
                keys[moment.key(turn.audience)] = "suppressed: too old"
            if turn.send:
                keys[turn.send.key(turn.audience)] = "mail" if theirs else "suppressed: nobody"
                stage = turn.send.stage
                mails += [
                    Mail(one, turn.audience, stage.kind, turn.send.cycle, stage.code, turn.send.send_at)
                    for one in sorted(theirs)
                ]
        return keys, mails

    def hand_over(self, mail: Mail) -> str:
        if not self.calendar.still_stands(self.facts, mail.cycle, mail.kind):
            return "suppressed"
        if mail.audience == ReminderAudience.AGENCY and mail.person not in self.people:
            return "suppressed"
        line = [one for one in self.mails if one.line == mail.line]
        if self.calendar.sees_newer and any(one.send_at > mail.send_at for one in line):
            return "superseded"
        self.check_safety(mail)
        self.delivered.append(mail)
        return "sent"

    # What must hold.

    def check_safety(self, mail: Mail) -> None:
        assert not self.is_closed, "after it was withdrawn"
        if mail.kind == ReminderKind.WAITING:
            assert self.state == ObligationState.SENT, "of a report that waits no more"
            monday = date.fromisoformat(mail.cycle.removeprefix("week "))
            assert monday.weekday() == 0
            assert self.now >= eight_o_clock(monday), "early"
        else:
            assert self.state in (ObligationState.NOT_SENT, ObligationState.RETURNED), "after submission"
            assert self.now >= self.moment_of(mail), "early"
        twin = (mail.person, mail.audience, mail.cycle, mail.stage)
        assert twin not in {(one.person, one.audience, one.cycle, one.stage) for one in self.delivered}, (
            "twice"
        )
        older = [
            one
            for one in self.delivered
            if (one.person, one.audience, one.cycle) == (mail.person, mail.audience, mail.cycle)
        ]
        assert all(one.send_at < mail.send_at for one in older), "an older stage after a newer one"

    def moment_of(self, mail: Mail) -> datetime:
        if mail.kind == ReminderKind.DUE:
            assert mail.cycle == f"due {self.before.isoformat()}", "of another day"
            return eight_o_clock(self.before + timedelta(days=DUE[mail.stage]))
        day = self.returned_at.astimezone(HANOI).date()
        return eight_o_clock(day + timedelta(days=RETURNED[mail.stage]))

    def check_liveness(self) -> None:
        """Right after the planner has looked: each stage that fell due while a report was wanted is recorded."""
        written = {(one.audience, one.cycle, one.stage) for one in self.mails}
        assert all(key in written for key, what in self.done.items() if what == "mail"), (
            "recorded without a mail"
        )
        if self.is_closed or self.state not in (ObligationState.NOT_SENT, ObligationState.RETURNED):
            return
        kind, days, start = ReminderKind.DUE, DUE, self.before
        cycle = f"due {self.before.isoformat()}"
        if self.returned_at is not None:
            kind, days, start = ReminderKind.RETURNED, RETURNED, self.returned_at.astimezone(HANOI).date()
            cycle = f"returned {self.returned_at.isoformat(timespec='milliseconds')}"
        moments = {code: eight_o_clock(start + timedelta(days=offset)) for code, offset in days.items()}
        past = [code for code, at in moments.items() if self.open_since <= at <= self.now]
        for code in past:
            assert (ReminderAudience.AGENCY, cycle, code) in self.done, (
                f"{kind} {code} is neither sent nor recorded"
            )
        if "D+14" in past and kind == ReminderKind.DUE:
            assert (ReminderAudience.DEPARTMENT, cycle, "D+14") in self.done, "the department was not told"
        if past and moments[past[-1]] >= self.now - TOO_OLD:
            assert self.done[ReminderAudience.AGENCY, cycle, past[-1]] in ("mail", "suppressed: nobody"), (
                "the newest"
            )

    @invariant()
    def nothing_is_written_early(self):
        assert all(one.send_at <= self.now for one in self.mails), "early"

    def teardown(self):
        self.plan()
        self.deliver()
        assert all(mail.end for mail in self.mails)


def machine(calendar: type[Calendar]) -> type[World]:
    return type("World", (World,), {"calendar": calendar})


def look(calendar: type[Calendar], *, examples: int, steps: int = 30) -> None:
    run_state_machine_as_test(
        machine(calendar),
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            report_multiple_bugs=False,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_the_calendar_holds():
    look(Calendar, examples=300)


@pytest.mark.long
def test_the_calendar_holds_for_long():
    look(Calendar, examples=3000, steps=60)


# Planted faults.


class Early(Calendar):
    """Looks an hour ahead."""

    @staticmethod
    def due(facts, stages, now, done):
        return reminders.due(facts, stages, now + timedelta(hours=1), done)


class AtMidnight(Calendar):
    """Takes the day for the moment."""

    @staticmethod
    def due(facts, stages, now, done):
        return reminders.due(facts, stages, now.astimezone(HANOI).replace(hour=23, minute=59), done)


class Forgetful(Calendar):
    """Knows nothing of what was recorded."""

    @staticmethod
    def due(facts, stages, now, done):
        return reminders.due(facts, stages, now, ())


class AllAtOnce(Calendar):
    """Sends everything that was missed."""

    sees_newer = False

    @staticmethod
    def due(facts, stages, now, done):
        turns = reminders.due(facts, stages, now, done)
        missed = [Turn(turn.audience, one) for turn in turns for one in reversed(turn.superseded)]
        return [*turns, *missed]


class Oldest(Calendar):
    """Sends the oldest of what was missed."""

    @staticmethod
    def due(facts, stages, now, done):
        return [
            replace(turn, send=turn.superseded[0], superseded=(*turn.superseded[1:], turn.send))
            if turn.send and turn.superseded
            else turn
            for turn in reminders.due(facts, stages, now, done)
        ]


class Deaf(Calendar):
    """Hands over without asking again."""

    @staticmethod
    def still_stands(facts, cycle, kind):
        return True


class BlindToTheDay(Calendar):
    """Asks again, but not if the day is still the same."""

    @staticmethod
    def still_stands(facts, cycle, kind):
        return facts.kind == kind


class OnlyToday(Calendar):
    """Catches nothing up."""

    @staticmethod
    def due(facts, stages, now, done):
        turns = reminders.due(facts, stages, now, done)
        return [turn for turn in turns if turn.send and turn.send.send_at > now - timedelta(days=1)]


class FirstCycleOnly(Calendar):
    """Takes a stage for done whatever the cycle."""

    @staticmethod
    def due(facts, stages, now, done):
        codes = {(audience, code) for audience, _, code in done}
        return [
            turn
            for turn in reminders.due(facts, stages, now, done)
            if turn.send is None or (turn.audience, turn.send.stage.code) not in codes
        ]


class NoDepartment(Calendar):
    """Leaves the department out."""

    @staticmethod
    def due(facts, stages, now, done):
        return [
            one for one in reminders.due(facts, stages, now, done) if one.audience == ReminderAudience.AGENCY
        ]


class HalfCommitted(Calendar):
    """Rows are committed before the mails are."""

    forgets_when_crashed = False


FAULTS = (
    Early, AtMidnight, Forgetful, AllAtOnce, Oldest, Deaf, BlindToTheDay, OnlyToday, FirstCycleOnly, NoDepartment,
    HalfCommitted,
)  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_the_model_finds_the_fault(fault):
    with pytest.raises((AssertionError, KeyError)):
        look(fault, examples=1500)
