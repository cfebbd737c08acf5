"""Contents as JSON and back, exactly: what was sent is kept so, and tells by its digest if two are the same."""

import dataclasses
import enum
import hashlib
import json
from datetime import date
from decimal import Decimal

from reporting.contents import consolidated, heading, parts, workbook

# What is read back. A class that changes its fields must still read what was kept before.
_CLASSES = {
    one.__name__: one
    for module in (consolidated, heading, parts, workbook)
    for one in vars(module).values()
    if dataclasses.is_dataclass(one)
}


def plain(value):
    """The value as JSON that no other value has. TypeError for what contents may not hold."""
    if value is None or (isinstance(value, bool | int | str) and not isinstance(value, enum.Enum)):
        return value
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if dataclasses.is_dataclass(value):
        fields = {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return {type(value).__name__: fields}
    if isinstance(value, dict):
        return {"dict": [[plain(key), plain(item)] for key, item in value.items()]}
    if isinstance(value, Decimal | date | enum.Enum):
        return {type(value).__name__: str(value)}
    raise TypeError(f"{type(value).__name__} is no plain value of a document")


def read(data):
    """The contents that `plain` wrote; lists come back as tuples."""
    if isinstance(data, list):
        return tuple(read(item) for item in data)
    if not isinstance(data, dict):
        return data
    ((name, value),) = data.items()
    if name == "Decimal":
        return Decimal(value)
    if name == "date":
        return date.fromisoformat(value)
    return _CLASSES[name](**{field: read(item) for field, item in value.items()})


def digest(data) -> str:
    """SHA-256 over what `plain` gave, as canonical JSON: UTF-8, sorted names, no spaces."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
