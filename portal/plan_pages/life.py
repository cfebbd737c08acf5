"""Where a version stands on its way, the steps that it took, and what this person may do now, or who can."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet, Value

from agencies.models import Membership, User
from agencies.rights import HOLDERS, Right
from plans.enums import VersionStatus
from plans.models import PlanVersion, VersionStep, Wrote
from plans.services.life import wrote
from plans.transitions import Transition, transitions_from
from portal.plan_pages.header import PlanPage

# The way of a version in the order of its stages; a returned one is being written again.
STAGES = (
    (VersionStatus.DRAFT, "Soạn"),
    (VersionStatus.SUBMITTED, "Chờ duyệt"),
    (VersionStatus.APPROVED, "Đã duyệt"),
    (VersionStatus.ISSUED, "Ban hành"),
)
_PLACE = {status: place for place, (status, _) in enumerate(STAGES)} | {
    VersionStatus.RETURNED: 0, VersionStatus.DISCARDED: 0, VersionStatus.AMENDED: 3, VersionStatus.CLOSED: 3,
}  # fmt: skip
OWN_WORK = "Bạn đã soạn một phần của bản này nên người khác phải duyệt"


@dataclass(frozen=True)
class Stage:
    """A stage of the way: `state` is "done", "now" or "ahead"."""

    label: str
    state: str


@dataclass(frozen=True)
class Offer:
    """A step that the person may take now. `name` is that of its address."""

    step: Transition
    name: str

    @property
    def is_main(self) -> bool:
        """The way forward; the others lead back."""
        return self.step.after in (VersionStatus.SUBMITTED, VersionStatus.APPROVED, VersionStatus.ISSUED)


@dataclass(frozen=True)
class Life:
    """What the page of a plan's life shows. `waits` says who has to go on, where it is not the person herself."""

    version: PlanVersion
    stages: list[Stage]
    steps: list[VersionStep]
    offers: list[Offer]
    waits: str
    may_write: bool
    may_amend: bool

    @property
    def last(self) -> VersionStep | None:
        return self.steps[-1] if self.steps else None


def life_of(page: PlanPage, user: User) -> Life:
    """The life of the version that a page shows, as this person may know it and go on with it."""
    version, province = page.version, page.plan.province
    steps = list(
        VersionStep.objects.visible_to(user).filter(version=version).select_related("by").order_by("pk")
    )
    waits_for_day = version == page.coming and not version.is_unissued
    takes = [] if waits_for_day or page.coming not in (None, version) else transitions_from(version.status)
    takes = [step for step in takes if step.after != VersionStatus.DISCARDED]  # has a page of its own
    allowed = [step for step in takes if user.may(step.right, province=province)]
    is_own = any(step.after == VersionStatus.APPROVED for step in allowed) and wrote(version, user)
    if is_own:
        allowed = [step for step in allowed if step.after != VersionStatus.APPROVED]
    may_write = user.may(Right.WRITE_PLANS, province=province)
    return Life(
        version=version,
        stages=_stages(version),
        steps=steps,
        offers=sorted((Offer(step, _name(step)) for step in allowed), key=lambda offer: not offer.is_main),
        waits=_waits(version, page, allowed, is_own=is_own),
        may_write=may_write,
        may_amend=may_write and page.is_in_force and page.coming is None and not page.is_closed,
    )


def _name(step: Transition) -> str:
    """The word by which the address of a step names it."""
    return "withdraw" if step.after == VersionStatus.DRAFT else str(step.after)


def _stages(version: PlanVersion) -> list[Stage]:
    here = _PLACE[version.status]
    is_issued = not version.is_unissued
    return [
        Stage(
            "Bị trả lại" if place == 0 and version.status == VersionStatus.RETURNED else label,
            "done" if place < here or is_issued else "now" if place == here else "ahead",
        )
        for place, (_, label) in enumerate(STAGES)
    ]


def _waits(version: PlanVersion, page: PlanPage, allowed: list[Transition], *, is_own: bool) -> str:
    """Who has to take the next step, in words; empty where the person herself can, or nobody has to."""
    if (
        not version.is_unissued
        or version.status == VersionStatus.DISCARDED
        or any(step.after not in (VersionStatus.DRAFT, VersionStatus.RETURNED) for step in allowed)
    ):
        return ""
    if version.is_writable:
        return f"Đang được soạn ở Sở Công Thương. Người gửi duyệt được: {_names(_holders(version, Right.WRITE_PLANS))}."
    people = _holders(version, Right.APPROVE_PLANS)
    able = [one for one in people if version.status != VersionStatus.SUBMITTED or not one.wrote]
    names = _names(able) or "chưa có ai; hãy nhờ quản trị của tỉnh mời thêm một lãnh đạo Sở"
    if is_own:
        return f"{OWN_WORK}. Người duyệt được: {names}."
    doing = "duyệt" if version.status == VersionStatus.SUBMITTED else "ban hành"
    return f"Chờ lãnh đạo Sở Công Thương {doing}: {names}."


def _names(people: Iterable[User]) -> str:
    return ", ".join(person.full_name for person in people)


def _holders(version: PlanVersion, right: Right) -> QuerySet[User]:
    """Who holds a right in the version's province; each with `wrote`: if she wrote any of the version."""
    heirs = {version.province_id, version.province.successor_id} - {None}
    members = Membership.objects.active().filter(role__in=HOLDERS[right], province__in=heirs)
    people = User.objects.filter(is_active=True, pk__in=members.values("user"))
    return people.annotate(wrote=Wrote(Value(version.pk), "pk")).order_by("full_name")
