"""The first page: what a person must do now, and by when, in the role in which she acts.

Who looks at a whole province sees its plans and those of the provinces that it took over.
"""

from dataclasses import dataclass, replace

from django.http import QueryDict

from agencies.enums import AgencyKind, Role
from agencies.models import Agency, Invitation, Membership, Province
from core import clock
from portal.duties import PlanDuties, asked_of_kind, duties_of
from portal.home.accounts import PortalState, accounts_of, portal_state
from portal.home.desk import MoneyDesk, desks, money_desks
from portal.home.on_their_way import on_their_way
from portal.home.waiting import open_difficulties, returned_to, waiting_for_review
from portal.home.years import owed_reports, year_cards
from portal.links import page
from portal.national.choice import TABS, NationalChoice
from portal.selectors import (
    IN_FORCE,
    PlanOverview,
    listed_versions,
    plan_overviews,
    province_now,
)
from reporting.builders.national.facts import NationalFacts
from reporting.due_days import WITH_DAYS, report_day_of


@dataclass(frozen=True)
class Section:
    """One role's part of the page: its template, its title, and what the template shows."""

    template: str
    title: str
    content: dict


def home_sections(user) -> list[Section]:
    """The section of the membership under which the person acts; a superuser's too; none without either."""
    sections = []
    if user.membership:
        sections.append(_SECTIONS[user.membership.role](user.membership, user))
    if user.is_superuser:
        sections.append(_portal(None, user))
    return sections


def _department(membership: Membership, user) -> Section:
    return _province_desk(membership, user, decides=True)


def _viewer(membership: Membership, user) -> Section:
    return _province_desk(membership, user, decides=False)


def _province_desk(membership: Membership, user, *, decides: bool) -> Section:
    versions = _of_province(user, membership.province).issued()
    found = desks(versions)
    cards = year_cards([desk.version for desk in found], user)
    shown = [replace(desk, years=cards[desk.version.plan_id]) for desk in found]
    content = {"desks": shown, "decides": decides, "runs_url": page("runs")}
    if decides:
        content |= {"waiting": waiting_for_review(user), "returned": returned_to(user)}
        content["difficulties"] = open_difficulties(user)
    content["on_their_way"] = on_their_way(user, Province.objects.inherited_by(membership.province))
    return Section(
        "portal/home_department.html", _title(membership), content | _province(membership.province)
    )


def _agency(membership: Membership, user) -> Section:
    agency = membership.agency
    asked: list[PlanDuties] = duties_of(agency, user)
    running = [task for duties in asked for task in duties.running]
    content = {
        "agency": agency,
        "returned": returned_to(user),
        "asked": asked,
        "running": running,
        "leads": sum(len(duties.leads) for duties in asked),
        "coordinates": sum(len(duties.coordinates) for duties in asked),
        "year": clock.today().year,
        "reports": owed_reports(agency, user),
    }
    return Section("portal/home_agency.html", _title(membership), content | _province(membership.province))


def _facility(membership: Membership, user) -> Section:
    versions = list(_of_province(user, membership.province).prefetch_related(*WITH_DAYS))
    clauses, today = asked_of_kind(AgencyKind.FACILITY, versions), clock.today()
    plans = [
        PlanDuties(version, [], clauses[version.pk], report_day_of(version, AgencyKind.FACILITY, today))
        for version in versions
    ]
    content = {"plans": plans, "reports": owed_reports(membership.agency, user)}
    content["returned"] = returned_to(user)
    return Section("portal/home_facility.html", _title(membership), content | _province(membership.province))


def _finance(membership: Membership, user) -> Section:
    plans: list[MoneyDesk] = money_desks(_of_province(user, membership.province))
    content = {"plans": plans, "agency": membership.agency}
    return Section("portal/home_finance.html", _title(membership), content | _province(membership.province))


def _ministry(membership: Membership, user) -> Section:
    plans: list[PlanOverview] = plan_overviews(listed_versions(user))
    provinces = {plan.version.province.pk for plan in plans}
    content = {
        "plans": plans,
        "provinces": len(provinces),
        "all_provinces": Province.objects.count(),
        "undecided": sum(plan.undecided for plan in plans),
        "in_force": sum(plan.status == IN_FORCE for plan in plans),
        "reported": _reported(),
        "national": [(label, page(name)) for name, label in TABS.values()],
        "compare": [
            (label, page(name))
            for label, name in (
                ("Theo hợp phần", "compare"),
                ("Chỉ tiêu so với mục tiêu quốc gia", "compare_targets"),
                ("Kinh phí theo nguồn", "compare_money"),
                ("Bản đồ ô", "compare_map"),
            )
        ],
    }
    return Section("portal/home_ministry.html", "Bộ Công Thương", content)


def _reported() -> NationalFacts:
    """The year, and the whole country, that the national report shows by itself: who has sent the year's report."""
    return NationalFacts(NationalChoice(QueryDict()).selection)


def _province_admin(membership: Membership, user) -> Section:
    province = membership.province
    content = {
        "accounts": accounts_of(Membership.objects.administered_by(user), province),
        "agencies": Agency.objects.visible_to(user).filter(province=province).count(),
        "invitations": Invitation.objects.visible_to(user).open().count(),
        "plans": plan_overviews(_of_province(user, province)),
    }
    return Section(
        "portal/home_accounts.html",
        f"Quản trị, {_name(province).in_sentence}",
        content | _province(province),
    )


def _portal(membership: Membership | None, user) -> Section:
    state: PortalState = portal_state(user)
    return Section("portal/home_portal.html", "Quản trị cổng", {"state": state})


_SECTIONS = {
    Role.DEPARTMENT_EDITOR: _department,
    Role.DEPARTMENT_APPROVER: _department,
    Role.PROVINCIAL_VIEWER: _viewer,
    Role.AGENCY_REPORTER: _agency,
    Role.FACILITY_REPORTER: _facility,
    Role.FINANCE_APPRAISER: _finance,
    Role.MINISTRY_OFFICIAL: _ministry,
    Role.PROVINCE_ADMIN: _province_admin,
    Role.PORTAL_ADMIN: _portal,
}


def _of_province(user, province: Province):
    """Versions of the province's plans and of those that it took over."""
    return listed_versions(user).filter(province__in=Province.objects.inherited_by(province))


def _province(province: Province) -> dict:
    """The province with its name, and the name of who took it over, for a section's text."""
    return {
        "province": province,
        "province_name": _name(province).in_sentence,
        "province_now": province_now(province, clock.today()),
    }


def _name(province: Province):
    return province.name_on(clock.today())


def _title(membership: Membership) -> str:
    """The agency with its province, unless its own name tells it."""
    return ", ".join(filter(None, (membership.agency.name, membership.province_name)))
