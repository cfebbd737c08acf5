"""The reporting years that run: for the department what is missing and unclear, for an agency what it owes."""

from dataclasses import dataclass

from agencies.models import Agency, User
from core import clock
from plans.models import PlanVersion
from portal.links import consolidated_page, report_page, year_page
from portal.plan_pages.years import YearSheet, year_sheet
from portal.report_pages.words import left_words
from portal.selectors import plan_title
from reporting.due_days import report_years
from reporting.enums import ObligationState
from reporting.models import Obligation, ReportingYear

_WANTED = (ObligationState.NOT_SENT, ObligationState.RETURNED)


@dataclass(frozen=True)
class YearCard:
    """A year of a plan on the department's desk; `sheet` None for this year as long as nobody has opened it."""

    year: int
    url: str
    sheet: YearSheet | None

    @property
    def consolidated_url(self) -> str:
        """The page of the consolidated report of a year that is open."""
        return consolidated_page(self.sheet.row)


@dataclass(frozen=True)
class OwedReport:
    """A report that one's own agency owes, or has sent in a year that is not locked."""

    obligation: Obligation
    plan: str

    @property
    def url(self) -> str:
        return report_page(self.obligation)

    @property
    def is_wanted(self) -> bool:
        return self.obligation.state in _WANTED

    @property
    def left_words(self) -> str:
        """ "còn 9 ngày", "quá hạn 3 ngày"; how far it is where nothing is wanted, what was decided of a returned one."""
        if not self.is_wanted:
            return self.obligation.get_state_display()
        last_day = self.obligation.last_day
        if last_day is None:
            return "không có ngày phải gửi"
        if self.obligation.state == ObligationState.RETURNED:
            return left_words(self.obligation)
        days = (last_day - clock.today()).days
        if days < 0:
            return f"quá hạn {-days} ngày"
        return f"còn {days} ngày" if days else "hôm nay là ngày cuối"


def year_cards(versions: list[PlanVersion], user: User) -> dict[int, list[YearCard]]:
    """By plan: the years that are open and not locked, and this one where it can be opened."""
    rows = ReportingYear.objects.visible_to(user).filter(plan__in=[version.plan_id for version in versions])
    found, this_year = {}, clock.today().year
    of_plan = {}
    for row in rows.select_related("plan__province", "version"):
        of_plan.setdefault(row.plan_id, {})[row.year] = row
    for version in versions:
        known = of_plan.get(version.plan_id, {})
        cards = [
            YearCard(row.year, year_page(version.plan.slug, row.year), year_sheet(row, user, known=version))
            for row in known.values()
            if row.is_open and not row.is_locked
        ]
        may_come = this_year in report_years(version) and version.plan.current_version_id == version.pk
        if may_come and not (this_year in known and known[this_year].is_open):
            cards.append(YearCard(this_year, year_page(version.plan.slug, this_year), None))
        found[version.plan_id] = cards
    return found


def owed_reports(agency: Agency, user: User) -> list[OwedReport]:
    """What the agency owes in years that are not locked, the next day first."""
    rows = Obligation.objects.visible_to(user).due().filter(agency=agency, year__locked_at=None)
    loaded = rows.select_related("year__version__plan", "year__version__province", "agency")
    found = [OwedReport(one, plan_title(one.year.version)) for one in loaded]
    return sorted(found, key=lambda one: (not one.is_wanted, str(one.obligation.before or "9")))
