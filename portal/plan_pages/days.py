"""By when each year's reports are wanted: as the plan prints it, and as the department moved it."""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from core import clock
from plans.models import PlanVersion
from portal.plan_pages.header import PlanPage
from reporting.due_days import ALL_KINDS, WITH_DAYS, DueDay, movable_days, report_day_of_plan, report_days
from reporting.enums import ObligorKind
from reporting.models import MovedDay

PLAN_ITSELF = "Ngày chung của kế hoạch"


@dataclass(frozen=True)
class KindDays:
    """The days of one kind of obligor, by year."""

    label: str
    days: list[DueDay]


def _version(page: PlanPage) -> PlanVersion:
    """The version shown, with the decisions on its plan's days."""
    prefetch_related_objects([page.version], *WITH_DAYS)
    return page.version


def label_of(kind: str) -> str:
    """What a kind of obligor is called; empty stands for the plan's own day."""
    return ObligorKind(kind).label if kind else PLAN_ITSELF


def kind_days(page: PlanPage) -> list[KindDays]:
    """The days that the plan prints, by kind of obligor."""
    return [KindDays(label_of(kind), days) for kind, days in movable_days(_version(page)).items()]


def day_choices(page: PlanPage) -> tuple[list[int], list[tuple[str, str]]]:
    """The years whose day can be moved, and for whom."""
    by_kind = movable_days(_version(page))
    years = sorted({day.year for days in by_kind.values() for day in days})
    kinds = [(ALL_KINDS, "Mọi đối tượng"), *((kind, label_of(kind)) for kind in by_kind if kind)]
    return years, kinds


def decided_days(page: PlanPage) -> list[MovedDay]:
    """All decisions on days of the plan, the newest first."""
    return list(page.plan.moved_days.select_related("decided_by").order_by("-decided_at", "-id"))


def moved_now(page: PlanPage) -> list[str]:
    """What has been moved of the reports that come next: "UBND cấp huyện: trước ngày ..., dời từ ...: lý do"."""
    today = clock.today()
    version = _version(page)
    own = report_day_of_plan(version, today)
    coming = [*([own] if own else []), *report_days(version, today)]
    moved = [one for one in coming if one.due and one.due.moved and one.state != "over"]
    return [f"{one.who}: {one.day_words}" for one in moved]
