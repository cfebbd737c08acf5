"""What people change about plans and the catalogue: the life of versions, the catalogue's entries."""

from plans.services.catalogue import (
    EDITABLE,
    GIVEN_ONCE,
    add_entry,
    can_edit_catalogue,
    change_entry,
    fixed_fields,
    label_of,
)
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
    "EDITABLE",
    "GIVEN_ONCE",
    "add_entry",
    "approve_version",
    "bring_into_force",
    "can_edit_catalogue",
    "change_entry",
    "close_plan",
    "discard_draft",
    "fixed_fields",
    "issue_version",
    "label_of",
    "locked_draft",
    "put_in_force",
    "return_version",
    "submit_version",
    "withdraw_version",
]
