"""A reporting year: set to open, opened with what the plan says then, kept up to date, locked and opened again.

Each decision is dated with the business moment, named and kept (`YearDecision`). `link` gives the address to which
the mail about an obligation leads.
"""

from collections.abc import Callable
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from agencies.models import User
from agencies.services.texts import checked_text
from core import clock
from core.dates import format_date
from plans.models import Plan, PlanVersion
from reporting.due_days import report_years
from reporting.enums import YearDecisionKind
from reporting.models import Obligation, ObligationGround, ReportingYear, YearDecision
from reporting.obligors import WITH_OBLIGORS, Named, obligors_of
from reporting.permissions import can_open_years
from reporting.services.due import write
from reporting.services.notices import tell_obliged

LONGEST_YEAR_REASON = 1000
Link = Callable[[Obligation], str]


def no_link(obligation: Obligation) -> str:
    """Where nobody is to be led anywhere."""
    return ""


@transaction.atomic
def open_year(
    plan: Plan, year: int, *, by: User | None, data_until: date | None = None, link: Link = no_link
) -> ReportingYear:
    """Opens the year with the plan as it applies today, makes its obligations and tells their people.

    `by` None where it opens by itself. Raises PermissionDenied for who may not; ValidationError for a year that is
    open already, that the plan does not have, or for a plan that is not in force.
    """
    refuse_others(by, plan)
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    version = version_on(plan, clock.today())
    refuse_bad_year(version, year)
    opened = _row_of(plan, year)
    if opened.is_open:
        raise ValidationError(f"Kỳ báo cáo năm {year} đã mở; hãy tải lại trang.", code="open")
    refuse_bad_cut_off(year, data_until)
    write(opened, version=version, opened_at=clock.now(), opened_by=by, data_until=data_until)
    note_decision_on(opened, YearDecisionKind.OPENED, by=by)
    add_obligations(opened, link=link)
    return opened


@transaction.atomic
def set_opening_day(
    plan: Plan, year: int, *, by: User, opens_on: date | None, data_until: date | None = None
) -> ReportingYear:
    """Has the year open by itself on a day to come; None takes that back. Raises as `open_year` does."""
    refuse_others(by, plan)
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    refuse_bad_year(version_on(plan, clock.today()), year)
    refuse_bad_cut_off(year, data_until)
    if opens_on is not None and opens_on <= clock.today():
        raise ValidationError(
            {"opens_on": "Ngày tự mở phải sau hôm nay; muốn mở ngay thì bấm Mở kỳ báo cáo."}
        )
    row = _row_of(plan, year)
    if row.is_open:
        raise ValidationError(f"Kỳ báo cáo năm {year} đã mở; hãy tải lại trang.", code="open")
    write(row, opens_on=opens_on, data_until=data_until)
    told = format_date(opens_on) if opens_on else "bỏ ngày tự mở"
    note_decision_on(row, YearDecisionKind.OPENS_ON, by=by, reason=told)
    return row


def open_due_years(*, link: Link = no_link) -> int:
    """Opens the years whose day has come, by the business date; returns how many. Idempotent.

    In the scope of whoever calls: the job's takes all provinces, one year after the other.
    """
    due = ReportingYear.objects.filter(opened_at=None, opens_on__lte=clock.today()).select_related("plan")
    count = 0
    for row in due:
        try:
            open_year(row.plan, row.year, by=None, data_until=row.data_until, link=link)
        except ValidationError as error:
            if error.code != "open":
                raise
            continue  # somebody was quicker
        count += 1
    return count


@transaction.atomic
def refresh_obligations(year: ReportingYear, *, by: User | None, link: Link = no_link) -> list[Obligation]:
    """Adds what has come to be owed by later decisions, and new grounds; takes nothing away. Gives what is new.

    Raises PermissionDenied for who may not; ValidationError for a year that is locked or not open.
    """
    refuse_others(by, year.plan)
    return add_obligations(locked_open_year(year), link=link)


@transaction.atomic
def lock_year(year: ReportingYear, *, by: User, reason: str) -> ReportingYear:
    """From now on nothing below the year changes. ValidationError without a reason, or where it is locked already."""
    refuse_others(by, year.plan)
    reason = year_reason(reason)
    row = locked_open_year(year)
    write(row, locked_at=clock.now(), locked_by=by, lock_reason=reason)
    row.obligations.exclude(unlocked_at=None).update(unlocked_at=None, unlock_reason="")
    note_decision_on(row, YearDecisionKind.LOCKED, by=by, reason=reason)
    return row


@transaction.atomic
def unlock_year(year: ReportingYear, *, by: User, reason: str) -> ReportingYear:
    """Opens a locked year again, for all its reports. ValidationError without a reason, or where it is not locked."""
    refuse_others(by, year.plan)
    reason = year_reason(reason)
    row = ReportingYear.objects.select_for_update().get(pk=year.pk)
    if not row.is_locked:
        raise ValidationError("Kỳ báo cáo không khóa; hãy tải lại trang.")
    write(row, locked_at=None, locked_by=None, lock_reason="")
    note_decision_on(row, YearDecisionKind.UNLOCKED, by=by, reason=reason)
    return row


@transaction.atomic
def set_data_until(year: ReportingYear, *, by: User, data_until: date | None) -> ReportingYear:
    """Up to which day the figures of the year are told. Raises as `refresh_obligations` does."""
    refuse_others(by, year.plan)
    refuse_bad_cut_off(year.year, data_until)
    row = locked_open_year(year)
    write(row, data_until=data_until)
    told = format_date(data_until) if data_until else "bỏ ngày chốt"
    note_decision_on(row, YearDecisionKind.DATA_UNTIL, by=by, reason=told)
    return row


# What the services of the year and of its obligations share.


def add_obligations(year: ReportingYear, *, link: Link) -> list[Obligation]:
    """Makes the obligations and grounds that are not there yet, and tells the people of the new ones."""
    version = (
        PlanVersion.objects.prefetch_related(*WITH_OBLIGORS)
        .select_related("plan", "province")
        .get(pk=year.version_id)
    )
    known = {one.agency_id: one for one in year.obligations.prefetch_related("grounds")}
    new = []
    for named in obligors_of(version, year.year, clock.today()).owed:
        obligation = known.get(named.agency.pk)
        if obligation is None:
            obligation = _obligation(year, named)
            new.append(obligation)
        add_grounds(obligation, named)
    year.version = version
    tell_obliged(year, new, link=link)
    return new


def version_on(plan: Plan, day: date) -> PlanVersion:
    """The version that applies on the day, an amendment whose day has come before the job that notes it."""
    current = plan.current_version
    if current is None:
        raise ValidationError("Kế hoạch chưa ban hành nên chưa mở kỳ báo cáo được.")
    newer = PlanVersion.objects.in_force_by(day).filter(plan=plan, number__gt=current.number)
    return newer.first() or current


def refuse_others(by: User | None, plan: Plan) -> None:
    """PermissionDenied for who does not decide about the plan's years; None is the portal itself."""
    if by is not None and not can_open_years(by, plan):
        raise PermissionDenied("Chỉ Sở Công Thương của tỉnh quyết định về kỳ báo cáo của kế hoạch này.")


def refuse_bad_year(version: PlanVersion, year: int) -> None:
    """ValidationError for a year in which no report of the plan falls."""
    if year not in report_years(version):
        raise ValidationError(f"Năm {year} không có kỳ báo cáo theo kế hoạch ({version.period}).")


def refuse_bad_cut_off(year: int, data_until: date | None) -> None:
    """ValidationError, at its field, for a cut-off outside of the year and the next one."""
    if data_until is not None and data_until.year not in (year, year + 1):
        raise ValidationError({"data_until": f"Ngày chốt số liệu phải trong năm {year} hoặc năm {year + 1}."})


def locked_open_year(year: ReportingYear) -> ReportingYear:
    """The row for who writes in it until the transaction ends. ValidationError where it is not open, or locked."""
    row = ReportingYear.objects.select_for_update().get(pk=year.pk)
    if not row.is_open:
        raise ValidationError(f"Kỳ báo cáo năm {row.year} chưa mở.")
    if row.is_locked:
        raise ValidationError(f"Kỳ báo cáo năm {row.year} đã khóa; hãy mở khóa trước.", code="locked")
    return row


def year_reason(text: str) -> str:
    """The reason as it is kept; ValidationError at its field."""
    return checked_text("reason", "Lý do", text, longest=LONGEST_YEAR_REASON, required=True)


def note_decision_on(
    year: ReportingYear,
    kind: YearDecisionKind,
    *,
    by: User | None,
    reason: str = "",
    obligation: Obligation | None = None,
) -> YearDecision:
    """Keeps who decided what, when and why."""
    return YearDecision.objects.create(
        year=year, province_id=year.province_id, obligation=obligation, kind=kind, reason=reason, by=by,
        at=clock.now(),
    )  # fmt: skip


def _row_of(plan: Plan, year: int) -> ReportingYear:
    """The year's row, made where nobody has prepared it; the plan is locked. All years of a sample plan are samples."""
    row = ReportingYear.objects.filter(plan=plan, year=year).first()
    return row or ReportingYear.objects.create(
        plan=plan, province_id=plan.province_id, year=year, is_sample=plan.is_sample
    )


def _obligation(year: ReportingYear, named: Named) -> Obligation:
    told = {}
    if named.obligor:
        told = {"kind": named.obligor.kind, "clause": named.obligor.clause, "text": named.obligor.text}
    return Obligation.objects.create(
        year=year, province_id=year.province_id, agency=named.agency, basis=named.basis,
        before=named.day.before if named.day else None, made_at=clock.now(), **told,
    )  # fmt: skip


def add_grounds(obligation: Obligation, named: Named) -> None:
    """Keeps the places that name the agency and are not kept yet."""
    known = {(row.kind, row.place, row.text) for row in obligation.grounds.all()}
    missing = [ground for ground in named.grounds if ground.key not in known]
    ObligationGround.objects.bulk_create(
        ObligationGround(
            obligation=obligation, province_id=obligation.province_id, kind=ground.kind, place=ground.place,
            text=ground.text, is_collective=ground.is_collective, inherited_from=ground.inherited_from,
            position=len(known) + number,
        )
        for number, ground in enumerate(missing)
    )  # fmt: skip
