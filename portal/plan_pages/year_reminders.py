"""Who was and will be reminded of the reports of a year: by day, by state, of one agency; and what to paste into a chat."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from agencies.models import User
from core import clock
from core.dates import HANOI, format_date
from portal.links import obligation_page
from reporting.enums import ObligationBasis, ObligationState, ReminderAudience, ReminderState
from reporting.models import Obligation, Reminder, ReportingYear
from reporting.reminder_facts import stages_of, with_facts
from reporting.reminder_words import chat_words, chat_words_of_year, stage_words
from reporting.reminders import Stage
from reporting.services.reminder_list import Listed, listed

SHOWN = 300  # rows; a day or a state of a large year has fewer
LOOKS = {
    ReminderState.PLANNED: "",
    ReminderState.SENT: "state-ok",
    ReminderState.SUPERSEDED: "",
    ReminderState.SUPPRESSED: "state-warn",
    ReminderState.IN_DOUBT: "state-warn",
}


@dataclass(frozen=True)
class ReminderRow:
    """One reminder as lists show it."""

    listed: Listed
    stage: str

    @property
    def url(self) -> str:
        return obligation_page(self.listed.obligation)

    @property
    def day(self) -> date:
        return day_of(self.listed.send_at)

    @property
    def when(self) -> str:
        at = self.listed.send_at.astimezone(HANOI)
        return f"{at:%H:%M} {format_date(at.date())}"

    @property
    def state(self) -> str:
        return ReminderState(self.listed.state).label

    @property
    def look(self) -> str:
        return LOOKS[self.listed.state]

    @property
    def to(self) -> str:
        """Whom it goes to, in words."""
        is_department = self.listed.audience == ReminderAudience.DEPARTMENT
        to = self.listed.email or "chưa có ai"
        return f"Sở Công Thương: {to}" if is_department else to


@dataclass(frozen=True)
class Day:
    """All reminders of one day at one stage, counted by state."""

    day: date
    stage: str
    counts: Counter
    agencies: int

    @property
    def told(self) -> str:
        """ "40 sẽ gửi, 2 không gửi"."""
        return ", ".join(
            f"{self.counts[state]} {state.label}" for state in ReminderState if self.counts[state]
        )


@dataclass(frozen=True)
class ReminderSheet:
    """The reminders of a year; `rows` those that were asked for, `days` all of them by day."""

    row: ReportingYear
    all_rows: list[ReminderRow]
    missing: list[Obligation]
    state: str = ""
    day: date | None = None

    @property
    def is_asked(self) -> bool:
        return bool(self.state or self.day)

    @property
    def found(self) -> list[ReminderRow]:
        return [
            one
            for one in self.all_rows
            if self.state in ("", one.listed.state) and self.day in (None, one.day)
        ]

    @property
    def rows(self) -> list[ReminderRow]:
        return self.found[:SHOWN]

    @property
    def filters(self) -> list[tuple[str, str, int]]:
        """Key, words and number of each state that there is, and of the one asked for."""
        counts = Counter(one.listed.state for one in self.all_rows)
        return [
            (key, words, counts[key])
            for key, words in ReminderState.choices
            if counts[key] or key == self.state
        ]

    @property
    def days(self) -> list[Day]:
        ordered = sorted(self.all_rows, key=lambda one: (one.day, one.listed.kind, one.stage))
        found = []
        for (day, _, stage), group in groupby(ordered, lambda one: (one.day, one.listed.kind, one.stage)):
            rows = list(group)
            counts = Counter(one.listed.state for one in rows)
            found.append(Day(day, stage, counts, len({one.listed.obligation.pk for one in rows})))
        return found

    @property
    def next_day(self) -> date | None:
        """The next day on which anybody is reminded, if it is not past."""
        planned = (one.day for one in self.all_rows if one.listed.state == ReminderState.PLANNED)
        return min((day for day in planned if day >= clock.today()), default=None)

    @property
    def sent(self) -> int:
        return sum(one.listed.state == ReminderState.SENT for one in self.all_rows)

    @property
    def in_doubt(self) -> int:
        return sum(one.listed.state == ReminderState.IN_DOUBT for one in self.all_rows)

    @property
    def unreachable(self) -> list[Obligation]:
        """The agencies that are missing and have nobody who could be reminded."""
        reached = {
            one.listed.obligation.pk
            for one in self.all_rows
            if one.listed.audience == ReminderAudience.AGENCY and one.listed.email
        }
        return [one for one in self.missing if one.before and one.pk not in reached]

    @property
    def chat(self) -> str:
        return chat_words_of_year(self.row, self.missing)


def reminder_sheet(row: ReportingYear, user: User, *, state: str = "", day: str = "") -> ReminderSheet:
    """The reminders of the year as the department sees them, in a constant number of queries."""
    visible = Obligation.objects.visible_to(user).filter(year=row)
    rows = list(with_facts().filter(pk__in=visible.values("pk")).order_by("agency__sort_key"))
    for one in rows:
        one.year, one.province = row, row.plan.province
    found = listed(rows, recorded=Reminder.objects.visible_to(user))
    wanted = [
        one
        for one in rows
        if one.withdrawn_at is None
        and one.basis != ObligationBasis.OWN
        and one.state in (ObligationState.NOT_SENT, ObligationState.RETURNED)
    ]
    return ReminderSheet(
        row=row,
        all_rows=_rows(found, stages_of([row.plan.province])[row.plan.province_id]),
        missing=wanted,
        state=state if state in ReminderState.values else "",
        day=_day(day),
    )


def reminders_of(obligation: Obligation, user: User, *, reviews: bool) -> list[ReminderRow]:
    """The reminders of one report: all for the department, those to the agency for its own people."""
    found = listed([obligation], recorded=Reminder.objects.visible_to(user))
    shown = [one for one in found if reviews or one.audience == ReminderAudience.AGENCY]
    return _rows(shown, stages_of([obligation.province])[obligation.province_id])


def chat_of(obligation: Obligation, link: str) -> str:
    """What to paste into a chat group of the agency, as long as its report is wanted."""
    is_wanted = obligation.state in (ObligationState.NOT_SENT, ObligationState.RETURNED)
    return chat_words(obligation, clock.today(), link) if is_wanted and not obligation.withdrawn_at else ""


def day_of(moment: datetime) -> date:
    return moment.astimezone(HANOI).date()


def _rows(found: list[Listed], stages: tuple[Stage, ...]) -> list[ReminderRow]:
    words = {one.code: stage_words(one) for one in stages}
    return [ReminderRow(one, words.get(one.stage, one.stage)) for one in found]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
