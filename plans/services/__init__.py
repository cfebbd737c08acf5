"""What people change about a plan as a whole: the life of its versions."""

from plans.services.life import (
    approve_version,
    bring_into_force,
    close_plan,
    discard_draft,
    issue_version,
    locked_draft,
    put_in_force,
    return_version,
    submit_version,
    withdraw_version,
)

__all__ = [
    "approve_version",
    "bring_into_force",
    "close_plan",
    "discard_draft",
    "issue_version",
    "locked_draft",
    "put_in_force",
    "return_version",
    "submit_version",
    "withdraw_version",
]
