"""One invented reporting year of a plan, from its opening to what has come in by now."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from agencies.enums import AgencyKind
from agencies.mailing import silence
from agencies.models import User
from core import clock
from core.dates import HANOI
from plans.models import Plan
from portal.sample.answers import answer_on, general_of, product_of
from portal.sample.besides import count_for_targets, raise_difficulties
from portal.sample.bulk import write_in_bulk
from portal.sample.fates import COMMENT, OFFICER, SENT_AGAIN, Cast, Fate, fate_of
from portal.sample.people import members_of_kind
from reporting.models import Report, ReportingYear
from reporting.obligors import WITH_OBLIGORS, obligors_of
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


class RealYearError(Exception):
    """The year is open with real figures: nothing invented is mixed with them."""


@transaction.atomic
def make_sample_year(
    plan: Plan, year: int, *, seed: int, has_reports: bool = True, in_bulk: bool = False
) -> ReportingYear | None:
    """Opens the year as a sample and fills it up to now, by the business clock; None where that was done before.

    Without `has_reports` everybody still owes hers; `in_bulk` writes the same in less time. Nobody is written to about
    it. Raises RealYearError where the year was opened for real.
    """
    if known := ReportingYear.objects.filter(plan=plan, year=year).first():
        if known.is_sample and known.is_open:
            return None
        raise RealYearError(f"{plan.slug} {year}")
    random = Random(f"{seed}/{plan.slug}/{year}")
    cast = Cast(plan.province)
    opening = min(datetime(year, *OPENED, 9, tzinfo=HANOI), clock.now())
    with silence():
        with clock.standing_at(opening):
            row = _opened(plan, year, cast.editor_and_approver(opening)[0])
        if has_reports:
            _fill(row, random, cast, in_bulk=in_bulk)
            besides = Random(random.random())  # so that the reports stay what they are
            count_for_targets(row, besides, cast)
            raise_difficulties(row, besides, cast)
    return row


def _opened(plan: Plan, year: int, editor: User) -> ReportingYear:
    ReportingYear.objects.create(plan=plan, province_id=plan.province_id, year=year, is_sample=True)
    row = open_year(plan, year, by=editor)
    version = plan.versions.prefetch_related(*WITH_OBLIGORS).get(pk=version_on(plan, clock.today()).pk)
    for collective in obligors_of(version, year, clock.today()).open_collectives:
        kinds = [kind for kind in collective.kinds if kind in (AgencyKind.DISTRICT, AgencyKind.FACILITY)]
        members = [agency for kind in kinds for agency in members_of_kind(plan.province, kind)]
        decide_collective(plan, [collective.text], members, by=editor, year=year)
    refresh_obligations(row, by=editor)
    return row


def _fill(row: ReportingYear, random: Random, cast: Cast, *, in_bulk: bool) -> None:
    obligations = row.obligations.select_related("agency", "year__plan", "province").prefetch_related(
        "grounds"
    )
    fates = [fate_of(one, random) for one in obligations.order_by("agency__sort_key", "agency__slug")]
    write = write_in_bulk if in_bulk else _write_by_services
    for fate in write(row, fates, cast):
        _send_again(fate, cast)


def _write_by_services(row: ReportingYear, fates: Iterable[Fate], cast: Cast) -> list[Fate]:
    """Writes, sends and decides on the reports, each as people do it; gives those that were returned."""
    returned = []
    for fate in fates:
        if fate.moment is None:
            continue
        by = cast.writer(fate.obligation, fate.moment)
        with clock.standing_at(fate.moment):
            report = _sent(start_report(fate.obligation, by=by), by, fate)
        if fate.is_decided:
            editor, approver = cast.editor_and_approver(fate.decided_at)
            with clock.standing_at(fate.decided_at):
                if fate.is_returned:
                    return_report(report, by=editor, comment=COMMENT)
                    returned.append(fate)
                else:
                    accept_report(report, by=approver, despite=True)
    return returned


def _sent(report: Report, by: User, fate: Fate) -> Report:
    report = Report.objects.with_content().get(pk=report.pk)
    report_now = save_general(
        report,
        revision=report.revision,
        by=by,
        **general_of(report.obligation.agency.name, is_nil=fate.is_nil),
    )
    if not fate.is_nil:
        year, printed = report.obligation.year.year, printed_of(report)
        for entry in report.taskentry_rows.all():
            rows = entry.outputentry_rows.all(), entry.moneyentry_rows.all()
            given = answer_on(*rows, printed[entry.place], year, fate.random)
            save_entry(entry, given, revision=entry.revision, by=by)
        for product in report.productentry_rows.all():
            given = product_of(year, fate.random)
            save_product(product, given, revision=product.revision, by=by)
    return submit_report(report_now, by=by, officer_name=OFFICER[0], officer_title=OFFICER[1])


def _send_again(fate: Fate, cast: Cast) -> None:
    """What was returned mostly comes anew some days later."""
    again = fate.decided_at + timedelta(days=fate.random.randint(1, 6))
    if again > clock.now() or fate.random.random() >= SENT_AGAIN:
        return
    by = cast.writer(fate.obligation, fate.moment)
    with clock.standing_at(again):
        anew = start_report(fate.obligation, by=by)
        submit_report(anew, by=by, officer_name=OFFICER[0], officer_title=OFFICER[1])
