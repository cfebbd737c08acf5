"""The results of the period before, for a new plan: what the earlier plan's final report says was reached, by kind."""

import json

from django.db.models.fields.json import KT

from agencies.models import User
from core.numbers import format_number
from plans.models import OutputKind, Plan
from reporting.builders.consolidated.period.tasks import Reached, reached_by_kind
from reporting.contents import frozen
from reporting.enums import ConsolidationKind, ConsolidationStatus
from reporting.models import Consolidation


def past_results(plan: Plan, user: User) -> list[dict]:
    """As the plan document has them; none without a final report that was sent. What is unknown has no quantity."""
    rows = Consolidation.objects.visible_to(user).filter(
        year__plan=plan, kind=ConsolidationKind.FINAL, status=ConsolidationStatus.SENT
    )
    rows = rows.annotate(tables=KT("contents__ConsolidatedReport__tables")).defer("contents")
    final = rows.select_related("year").order_by("year__year", "number").last()
    if final is None:
        return []
    codes = dict(OutputKind.objects.values_list("name", "code"))
    return [
        {
            "text": _words(one, is_sample=final.year.is_sample),
            "kind": codes.get(one.kind),
            "quantity": one.total,
            "unit": one.unit or None,
            "start": final.from_year,
            "end": final.year.year,
        }
        for one in reached_by_kind(frozen.read(json.loads(final.tables)))
    ]


def _words(one: Reached, *, is_sample: bool) -> str:
    """ "Lớp tập huấn: 12 lớp, còn 2 chỗ chưa rõ"; what was invented is said to be."""
    reached = "chưa rõ" if one.total is None else f"{format_number(one.total)} {one.unit}".strip()
    still_open = f", còn {one.open} chỗ chưa rõ" if one.open and one.total is not None else ""
    return f"{one.kind}: {reached}{still_open}" + (" (số liệu mẫu)" if is_sample else "")
