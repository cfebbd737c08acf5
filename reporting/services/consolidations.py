"""The province's consolidated report of a year, written by the department: begun, completed, edited, sent.

Paragraphs are proposed from the agencies' accepted reports and keep their source: what was not edited follows the
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
from reporting.builders.consolidated.build import build_consolidated
from reporting.builders.consolidated.facts import YearFacts
from reporting.builders.consolidated.texts import SourceText, source_texts
from reporting.contents.frozen import digest, plain
from reporting.enums import ConsolidationStatus, ObligationState
from reporting.models import ConsolidatedText, Consolidation, Obligation, ReportingYear
from reporting.permissions import can_consolidate, can_send_consolidated
from reporting.services.doorbell import ring_for_chapters

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
def start_consolidation(year: ReportingYear, *, by: User, note: str = "") -> Consolidation:
    """Begins a version: with the texts of the last one, and the paragraphs that accepted reports give.

    The one that is being written, where there is one. While reports are missing only with a `note` that says why.
    Raises PermissionDenied for others than the plan's department, ValidationError (code MISSING) with their names.
    """
    _refuse_stranger(year, by)
    locked = ReportingYear.objects.select_related("plan").select_for_update(of=("self",)).get(pk=year.pk)
    if not locked.is_open:
        raise ValidationError("Kỳ báo cáo chưa mở.")
    if at_work := Consolidation.objects.filter(year=locked, status=ConsolidationStatus.WRITING).first():
        return at_work
    note = _note(note)
    refuse_missing(locked, note)
    last = Consolidation.objects.filter(year=locked).order_by("-number").first()
    taken = {name: getattr(last, name) for name in (*TEXTS, *SIGNER)} if last else {}
    made = Consolidation.objects.create(
        year=locked, province_id=locked.province_id, version_id=locked.version_id,
        number=(last.number if last else 0) + 1, started_at=clock.now(), started_by=by, note=note, **taken,
    )  # fmt: skip
    if last:
        ConsolidatedText.objects.bulk_create(
            ConsolidatedText(
                consolidation=made, province_id=made.province_id, place=one.place, report_id=one.report_id,
                text=one.text, source_text=one.source_text,
            )
            for one in last.texts.all()
        )  # fmt: skip
    renew_texts(made, by=by)
    return made


@transaction.atomic
def renew_texts(consolidation: Consolidation, *, by: User) -> Renewed:
    """Brings the paragraphs up to the reports as they are accepted now; what was edited keeps its text and its source.

    Raises PermissionDenied for others than the department, ValidationError for a version that was sent.
    """
    locked = _locked(consolidation, by)
    found = _renewal(locked, YearFacts(locked.year))
    ConsolidatedText.objects.bulk_create(
        ConsolidatedText(
            consolidation=locked, province_id=locked.province_id, place=one.place, report=one.report,
            text=one.text, source_text=one.text,
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
    """Takes what the agency's accepted report says now in place of the paragraph. ValidationError where there is none.

    `revision` is that of the paragraph that the person saw, else the row's. Raises StaleWriteError as `save_text`.
    """
    locked = _locked(row.consolidation, by)
    sources = {one.key: one for one in source_texts(YearFacts(locked.year))}
    source = sources.get((row.place, row.report.obligation_id))
    if source is None:
        raise ValidationError("Báo cáo nguồn không còn được duyệt, hoặc không còn nói đến phần này.")
    _take(row, source, by=by, revision=revision)
    return row


@transaction.atomic
def send_consolidation(
    consolidation: Consolidation, *, by: User, link: Callable[[Consolidation], str], seen: str = ""
) -> Consolidation:
    """Freezes the version with all that it says and its checksum, and tells the committee and the ministry by mail.

    `seen` is `state_of` when the person looked at it; where anything was changed since, it is not sent (code CHANGED).

    Raises PermissionDenied for who may not send, ValidationError (code MISSING) while reports are missing without a
    note, or (code BEHIND) while unedited paragraphs are not what accepted reports say, else as `renew_texts`.
    """
    locked = _locked(consolidation, by)
    if not can_send_consolidated(by, locked.year.plan):
        raise PermissionDenied("Chỉ người duyệt của Sở Công Thương gửi báo cáo tổng hợp.")
    refuse_missing(locked.year, locked.note)
    # Nobody accepts or opens a report again until all its figures are read.
    list(Obligation.objects.select_for_update().filter(year=locked.year).order_by("pk").values_list("pk"))
    facts = YearFacts(locked.year)
    if seen and seen != state_of(locked, facts):
        raise ValidationError(
            "Nội dung vừa thay đổi sau khi bạn mở trang này; hãy xem lại toàn văn rồi gửi.", code=CHANGED
        )
    _refuse_behind(locked, facts)
    locked.status, locked.sent_at, locked.sent_by = ConsolidationStatus.SENT, clock.now(), by
    locked.contents = plain(build_consolidated(locked, facts))
    locked.digest = digest(locked.contents)
    locked.save()
    transaction.on_commit(partial(ring_for_chapters, locked.year.year, locked.year.plan.province.slug))
    for person in _told(locked).exclude(pk=by.pk):
        send("consolidation_sent", to=person.email, consolidation=locked, by=by, link=link(locked))
    return locked


def state_of(consolidation: Consolidation, facts: YearFacts) -> str:
    """What another person's change of the version, of its paragraphs or of what is accepted makes another."""
    texts = consolidation.texts.order_by("pk").values_list("pk", "revision")
    return digest([consolidation.revision, [list(one) for one in texts], [one.pk for one in facts.reports]])


def refuse_missing(year: ReportingYear, note: str) -> None:
    """ValidationError with the names of those whose report is missing or open, unless a note says why it goes on."""
    missing = missing_reports(year)
    if missing and not note:
        names = "; ".join(f"{one.agency} ({one.get_state_display()})" for one in missing)
        raise ValidationError(
            f"Còn {len(missing)} báo cáo chưa được duyệt: {names}. Muốn tổng hợp khi còn thiếu thì ghi lý do; lý do được in "
            "trong báo cáo.",
            code=MISSING,
        )


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


def _refuse_behind(consolidation: Consolidation, facts: YearFacts) -> None:
    """Tables are made of the reports as they are accepted now: the words beside them must not be those of others."""
    if _renewal(consolidation, facts).waits:
        raise ValidationError(
            "Có báo cáo được duyệt hoặc mở lại sau khi lấy nội dung, nên phần lời không còn khớp với các bảng. Hãy bấm "
            "“Cập nhật theo báo cáo mới duyệt” ở danh sách, xem lại rồi gửi.",
            code=BEHIND,
        )


def _renewal(consolidation: Consolidation, facts: YearFacts) -> _Renewal:
    found = _Renewal([], [], [], [])
    there = {(one.place, one.report.obligation_id): one for one in _texts(consolidation)}
    sources = {one.key: one for one in source_texts(facts)}
    found.new.extend(one for key, one in sources.items() if key not in there)
    for key, row in there.items():
        source = sources.get(key)
        if source and source.text == row.source_text and source.report.pk == row.report_id:
            continue
        if row.is_edited:
            found.edited.append(row)
        elif source:
            found.changed.append((row, source))
        else:
            found.gone.append(row)
    return found


def _texts(consolidation: Consolidation):
    return consolidation.texts.select_related("report").order_by("id")


def _take(row: ConsolidatedText, source: SourceText, *, by: User, revision: int | None = None) -> None:
    seen = row.revision if revision is None else revision
    editing.change(row, revision=seen, by=by, text=source.text, source_text=source.text, report=source.report)


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
