"""Whom a step of a version's life is told, by mail."""

from django.db.models import Q

from agencies.enums import Role
from agencies.mailing import send
from agencies.models import Membership, User
from plans.enums import VersionStatus
from plans.models import PlanVersion
from plans.transitions import Transition

_DEPARTMENT = Q(role__in=(Role.DEPARTMENT_EDITOR, Role.DEPARTMENT_APPROVER))


def tell(version: PlanVersion, taken: Transition, *, by: User, link: str, comment: str) -> None:
    """Mails a step to whom it concerns, except to who took it. `link` leads to the plan's page."""
    for person in _concerned(version, taken).exclude(pk=by.pk):
        send("plan_step", to=person.email, version=version, step=taken, by=by, comment=comment, link=link)


def _concerned(version: PlanVersion, taken: Transition):
    """Nobody, of what was discarded; who approves, of what was submitted or withdrawn; who wrote, of what was decided; all, of what was issued."""
    people = User.objects.filter(is_active=True)
    if taken.after == VersionStatus.DISCARDED:
        return people.none()
    if taken.after in (VersionStatus.SUBMITTED, VersionStatus.DRAFT):
        return people.filter(pk__in=_members(version, Q(role=Role.DEPARTMENT_APPROVER)))
    if taken.after in (VersionStatus.RETURNED, VersionStatus.APPROVED):
        submitters = version.steps.filter(after=VersionStatus.SUBMITTED).values("by")
        return people.filter(pk__in=submitters)
    named = Q(agency__task_parties__version=version) | Q(agency__responsibilities__version=version)
    reporters = Q(role=Role.AGENCY_REPORTER) & named
    concerned = _DEPARTMENT | Q(role=Role.PROVINCIAL_VIEWER) | reporters
    return people.filter(pk__in=_members(version, concerned))


def _members(version: PlanVersion, which: Q):
    heirs = {version.province_id, version.province.successor_id} - {None}
    return Membership.objects.active().filter(which, province__in=heirs).values("user")
