"""Agencies that collectives stand for, and people of each agency, as demonstrations need them.

Invented people sign in with the published password, and where their role asks for it with the published second factor,
of the demonstration accounts.
"""

from collections.abc import Iterable
from functools import cache

from django.contrib.auth.hashers import make_password

from agencies.demo import demo_accounts
from agencies.enums import AgencyKind, Role
from agencies.models import Agency, Membership, Province, User
from agencies.rights import NEEDS_SECOND_FACTOR
from agencies.second_factor import give_second_factor
from core.search import search_words
from core.sorting import sort_key

DOMAIN = "sxsh.example"
NOTE = "Cơ quan của số liệu mẫu"
# How many agencies of a kind a collective of it is taken to mean where the directory has none.
_INVENTED = {AgencyKind.DISTRICT: ("UBND huyện mẫu", 4), AgencyKind.FACILITY: ("Cơ sở sản xuất mẫu", 6)}


def members_of_kind(province: Province, kind: AgencyKind) -> list[Agency]:
    """The province's agencies of the kind; invented ones, marked as demonstration, where the directory has none."""
    known = list(Agency.objects.filter(province=province, kind=kind, is_demo=False, exists_to=""))
    if known or kind not in _INVENTED:
        return known
    invented = list(Agency.objects.filter(province=province, kind=kind, slug__startswith="mau-"))
    if not invented:
        name, count = _INVENTED[kind]
        invented = [
            _invented(province, kind, f"{name} {number}", f"mau-{kind}-{number}")
            for number in range(1, count + 1)
        ]
    return [*_with_accounts(province, kind), *invented]


def _with_accounts(province: Province, kind: AgencyKind) -> list[Agency]:
    """Agencies of the kind whose people are demonstration accounts: they shall find something to report."""
    rows = Agency.objects.filter(province=province, kind=kind, is_demo=True, memberships__user__is_demo=True)
    return list(rows.exclude(slug__startswith="mau-").order_by("slug").distinct())


def reporter_of(agency: Agency) -> User:
    """Somebody who reports for the agency: who is there already, else an invented person."""
    role = reporting_role(agency)
    membership = agency.memberships.active().filter(role=role).order_by("pk").select_related("user").first()
    return membership.user if membership else _person(agency, role, "baocao")


def reporting_role(agency: Agency) -> Role:
    """As what its people report."""
    return Role.FACILITY_REPORTER if agency.kind == AgencyKind.FACILITY else Role.AGENCY_REPORTER


def give_accounts(agencies: Iterable[Agency]) -> None:
    """One reporter for each of a province's agencies that has none, made all at once."""
    without = [
        (agency, reporting_role(agency), "baocao")
        for agency in agencies
        if not agency.memberships.active().exists()
    ]
    people = User.objects.bulk_create(_user(agency, mailbox) for agency, _, mailbox in without)
    Membership.objects.bulk_create(
        Membership(user=user, agency=agency, province_id=agency.province_id, role=role)
        for user, (agency, role, _) in zip(people, without, strict=True)
    )


def department_people(agency: Agency) -> tuple[User, User]:
    """Of the department that collects the reports: who runs the year, and who approves."""
    found = []
    for role, mailbox in ((Role.DEPARTMENT_EDITOR, "chuyenvien"), (Role.DEPARTMENT_APPROVER, "lanhdao")):
        membership = agency.memberships.active().filter(role=role, user__is_demo=True).order_by("pk").first()
        found.append(membership.user if membership else _person(agency, role, mailbox))
    return found[0], found[1]


def _person(agency: Agency, role: Role, mailbox: str) -> User:
    user = _user(agency, mailbox)
    user.save()
    Membership.objects.create(user=user, agency=agency, province_id=agency.province_id, role=role)
    if role in NEEDS_SECOND_FACTOR:
        give_second_factor(user, next(one.totp_secret for one in demo_accounts([]) if one.totp_secret))
    return user


def _user(agency: Agency, mailbox: str) -> User:
    return User(
        email=f"{mailbox}.{agency.slug}.{agency.province.slug}@{DOMAIN}",
        password=_password(),
        full_name=f"Cán bộ mẫu, {agency.name}"[:150],
        is_demo=True,
    )


@cache
def _password() -> str:
    """The published password, hashed once: that is slow on purpose, and there are thousands of people."""
    return make_password(demo_accounts([])[0].password)


def _invented(province: Province, kind: AgencyKind, name: str, slug: str) -> Agency:
    agency, _ = Agency.objects.get_or_create(
        province=province, slug=slug,
        defaults={
            "name": name, "kind": kind, "is_demo": True, "sort_key": sort_key(name), "search_text": search_words(name),
            "note": NOTE,
        },
    )  # fmt: skip
    return agency
