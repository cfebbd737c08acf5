"""What the pages of agencies' reports answer to whom."""

from agencies.enums import Role
from tests.walls.rules import (
    DEPARTMENT,
    MOVED,
    NOT_FOUND,
    OK,
    REFUSED,
    UNFIT,
    Route,
    Rule,
    own,
    reading,
    writing,
)

READERS_OF_REPORTS = (*DEPARTMENT, Role.FINANCE_APPRAISER, Role.PROVINCIAL_VIEWER)


def reports_itself(actor, subject) -> bool:
    """If it is a report of the person's own agency; what was accepted belongs to an agency without people."""
    return subject.by == actor.user and subject.state != "accepted"


def obligation_is_seen(actor, subject) -> bool:
    reads = own(actor, subject) and actor.has(*READERS_OF_REPORTS)
    return reads or reports_itself(actor, subject) or actor.has(Role.MINISTRY_OFFICIAL)


def report_is_seen(actor, subject) -> bool:
    if reports_itself(actor, subject):
        return True
    if actor.has(Role.MINISTRY_OFFICIAL):
        return subject.state == "accepted"
    return subject.state != "draft" and own(actor, subject) and actor.has(*READERS_OF_REPORTS)


def if_obligation_is_seen(actor, subject) -> set[int]:
    return OK if obligation_is_seen(actor, subject) else NOT_FOUND


def if_reported(draft: set[int], sent: set[int]) -> Rule:
    """What the agency's own people get for a draft, and for what was sent; others who see it may not."""

    def rule(actor, subject):
        if not obligation_is_seen(actor, subject):
            return NOT_FOUND
        if not reports_itself(actor, subject):
            return REFUSED
        return draft if subject.state == "draft" else sent

    return rule


def if_report_is_seen(
    then: set[int], *, draft: set[int] = NOT_FOUND, accepted: set[int] | None = None
) -> Rule:
    """What who sees the report gets; of its draft, and of an accepted one, perhaps something else."""

    def rule(actor, subject):
        if not report_is_seen(actor, subject):
            return NOT_FOUND
        return {"draft": draft, "accepted": accepted or then}.get(subject.state, then)

    return rule


def if_targets_are_read(then: set[int], *roles: str) -> Rule:
    """What the department counted for a year: who reads reports there, the ministry too; with roles only these."""

    def rule(actor, subject):
        if not (own(actor, subject) or actor.is_national):
            return NOT_FOUND
        if not actor.has(*READERS_OF_REPORTS, Role.MINISTRY_OFFICIAL):
            return REFUSED
        return then if not roles or actor.has(*roles) else REFUSED

    return rule


def if_consolidated(then: set[int], *roles: str, readers: set[int] = REFUSED) -> Rule:
    """The consolidated report that is being written: the department, or these roles of it; `readers` what other readers get."""

    def rule(actor, subject):
        read = if_targets_are_read(OK)(actor, subject)
        if read != OK:
            return read
        if not actor.has(*DEPARTMENT):
            return readers
        return then if not roles or actor.has(*roles) else REFUSED

    return rule


def difficulty_is_seen(actor, subject) -> bool:
    return own(actor, subject) and (actor.has(*DEPARTMENT) or subject.by == actor.user)


def if_difficulty_is_seen(then: set[int]) -> Rule:
    """By the department, and by the agency that raised it."""
    return lambda actor, subject: then if difficulty_is_seen(actor, subject) else NOT_FOUND


def for_reporters(then: set[int]) -> Rule:
    reporting = (*DEPARTMENT, Role.AGENCY_REPORTER, Role.FACILITY_REPORTER)
    return lambda actor, subject: then if actor.has(*reporting) else REFUSED


def consolidated_pages(kind: str, overview: Rule, readers: set[int]) -> dict[str, Route]:
    """Those of a report that is being written; `readers` is what other readers get of what is the department's alone."""

    def written(then: set[int], *roles: str) -> Rule:
        return if_consolidated(then, *roles, readers=readers)

    unsent = if_consolidated(NOT_FOUND, readers=NOT_FOUND)
    pages = {
        "": Route("year", {"GET": overview, "POST": written(MOVED)}),
        "_renew": writing("year", written(MOVED)),
        "_own": Route("year", {"GET": written(OK), "POST": written(UNFIT)}),
        "_heading": Route("year", {"GET": written(OK), "POST": written(UNFIT)}),
        "_part": Route("year", {"GET": written(OK), "POST": written(NOT_FOUND)}),
        "_source": writing("year", written(NOT_FOUND)),
        "_version": reading("year", if_consolidated(OK, readers=NOT_FOUND)),
        "_file": writing("year", unsent),
        # It was not sent, so that nobody signs it.
        "_signed": Route("year", {"GET": unsent, "POST": unsent}),
        "_signed_file": reading("year", unsent),
        "_send": Route(
            "year",
            {
                "GET": written(OK, Role.DEPARTMENT_APPROVER),
                "POST": written(UNFIT, Role.DEPARTMENT_APPROVER),
            },
        ),
    }
    return {f"plan_year_{kind}{name}": route for name, route in pages.items()}


REPORT_PAGES: dict[str, Route] = {
    "reports": reading("nothing", lambda actor, subject: OK),
    "report": Route("obligation", {"GET": if_obligation_is_seen, "POST": if_reported(MOVED, MOVED)}),
    "report_task": Route("obligation", {"GET": if_reported(OK, MOVED), "POST": if_reported(UNFIT, MOVED)}),
    "report_last_year": writing("obligation", if_reported(NOT_FOUND, MOVED)),
    "report_general": Route("obligation", {"GET": if_reported(OK, MOVED), "POST": if_reported(UNFIT, MOVED)}),
    "report_evidence": Route("obligation", {"GET": if_reported(OK, OK), "POST": if_reported(UNFIT, UNFIT)}),
    "report_file": reading(
        "obligation", if_report_is_seen(MOVED, draft=MOVED, accepted=NOT_FOUND)
    ),  # the file is lost
    "report_file_remove": writing("obligation", if_reported(MOVED, MOVED)),
    "report_answer": writing("obligation", if_reported(MOVED, MOVED)),
    "report_workbook": reading("obligation", if_reported(OK, MOVED)),
    "report_workbook_upload": Route(
        "obligation", {"GET": if_reported(OK, MOVED), "POST": if_reported(UNFIT, MOVED)}
    ),
    "report_check": reading("obligation", if_reported(OK, MOVED)),
    "report_send": Route("obligation", {"GET": if_reported(OK, MOVED), "POST": if_reported(UNFIT, MOVED)}),
    "report_recall": writing("obligation", if_reported(MOVED, MOVED)),
    "report_receipt": reading("obligation", if_report_is_seen(OK)),
    "report_receipt_pdf": reading("obligation", if_report_is_seen(OK)),
    "report_version": reading("obligation", if_report_is_seen(OK, draft=OK)),
    "plan_year_targets": reading("year", if_targets_are_read(OK)),
    "plan_year_target": Route(
        "year",
        {"GET": if_targets_are_read(OK, *DEPARTMENT), "POST": if_targets_are_read(UNFIT, *DEPARTMENT)},
    ),
    **consolidated_pages("consolidated", if_targets_are_read(OK), REFUSED),
    **consolidated_pages("interim", if_consolidated(OK, readers=NOT_FOUND), NOT_FOUND),
    **consolidated_pages("final", if_consolidated(OK, readers=NOT_FOUND), NOT_FOUND),
    "plan_periods": Route("year", {"GET": if_targets_are_read(OK), "POST": if_consolidated(UNFIT)}),
    "report_products": writing("obligation", if_reported(MOVED, MOVED)),
    "report_product": Route("obligation", {"GET": if_reported(OK, MOVED), "POST": if_reported(UNFIT, MOVED)}),
    "report_product_remove": writing("obligation", if_reported(MOVED, MOVED)),
    "difficulties": reading("nothing", lambda actor, subject: OK),
    "difficulty_new": Route(
        "nothing",
        {"GET": for_reporters(OK), "POST": for_reporters(UNFIT)},
        before=for_reporters(OK),
    ),
    "difficulty": Route(
        "difficulty", {"GET": if_difficulty_is_seen(OK), "POST": if_difficulty_is_seen(UNFIT)}
    ),
}
