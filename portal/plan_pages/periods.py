"""The reports of periods of a plan, as the person may see them, and of which periods one may be begun."""

from functools import cached_property

from agencies.models import User
from plans.models import Plan
from portal.links import consolidated_page
from reporting.enums import ConsolidationKind
from reporting.models import Consolidation, ReportingYear
from reporting.permissions import can_consolidate


class Periods:
    """The newest version of each report, the latest period first."""

    def __init__(self, user: User, plan: Plan):
        self.user, self.plan = user, plan

    @property
    def may_write(self) -> bool:
        return can_consolidate(self.user, self.plan)

    @cached_property
    def opened(self) -> list[ReportingYear]:
        """The years that a period may end with, the latest first."""
        rows = ReportingYear.objects.visible_to(self.user).filter(plan=self.plan).opened()
        return list(rows.order_by("-year"))

    @cached_property
    def reports(self) -> list[tuple[Consolidation, str]]:
        """Each with the address of its overview."""
        rows = Consolidation.objects.visible_to(self.user).filter(year__plan=self.plan).defer("contents")
        rows = rows.exclude(kind=ConsolidationKind.YEAR).select_related("year__plan", "sent_by")
        newest: dict[tuple, Consolidation] = {}
        for one in rows.order_by("-year__year", "kind", "-number"):
            newest.setdefault((one.year_id, one.kind), one)
        return [(one, consolidated_page(one.year, kind=one.kind)) for one in newest.values()]
