"""Plans for lists: which of them a person sees, under which names, and what each holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from agencies.models import Province, ProvinceName
from budgets.models import FindingDecision
from core import clock
from plans.enums import UNISSUED, VersionStatus
from plans.models import Plan, PlanVersion
from portal.figures import VersionFigures, figures_of
from portal.links import plan_page
from portal.table_sort import Column

IN_FORCE, OVER, ENDED, DRAFT = "in_force", "over", "closed", "draft"
STATUSES = {IN_FORCE: "đang hiệu lực", OVER: "hết thời kỳ", ENDED: "đã kết thúc", DRAFT: "chưa ban hành"}


class AboutPlan:
    """What everything that shows one `version` of a plan says of it."""

    version: PlanVersion

    @property
    def title(self) -> str:
        """How the plan is called: "Kế hoạch 2013-2020 của tỉnh Kon Tum"."""
        return plan_title(self.version)

    @property
    def status(self) -> str:
        """A key of STATUSES, by the business date."""
        return status_of(self.version, clock.today())

    @property
    def status_label(self) -> str:
        """In words; of a version that is not issued where it is on its way."""
        return self.version.get_status_display() if self.version.is_unissued else STATUSES[self.status]

    @property
    def is_over(self) -> bool:
        return self.status == OVER

    @property
    def url(self) -> str:
        return plan_page(self.version.plan.slug)

    @property
    def money_url(self) -> str:
        return plan_page(self.version.plan.slug, "plan_money")

    @property
    def findings_url(self) -> str:
        return plan_page(self.version.plan.slug, "plan_findings")


@dataclass(frozen=True)
class PlanOverview(AboutPlan):
    """A plan on a list: the version shown, the names of its provinces, and what it holds.

    `current_province` is the province that has taken over the issuing one by the business date.
    """

    version: PlanVersion
    province: ProvinceName
    current_province: ProvinceName | None
    figures: VersionFigures
    undecided: int


def listed_versions(user) -> QuerySet[PlanVersion]:
    """One version of each plan that the person may see: the one in force, else the newest draft."""
    being_written = Q(plan__current_version=None, status__in=UNISSUED)
    newest = (
        PlanVersion.objects.visible_to(user)
        .filter(Q(pk=F("plan__current_version")) | being_written)
        .order_by("plan_id", "-number")
        .distinct("plan_id")
    )
    return (
        PlanVersion.objects.filter(pk__in=newest.values("pk"))
        .select_related("plan__programme", "province__successor")
        .order_by("province__sort_key", "plan__slug")
    )


def plan_overviews(versions: Iterable[PlanVersion]) -> list[PlanOverview]:
    """What lists show of versions that come from `listed_versions`, in the same order."""
    versions, today = list(versions), clock.today()
    figures = figures_of(versions)
    undecided = undecided_of(versions, figures)
    return [
        PlanOverview(
            version=version,
            province=version.province_name,
            current_province=province_now(version.province, today),
            figures=figures[version.pk],
            undecided=undecided[version.pk],
        )
        for version in versions
    ]


# The table of plans. `portal/plan_table.html` shows the same heads where it does not sort.
PLAN_COLUMNS: list[Column[PlanOverview]] = [
    Column("Tỉnh ban hành", lambda row: (row.version.province.sort_key, row.version.plan.slug), "province"),
    Column("Văn bản", lambda row: row.version.issued_on, "number"),
    Column("Thời kỳ", lambda row: (row.version.period_start, row.version.period_end), "period"),
    Column("Nhiệm vụ", lambda row: row.figures.tasks, "tasks", is_number=True),
    Column("Kinh phí", lambda row: row.figures.total, "money", "triệu đồng", is_number=True),
    Column("Sai lệch", lambda row: row.undecided, "findings", is_number=True),
]


def status_of(version: PlanVersion, today: date) -> str:
    """A key of STATUSES."""
    if version.is_unissued:
        return DRAFT
    if version.status == VersionStatus.CLOSED:
        return ENDED
    return OVER if version.period_end < today.year else IN_FORCE


def province_now(province: Province, today: date) -> ProvinceName | None:
    """The name of the province that has taken this one over; None as long as it exists itself."""
    holder = province.answering_on(today)
    return None if holder == province else holder.name_on(today)


def plan_title(version: PlanVersion) -> str:
    """How a plan is called: "Kế hoạch 2013-2020 của tỉnh Kon Tum"."""
    return f"Kế hoạch {version.period} của {version.province_name.in_sentence}"


def undecided_of(versions: list[PlanVersion], figures: dict[int, VersionFigures]) -> dict[int, int]:
    """How many contradictions of each version nobody has noted a decision on, by primary key."""
    decided = _decided(versions)
    return {
        version.pk: len(figures[version.pk].contradictions - decided.get(version.plan_id, set()))
        for version in versions
    }


def _decided(versions: list[PlanVersion]) -> dict[int, set[str]]:
    """The keys of findings on which somebody has noted a decision, by plan."""
    decided: dict[int, set[str]] = {}
    plans = [version.plan_id for version in versions]
    noted = FindingDecision.objects.filter(plan__in=plans).values_list("plan_id", "finding_key")
    for plan, key in noted.distinct():
        decided.setdefault(plan, set()).add(key)
    return decided


def demo_provinces() -> list[str]:
    """The provinces that hold a real plan, by slug: each gets demonstration accounts."""
    return sorted(set(Plan.objects.filter(is_sample=False).values_list("province__slug", flat=True)))
