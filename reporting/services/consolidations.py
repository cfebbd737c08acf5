"""The province's consolidated report of a year or of a period, written by the department: begun, completed, edited, sent.

Paragraphs are proposed from the agencies' accepted reports, of a period from the sent reports of its years, and keep their source: what was not edited follows the
source when the proposal is renewed, what was edited stays and says that its source is another now.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q

from agencies.mailing import send
from agencies.models import Membership, User
from agencies.rights import HOLDERS, NATIONAL_ROLES, Right
from agencies.services.texts import checked_text
from core import clock, editing
from core.text import tidy_lines
from reporting.builders.consolidated.agencies import missing_words
from reporting.builders.consolidated.figures import figures_of
from reporting.builders.consolidated.kinds import Facts, contents_of, facts_of, texts_of
from reporting.builders.consolidated.texts import SourceText
from reporting.contents.frozen import digest, plain
from reporting.enums import ConsolidationKind, ConsolidationStatus, ObligationState
from reporting.models import (
    ConsolidatedFigure,
    ConsolidatedText,
    Consolidation,
    Obligation,
    ReportingYear,
)
from reporting.permissions import can_consolidate, can_send_consolidated
from reporting.services.doorbell import ring_for_chapters
from reporting.services.outdated import mark_periods_outdated

TEXTS = ("results", "petitions", "directions")
SIGNER = ("signer_authority", "signer_title", "signer_name")
HEADING = ("document_number", "document_day", *SIGNER)
LONGEST_TEXT = 20_000  # characters
LONGEST_NOTE = 2_000
MISSING, BEHIND, CHANGED = "missing", "behind", "changed"


@dataclass(frozen=True)
class Renewed:
    """What a renewed proposal did: paragraphs added, brought up to date, taken away, and edited ones with another source."""

    added: int = 0
    updated: int = 0
    removed: int = 0
    outdated: int = 0


@dataclass(frozen=True)
class _Renewal:
    """Where paragraphs are not what accepted reports say: texts without one, unedited ones to follow or to drop, edited ones."""

    new: list[SourceText]
    changed: list[tuple[ConsolidatedText, SourceText]]
    gone: list[ConsolidatedText]
    edited: list[ConsolidatedText]

    @property
    def waits(self) -> bool:
        """If renewing would change anything."""
        return bool(self.new or self.changed or self.gone)


def missing_reports(year: ReportingYear) -> list[Obligation]:
    """Whose report of the year is not accepted: not sent, waiting, or returned; the department's own part too."""
    rows = Obligation.objects.filter(year=year).due().exclude(state=ObligationState.ACCEPTED)
    return list(rows.select_related("agency").order_by("agency__sort_key"))


@transaction.atomic
def start_consolidation(
    year: ReportingYear,
    *,
    by: User,
    note: str = "",
    kind: str = ConsolidationKind.YEAR,
    from_year: int | None = None,
) -> Consolidation:
    """Begins a version: with the texts of the last one, and the paragraphs that other reports give.

    Of a year, or of the period from `from_year` to it (`kind`). The one that is being written, where there is one; of a
    period it then begins with `from_year`.
    While reports are missing only with a `note` that says why. Raises PermissionDenied for others than the plan's
    department, ValidationError (code MISSING) with their names, or for years that are no such period.
    """
    _refuse_stranger(year, by)
    rows = ReportingYear.objects.select_related("plan", "version")
    locked = rows.select_for_update(of=("self",)).get(pk=year.pk)
    if not locked.is_open:
        raise ValidationError("Kỳ báo cáo chưa mở.")
    versions = Consolidation.objects.filter(year=locked, kind=kind)
    if at_work := versions.filter(status=ConsolidationStatus.WRITING).first():
        return _from_year(at_work, from_year, by=by)
    about = {
        "year": locked, "province_id": locked.province_id, "version_id": locked.version_id, "kind": kind,
        "from_year": from_year, "note": _note(note),
    }  # fmt: skip
    wanted = Consolidation(**about)
    _refuse_odd_period(wanted)
    refuse_missing(wanted)
    last = versions.order_by("-number").first()
    taken = {name: getattr(last, name) for name in (*TEXTS, *SIGNER)} if last else {}
    number = (last.number if last else 0) + 1
    made = Consolidation.objects.create(
        number=number, started_at=clock.now(), started_by=by, **about, **taken
    )
    if last:
        _copy_texts(last, made)
    renew_texts(made, by=by)
    return made


@transaction.atomic
def renew_texts(consolidation: Consolidation, *, by: User) -> Renewed:
    """Brings the paragraphs up to the reports as they are accepted, or were sent, now; what was edited keeps its text and its source.

    Raises PermissionDenied for others than the department, ValidationError for a version that was sent.
    """
    locked = _locked(consolidation, by)
    found = _renewal(locked, facts_of(locked))
    ConsolidatedText.objects.bulk_create(
        ConsolidatedText(
            consolidation=locked, province_id=locked.province_id, place=one.place, report=one.report,
            taken_from=one.taken_from, text=one.text, source_text=one.text,
        )
        for one in found.new
    )  # fmt: skip
    for row, source in found.changed:
        _take(row, source, by=by)
    for row in found.gone:
        row.delete()
    return Renewed(len(found.new), len(found.changed), len(found.gone), len(found.edited))


@transaction.atomic
def save_consolidation(consolidation: Consolidation, *, revision: int, by: User, **values) -> Consolidation:
    """Writes the department's own words (TEXTS, `note`) or the heading (HEADING), as they are given.

    Raises StaleWriteError when somebody was quicker, ValidationError by field, else as `renew_texts`.
    """
    locked = _locked(consolidation, by)
    checked = {name: _checked(name, value) for name, value in values.items()}
    editing.change(locked, revision=revision, by=by, **checked)
    return locked


@transaction.atomic
def save_text(row: ConsolidatedText, *, revision: int, by: User, text: str) -> ConsolidatedText:
    """Writes a paragraph; emptied it is left out of the report. Raises as `save_consolidation`."""
    _locked(row.consolidation, by)
    text = tidy_lines(text)
    if len(text) > LONGEST_TEXT:
        raise ValidationError({"text": f"Nội dung không quá {LONGEST_TEXT} ký tự."})
    editing.change(row, revision=revision, by=by, text=text)
    return row


@transaction.atomic
def take_source(row: ConsolidatedText, *, by: User, revision: int | None = None) -> ConsolidatedText:
    """Takes what the source says now in place of the paragraph. ValidationError where there is none any more.

    `revision` is that of the paragraph that the person saw, else the row's. Raises StaleWriteError as `save_text`.
    """
    locked = _locked(row.consolidation, by)
    sources = {one.key: one for one in texts_of(facts_of(locked))}
    source = sources.get(row.source_key)
    if source is None:
        raise ValidationError("Báo cáo nguồn không còn được duyệt, hoặc không còn nói đến phần này.")
    _take(row, source, by=by, revision=revision)
    return row


@transaction.atomic
def send_consolidation(
    consolidation: Consolidation, *, by: User, link: Callable[[Consolidation], str], seen: str = ""
) -> Consolidation:
    """Freezes the version with all that it says, its checksum and its figures as rows, and tells the committee and the ministry by mail.

    `seen` is `state_of` when the person looked at it; where anything was changed since, it is not sent (code CHANGED).

    Raises PermissionDenied for who may not send, ValidationError (code MISSING) while reports are missing without a
    note, or (code BEHIND) while unedited paragraphs are not what accepted reports say, else as `renew_texts`.
    """
    # Before the version, as `start_consolidation`: no figure of a target changes until all are read.
    list(_years(consolidation).select_for_update().order_by("pk").values_list("pk"))
    locked = _locked(consolidation, by)
    if not can_send_consolidated(by, locked.year.plan):
        raise PermissionDenied("Chỉ người duyệt của Sở Công Thương gửi báo cáo tổng hợp.")
    # Nobody accepts or opens a report again until all its figures are read.
    obligations = Obligation.objects.filter(year__in=_years(locked).values("pk"))
    list(obligations.select_for_update().order_by("pk").values_list("pk"))
    refuse_missing(locked)
    facts = facts_of(locked)
    if seen and seen != state_of(locked, facts):
        raise ValidationError(
            "Nội dung vừa thay đổi sau khi bạn mở trang này; hãy xem lại toàn văn rồi gửi.", code=CHANGED
        )
    _refuse_behind(locked, facts)
    locked.status, locked.sent_at, locked.sent_by = ConsolidationStatus.SENT, clock.now(), by
    locked.contents = plain(contents_of(locked, facts))
    locked.digest = digest(locked.contents)
    if locked.kind == ConsolidationKind.YEAR:  # what the nation adds up, year by year
        ConsolidatedFigure.objects.bulk_create(
            ConsolidatedFigure(
                consolidation=locked, province_id=locked.province_id, position=position, **vars(one)
            )
            for position, one in enumerate(figures_of(facts))
        )
        mark_periods_outdated(locked.year)
    locked.save()
    transaction.on_commit(partial(ring_for_chapters, locked.year.year, locked.year.plan.province.slug))
    for person in _told(locked).exclude(pk=by.pk):
        send("consolidation_sent", to=person.email, consolidation=locked, by=by, link=link(locked))
    return locked


def state_of(consolidation: Consolidation, facts: Facts) -> str:
    """What another person's change of the version, of its paragraphs or of what is accepted makes another."""
    texts = consolidation.texts.order_by("pk").values_list("pk", "revision")
    return digest([consolidation.revision, [list(one) for one in texts], facts.basis])


def refuse_missing(consolidation: Consolidation) -> None:
    """ValidationError with the names of what is missing, unless the report's note says why it goes on."""
    if consolidation.note:
        return
    count, missing, what = _missing(consolidation)
    if count:
        raise ValidationError(
            f"Còn {count} {what}: {'; '.join(missing)}. Muốn tổng hợp khi còn thiếu thì ghi lý do; lý do được in "
            "trong báo cáo.",
            code=MISSING,
        )


def _missing(consolidation: Consolidation) -> tuple[int, list[str], str]:
    """How many sources are missing, their names, and what they are."""
    if consolidation.is_of_period:
        facts = facts_of(consolidation)
        return len(facts.unsent), facts.missing, "năm chưa có báo cáo tổng hợp đã gửi"
    rows = missing_reports(consolidation.year)
    return len(rows), [f"{one.agency} ({missing_words(one)})" for one in rows], "báo cáo chưa được duyệt"


def _years(consolidation: Consolidation):
    """The reporting years that it is made of."""
    last = consolidation.year
    if not consolidation.is_of_period:
        return ReportingYear.objects.filter(pk=last.pk)
    return ReportingYear.objects.filter(
        plan=last.plan_id, is_sample=last.is_sample, year__range=(consolidation.from_year, last.year)
    )


def _refuse_odd_period(made: Consolidation) -> None:
    if not made.is_of_period:
        return
    start, end = made.year.version.period_start, made.year.version.period_end
    if made.from_year is None or not start <= made.from_year < made.year.year:
        raise ValidationError({"from_year": f"Năm đầu phải từ {start} và trước năm cuối ({made.year.year})."})
    if made.kind == ConsolidationKind.FINAL and (made.from_year, made.year.year) != (start, end):
        raise ValidationError(
            f"Báo cáo tổng kết là của cả thời kỳ kế hoạch ({start} - {end}); một phần thời kỳ thì lập báo cáo sơ kết."
        )


def _from_year(at_work: Consolidation, from_year: int | None, *, by: User) -> Consolidation:
    """The report of a period, which begins with another year from now on; words of years before it are not printed."""
    if at_work.from_year != from_year:
        before, at_work.from_year = at_work.from_year, from_year
        _refuse_odd_period(at_work)
        at_work.from_year = before
        editing.change(at_work, revision=at_work.revision, by=by, from_year=from_year)
        renew_texts(at_work, by=by)
    return at_work


def _copy_texts(last: Consolidation, made: Consolidation) -> None:
    ConsolidatedText.objects.bulk_create(
        ConsolidatedText(
            consolidation=made, province_id=made.province_id, place=one.place, report_id=one.report_id,
            taken_from_id=one.taken_from_id, text=one.text, source_text=one.source_text,
        )
        for one in last.texts.select_related("taken_from__year")
        if one.taken_from is None or one.taken_from.year.year >= made.from_year
    )  # fmt: skip


def _locked(consolidation: Consolidation, by: User) -> Consolidation:
    _refuse_stranger(consolidation.year, by)
    rows = Consolidation.objects.select_related("year__plan__province").select_for_update(of=("self",))
    locked = rows.get(pk=consolidation.pk)
    if locked.is_sent:
        raise ValidationError("Bản này đã gửi nên không sửa được; hãy lập bản mới.")
    return locked


def _refuse_stranger(year: ReportingYear, by: User) -> None:
    if not can_consolidate(by, year.plan):
        raise PermissionDenied("Chỉ Sở Công Thương của tỉnh lập báo cáo tổng hợp.")


def _refuse_behind(consolidation: Consolidation, facts: Facts) -> None:
    """Tables are made of the reports as they are accepted now: the words beside them must not be those of others."""
    if _renewal(consolidation, facts).waits:
        raise ValidationError(
            "Có báo cáo được duyệt hoặc mở lại sau khi lấy nội dung, nên phần lời không còn khớp với các bảng. Hãy bấm "
            "“Cập nhật theo báo cáo mới duyệt” ở danh sách, xem lại rồi gửi.",
            code=BEHIND,
        )


def _renewal(consolidation: Consolidation, facts: Facts) -> _Renewal:
    found = _Renewal([], [], [], [])
    there = {
        one.source_key: one
        for one in consolidation.texts.select_related("report", "taken_from").order_by("id")
    }
    sources = {one.key: one for one in texts_of(facts)}
    found.new.extend(one for key, one in sources.items() if key not in there)
    for key, row in there.items():
        source = sources.get(key)
        if source and source.is_said_by(row):
            continue
        if row.is_edited:
            found.edited.append(row)
        elif source:
            found.changed.append((row, source))
        else:
            found.gone.append(row)
    return found


def _take(row: ConsolidatedText, source: SourceText, *, by: User, revision: int | None = None) -> None:
    seen = row.revision if revision is None else revision
    about = {"report": source.report, "taken_from": source.taken_from}
    editing.change(row, revision=seen, by=by, text=source.text, source_text=source.text, **about)


def _note(text: str) -> str:
    return checked_text("note", "Lý do", text, longest=LONGEST_NOTE)


def _checked(name: str, value):
    if name == "note":
        return _note(value)
    if name in TEXTS:
        text = tidy_lines(value)
        if len(text) > LONGEST_TEXT:
            raise ValidationError({name: f"Nội dung không quá {LONGEST_TEXT} ký tự."})
        return text
    return value


def _told(consolidation: Consolidation):
    """Who reads the province's reports, there and at the ministry."""
    places = {consolidation.province_id, consolidation.year.plan.province.successor_id} - {None}
    rows = Membership.objects.active().filter(role__in=HOLDERS[Right.READ_REPORTS])
    rows = rows.filter(Q(province__in=places) | Q(role__in=NATIONAL_ROLES))
    return User.objects.filter(is_active=True, pk__in=rows.values("user")).order_by("pk")
