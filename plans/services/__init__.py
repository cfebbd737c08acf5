"""What people change about plans and the catalogue."""

from plans.services.catalogue import (
    EDITABLE,
    GIVEN_ONCE,
    add_entry,
    can_edit_catalogue,
    change_entry,
    fixed_fields,
    label_of,
)

__all__ = [
    "EDITABLE",
    "GIVEN_ONCE",
    "add_entry",
    "can_edit_catalogue",
    "change_entry",
    "fixed_fields",
    "label_of",
]
