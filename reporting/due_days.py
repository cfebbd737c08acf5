"""The days by which a plan wants its yearly reports.

A plan prints "trước ngày 30/11": a report of 29/11, 23:59:59 Hanoi time, is in time; one of 30/11, 00:00, is late.
One day falls due in each year of the plan's period. In the year of issue it does so only where there was a day
left after the issue; an amendment changes a plan that was already in force, so it leaves no year out. Who owes a
report is what the plan's clauses say (`Obligor`): where they name nobody, nobody does, though the department may
ask for one. The department may move the day of a year, for all or for one kind of obligor (`MovedDay`): its newest
decision counts, and what is told names the printed day and the reason. Prefetch `WITH_DAYS` of versions for lists.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from agencies.enums import AgencyKind
from core.dates import MonthDay, format_date
from plans.enums import VersionKind
from plans.models import PlanVersion
from reporting.enums import ObligorKind
from reporting.models import MovedDay, Obligor

# What is read here of a version.
WITH_DAYS = ("reportingrule_rows", "obligor_rows", "plan__moved_days")
ALL_KINDS = ""  # of obligors
# Every plan has the reports sent to the department of industry and trade, which so owes none to itself.
COLLECTOR = "so-cong-thuong"
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
class DueDay:
    """The day of one year's reports: as the plan prints it, and the decision that moved it."""

    year: int
    printed: date
    moved: MovedDay | None = None

    @property
    def before(self) -> date:
        """The first day that is late."""
        return self.moved.before if self.moved else self.printed

    @property
    def words(self) -> str:
        """ "trước ngày 20/12/2018 (ngày cuối: 19/12), dời từ 15/12: lý do"."""
        last_day = self.before - timedelta(days=1)
        last = _short(last_day, self.before)
        return f"trước ngày {format_date(self.before)} (ngày cuối: {last}){self.moved_words}"

    @property
    def moved_words(self) -> str:
        """ ", dời từ 15/12: lý do"; nothing for the printed day."""
        if self.moved is None:
            return ""
        return f", dời từ {_short(self.printed, self.before)}: {self.moved.reason.rstrip('. ')}"


def _short(day: date, beside: date) -> str:
    """A day without its year, where that is the other's."""
    return format_date(day)[: 5 if day.year == beside.year else None]


@dataclass(frozen=True)
class ReportDay:
    """By when somebody has to report, seen from one business date.

    `due` is the day of the next report; after the last report of the period it is that one's (state "over"). None
    where no day is printed, or where the period has no day after the issue. `previous` is the day of the report
    before, None for the first. `clause` and `text` are the plan's own words.
    """

    who: str
    clause: str
    text: str
    state: State
    due: DueDay | None
    previous: date | None
    days_left: int | None
    period: str
    period_is_over: bool

    @property
    def before(self) -> date | None:
        """The first day that is late."""
        return self.due.before if self.due else None

    @property
    def last_day(self) -> date | None:
        """The last day on which a report is in time."""
        return self.before - timedelta(days=1) if self.before else None

    @property
    def day_words(self) -> str:
        """ "trước ngày 30/11/2018 (ngày cuối: 29/11)", with what was moved; nothing without a day."""
        return self.due.words if self.due else ""

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
        if self.due is None:
            return gone
        return f"{gone}; kỳ báo cáo cuối: trước ngày {format_date(self.before)}{self.due.moved_words}"


def report_day_of_plan(version: PlanVersion, today: date) -> ReportDay | None:
    """The plan's own yearly reporting day; None where the plan says nothing of reports."""
    rule = next(iter(version.reportingrule_rows.all()), None)
    if rule is None:
        return None
    days = _days(version, rule.before)
    return _report_day(version, "Các cơ quan, đơn vị", "", rule.text, days, today)


def report_days(version: PlanVersion, today: date) -> list[ReportDay]:
    """The day of each kind of obligor that the plan's clauses name, in printed order."""
    return [_of_obligor(version, obligor, today) for obligor in version.obligor_rows.all()]


def report_day_of(
    version: PlanVersion, kind: AgencyKind | str, today: date, *, takes_part: bool = True
) -> ReportDay | None:
    """The day of an agency of that kind; None where no clause of the plan binds it to report.

    `takes_part` says if the plan gives the agency a task or a duty: a clause for whoever takes part binds only those.
    """
    obligor = bound_by(version, kind, takes_part=takes_part)
    return _of_obligor(version, obligor, today) if obligor else None


def bound_by(version: PlanVersion, kind: AgencyKind | str, *, takes_part: bool = True) -> Obligor | None:
    """The clause that binds an agency of that kind to report, the narrower one first; None where none does."""
    obligors = {obligor.kind: obligor for obligor in version.obligor_rows.all()}
    for bound_as in _BOUND_AS.get(AgencyKind(kind), ()):
        if bound_as in obligors and (takes_part or bound_as != ObligorKind.PARTY):
            return obligors[bound_as]
    return None


def due_day(version: PlanVersion, obligor: Obligor, year: int) -> DueDay | None:
    """The day of one year's report of whom the clause binds; None where no day is printed, or none falls in that year."""
    days = _days(version, obligor.before, obligor.kind) or []
    return next((day for day in days if day.year == year), None)


def report_years(version: PlanVersion) -> list[int]:
    """The years for which a plan may be reported on: those of its period in which a day falls, all where none is printed."""
    years = range(version.period_start, version.period_end + 1)
    falling = {day.year for days in movable_days(version).values() for day in days}
    return [year for year in years if not falling or year in falling]


def due_days(version: PlanVersion, before: MonthDay, kind: str = ALL_KINDS) -> list[DueDay]:
    """The day of each year of the period in which a report of that kind of obligor falls due, by year."""
    years = range(version.period_start, version.period_end + 1)
    days = [DueDay(year, before.on(year)) for year in years]
    if version.issued_on is not None and version.kind != VersionKind.AMENDMENT:
        days = [day for day in days if day.printed - timedelta(days=1) > version.issued_on]
    decided = decisions(version, kind)
    return [_decided(day, decided.get(day.year)) for day in days]


def movable_days(version: PlanVersion) -> dict[str, list[DueDay]]:
    """By kind of obligor for which a day is printed, in printed order, the days of all years; the plan's own first."""
    rule = next(iter(version.reportingrule_rows.all()), None)
    printed = {ALL_KINDS: rule.before} if rule else {}
    printed |= {obligor.kind: obligor.before for obligor in version.obligor_rows.all()}
    return {kind: days for kind, before in printed.items() if (days := _days(version, before, kind))}


def decisions(version: PlanVersion, kind: str = ALL_KINDS) -> dict[int, MovedDay]:
    """The newest decision on each year that concerns the kind of obligor, or all of them."""
    return {row.year: row for row in version.plan.moved_days.all() if row.kind in (ALL_KINDS, kind)}


def _decided(day: DueDay, decision: MovedDay | None) -> DueDay:
    if decision is None or decision.before in (None, day.printed):
        return day
    return DueDay(day.year, day.printed, decision)


def _of_obligor(version, obligor, today: date) -> ReportDay:
    who = obligor.get_kind_display()
    days = _days(version, obligor.before, obligor.kind)
    return _report_day(version, who, obligor.clause, obligor.text, days, today)


def _days(version: PlanVersion, printed: str, kind: str = ALL_KINDS) -> list[DueDay] | None:
    """None where no day is printed."""
    return due_days(version, MonthDay.read(printed), kind) if printed else None


def _report_day(
    version, who: str, clause: str, text: str, days: list[DueDay] | None, today: date
) -> ReportDay:
    by_day = sorted(days or (), key=lambda day: day.before)
    coming = [day for day in by_day if day.before > today]
    past = [day for day in by_day if day.before <= today]
    due = (coming or past[-1:] or [None])[0]
    previous = (past if coming else past[:-1])[-1:]
    days_left = (due.before - today).days - 1 if coming else None
    return ReportDay(
        who=who,
        clause=clause,
        text=text,
        state="no_day" if days is None else _state(days_left),
        due=due,
        previous=previous[0].before if previous else None,
        days_left=days_left,
        period=version.period,
        period_is_over=today.year > version.period_end,
    )


def _state(days_left: int | None) -> State:
    if days_left is None:
        return "over"
    return "open" if days_left else "last_day"
