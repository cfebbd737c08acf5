"""From a person to the scope in which the database works for her: what `core.scope` is told, and when."""

from agencies.models import User
from core import scope
from core.scope import MINISTRY, WEB, Scope

MEMBERSHIP = "membership"  # where a session keeps the public id of the membership that was chosen


def act_as(user: User, *, request: str = "", membership: str | int = "") -> None:
    """Sets the running transaction's scope to what the person may reach, as soon as she is known.

    `membership` is the one that she chose to act under, by public id or primary key; where it is none of hers (any
    more), she acts under the first of those in force. `request` names the request in the history; without it
    the one of the running scope stays.
    """
    running = scope.current()
    request = request or (running.request if running else "")
    scope.enter(Scope(user=user.pk, request=request))  # under which her own memberships can be read
    user.act_under(membership)
    scope.enter(scope_of(user, request=request))


def scope_of(user: User, *, request: str = "") -> Scope:
    """The scope of a person acting under her membership: her provinces, or the ministry's role."""
    return Scope(
        role=MINISTRY if user.sees_all_provinces else WEB,
        provinces=frozenset(user.province_ids()),
        user=user.pk,
        membership=user.membership.pk if user.membership else None,
        request=request,
    )
