"""Who has an account on the portal, and what is loaded, as administrators need it."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from agencies.enums import Role
from agencies.models import Agency, AgencySuccession, Membership, Province, User
from budgets.models import FundingSource
from core import clock
from plans.enums import VersionStatus
from plans.models import Indicator, Law, OutputKind, Plan, PlanVersion, Programme


@dataclass(frozen=True)
class PortalState:
    """What the portal holds; `by_role` and `reference` are names with counts."""

    accounts: int
    closed: int
    without_membership: list[User]
    by_role: list[tuple[str, int]]
    agencies: int
    ended_agencies: int
    provinces: int
    ended_provinces: int
    plans: int
    versions: int
    reference: list[tuple[str, int]]


def accounts_of(administered: QuerySet[Membership], province: Province) -> QuerySet[Membership]:
    """The memberships in a province, and in those it took over, of what an administrator looks after."""
    return (
        administered.active()
        .filter(province__in=Province.objects.inherited_by(province))
        .select_related("user", "agency", "province")
        .order_by("agency__sort_key", "role", "user__full_name")
    )


def portal_state(user: User) -> PortalState:
    """What the portal's administrator looks at; shown to nobody else."""
    memberships = Membership.objects.administered_by(user).active()
    roles = dict(memberships.values_list("role").annotate(Count("user", distinct=True)).order_by())
    today = clock.today()
    lonely = User.objects.filter(is_active=True, is_superuser=False).exclude(
        memberships__in=Membership.objects.active()
    )
    return PortalState(
        accounts=User.objects.filter(is_active=True).count(),
        closed=User.objects.filter(is_active=False).count(),
        without_membership=list(lonely[:20]),
        by_role=[(role.label, roles.get(role, 0)) for role in Role],
        agencies=Agency.objects.existing_on(today).count(),
        ended_agencies=Agency.objects.ended_before(today).count(),
        provinces=Province.objects.existing_on(today).count(),
        ended_provinces=Province.objects.filter(ended_on__lt=today).count(),
        plans=Plan.objects.filter(current_version__isnull=False, is_sample=False).count(),
        versions=PlanVersion.objects.filter(status=VersionStatus.ISSUED, plan__is_sample=False).count(),
        reference=_reference(),
    )


def _reference() -> list[tuple[str, int]]:
    proposed = AgencySuccession.objects.filter(status=AgencySuccession.Status.PROPOSED)
    return [
        ("Chương trình, chiến lược", Programme.objects.count()),
        ("Chỉ tiêu", Indicator.objects.count()),
        ("Loại kết quả", OutputKind.objects.count()),
        ("Nguồn kinh phí", FundingSource.objects.count()),
        ("Văn bản pháp luật", Law.objects.count()),
        ("Kế thừa giữa các cơ quan mới là đề xuất", proposed.count()),
    ]
