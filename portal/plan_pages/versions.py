"""The versions of a plan."""

from agencies.models import User
from plans.models import Plan, PlanVersion


def visible_versions(user: User, plan: Plan) -> list[PlanVersion]:
    """The versions that the person may see, the newest first."""
    versions = PlanVersion.objects.visible_to(user).filter(plan=plan)
    return list(versions.select_related("created_by").order_by("-number"))
