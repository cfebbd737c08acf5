"""The life of a report on the agency's side: begun from the plan, sent, recalled, begun anew as a copy.

The department's side (returning, accepting, entering what came on paper) is `reporting.services.review` and `paper`.
Steps are those of `reporting.transitions`; the database holds them too.
"""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, prefetch_related_objects
from django.utils import timezone

from agencies.models import User
from agencies.services.texts import checked_text
from budgets.enums import Source
from core import clock
from reporting.enums import ReportStatus
from reporting.models import (
    Evidence,
    MoneyEntry,
    Obligation,
    OutputEntry,
    ProductEntry,
    Report,
    ReportStep,
    ResourceEntry,
    TaskEntry,
)
from reporting.models.report import content
from reporting.permissions import can_report
from reporting.printed_tasks import PrintedTask, is_task, load_output_kinds, printed_tasks, target_words
from reporting.report_faults import faults_of
from reporting.services.digests import digest_of
from reporting.services.outdated import mark_outdated
from reporting.services.products import begin_products
from reporting.services.report_drafts import (
    locked_draft,
    locked_obligation,
    locked_report,
    refuse_closed,
    refuse_foreign,
)
from reporting.services.report_notices import tell_sent

LONGEST_NAME = 150
TEXTS_TAKEN_ALONG = (
    "general", "difficulties", "proposals", "is_nil", "nil_reason", "officer_name", "officer_title", "paper_number",
    "paper_date",
)  # fmt: skip


@transaction.atomic
def start_report(obligation: Obligation, *, by: User, is_paper: bool = False) -> Report:
    """The draft of a report: an entry for each task that the plan gives the agency, with its printed results and sources.

    The one that is there already, completed with what the plan gave the agency since. After a recall or a return the
    next version begins (`next_version`). `is_paper` where the department enters what came on paper. Raises
    PermissionDenied for who may not write it, ValidationError where none can be begun.
    """
    obligation = locked_obligation(obligation)
    newest = obligation.reports.order_by("-number").first()
    if newest and newest.status in (ReportStatus.SUBMITTED, ReportStatus.ACCEPTED):
        raise ValidationError("Báo cáo đã gửi; muốn sửa thì rút lại, hoặc chờ Sở Công Thương trả lại.")
    if newest and not newest.is_draft:
        return next_version(newest, by=by)
    if newest:
        newest.obligation = obligation
        refuse_foreign(newest, by=by)
        refuse_closed(obligation)
    report = newest or _new_report(
        obligation, version_id=obligation.year.version_id, number=1, is_paper=is_paper, by=by
    )
    _add_entries(report)
    begin_products(report)
    return report


@transaction.atomic
def submit_report(
    report: Report,
    *,
    by: User,
    officer_name: str,
    officer_title: str,
    at: datetime | None = None,
    link: str = "",
) -> Report:
    """Sends a report on behalf of the officer who has the authority; received when it was sent, late or not.

    `link` is the address that the mails lead to. Raises ValidationError with what is missing, by field for the officer;
    as `locked_draft` otherwise.
    """
    locked = locked_draft(report, by=by)
    if locked.is_paper:
        raise ValidationError("Báo cáo nhập thay do Sở Công Thương ghi nhận, không gửi ở đây.")
    locked.officer_name, locked.officer_title = _officer(officer_name, officer_title)
    moment = at or clock.now()
    sent = seal_report(locked, by=by, sent_at=moment, received_at=moment)
    tell_sent(sent, by=by, link=link)
    return sent


def seal_report(report: Report, *, by: User, sent_at: datetime, received_at: datetime) -> Report:
    """Makes a locked draft a sent version: checked, with its checksum, never to change again. ValidationError for faults."""
    prefetch_related_objects([report], *content())  # once, for faults and checksum
    if faults := [fault for fault in faults_of(report, printed_of(report)) if fault.must]:
        raise ValidationError([fault.text for fault in faults], code="faults")
    report.sent_at, report.received_at, report.sent_by = sent_at, received_at, by
    report.digest = digest_of(report)
    return take_step(report, ReportStatus.SUBMITTED, by=by)


@transaction.atomic
def recall_report(report: Report, *, by: User) -> Report:
    """Takes a sent report back before the department looks at it; the next version begins as a copy.

    Returns that next version. ValidationError where the review has begun or the report went on otherwise.
    """
    locked = locked_report(report)
    refuse_foreign(locked, by=by)
    refuse_closed(locked.obligation)
    if locked.status != ReportStatus.SUBMITTED:
        raise ValidationError("Chỉ rút lại được báo cáo đã gửi và chưa được duyệt hay trả lại.")
    if locked.review_began_at:
        raise ValidationError(
            "Sở Công Thương đã bắt đầu xem xét nên không rút lại được; hãy liên hệ để được trả lại."
        )
    return next_version(take_step(locked, ReportStatus.RECALLED, by=by), by=by)


@transaction.atomic
def next_version(report: Report, *, by: User) -> Report:
    """The draft after a recalled or returned version: a copy with its files, completed from the plan.

    What came on paper stays the department's to enter, unless the agency itself goes on with it.
    """
    obligation = locked_obligation(report.obligation)
    if report.status not in (ReportStatus.RECALLED, ReportStatus.RETURNED):
        raise ValidationError("Chỉ lập lần tiếp theo sau khi báo cáo được rút lại hoặc bị trả lại.")
    if obligation.reports.aggregate(newest=Max("number"))["newest"] != report.number:
        raise ValidationError("Lần tiếp theo của báo cáo đã được lập.")
    copy = _new_report(
        obligation,
        version_id=report.version_id,
        number=report.number + 1,
        is_paper=report.is_paper and not can_report(by, obligation),
        by=by,
        **{name: getattr(report, name) for name in TEXTS_TAKEN_ALONG},
    )
    _copy_content(report, copy)
    _add_entries(copy)
    return copy


def open_faults(report: Report) -> list:
    """The faults of a report as it is stored, in the order of its parts."""
    loaded = Report.objects.with_content().get(pk=report.pk)
    return faults_of(loaded, printed_of(loaded))


def printed_of(report: Report) -> dict[str, PrintedTask]:
    """What the plan prints about the tasks of a report from `with_content`."""
    places = [entry.place for entry in report.taskentry_rows.all()]
    return printed_tasks(report.version, places, report.obligation.year.year)


def missing_places(report: Report) -> list[str]:
    """The tasks that the obligation names and the report does not have: given to the agency since it was begun."""
    answered = {entry.place for entry in report.taskentry_rows.all()}
    return [place for place in task_places(report.obligation) if place not in answered]


def task_places(obligation: Obligation) -> list[str]:
    """The tasks that an agency reports on, in the order of its grounds, each once."""
    return list(dict.fromkeys(one.place for one in obligation.grounds.all() if is_task(one.place)))


def has_whole_year(obligation: Obligation) -> bool:
    """If a version that begins now tells the whole year as counted, where others had to estimate it."""
    return obligation.asks_estimates and clock.today() > obligation.year.data_until


def awaits_whole_year(report: Report) -> bool:
    """If an accepted report tells estimates though its year's data have closed since."""
    is_settled = report.status == ReportStatus.ACCEPTED and not report.is_trued_up
    return is_settled and has_whole_year(report.obligation)


def _new_report(obligation: Obligation, *, by: User, **fields) -> Report:
    """A draft that nobody wrote in yet, for somebody who may write it."""
    report = Report(
        obligation=obligation, province_id=obligation.province_id, started_by=by,
        is_trued_up=has_whole_year(obligation), **fields,
    )  # fmt: skip
    refuse_foreign(report, by=by)
    refuse_closed(obligation)
    report.save()
    return report


def _officer(name: str, title: str) -> tuple[str, str]:
    faults, given = {}, []
    for field, label, text in (
        ("officer_name", "Họ tên người có thẩm quyền", name),
        ("officer_title", "Chức vụ người có thẩm quyền", title),
    ):
        try:
            given.append(checked_text(field, label, text, longest=LONGEST_NAME, required=True))
        except ValidationError as error:
            faults |= error.message_dict
    if faults:
        raise ValidationError(faults)
    return given[0], given[1]


def take_step(report: Report, after: ReportStatus, *, by: User, comment: str = "") -> Report:
    """Takes a step of `reporting.transitions` and notes it."""
    before, report.status = report.status, after
    report.changed_at, report.changed_by = timezone.now(), by
    report.save()
    ReportStep.objects.create(
        report=report, province_id=report.province_id, before=before, after=after, at=clock.now(), by=by,
        comment=comment,
    )  # fmt: skip
    report.refresh_from_db(fields=["revision", "status"])
    if ReportStatus.ACCEPTED in (before, after):
        mark_outdated(report.obligation.year)
    return report


def _add_entries(report: Report) -> None:
    """An entry for each task of the obligation that has none yet, with the printed results and sources of the year."""
    places = missing_places(report)
    printed = printed_tasks(report.version, places, report.obligation.year.year)
    load_output_kinds(printed.values())
    below = {"report": report, "province_id": report.province_id}
    entries = TaskEntry.objects.bulk_create(
        TaskEntry(place=place, **below) for place in places if place in printed
    )
    rows = [(entry, printed[entry.place]) for entry in entries]
    OutputEntry.objects.bulk_create(
        OutputEntry(
            entry=entry, position=position, kind=output.kind, target=target_words(output),
            unit=output.unit or output.kind.unit, **below,
        )
        for entry, task in rows
        for position, output in enumerate(task.outputs)
    )  # fmt: skip
    MoneyEntry.objects.bulk_create(
        MoneyEntry(entry=entry, position=Source.values.index(source), source=source, **below)
        for entry, task in rows
        for source in task.planned_sources
    )


def _copy_content(report: Report, copy: Report) -> None:
    """Entries with their rows, and files; history and remarks stay with the version that they belong to."""
    for parent, models in ((TaskEntry, (OutputEntry, MoneyEntry)), (ProductEntry, (ResourceEntry,))):
        old = list(parent.objects.filter(report=report))
        new = parent.objects.bulk_create(_copied(old, report=copy, revision=1))
        by_old = dict(zip((entry.pk for entry in old), new, strict=True))
        for model in models:
            rows = list(model.objects.filter(report=report))
            copies = _copied(rows, report=copy)
            for row, made in zip(rows, copies, strict=True):
                made.entry = by_old[row.entry_id]
            model.objects.bulk_create(copies)
    Evidence.objects.bulk_create(_copied(report.evidence_rows.all(), report=copy))


def _copied(rows: Iterable, **values) -> list:
    """Rows like these that are not stored yet, with other values in some fields; each with an address of its own."""
    made = []
    for row in rows:
        fields = {
            field.attname: getattr(row, field.attname)
            for field in row._meta.concrete_fields
            if not field.primary_key and field.name not in ("public_id", *values)
        }
        made.append(type(row)(**fields, **values))
    return made
