"""The versions of a plan."""

from django.db.models import Prefetch

from agencies.models import User
from plans.enums import VersionStatus
from plans.models import Plan, PlanVersion, VersionStep


def visible_versions(user: User, plan: Plan) -> list[PlanVersion]:
    """The versions that the person may see, the newest first, with their scans.

    `issues` is the step by which a version was issued, where the person may read it: at most one.
    """
    steps = VersionStep.objects.visible_to(user).filter(after=VersionStatus.ISSUED).select_related("by")
    versions = (
        PlanVersion.objects.visible_to(user)
        .filter(plan=plan)
        .select_related("created_by")
        .prefetch_related("scans", Prefetch("steps", steps, to_attr="issues"))
    )
    return list(versions.order_by("-number"))
