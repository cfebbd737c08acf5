"""Difficulties on pages: their list by state, one with all that was said, those that are open beside a report."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Q, QuerySet

from agencies.models import User
from agencies.rights import Right
from core.dates import HANOI, format_date
from plans.models import Plan
from portal.links import amend_page, difficulty_page
from portal.selectors import plan_title
from reporting.enums import DifficultyState
from reporting.models import Difficulty, Obligation, ReportingYear
from reporting.permissions import can_handle_difficulty, raised_difficulty
from reporting.printed_tasks import PrintedTask, printed_tasks

LOOKS = {
    DifficultyState.OPEN: "state-warn",
    DifficultyState.ANSWERED: "state-ok",
    DifficultyState.FORWARDED: "state-sent",
    DifficultyState.CLOSED: "",
}
LONGEST_REASON = 1000  # characters of a difficulty in the reason of an amendment


@dataclass(frozen=True)
class DifficultyLine:
    """A difficulty on a list."""

    row: Difficulty

    @property
    def url(self) -> str:
        return difficulty_page(self.row)

    @property
    def look(self) -> str:
        return LOOKS[self.row.state]

    @property
    def about(self) -> str:
        """ "Kế hoạch 2016-2020 của tỉnh Lạng Sơn, năm 2018"; what it is not about is left out."""
        if self.row.plan is None:
            return "không riêng kế hoạch nào"
        year = f", năm {self.row.year.year}" if self.row.year else ""
        is_sample = self.row.year.is_sample if self.row.year else self.row.plan.is_sample
        return plan_title(self.row.plan.current_version) + year + (" (số liệu mẫu)" if is_sample else "")


@dataclass(frozen=True)
class DifficultyThread(DifficultyLine):
    """One difficulty with all that was said about it, and what the person may do now."""

    user: User

    @property
    def replies(self) -> list:
        return list(self.row.replies.select_related("by"))

    @property
    def handles(self) -> bool:
        return can_handle_difficulty(self.user, self.row)

    @property
    def raised(self) -> bool:
        return raised_difficulty(self.user, self.row)

    @property
    def task(self) -> PrintedTask | None:
        """The task that it is about, as the plan prints it."""
        if not self.row.place:
            return None
        version = self.row.year.version if self.row.year else self.row.plan.current_version
        return printed_tasks(version, [self.row.place], version.period_end).get(self.row.place)

    @property
    def amendment(self) -> str:
        """The page that opens an amendment of the plan because of it; empty for who may not."""
        plan = self.row.plan
        if plan is None or self.row.is_closed or not self.user.may(Right.WRITE_PLANS, province=plan.province):
            return ""
        day = format_date(self.row.raised_at.astimezone(HANOI).date())
        return amend_page(
            plan, f"Theo vướng mắc của {self.row.agency} nêu ngày {day}: {self.row.text[:LONGEST_REASON]}"
        )


class DifficultyList:
    """The difficulties that the person sees, of all states or of one."""

    def __init__(self, user: User, asked: str = ""):
        self.user, self.asked = user, asked if asked in DifficultyState else ""

    @cached_property
    def counts(self) -> Counter:
        rows = Difficulty.objects.visible_to(self.user).order_by().values("state")
        return Counter({row["state"]: row["count"] for row in rows.annotate(count=Count("pk"))})

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def filters(self) -> list[tuple[str, str, int]]:
        return [
            (state.value, state.label, self.counts[state]) for state in DifficultyState if self.counts[state]
        ]

    @property
    def rows(self) -> QuerySet:
        rows = listed(Difficulty.objects.visible_to(self.user))
        return rows.filter(state=self.asked) if self.asked else rows


def listed(rows: QuerySet) -> QuerySet:
    """With all that lines say of them, in a constant number of queries."""
    return rows.select_related(
        "agency",
        "province",
        "raised_by",
        "year__version",
        "plan__province",
        "plan__current_version__province",
    )


def thread_of(user: User, public_id) -> DifficultyThread | None:
    """The difficulty with that address, for who may see it."""
    row = listed(Difficulty.objects.visible_to(user)).filter(public_id=public_id).first()
    return DifficultyThread(row, user) if row else None


def open_beside(user: User, obligation: Obligation) -> list[DifficultyLine]:
    """What the agency of a report has raised and nobody has closed, of its plan or of none."""
    rows = Difficulty.objects.visible_to(user).open().filter(agency=obligation.agency_id)
    rows = rows.filter(Q(plan=obligation.year.plan_id) | Q(plan=None))
    found = list(rows.values_list("pk", flat=True))  # mostly none, and naming them joins eight tables
    return [DifficultyLine(row) for row in listed(rows.filter(pk__in=found))] if found else []


def task_asked_about(user: User, slug: str, year: str, place: str) -> PrintedTask | None:
    """The task from whose page one comes, as the plan of that year prints it; None where there is none such."""
    if not place:
        return None
    plan = Plan.objects.visible_to(user).select_related("current_version").filter(slug=slug).first()
    if plan is None or plan.current_version is None:
        return None
    rows = ReportingYear.objects.visible_to(user).opened().filter(plan=plan).select_related("version")
    opened = rows.filter(year=year).first() if is_year(year) else None
    version = opened.version if opened else plan.current_version
    return printed_tasks(version, [place], version.period_end).get(place)


def is_year(text: str) -> bool:
    """If it is written as a year is."""
    return text.isascii() and text.isdecimal() and len(text) == 4


def plans_to_choose(user: User) -> list[tuple[str, str]]:
    """The plans in force of the person's provinces: slugs with their titles."""
    plans = Plan.objects.visible_to(user).filter(
        province__in=user.province_ids(), current_version__isnull=False
    )
    plans = plans.select_related("current_version__province")
    return [(plan.slug, plan_title(plan.current_version)) for plan in plans.order_by("slug")]
