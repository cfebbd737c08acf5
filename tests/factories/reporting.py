"""Reporting years, obligations and reports, as the services leave them, without asking who did it."""

from datetime import UTC, date, datetime

from agencies.models import Agency, User
from plans.models import PlanVersion
from reporting.enums import GroundKind, ObligationBasis, ObligorKind, Progress, ReportStatus
from reporting.models import Obligation, ObligationGround, Report, ReportingYear, TaskEntry

OPENED_AT = datetime(2018, 10, 1, 1, tzinfo=UTC)


def opened_year(slug: str, year: int = 2018, **fields) -> ReportingYear:
    """A year of a plan, opened with the version in force."""
    version = PlanVersion.objects.current().select_related("plan", "province").get(plan__slug=slug)
    return ReportingYear.objects.create(
        plan=version.plan,
        province=version.province,
        year=year,
        version=version,
        opened_at=OPENED_AT,
        **fields,
    )


def obligation_of(
    year: ReportingYear, agency: Agency, *places: str, before: date | None = date(2018, 12, 15), **fields
) -> Obligation:
    """That the agency owes a report of the year by a clause, with the tasks ("task:4/4.3") that it leads."""
    fields = {
        "basis": ObligationBasis.CLAUSE,
        "kind": ObligorKind.PARTY,
        "clause": "V",
        "text": "Hằng năm báo cáo về Sở Công Thương.",
        "made_at": OPENED_AT,
    } | fields
    obligation = Obligation.objects.create(
        year=year, province=year.province, agency=agency, before=before, **fields
    )
    for position, place in enumerate(places):
        ObligationGround.objects.create(
            obligation=obligation, province=year.province, kind=GroundKind.LEAD, place=place, text=agency.name,
            position=position,
        )  # fmt: skip
    return obligation


def report_of(
    obligation: Obligation,
    status: ReportStatus = ReportStatus.DRAFT,
    *,
    by: User,
    at: datetime | None = None,
    **fields,
) -> Report:
    """A version of the report, led to that status; with an entry "done" for each of its tasks."""
    report = Report.objects.create(
        obligation=obligation, province=obligation.province, version=obligation.year.version,
        number=obligation.reports.count() + 1, started_by=by, **fields,
    )  # fmt: skip
    for place in obligation.grounds.values_list("place", flat=True):
        TaskEntry.objects.create(
            report=report, province=report.province, place=place, progress=Progress.DONE, done="Đã làm."
        )
    if status != ReportStatus.DRAFT:
        moment = at or datetime(2018, 12, 1, 2, tzinfo=UTC)
        _pass(report, ReportStatus.SUBMITTED, sent_at=moment, received_at=moment, sent_by=by, digest="0" * 64)
    if status not in (ReportStatus.DRAFT, ReportStatus.SUBMITTED):
        _pass(report, status)
    obligation.refresh_from_db()
    return report


def _pass(report: Report, status: ReportStatus, **fields) -> None:
    for name, value in (fields | {"status": status}).items():
        setattr(report, name, value)
    report.save()
