"""The life of a version, one function a step of `plans.transitions`; each is dated, named and told to whom it concerns.

Every step locks the version, looks at its status and at who asks, writes the status and a `VersionStep`, and sends
mails. A step that somebody else took meanwhile is refused with what stands there now. `link` is the address of the
plan's page that mails lead to.
"""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.models import F

from agencies.models import User
from agencies.rights import Right
from core import clock
from core.dates import format_date
from plans.enums import VersionKind, VersionStatus
from plans.models import Plan, PlanVersion, TypedForm, VersionStep
from plans.services.notices import tell
from plans.transitions import transition

# What is given on the day of issue; the last is from when the version is in force.
GIVEN_AT_ISSUE = (
    "document_number", "issued_on", "place", "signer_name", "signer_title", "signer_authority", "in_force_from",
)  # fmt: skip


def locked_draft(version: PlanVersion, *, by: User) -> PlanVersion:
    """The version, locked until the transaction ends, for somebody who writes in it.

    Raises PermissionDenied for who may not write plans of its province; ValidationError where it is not open for
    writing (any more), with what is to be done.
    """
    if not by.may(Right.WRITE_PLANS, province=version.province):
        raise PermissionDenied("Chỉ người của Sở Công Thương tỉnh được soạn kế hoạch này.")
    locked = _locked(version)
    if not locked.is_writable:
        raise ValidationError(_why_closed(locked), code="not_writable")
    return locked


def submit_version(version: PlanVersion, *, by: User, link: str, comment: str = "") -> PlanVersion:
    """Sends a draft to whoever approves."""
    return _step(version, VersionStatus.SUBMITTED, by=by, link=link, comment=comment)


def withdraw_version(version: PlanVersion, *, by: User, link: str, comment: str = "") -> PlanVersion:
    """Takes a submitted version back before it is decided on; it is a draft again."""
    return _step(version, VersionStatus.DRAFT, by=by, link=link, comment=comment)


def return_version(version: PlanVersion, *, by: User, link: str, comment: str) -> PlanVersion:
    """Sends a version back to be changed; `comment` says what."""
    return _step(version, VersionStatus.RETURNED, by=by, link=link, comment=comment)


def approve_version(version: PlanVersion, *, by: User, link: str, comment: str = "") -> PlanVersion:
    """Approves a submitted version. ValidationError for who wrote any of it: nobody approves her own plan."""
    return _step(version, VersionStatus.APPROVED, by=by, link=link, comment=comment)


def issue_version(version: PlanVersion, *, by: User, link: str, **given) -> PlanVersion:
    """Issues an approved version under its number, with what is given on that day (`GIVEN_AT_ISSUE`).

    A first version is the plan's from then on; an amendment from the day on which it is in force: at once, or by
    `bring_into_force` when that day comes. ValidationError, at the field, for what cannot be; and where the version
    that it amends is no longer the one in force.
    """
    with transaction.atomic():
        Plan.objects.select_for_update().get(pk=version.plan_id)  # nobody closes or replaces it meanwhile
        locked = _locked(version)
        _refuse_bad_issue(locked, given)
        for name in GIVEN_AT_ISSUE:
            setattr(locked, name, given[name] or (None if name in ("issued_on", "in_force_from") else ""))
        issued = _step(locked, VersionStatus.ISSUED, by=by, link=link, columns=GIVEN_AT_ISSUE)
        if issued.kind == VersionKind.ORIGINAL or issued.in_force_from <= clock.today():
            put_in_force(issued)
        TypedForm.objects.filter(plan=version.plan_id).delete()  # what was never saved belongs to no version
        return issued


def close_plan(plan: Plan, *, by: User, link: str, comment: str) -> PlanVersion:
    """Closes a plan with its version in force: nothing is amended any more. ValidationError while one is being written."""
    with transaction.atomic():
        plan = Plan.objects.select_for_update().get(pk=plan.pk)  # nobody begins an amendment meanwhile
        current = plan.current_version
        if current is None:
            raise ValidationError("Kế hoạch chưa ban hành nên chưa kết thúc được.")
        if plan.versions.unissued().exists():
            raise ValidationError("Đang có bản điều chỉnh chưa ban hành; hãy ban hành hoặc bỏ bản đó trước.")
        if waiting_version(plan):
            raise ValidationError("Đang có bản điều chỉnh chờ đến ngày áp dụng nên chưa kết thúc được.")
        return _step(current, VersionStatus.CLOSED, by=by, link=link, comment=comment)


def discard_draft(version: PlanVersion, *, by: User) -> PlanVersion:
    """Throws a draft away: nobody writes in it any more, its province still reads it, and documents made of it stay."""
    with transaction.atomic():
        locked_draft(version, by=by)
        TypedForm.objects.filter(plan=version.plan_id).delete()
        return _step(version, VersionStatus.DISCARDED, by=by, link="")


def put_in_force(version: PlanVersion) -> None:
    """Makes an issued version the plan's; the one before is replaced by it, and stays readable."""
    plan = Plan.objects.select_for_update().get(pk=version.plan_id)
    current = plan.current_version
    if current and (current.number >= version.number or current.status == VersionStatus.CLOSED):
        return
    before = plan.versions.filter(status=VersionStatus.ISSUED).exclude(pk=version.pk)
    for replaced in before.filter(number__lt=version.number):
        _write_status(replaced, VersionStatus.AMENDED)
    plan.current_version = version
    plan.save(update_fields=["current_version"])
    version.plan = plan


def waiting_version(plan: Plan) -> PlanVersion | None:
    """An issued amendment whose day has not come yet."""
    current = plan.current_version
    if current is None:
        return None
    return plan.versions.filter(status=VersionStatus.ISSUED, number__gt=current.number).first()


def bring_into_force() -> int:
    """Puts amendments in force whose day has come, by the business date; returns how many. Idempotent.

    In the scope of whoever calls: the job's takes all provinces, one after the other.
    """
    due = PlanVersion.objects.filter(
        status=VersionStatus.ISSUED,
        kind=VersionKind.AMENDMENT,
        in_force_from__lte=clock.today(),
        plan__current_version__number__lt=F("number"),
    )
    count = 0
    for version in due.order_by("plan", "number"):
        with transaction.atomic():
            put_in_force(version)
        count += 1
    return count


def wrote(version: PlanVersion, person: User) -> bool:
    """If the person wrote any of the version, as the history knows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT plans_wrote(%s, %s)", [version.pk, person.pk])
        return cursor.fetchone()[0]


@transaction.atomic
def _step(
    version: PlanVersion, after: VersionStatus, *, by: User, link: str, comment: str = "", columns=()
) -> PlanVersion:
    locked = _locked(version)
    taken = transition(locked.status, after)
    if taken is None or taken.right is None:
        raise ValidationError(_why_not(locked), code="other_status")
    if not by.may(taken.right, province=locked.province):
        raise PermissionDenied(f"Bạn không được {taken.verb.lower()} kế hoạch của tỉnh này.")
    comment = comment.strip()
    if taken.asks_reason and not comment:
        raise ValidationError({"comment": "Hãy ghi lý do, để người soạn biết phải làm gì tiếp."})
    if after == VersionStatus.APPROVED and wrote(locked, by):
        raise ValidationError("Bạn đã soạn một phần của bản này nên người khác phải duyệt.", code="own_work")
    for name in columns:
        setattr(locked, name, getattr(version, name))
    _write_status(locked, after, columns, by=by, comment=comment)
    tell(locked, taken, by=by, link=link, comment=comment)
    return locked


def _write_status(
    version: PlanVersion, after: VersionStatus, columns=(), *, by: User | None = None, comment: str = ""
) -> None:
    before, version.status = version.status, after
    version.save(update_fields=["status", *columns])
    VersionStep.objects.create(
        version=version, province_id=version.province_id, before=before, after=after, by=by, comment=comment
    )


def _locked(version: PlanVersion) -> PlanVersion:
    rows = PlanVersion.objects.select_for_update(of=("self",)).select_related("plan", "province")
    try:
        return rows.get(pk=version.pk)
    except PlanVersion.DoesNotExist:
        raise ValidationError("Bản này vừa bị bỏ; hãy mở lại kế hoạch.", code="gone") from None


def _refuse_bad_issue(version: PlanVersion, given: dict) -> None:
    faults = {}
    for name, words in (
        ("document_number", "số, ký hiệu"),
        ("issued_on", "ngày ban hành"),
        ("signer_name", "người ký"),
        ("signer_title", "chức vụ người ký"),
        ("in_force_from", "ngày áp dụng"),
    ):
        if not given.get(name):
            faults[name] = f"Hãy ghi {words}."
    issued_on, in_force_from = given.get("issued_on"), given.get("in_force_from")
    if issued_on and issued_on > clock.today():
        faults["issued_on"] = "Ngày ban hành chưa đến; chỉ ghi khi quyết định đã ký."
    if issued_on and in_force_from and in_force_from < issued_on and version.kind == VersionKind.AMENDMENT:
        faults["in_force_from"] = (
            f"Bản điều chỉnh không áp dụng trước ngày ban hành ({format_date(issued_on)})."
        )
    current = version.plan.current_version
    if version.kind == VersionKind.AMENDMENT and not faults:
        faults = _faults_beside(current, issued_on, in_force_from)
    if faults:
        raise ValidationError(faults)
    if version.kind == VersionKind.AMENDMENT:
        if current.status == VersionStatus.CLOSED:
            raise ValidationError("Kế hoạch đã kết thúc nên không ban hành bản điều chỉnh được.")
        if waiting := waiting_version(version.plan):
            raise ValidationError(
                f"Bản số {waiting.number} đã ban hành và áp dụng từ {format_date(waiting.in_force_from)}; "
                "chưa ban hành thêm bản điều chỉnh khác được."
            )
        if current.number != version.amends:
            raise ValidationError(
                f"Bản này điều chỉnh bản số {version.amends}, nhưng nay bản số {current.number} đang áp dụng. "
                "Hãy so sánh hai bản, mở bản điều chỉnh mới từ bản đang áp dụng."
            )


def _faults_beside(current: PlanVersion, issued_on: date, in_force_from: date) -> dict[str, str]:
    """What does not fit the version in force: an amendment is issued, and applies, no earlier than what it amends."""
    faults = {}
    if current.issued_on and issued_on < current.issued_on:
        day = format_date(current.issued_on)
        faults["issued_on"] = (
            f"Bản đang áp dụng ban hành ngày {day}; bản điều chỉnh không ban hành trước ngày đó."
        )
    if current.applies_from and in_force_from < current.applies_from:
        day = format_date(current.applies_from)
        faults["in_force_from"] = (
            f"Bản đang áp dụng có hiệu lực từ {day}; bản điều chỉnh không áp dụng trước ngày đó."
        )
    return faults


def _why_closed(version: PlanVersion) -> str:
    words = {
        VersionStatus.SUBMITTED: "đang chờ duyệt; hãy rút lại nếu cần sửa",
        VersionStatus.APPROVED: "đã duyệt, chờ ban hành; hãy nhờ lãnh đạo trả lại nếu cần sửa",
        VersionStatus.CLOSED: "đã kết thúc nên không sửa được nữa",
        VersionStatus.DISCARDED: "đã bỏ nên không sửa được nữa",
    }
    return f"Bản này {words.get(version.status, 'đã ban hành; hãy mở bản điều chỉnh nếu cần sửa')}."


def _why_not(version: PlanVersion) -> str:
    return f"Bản này hiện “{version.get_status_display()}” nên không làm bước đó được; hãy mở lại trang."
