"""The days by which a plan wants its yearly reports.

A plan prints "trước ngày 30/11": a report of 29/11, 23:59:59 Hanoi time, is in time; one of 30/11, 00:00, is late.
One day falls due in each year of the plan's period. In the year of issue it does so only where there was a day
left after the issue; an amendment changes a plan that was already in force, so it leaves no year out. Who owes a
report is what the plan's clauses say (`Obligor`): where they name nobody, nobody does, though the department may
ask for one. Reads `reportingrule_rows` and `obligor_rows` of a version; prefetch them for lists.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from agencies.enums import AgencyKind
from core.dates import MonthDay, format_date
from plans.enums import VersionKind
from plans.models import PlanVersion
from reporting.enums import ObligorKind

State = Literal["open", "last_day", "over", "no_day"]

# As whom a clause binds an agency, the narrower clause first. Not here: who receives the reports (UBND tỉnh, Bộ).
_BOUND_AS = {
    AgencyKind.FACILITY: (ObligorKind.FACILITY,),
    AgencyKind.DISTRICT: (ObligorKind.DISTRICT, ObligorKind.PARTY),
    AgencyKind.DEPARTMENT: (ObligorKind.DEPARTMENT, ObligorKind.PARTY),
    AgencyKind.BOARD: (ObligorKind.DEPARTMENT, ObligorKind.PARTY),
    AgencyKind.POLICE: (ObligorKind.DEPARTMENT, ObligorKind.PARTY),
    AgencyKind.CENTRE: (ObligorKind.PARTY,),
    AgencyKind.BROADCASTER: (ObligorKind.PARTY,),
    AgencyKind.NEWSPAPER: (ObligorKind.PARTY,),
    AgencyKind.OFFICE: (ObligorKind.PARTY,),
}


@dataclass(frozen=True)
class ReportDay:
    """By when somebody has to report, seen from one business date.

    `before` is the printed day of the next report, the first that is late; after the last report of the period it
    is that one's (state "over"). None where no day is printed, or where the period has no day after the issue.
    `previous` is the day of the report before, None for the first. `clause` and `text` are the plan's own words.
    """

    who: str
    clause: str
    text: str
    state: State
    before: date | None
    previous: date | None
    days_left: int | None
    period: str
    period_is_over: bool

    @property
    def last_day(self) -> date | None:
        """The last day on which a report is in time."""
        return self.before - timedelta(days=1) if self.before else None

    @property
    def day_words(self) -> str:
        """ "trước ngày 30/11/2018 (ngày cuối: 29/11)"; nothing without a day."""
        if self.before is None:
            return ""
        same_year = self.last_day.year == self.before.year
        last = format_date(self.last_day)[: 5 if same_year else None]
        return f"trước ngày {format_date(self.before)} (ngày cuối: {last})"

    @property
    def left_words(self) -> str:
        """The short answer: "còn 9 ngày", "hôm nay là ngày cuối", "đã hết thời kỳ" ..."""
        return {
            "open": f"còn {self.days_left} ngày",
            "last_day": "hôm nay là ngày cuối",
            "over": "đã hết thời kỳ" if self.period_is_over else "không còn kỳ báo cáo",
            "no_day": "không in ngày",
        }[self.state]

    @property
    def words(self) -> str:
        """The whole answer in one sentence, without its full stop."""
        if self.state in ("open", "last_day"):
            return f"{self.left_words}: {self.day_words}"
        if self.state == "no_day":
            over = f"; kế hoạch đã hết thời kỳ {self.period}" if self.period_is_over else ""
            return f"Văn bản không in ngày báo cáo{over}"
        gone = (
            f"Kế hoạch đã hết thời kỳ {self.period}"
            if self.period_is_over
            else f"Không còn kỳ báo cáo trong thời kỳ {self.period}"
        )
        return f"{gone}; kỳ báo cáo cuối: trước ngày {format_date(self.before)}" if self.before else gone


def report_day_of_plan(version: PlanVersion, today: date) -> ReportDay | None:
    """The plan's own yearly reporting day; None where the plan says nothing of reports."""
    rule = next(iter(version.reportingrule_rows.all()), None)
    return _report_day(version, "Các cơ quan, đơn vị", "", rule.text, rule.before, today) if rule else None


def report_days(version: PlanVersion, today: date) -> list[ReportDay]:
    """The day of each kind of obligor that the plan's clauses name, in printed order."""
    return [_of_obligor(version, obligor, today) for obligor in version.obligor_rows.all()]


def report_day_of(
    version: PlanVersion, kind: AgencyKind | str, today: date, *, takes_part: bool = True
) -> ReportDay | None:
    """The day of an agency of that kind; None where no clause of the plan binds it to report.

    `takes_part` says if the plan gives the agency a task or a duty: a clause for whoever takes part binds only those.
    """
    obligors = {obligor.kind: obligor for obligor in version.obligor_rows.all()}
    for bound_as in _BOUND_AS.get(AgencyKind(kind), ()):
        if bound_as in obligors and (takes_part or bound_as != ObligorKind.PARTY):
            return _of_obligor(version, obligors[bound_as], today)
    return None


def due_days(version: PlanVersion, before: MonthDay) -> list[date]:
    """The printed day in each year of the period in which a report falls due."""
    days = [before.on(year) for year in range(version.period_start, version.period_end + 1)]
    if version.issued_on is None or version.kind == VersionKind.AMENDMENT:
        return days
    return [day for day in days if day - timedelta(days=1) > version.issued_on]


def _of_obligor(version, obligor, today: date) -> ReportDay:
    return _report_day(
        version, obligor.get_kind_display(), obligor.clause, obligor.text, obligor.before, today
    )


def _report_day(version, who: str, clause: str, text: str, printed: str, today: date) -> ReportDay:
    days = due_days(version, MonthDay.read(printed)) if printed else []
    coming = [day for day in days if day > today]
    past = [day for day in days if day <= today]
    before = (coming or past[-1:] or [None])[0]
    previous = (past if coming else past[:-1])[-1:]
    days_left = (before - today).days - 1 if coming else None
    return ReportDay(
        who=who,
        clause=clause,
        text=text,
        state=_state(printed, days_left),
        before=before,
        previous=previous[0] if previous else None,
        days_left=days_left,
        period=version.period,
        period_is_over=today.year > version.period_end,
    )


def _state(printed: str, days_left: int | None) -> State:
    if not printed:
        return "no_day"
    if days_left is None:
        return "over"
    return "open" if days_left else "last_day"
