"""Many invented reports written at once, where the services would take half an hour: what results is the same.

A test compares the two ways row by row. Steps that the database holds are taken one after the other, each for all
reports together; what was returned and comes again goes through the services (`years`).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from agencies.models import User
from budgets.enums import Source
from portal.sample.answers import answer_on, general_of, product_of
from portal.sample.fates import COMMENT, OFFICER, Cast, Fate
from reporting.enums import ReportStatus
from reporting.models import (
    MoneyEntry,
    OutputEntry,
    ProductEntry,
    Report,
    ReportingYear,
    ReportStep,
    ResourceEntry,
    TaskEntry,
)
from reporting.printed_tasks import PrintedTask, load_output_kinds, printed_tasks, target_words
from reporting.services.digests import digest_of
from reporting.services.products import RESOURCE_FIELDS
from reporting.services.reports import task_places

WRITTEN = 2  # the revision of what was begun and then written once
CONTENT = (TaskEntry, OutputEntry, MoneyEntry, ProductEntry, ResourceEntry)  # parents first


@dataclass
class _Written:
    """A report on its way, who wrote it, and the rows below it that are not stored yet."""

    fate: Fate
    by: User
    report: Report
    rows: list


def write_in_bulk(year: ReportingYear, fates: Iterable[Fate], cast: Cast) -> list[Fate]:
    """Writes, sends and decides on the reports of a year that has none yet; gives those that were returned."""
    fates = [fate for fate in fates if fate.moment]
    written = [
        _Written(fate, by, _draft(year, fate, by), [])
        for fate in fates
        for by in [cast.writer(fate.obligation, fate.moment)]
    ]
    Report.objects.bulk_create(one.report for one in written)
    places = {fate.obligation: task_places(fate.obligation) for fate in fates}
    printed = printed_tasks(year.version, {one for found in places.values() for one in found}, year.year)
    load_output_kinds(printed.values())
    for one in written:
        asked = [place for place in places[one.fate.obligation] if place in printed]
        one.rows = list(_content(one, [printed[place] for place in asked], year))
    for model in CONTENT:
        model.objects.bulk_create(row for one in written for row in one.rows if isinstance(row, model))
    _send(year, written)
    return _decide(written, cast)


def _draft(year: ReportingYear, fate: Fate, by: User) -> Report:
    return Report(
        obligation=fate.obligation, province_id=year.province_id, version_id=year.version_id, number=1,
        started_by=by, revision=WRITTEN, changed_at=timezone.now(), changed_by=by,
        **general_of(fate.obligation.agency.name, is_nil=fate.is_nil),
    )  # fmt: skip


def _content(one: _Written, tasks: list[PrintedTask], year: ReportingYear):
    """The rows below a report, as begun from the plan and filled in."""
    below = {"report": one.report, "province_id": year.province_id}
    now = timezone.now()
    random = one.fate.random
    for task in tasks:
        entry = TaskEntry(place=task.place, **below)
        outputs = [
            OutputEntry(
                entry=entry, position=position, kind=output.kind, target=target_words(output),
                unit=output.unit or output.kind.unit, **below,
            )
            for position, output in enumerate(task.outputs)
        ]  # fmt: skip
        money = [
            MoneyEntry(entry=entry, position=Source.values.index(source), source=source, **below)
            for source in task.planned_sources
        ]
        if not one.fate.is_nil:
            given = answer_on(outputs, money, task, year.year, random)
            _fill(entry, given.texts | {"revision": WRITTEN, "changed_at": now, "changed_by": one.by})
            for row in outputs:
                if said := given.outputs.get(row.position):
                    _fill(row, {"quantity": said.quantity, "estimate": said.estimate})
            for row in money:
                if said := given.money.get(row.source):
                    _fill(row, {"spent": said.spent, "estimate": said.estimate})
        yield from (entry, *outputs, *money)
    if one.fate.obligation.is_of_facility:
        product = ProductEntry(position=0, **below)
        yield product
        if not one.fate.is_nil:
            given = product_of(year.year, random)
            _fill(product, given.values | {"revision": WRITTEN, "changed_at": now, "changed_by": one.by})
            for position, said in given.resources.items():
                values = {name: getattr(said, name) for name in RESOURCE_FIELDS}
                yield ResourceEntry(entry=product, position=position, **values, **below)


def _fill(row, values: dict) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _send(year: ReportingYear, written: list[_Written]) -> None:
    """Each with the checksum of what it says, as it is stored."""
    stored = {
        one.pk: one for one in Report.objects.with_content().filter(obligation__year=year).order_by("pk")
    }
    for one in written:
        one.report = report = stored[one.report.pk]
        report.officer_name, report.officer_title = OFFICER
        report.sent_at = report.received_at = one.fate.moment
        report.sent_by = one.by
        report.digest = digest_of(report)
    fields = ("officer_name", "officer_title", "sent_at", "received_at", "sent_by", "digest")
    _step(written, ReportStatus.SUBMITTED, [(one.by, one.fate.moment, "") for one in written], fields)


def _decide(written: list[_Written], cast: Cast) -> list[Fate]:
    """Accepts or returns what the department has looked at by now; gives what was returned."""
    looked_at = [one for one in written if one.fate.is_decided]
    people = {one.report.pk: cast.editor_and_approver(one.fate.decided_at) for one in looked_at}
    for one in looked_at:
        one.report.review_began_at = one.fate.decided_at
    accepted = [one for one in looked_at if not one.fate.is_returned]
    returned = [one for one in looked_at if one.fate.is_returned]
    for rows, status, index, comment in (
        (accepted, ReportStatus.ACCEPTED, 1, ""),
        (returned, ReportStatus.RETURNED, 0, COMMENT),
    ):
        steps = [(people[one.report.pk][index], one.fate.decided_at, comment) for one in rows]
        _step(rows, status, steps, ("review_began_at",))
    return [one.fate for one in returned]


def _step(rows: list[_Written], after: ReportStatus, steps: list[tuple], fields: tuple[str, ...]) -> None:
    """Takes one step with all of them; `steps` say who took it, when, with what words."""
    made = []
    for one, (by, at, comment) in zip(rows, steps, strict=True):
        report = one.report
        made.append(
            ReportStep(
                report=report, province_id=report.province_id, before=report.status, after=after, at=at, by=by,
                comment=comment,
            )
        )  # fmt: skip
        report.status, report.changed_at, report.changed_by = after, timezone.now(), by
    reports = [one.report for one in rows]
    Report.objects.bulk_update(reports, ["status", "changed_at", "changed_by", *fields])
    ReportStep.objects.bulk_create(made)
