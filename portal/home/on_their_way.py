"""Plans that are not issued yet: in which state, since when, and what the person may do next."""

from dataclasses import dataclass

from django.db.models import DateTimeField, Max, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from agencies.models import User
from agencies.rights import Right
from plans.enums import VersionStatus
from plans.models import PlanVersion, Wrote
from portal.links import plan_page
from portal.selectors import AboutPlan

# What is to be done next by who may, by the state.
_NEXT = {
    VersionStatus.DRAFT: "Soạn tiếp, gửi duyệt",
    VersionStatus.RETURNED: "Sửa theo ý kiến, gửi duyệt lại",
    VersionStatus.SUBMITTED: "Chờ bạn duyệt",
    VersionStatus.APPROVED: "Chờ bạn ban hành",
}


@dataclass(frozen=True)
class OnItsWay(AboutPlan):
    """A version that is not issued yet. `task` is what the person is to do; empty where it waits for others.

    `days`: for how many whole days it has been in its state.
    """

    version: PlanVersion
    days: int
    task: str

    @property
    def since(self) -> str:
        return "từ hôm nay" if self.days == 0 else f"đã {self.days} ngày"

    @property
    def url(self) -> str:
        return plan_page(self.version.plan.slug, "plan_life")


def on_their_way(user: User, provinces) -> list[OnItsWay]:
    """The versions of these provinces that are not issued yet, what waits for the person first."""
    versions = (
        PlanVersion.objects.visible_to(user)
        .unissued()
        .filter(province__in=provinces)
        .select_related("plan", "province")
        .annotate(
            since=Coalesce(Max("steps__at"), "created_at", output_field=DateTimeField()),
            is_own=Wrote("pk", Value(user.pk)),
        )
        .order_by("province__sort_key", "plan__slug")
    )
    found = [OnItsWay(one, _days(one.since), _task(user, one)) for one in versions]
    return sorted(found, key=lambda one: not one.task)


def _days(since) -> int:
    return max((timezone.localdate() - timezone.localdate(since)).days, 0)


def _task(user: User, version: PlanVersion) -> str:
    right = Right.WRITE_PLANS if version.is_writable else Right.APPROVE_PLANS
    is_others_turn = version.status == VersionStatus.SUBMITTED and version.is_own
    return "" if is_others_turn or not user.may(right, province=version.province) else _NEXT[version.status]
