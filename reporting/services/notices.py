"""Whom the opening of a year, or a report that is asked for, is told by mail."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from agencies.mailing import send
from agencies.models import Membership, User
from agencies.rights import HOLDERS, Right
from reporting.enums import ObligationBasis
from reporting.models import Obligation, ReportingYear


def reporters():
    """The memberships in force of people who write reports, of accounts that are open."""
    return Membership.objects.active().filter(role__in=HOLDERS[Right.REPORT], user__is_active=True)


def tell_obliged(
    year: ReportingYear, obligations: Iterable[Obligation], *, link: Callable[[Obligation], str]
) -> int:
    """Mails everybody who reports for one of the agencies: one mail a person, whatever she answers for.

    Not the collector's own people, who open the year. Returns how many mails.
    """
    asked = {one.agency_id: one for one in obligations if one.basis != ObligationBasis.OWN}
    of_person: dict[User, list[Obligation]] = defaultdict(list)
    for membership in reporters().filter(agency__in=asked).select_related("user").order_by("pk"):
        found = of_person[membership.user]
        if asked[membership.agency_id] not in found:
            found.append(asked[membership.agency_id])
    for person, found in of_person.items():
        send(
            "year_opened",
            to=person.email,
            year=year,
            version=year.version,
            obligations=found,
            link=link(found[0]),
        )
    return len(of_person)
