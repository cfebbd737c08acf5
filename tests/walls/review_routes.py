"""What the pages of the department's review, of what it enters from paper, and of its counts answer to whom."""

from agencies.enums import Role
from tests.walls.report_routes import READERS_OF_REPORTS, obligation_is_seen
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


def reviews(actor, subject) -> bool:
    return own(actor, subject) and actor.has(*DEPARTMENT)


def if_reviewed(sent: set[int], draft: set[int] = NOT_FOUND) -> Rule:
    """What the department gets for what was sent, and for what its agency is writing."""

    def rule(actor, subject):
        if not obligation_is_seen(actor, subject):
            return NOT_FOUND
        if not reviews(actor, subject):
            return REFUSED
        return draft if subject.state == "draft" else sent

    return rule


def if_reports_are_read(actor, subject) -> set[int]:
    return OK if actor.has(*READERS_OF_REPORTS, Role.MINISTRY_OFFICIAL) else REFUSED


def if_of_the_nation(actor, subject) -> set[int]:
    """The national report is the ministry's."""
    return OK if actor.has(Role.MINISTRY_OFFICIAL) else REFUSED


def if_many_are_accepted(actor, subject) -> set[int]:
    """Nothing is marked; another province's year is told, but not decided on."""
    if not (own(actor, subject) or actor.is_national):
        return NOT_FOUND
    return OK if reviews(actor, subject) else REFUSED


REVIEW_PAGES: dict[str, Route] = {
    "report_review": Route("obligation", {"GET": if_reviewed(OK), "POST": if_reviewed(MOVED)}),
    "report_remark": writing("obligation", if_reviewed(UNFIT)),
    "report_return": writing("obligation", if_reviewed(UNFIT)),
    "report_accept": writing(
        "obligation", if_reviewed(UNFIT)
    ),  # a remark is not answered yet, or it is accepted
    "report_compare": reading("obligation", lambda actor, subject: NOT_FOUND),  # there is one version of each
    "report_paper": Route("obligation", {"GET": if_reviewed(OK, OK), "POST": if_reviewed(MOVED, MOVED)}),
    "completeness": reading("nothing", if_reports_are_read),
    "national": reading("nothing", if_of_the_nation),
    "national_file": writing(
        "nothing",
        lambda actor, subject: MOVED if actor.has(Role.MINISTRY_OFFICIAL) else REFUSED,
        data={"kind": "national_xlsx"},
    ),
    "national_components": reading("nothing", if_of_the_nation),
    "national_outputs": reading("nothing", if_of_the_nation),
    "national_targets": reading("nothing", if_of_the_nation),
    "national_money": reading("nothing", if_of_the_nation),
    "national_compliance": reading("nothing", if_of_the_nation),
    "commended": reading("nothing", if_reports_are_read),
    "plan_year_accept": writing("year", if_many_are_accepted),
}
