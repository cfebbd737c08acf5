"""The stages of reminding by example (`reporting.reminders`)."""

from dataclasses import replace
from datetime import UTC, datetime

from core.dates import HANOI
from reporting import reminders
from reporting.enums import ObligationState, ReminderAudience
from reporting.reminders import DEFAULT_STAGES, Facts, Stage
from tests.reporting.test_reminder_calendar import BEGIN, DUE, PRINTED, RETURNED


def stage(code: str) -> Stage:
    return next(one for one in DEFAULT_STAGES if one.code == code)


def test_the_stages_are_those_of_the_plan_of_reminders():
    found = {one.code: one.days for one in DEFAULT_STAGES}

    assert found == DUE | RETURNED | {"W": 3}
    assert [one.code for one in DEFAULT_STAGES if one.to_department] == ["D+14"]


def test_a_stage_falls_at_eight_in_hanoi():
    facts = Facts(before=PRINTED, state=ObligationState.NOT_SENT)
    [first, *_] = reminders.moments(facts, DEFAULT_STAGES, BEGIN)

    assert (first.stage.code, first.send_at) == ("D-30", datetime(2018, 11, 15, 8, tzinfo=HANOI))
    assert first.send_at == datetime(2018, 11, 15, 1, tzinfo=UTC)


def test_a_stage_that_was_switched_on_is_not_caught_up():
    late = replace(stage("D-7"), since=datetime(2018, 12, 9, tzinfo=UTC))
    facts = Facts(before=PRINTED, state=ObligationState.NOT_SENT)

    assert reminders.due(facts, [late], datetime(2018, 12, 10, tzinfo=UTC), ()) == []


def test_what_was_missed_too_long_ago_reminds_of_nothing():
    facts = Facts(before=PRINTED, state=ObligationState.NOT_SENT)
    turns = reminders.due(facts, DEFAULT_STAGES, datetime(2019, 6, 1, tzinfo=UTC), ())

    assert [(turn.audience, turn.send, len(turn.lapsed)) for turn in turns] == [
        (ReminderAudience.AGENCY, None, 9), (ReminderAudience.DEPARTMENT, None, 1),
    ]  # fmt: skip


def test_a_report_without_a_day_is_not_reminded_of():
    facts = Facts(before=None, state=ObligationState.NOT_SENT)

    assert reminders.moments(facts, DEFAULT_STAGES, BEGIN) == []


def test_a_waiting_report_is_told_on_mondays_from_its_third_day():
    received = datetime(2018, 12, 14, 9, tzinfo=HANOI)  # a Friday
    facts = Facts(before=PRINTED, state=ObligationState.SENT, received_at=received)
    found = reminders.moments(facts, DEFAULT_STAGES, datetime(2018, 12, 20, tzinfo=UTC))

    assert [one.cycle for one in found] == ["week 2018-12-17", "week 2018-12-24"]


def test_of_a_waiting_report_all_mondays_until_a_moment_to_come_are_told():
    received = datetime(2018, 12, 14, 9, tzinfo=HANOI)
    facts = Facts(before=PRINTED, state=ObligationState.SENT, received_at=received)
    now, until = datetime(2018, 12, 15, tzinfo=UTC), datetime(2019, 6, 1, tzinfo=UTC)
    found = reminders.coming(facts, DEFAULT_STAGES, now, until=until)

    assert found[0].cycle == "week 2018-12-17"
    assert [one.send_at for one in found] == [
        found[0].send_at + week * reminders.WEEK for week in range(len(found))
    ]
    assert found[-1].send_at > until
