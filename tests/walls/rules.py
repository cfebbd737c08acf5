"""What the tables of routes are written with: who asks, what is answered, and a route with its rules."""

from collections.abc import Callable
from dataclasses import dataclass, field

from agencies.enums import Role
from tests.walls.world import Actor, Subject

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
DEPARTMENT = (Role.DEPARTMENT_EDITOR, Role.DEPARTMENT_APPROVER)
ADMINISTRATORS = (Role.PROVINCE_ADMIN, Role.PORTAL_ADMIN)
OK, MOVED, REFUSED = {200}, {302}, {403}
NOT_FOUND, NO_METHOD, UNFIT = {404}, {405}, {422}

Rule = Callable[[Actor, Subject], set[int]]


def own(actor: Actor, subject: Subject) -> bool:
    return subject.province in actor.reach


def anybody(actor, subject) -> set[int]:
    return OK


def if_plan_is_seen(
    then: set[int], refused: Callable[[Actor, Subject], bool] = lambda actor, subject: False
) -> Rule:
    def rule(actor, subject):
        if subject.state == "draft" and not own(actor, subject):
            return NOT_FOUND
        return REFUSED if refused(actor, subject) else then

    return rule


@dataclass(frozen=True)
class Route:
    """What a route is about, and its rules by method. `before` decides before the method is looked at."""

    about: str
    rules: dict[str, Rule]
    data: dict = field(default_factory=dict)
    headers: dict = field(default_factory=dict)
    before: Rule | None = None
    is_public: bool = False


def reading(about: str, rule: Rule, **more) -> Route:
    return Route(about, {"GET": rule}, **more)


def writing(about: str, rule: Rule, **more) -> Route:
    return Route(about, {"POST": rule}, **more)
