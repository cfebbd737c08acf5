"""Decisions noted on findings."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from agencies.models import User
from budgets.findings import Finding, findings_of
from budgets.models import FindingDecision
from budgets.permissions import can_decide_findings
from core.text import printable
from plans.models import PlanVersion

MAX_DECISION_LENGTH = 4000


@transaction.atomic
def note_decision(version: PlanVersion, finding_key: str, *, by: User, text: str) -> Finding:
    """Notes how a finding is read. Figures stay as they are; earlier notes stay too.

    Raises PermissionDenied for who may not, ValidationError for a note that is empty or not printable
    or for a finding that the version does not have. Returns the finding with the new decision.
    """
    if not can_decide_findings(by, version.plan):
        raise PermissionDenied("Chỉ Sở Công Thương của tỉnh được ghi quyết định về sai lệch.")
    try:
        text = printable(text)
    except ValueError as error:
        raise ValidationError({"text": f"Ghi chú {error}; hãy nhập lại."}) from None
    if not text:
        raise ValidationError({"text": "Hãy ghi nội dung quyết định."})
    if len(text) > MAX_DECISION_LENGTH:
        raise ValidationError({"text": f"Không quá {MAX_DECISION_LENGTH} ký tự."})
    finding = next((f for f in findings_of(version) if f.key == finding_key), None)
    if finding is None:
        raise ValidationError({"key": "Kế hoạch không có sai lệch này."})
    FindingDecision.objects.create(
        plan=version.plan,
        province_id=version.province_id,
        version=version,
        finding_key=finding.key,
        printed=finding.printed,
        computed=finding.computed,
        text=text,
        decided_by=by,
    )
    return next(f for f in findings_of(version) if f.key == finding_key)
