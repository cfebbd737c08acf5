"""What the routes of the reporting year answer to whom."""

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


def knows_of_years(actor, subject) -> bool:
    return subject.state != "draft" and (own(actor, subject) or actor.is_national)


def if_year_is_seen(then: set[int]) -> Rule:
    """Whom a plan's reporting years are told; a draft of another province is not even there."""
    return lambda actor, subject: then if knows_of_years(actor, subject) else NOT_FOUND


def if_years_are_seen(actor, subject) -> set[int]:
    """The list is there for a draft of one's own province too, and says that there are none yet."""
    return OK if knows_of_years(actor, subject) or own(actor, subject) else NOT_FOUND


def if_year_is_decided(then: set[int]) -> Rule:
    def rule(actor, subject):
        if not knows_of_years(actor, subject):
            return NOT_FOUND
        return then if own(actor, subject) and actor.has(*DEPARTMENT) else REFUSED

    return rule


def obligation_is_seen(actor, subject) -> bool:
    """By who reads the province's reports, and by its own agency (the accepted one is of nobody here)."""
    readers = (*DEPARTMENT, Role.FINANCE_APPRAISER, Role.PROVINCIAL_VIEWER)
    is_ones_own = actor.user == subject.by and subject.state != "accepted"
    return own(actor, subject) and (actor.has(*readers) or is_ones_own)


def if_obligation_is_seen(actor, subject) -> set[int]:
    return OK if obligation_is_seen(actor, subject) else NOT_FOUND


def if_obligation_is_decided(then: set[int]) -> Rule:
    def rule(actor, subject):
        if not obligation_is_seen(actor, subject):
            return NOT_FOUND
        return then if own(actor, subject) and actor.has(*DEPARTMENT) else REFUSED

    return rule


def if_in_the_department(then: set[int]) -> Rule:
    """Of one's own province."""
    return lambda actor, subject: then if actor.has(*DEPARTMENT) else REFUSED


REPORTING: dict[str, Route] = {
    "plan_years": reading("plan", if_years_are_seen),
    "plan_year": reading("year", if_year_is_seen(OK)),
    "plan_year_open": Route("year", {"GET": if_year_is_decided(OK), "POST": if_year_is_decided(UNFIT)}),
    "plan_year_lock": Route("year", {"GET": if_year_is_decided(OK), "POST": if_year_is_decided(UNFIT)}),
    "plan_year_data": Route("year", {"GET": if_year_is_decided(OK), "POST": if_year_is_decided(MOVED)}),
    "plan_year_ask": Route("year", {"GET": if_year_is_decided(OK), "POST": if_year_is_decided(UNFIT)}),
    "plan_year_refresh": writing("year", if_year_is_decided(MOVED)),
    "plan_year_obligors": reading("year", if_year_is_decided(OK)),
    "plan_year_collective": Route("year", dict.fromkeys(("GET", "POST"), if_year_is_decided(NOT_FOUND))),
    "plan_year_nobodys": writing("year", if_year_is_decided(MOVED)),
    "plan_year_heir": Route("year", dict.fromkeys(("GET", "POST"), if_year_is_decided(NOT_FOUND))),
    "plan_year_reminders": reading("year", if_year_is_decided(OK)),
    "reminder_stages": reading("nothing", if_in_the_department(OK)),
    "reminder_stage": Route("stage", {"GET": if_in_the_department(OK), "POST": if_in_the_department(UNFIT)}),
    "obligation": reading("obligation", if_obligation_is_seen),
    "obligation_extend": Route(
        "obligation", {"GET": if_obligation_is_decided(OK), "POST": if_obligation_is_decided(UNFIT)}
    ),
    "obligation_withdraw": Route(
        "obligation", {"GET": if_obligation_is_decided(OK), "POST": if_obligation_is_decided(UNFIT)}
    ),
    "obligation_unlock": Route(
        "obligation", {"GET": if_obligation_is_decided(OK), "POST": if_obligation_is_decided(UNFIT)}
    ),
}
