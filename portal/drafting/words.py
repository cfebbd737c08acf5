"""Places and values of a plan document in words, for who has to settle two changes of one thing."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from agencies.models import Agency
from budgets.enums import Source
from budgets.findings.money import sub_source_names
from core.dates import MonthDay, format_date, format_month_day, format_partial
from core.numbers import format_number
from plans.document_words import LABELS, key_in_words
from plans.enums import (
    AnnexStatus,
    Component,
    DocumentKind,
    ObjectiveKind,
    SectionKind,
    VersionKind,
    VersionStatus,
)
from plans.models import Indicator, OutputKind, Plan
from reporting.enums import ObligorKind

NOTHING = "không có"
CODES = {
    choice.value: choice.label
    for choices in (
        Component, DocumentKind, VersionKind, VersionStatus, ObjectiveKind, SectionKind, AnnexStatus,
        ObligorKind, Source,
    )
    for choice in choices
}  # fmt: skip
CODED = {"kind", "component", "status", "sources", "sub_sources", "agency", "indicator"}


def place_in_words(path: str) -> str:
    """A place of the document: "groups[1].tasks[1/1.1].time.end" as "nhóm nhiệm vụ 1 › nhiệm vụ 1/1.1 › ..."."""
    path, _, order = path.partition(" (")
    words = []
    for label, name in re.findall(r"\[([^\[\]]*)\]|([^.\[\]]+)", path):
        if name:
            words.append(LABELS.get(name) or CODES.get(name, name))
        else:
            words[-1] = f"{words[-1]} {key_in_words(label)}"
    found = " › ".join(words)
    return f"{found} ({order}" if order else found


class Values:
    """Values of two documents in words; names of agencies, indicators and kinds are read once."""

    def __init__(self, plan: Plan):
        agencies = Agency.objects.filter(province__in=[plan.province_id]).values_list("slug", "name")
        self._names = {
            **CODES,
            **sub_source_names(),
            **dict(agencies),
            **dict(Indicator.objects.values_list("code", "short_name")),
            **dict(OutputKind.objects.values_list("code", "name")),
        }

    def in_words(self, value: Any, name: str = "") -> str:
        """A value as people read it; `name` is the key under which it stands."""
        if value is None or value == [] or value == {}:
            return NOTHING
        if isinstance(value, dict):
            parts = (
                (LABELS.get(k) or self._names.get(k, k), k, v)
                for k, v in value.items()
                if v not in (None, [], {}, False)
            )
            return "; ".join(f"{label}: {self.in_words(v, k)}" for label, k, v in parts)
        if isinstance(value, list):
            return ", ".join(self.in_words(item, name) for item in value)
        return self._single(value, name)

    def _single(self, value: Any, name: str) -> str:
        if isinstance(value, bool):
            return "có" if value else "không"
        if isinstance(value, date):
            return format_date(value)
        if isinstance(value, Decimal):
            return format_number(value)
        if name == "before":
            return format_month_day(MonthDay.read(value))
        if name in ("start", "end"):
            return format_partial(str(value))
        return self._names.get(value, value) if name in CODED else str(value)
