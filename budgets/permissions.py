"""Who may do what with money and findings."""

from agencies.models import User
from agencies.rights import Right
from plans.models import Plan


def can_decide_findings(user: User, plan: Plan) -> bool:
    """The department of the plan's province, or of the province that took it over."""
    return user.may(Right.DECIDE_FINDINGS, province=plan.province)
