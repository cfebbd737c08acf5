"""From a person to the scope in which the database works for her: what `core.scope` is told, and when."""

from agencies.models import User
from core import scope
from core.scope import MINISTRY, WEB, Scope

MEMBERSHIP = "membership"  # where a session keeps the public id of the membership that was chosen


def act_as(user: User, membership: str | int = "") -> None:
    """From here on the running transaction works for this person, who has just proved who she is."""
    scope.enter(Scope(user=user.pk, request=_request()))  # in which her memberships can be read
    act_under(user, membership)


def act_under(user: User, membership: str | int = "") -> None:
    """Enters the scope of one of the person's memberships, in a transaction that is hers already.

    `membership` is the one that she chose, by public id or primary key; where it is none of hers (any more) she
    acts under the first of those in force.
    """
    user.act_under(membership)
    scope.enter(scope_of(user, request=_request()))


def scope_of(user: User, *, request: str = "") -> Scope:
    """The scope of a person acting under her membership: her provinces, or the ministry's role."""
    return Scope(
        role=MINISTRY if user.sees_all_provinces else WEB,
        provinces=frozenset(user.province_ids()),
        user=user.pk,
        membership=user.membership.pk if user.membership else None,
        request=request,
    )


def _request() -> str:
    running = scope.current()
    return running.request if running else ""
