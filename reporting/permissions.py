"""Who may do what with documents and with the days of reports."""

from agencies.models import Province, User
from agencies.rights import Right
from plans.models import Plan


def can_request_documents(user: User) -> bool:
    """Everybody who belongs to an agency; the administrator of all provinces too."""
    return user.may(Right.REQUEST_DOCUMENTS)


def can_request_national(user: User) -> bool:
    """National reports, and looking at those that were asked for: who sees all provinces, at the ministry."""
    return user.sees_all_provinces and user.may(Right.REQUEST_DOCUMENTS) and user.may(Right.READ_REPORTS)


def can_move_days(user: User, plan: Plan) -> bool:
    """The department of the plan's province, or of the province that took it over."""
    return user.may(Right.MOVE_DAYS, province=plan.province)


def can_give_heading(user: User, plan: Plan) -> bool:
    """Number, day and signer of the department's report: the department itself, or its successor's.

    Others get the report without them, so that nobody else makes a paper that looks issued.
    """
    return user.may(Right.GIVE_HEADING, province=plan.province)


def can_change_run(user: User, run) -> bool:
    """Cancelling a ReportRun and making it again: who asked, and the department of the province it is for."""
    return run.requested_by_id == user.pk or user.may(Right.CHANGE_RUNS, province=run.province)


def can_open_years(user: User, plan: Plan) -> bool:
    """Opening and locking reporting years, saying who owes a report, giving more time: the plan's department."""
    return user.may(Right.OPEN_YEARS, province=plan.province)


def can_set_reminders(user: User, province: Province | None) -> bool:
    """Changing when reports of a province are reminded of: its department."""
    return province is not None and user.may(Right.OPEN_YEARS, province=province)


def can_report(user: User, obligation) -> bool:
    """Writing and sending the report of an Obligation: people of its own agency."""
    membership = user.membership
    is_own = membership is not None and membership.agency_id == obligation.agency_id
    return is_own and user.may(Right.REPORT, province=obligation.province)


def can_review(user: User, obligation) -> bool:
    """Remarking on, returning and accepting a report, and entering one that came on paper: the department."""
    return user.may(Right.REVIEW_REPORTS, province=obligation.province)


def can_raise_difficulty(user: User, province: Province | None) -> bool:
    """Raising what stands in one's agency's way: who reports for an agency of the province."""
    return province is not None and user.membership is not None and user.may(Right.REPORT, province=province)


def can_handle_difficulty(user: User, difficulty) -> bool:
    """Answering a Difficulty, passing it on, closing it: the department."""
    return user.may(Right.REVIEW_REPORTS, province=difficulty.province)


def raised_difficulty(user: User, difficulty) -> bool:
    """If it is a Difficulty of the person's own agency."""
    return (
        can_raise_difficulty(user, difficulty.province) and user.membership.agency_id == difficulty.agency_id
    )


def can_consolidate(user: User, plan: Plan) -> bool:
    """Writing the province's consolidated report of a year: the plan's department."""
    return user.may(Right.CONSOLIDATE, province=plan.province)


def can_send_consolidated(user: User, plan: Plan) -> bool:
    """Sending it: who approves what leaves the department."""
    return user.may(Right.SEND_CONSOLIDATED, province=plan.province)


def can_read_national(user: User) -> bool:
    """The national report and its figures: who reads the reports of all provinces, the ministry."""
    return user.sees_all_provinces and user.may(Right.READ_REPORTS)
