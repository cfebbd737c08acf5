"""One invented reporting year of a plan, from its opening to what has come in by now."""

from datetime import datetime, time, timedelta
from random import Random

from django.db import transaction

from agencies.enums import AgencyKind
from agencies.mailing import silence
from agencies.models import Agency, User
from core import clock
from core.dates import HANOI
from plans.models import Plan
from portal.sample.answers import answer_on, product_of
from portal.sample.people import department_people, members_of_kind, reporter_of
from reporting.enums import ObligationBasis
from reporting.models import Obligation, Report, ReportingYear
from reporting.obligors import WITH_OBLIGORS, collector_of, obligors_of
from reporting.services import (
    accept_report,
    decide_collective,
    open_year,
    refresh_obligations,
    return_report,
    start_report,
    submit_report,
    version_on,
)
from reporting.services.entries import save_entry, save_general
from reporting.services.products import save_product
from reporting.services.reports import printed_of

OPENED = (10, 1)  # month and day
OFFICER = ("Nguyễn Văn Mẫu", "Phó Giám đốc")
SILENT, NIL, RETURNED = (
    0.15,
    0.05,
    0.12,
)  # shares of those who do not report, had nothing, get their report back
LATE = 0.12
WAITS = timedelta(days=4)  # until the department has looked at a report


class RealYearError(Exception):
    """The year is open with real figures: nothing invented is mixed with them."""


@transaction.atomic
def make_sample_year(plan: Plan, year: int, *, seed: int, has_reports: bool = True) -> ReportingYear | None:
    """Opens the year as a sample and fills it up to now, by the business clock; None where that was done before.

    Without `has_reports` everybody still owes hers. Nobody is written to about it. Raises RealYearError where the year was opened for real.
    """
    if known := ReportingYear.objects.filter(plan=plan, year=year).first():
        if known.is_sample and known.is_open:
            return None
        raise RealYearError(f"{plan.slug} {year}")
    random = Random(f"{seed}/{plan.slug}/{year}")
    opening = datetime(year, *OPENED, 9, tzinfo=HANOI)
    with silence():
        with clock.standing_at(min(opening, clock.now())):
            row = _opened(plan, year)
        if has_reports:
            for obligation in row.obligations.select_related("agency", "year", "province").order_by(
                "agency__sort_key"
            ):
                _report(obligation, random)
    return row


def _opened(plan: Plan, year: int) -> ReportingYear:
    department = collector_of(plan.province, clock.today())
    editor, _ = department_people(department)
    ReportingYear.objects.create(plan=plan, province_id=plan.province_id, year=year, is_sample=True)
    row = open_year(plan, year, by=editor)
    version = plan.versions.prefetch_related(*WITH_OBLIGORS).get(pk=version_on(plan, clock.today()).pk)
    for collective in obligors_of(version, year, clock.today()).open_collectives:
        kinds = [kind for kind in collective.kinds if kind in (AgencyKind.DISTRICT, AgencyKind.FACILITY)]
        members = [agency for kind in kinds for agency in members_of_kind(plan.province, kind)]
        decide_collective(plan, [collective.text], members, by=editor)
    refresh_obligations(row, by=editor)
    return row


def _report(obligation: Obligation, random: Random) -> None:
    """What becomes of one obligation; the same draws for each, whatever comes of them."""
    is_silent, is_late, is_nil, is_returned = (
        random.random() < share for share in (SILENT, LATE, NIL, RETURNED)
    )
    days = random.randint(1, 9) if is_late else -random.randint(1, 20)
    own = Random(random.random())
    until = obligation.late_from or datetime(obligation.year.year, 12, 15, tzinfo=HANOI)
    moment = datetime.combine((until + timedelta(days=days)).date(), time(9, own.randint(0, 59)), HANOI)
    if is_silent or moment > clock.now():
        return
    department = collector_of(obligation.province, moment.date())
    by = _writer(obligation, department)
    with clock.standing_at(moment):
        report = _sent(start_report(obligation, by=by), by, own, is_nil=is_nil)
    if obligation.basis != ObligationBasis.OWN and moment + WAITS <= clock.now():
        _decided(report, department, by, own, moment + WAITS, is_returned=is_returned)


def _writer(obligation: Obligation, department: Agency) -> User:
    if obligation.agency == department:
        return department_people(department)[0]
    return reporter_of(obligation.agency)


def _sent(report: Report, by: User, random: Random, *, is_nil: bool) -> Report:
    report = Report.objects.with_content().get(pk=report.pk)
    values = {"general": "Cơ quan đã triển khai các nhiệm vụ được giao trong kế hoạch."}
    if is_nil:
        values = {
            "is_nil": True,
            "nil_reason": "Trong năm cơ quan không được giao kinh phí, không phát sinh nội dung.",
        }
    report_now = save_general(report, revision=report.revision, by=by, **values)
    if not is_nil:
        printed = printed_of(report)
        for entry in report.taskentry_rows.all():
            given = answer_on(entry, printed[entry.place], report.obligation.year.year, random)
            save_entry(entry, given, revision=entry.revision, by=by)
        for product in report.productentry_rows.all():
            given = product_of(report.obligation.year.year, random)
            save_product(product, given, revision=product.revision, by=by)
    return submit_report(report_now, by=by, officer_name=OFFICER[0], officer_title=OFFICER[1])


def _decided(report, department, writer, random, moment, *, is_returned: bool) -> None:
    """The department accepts it, or returns it and mostly gets it anew some days later."""
    editor, approver = department_people(department)
    with clock.standing_at(moment):
        if not is_returned:
            accept_report(report, by=approver, despite=True)
            return
        return_report(report, by=editor, comment="Đề nghị bổ sung số lượng và kinh phí theo từng nguồn.")
    again = moment + timedelta(days=random.randint(1, 6))
    if again <= clock.now() and random.random() < 0.7:
        with clock.standing_at(again):
            anew = start_report(report.obligation, by=writer)
            submit_report(anew, by=writer, officer_name=OFFICER[0], officer_title=OFFICER[1])
