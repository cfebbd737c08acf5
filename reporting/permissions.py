"""Who may do what with documents."""

from agencies.enums import Role
from agencies.models import User
from plans.models import Plan

DEPARTMENT = (Role.DEPARTMENT_EDITOR, Role.DEPARTMENT_APPROVER)
SEES_HEADINGS = (*DEPARTMENT, Role.PROVINCIAL_VIEWER)


def can_request_documents(user: User) -> bool:
    """Everybody who belongs to an agency; the administrator of all provinces too."""
    return user.membership is not None or user.sees_all_provinces


def can_give_heading(user: User, plan: Plan) -> bool:
    """Number, day and signer of the department's report: the department itself, or its successor's.

    Others get the report without them, so that nobody else makes a paper that looks issued.
    """
    return user.has_role(*DEPARTMENT, province=plan.province)


def can_change_run(user: User, run) -> bool:
    """Cancelling a ReportRun and making it again: who asked, and the department of the province it is for."""
    if run.requested_by_id == user.pk:
        return True
    return user.has_role(*DEPARTMENT, province=run.province) if run.province else user.sees_all_provinces
