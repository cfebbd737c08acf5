"""The directory of agencies for pages: the list with counts, and all that is known of one agency."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, F, QuerySet

from agencies.models import Agency, AgencySuccession, Province, ProvinceName
from agencies.rights import Right
from agencies.services import can_edit_agency
from core import clock
from plans.models import PlanVersion, ResponsibleAgency
from portal.duties import PlanDuties, duties_of
from portal.selectors import province_now
from tasks.enums import PartyRole
from tasks.models import Party


@dataclass(frozen=True)
class AgencyRow:
    """An agency on the list, with how often the plans in force name it; its own name, not those it took over."""

    agency: Agency
    province: ProvinceName | None
    leads: int
    coordinates: int
    responsibilities: int
    has_ended: bool


@dataclass(frozen=True)
class AgencySheet:
    """All that the portal knows of an agency."""

    agency: Agency
    province: ProvinceName | None
    province_now: ProvinceName | None
    has_ended: bool
    aliases: list[str]
    predecessors: list[AgencySuccession]
    successors: list[AgencySuccession]
    duties: list[PlanDuties]
    may_edit: bool
    may_see_history: bool

    @property
    def leads(self) -> int:
        return sum(len(plan.leads) for plan in self.duties)

    @property
    def coordinates(self) -> int:
        return sum(len(plan.coordinates) for plan in self.duties)

    @property
    def responsibilities(self) -> int:
        return sum(len(plan.named) for plan in self.duties)


def listed_agencies(user) -> QuerySet[Agency]:
    """The agencies that the person may see, in Vietnamese order of province and name."""
    agencies = Agency.objects.visible_to(user).defer("search_text", "search_vector")
    return agencies.select_related("province__successor").order_by("province__sort_key", "sort_key", "pk")


def addable_provinces(user) -> list[Province | None]:
    """Where the person may add an agency: her province and those that it took over, or everywhere; None: nationally."""
    if not user.may(Right.EDIT_AGENCIES):
        return []
    provinces = Province.objects.select_related("successor")
    if not user.sees_all_provinces:
        return list(
            provinces.filter(pk__in=user.province_ids()).order_by(F("ended_on").asc(nulls_first=True))
        )
    nationally = [None] if user.may(Right.EDIT_NATIONAL_AGENCIES) else []
    return [*nationally, *provinces]


def with_counts(agencies, user) -> list[AgencyRow]:
    """Rows for agencies of `listed_agencies`, in a constant number of queries."""
    agencies, today = list(agencies), clock.today()
    in_force = PlanVersion.objects.current().visible_to(user).values("pk")
    parties = Party.objects.filter(agency__in=agencies, version__in=in_force).order_by()
    roles = Counter()
    for agency, role, count in parties.values_list("agency", "role").annotate(Count("task", distinct=True)):
        roles[agency, role] = count
    clauses = ResponsibleAgency.objects.filter(agency__in=agencies, version__in=in_force).order_by()
    duties = dict(clauses.values_list("agency").annotate(Count("responsibility", distinct=True)))
    return [
        AgencyRow(
            agency=agency,
            province=_province_name(agency),
            leads=roles[agency.pk, PartyRole.LEAD],
            coordinates=roles[agency.pk, PartyRole.COORDINATING],
            responsibilities=duties.get(agency.pk, 0),
            has_ended=agency.has_ended_by(today),
        )
        for agency in agencies
    ]


def agency_sheet(agency: Agency, user) -> AgencySheet:
    """Everything about an agency of `listed_agencies`."""
    province, today = agency.province, clock.today()
    related = ("successor__province", "agency__province")
    known = Agency.objects.visible_to(user).values("pk")
    return AgencySheet(
        agency=agency,
        province=_province_name(agency),
        province_now=province_now(province, today) if province else None,
        has_ended=agency.has_ended_by(today),
        aliases=[alias.text for alias in agency.aliases.all()],
        predecessors=list(agency.inheritances.select_related(*related).filter(agency__in=known)),
        successors=list(agency.successions.select_related(*related).filter(successor__in=known)),
        duties=duties_of(agency, user),
        may_edit=can_edit_agency(user, agency),
        may_see_history=user.may(Right.SEE_HISTORY, province=province),
    )


def _province_name(agency: Agency) -> ProvinceName | None:
    """Under its last own name where it has ended."""
    province, today = agency.province, clock.today()
    return province.name_on(min(province.ended_on or today, today)) if province else None
