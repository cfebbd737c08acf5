"""What the department decides about who owes reports: whom a collective means, who follows an agency that has ended.

Decisions are of the plan and are remembered for the years that follow; a newer one replaces an older one. What comes to
be owed by them is made by `refresh_obligations`.
"""

from django.core.exceptions import ValidationError
from django.db import transaction

from agencies.collectives import collective_key
from agencies.models import Agency, User
from agencies.services.texts import checked_text
from agencies.succession import has_ended
from core import clock
from plans.models import Plan
from reporting.models import CollectiveDecision, CollectiveMember, HeirDecision, ReportingYear
from reporting.services.years import LONGEST_YEAR_REASON, refuse_others


@transaction.atomic
def decide_collective(
    plan: Plan, texts: list[str], agencies: list[Agency], *, by: User, year: int | None = None
) -> list[CollectiveDecision]:
    """Keeps which agencies the words mean, for each of the texts; none of them where they bind nobody in particular.

    `year` is the one in which it is decided: what is decided in a sample year holds in no real one.

    Raises PermissionDenied for who may not; ValidationError without words, or for an agency that is neither of the
    plan's province nor of the one that took it over.
    """
    refuse_others(by, plan)
    if not texts:
        raise ValidationError("Hãy chọn cụm từ cần quyết định.")
    own = {plan.province_id, plan.province.successor_id}
    if foreign := [agency for agency in agencies if agency.province_id not in own]:
        raise ValidationError({"agencies": f"{foreign[0]} không thuộc tỉnh của kế hoạch."})
    found, is_sample = [], _is_sample(plan, year)
    for text in texts:
        decision = CollectiveDecision.objects.create(
            plan=plan,
            province_id=plan.province_id,
            text=text,
            key=collective_key(text),
            is_sample=is_sample,
            decided_by=by,
            decided_at=clock.now(),
        )
        CollectiveMember.objects.bulk_create(
            CollectiveMember(decision=decision, province_id=plan.province_id, agency=agency)
            for agency in agencies
        )
        found.append(decision)
    return found


def decide_heir(
    plan: Plan,
    agency: Agency,
    *,
    heir: Agency,
    by: User,
    place: str = "",
    reason: str = "",
    year: int | None = None,
) -> HeirDecision:
    """Keeps who follows an agency that has ended: at one place of the plan, or (place empty) in all its duties.

    `year` as for a collective.

    Raises PermissionDenied for who may not; ValidationError, at the field, for what cannot be.
    """
    refuse_others(by, plan)
    reason = checked_text("reason", "Lý do", reason, longest=LONGEST_YEAR_REASON)
    if heir == agency:
        raise ValidationError({"heir": "Hãy chọn một cơ quan khác."})
    if has_ended(heir, clock.today()):
        raise ValidationError({"heir": f"{heir} cũng đã thôi hoạt động; hãy chọn cơ quan đang hoạt động."})
    if heir.province_id not in {plan.province_id, plan.province.successor_id}:
        raise ValidationError({"heir": f"{heir} không thuộc tỉnh của kế hoạch."})
    return HeirDecision.objects.create(
        plan=plan, province_id=plan.province_id, agency=agency, place=place, heir=heir, reason=reason,
        decided_by=by, decided_at=clock.now(), is_sample=_is_sample(plan, year),
    )  # fmt: skip


def _is_sample(plan: Plan, year: int | None) -> bool:
    return plan.is_sample or ReportingYear.objects.filter(plan=plan, year=year, is_sample=True).exists()
