"""Plain data as JSON text, with decimal amounts as numbers, never through floats."""

import datetime
import uuid

import simplejson


def _default(value):
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat()
    if isinstance(value, uuid.UUID) or hasattr(value, "__html__") or hasattr(value, "_proxy____cast"):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def dumps(data, indent: int | None = None) -> str:
    """Data as JSON text: Vietnamese letters as they are, Decimal as a number with all its digits."""
    return simplejson.dumps(data, use_decimal=True, ensure_ascii=False, indent=indent, default=_default)
