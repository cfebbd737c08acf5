"""Who may do what with money and findings."""

from agencies.enums import Role
from agencies.models import User
from plans.models import Plan


def can_decide_findings(user: User, plan: Plan) -> bool:
    """The department of the plan's province, or of the province that took it over."""
    return user.has_role(Role.DEPARTMENT_EDITOR, Role.DEPARTMENT_APPROVER, province=plan.province)
