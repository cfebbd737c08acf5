"""What a filled-in workbook would change in the draft, cell by cell, or what has to be mended before.

A cell that still holds what the file was given out with says nothing: what was typed on the pages meanwhile stays. A
cell that was changed in the file and on the pages in two ways is told, never decided. Each field is read by the form of
the page on which it is typed, so that both mean the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.core import signing

from agencies.models import User
from core.dates import format_date
from core.numbers import editable_million, editable_number
from core.text import quoted, tidy_lines
from portal.annexes.refused import AnnexRefusedError
from portal.forms.report import EntryForm, GeneralForm
from portal.report_pages.page import ReportPage
from portal.report_workbook.layout import field_words, is_figure, task_words, word_of
from portal.report_workbook.reading import CellError, Filled, FilledWorkbook
from portal.report_workbook.writing import form_of
from reporting.models import Report
from reporting.report_faults import GENERAL
from reporting.services.filled import GivenPart, save_filled

LONGEST_CHOSEN = 2_000_000  # characters that go along from the preview to the writing
MOST_TOLD = 200  # errors on one page
VALID_SECONDS = 12 * 3600


@dataclass(frozen=True)
class Change:
    """A field that the file changes, in words; `is_emptied` where it takes away what stands there."""

    part: str
    label: str
    before: str
    after: str
    url: str

    @property
    def is_emptied(self) -> bool:
        return not self.after


@dataclass
class Outcome:
    """What comes of a file: errors, else changes and `chosen`, what is to be written when the person agrees."""

    errors: list[CellError] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    chosen: str = ""

    @property
    def told(self) -> list[CellError]:
        """As many errors as somebody mends at once, in the order of the file."""
        return sorted(self.errors, key=lambda error: error.order)[:MOST_TOLD]

    @property
    def emptied(self) -> int:
        return sum(change.is_emptied for change in self.changes)


def outcome_of(page: ReportPage, workbook: FilledWorkbook) -> Outcome:
    """What the file would change in the draft of the page. AnnexRefusedError where it is of another report."""
    if workbook.report != str(page.report.public_id):
        raise AnnexRefusedError(_of_another(page, workbook))
    outcome, parts = Outcome(list(workbook.errors)), {}
    by_place: dict[str, list[Filled]] = {}
    for cell in workbook.cells:
        by_place.setdefault(cell.place, []).append(cell)
    for place, cells in by_place.items():
        part = _Part(page, place)
        if part.row is None:
            outcome.errors += [
                cell.error("Báo cáo không còn nhiệm vụ này; hãy tải tệp mới.") for cell in cells[:1]
            ]
            continue
        typed = part.compare(cells, workbook, outcome)
        if typed:
            parts[place] = [part.row.revision, typed]
    if not outcome.errors:
        outcome.chosen = signing.dumps(parts, salt=_salt(page.report), compress=True)
        if len(outcome.chosen) > LONGEST_CHOSEN:
            raise AnnexRefusedError(
                "Tệp thay đổi quá nhiều chữ một lần; hãy ghi bớt trên cổng rồi tải tệp mới."
            )
    return outcome


def write_chosen(page: ReportPage, chosen: str, *, by: User) -> int:
    """Writes what the person has seen in the preview, all of it or nothing; how many fields.

    StaleWriteError where somebody wrote in one of these parts since, `signing.BadSignature` for what was not shown for
    this draft, ValidationError where it is not open.
    """
    parts = signing.loads(chosen, salt=_salt(page.report), max_age=VALID_SECONDS)
    given = []
    for place, (revision, typed) in parts.items():
        part = _Part(page, place)
        form = part.form(typed)
        form.is_valid()
        given.append(GivenPart(part.row, form.wanted if place == GENERAL else form.given, revision))
    save_filled(page.report, given, by=by)
    return sum(len(typed) for _, typed in parts.values())


class _Part:
    """A task of the draft, or its general part, as its own page would show and take it."""

    def __init__(self, page: ReportPage, place: str):
        self.page, self.place = page, place
        entries = {entry.place: entry for entry in page.entries}
        self.entry = entries.get(place)
        self.row = page.report if place == GENERAL else self.entry
        blank = (
            None
            if self.row is None
            else GeneralForm(row=self.row)
            if self.entry is None
            else form_of(self.entry)
        )
        self.now = {name: str(blank.initial[name] or "") for name in blank.FIELDS} if blank else {}

    def form(self, typed: dict[str, str]) -> EntryForm | GeneralForm:
        """The form as it would be sent with this typed over what stands there now."""
        data = self.now | typed | {"revision": str(self.row.revision)}
        data |= {f"initial-{name}": text for name, text in self.now.items()}
        return GeneralForm(data) if self.entry is None else form_of(self.entry, data)

    def compare(self, cells: Iterable[Filled], workbook: FilledWorkbook, outcome: Outcome) -> dict[str, str]:
        """What the cells change, by field; their errors and changes go into the outcome."""
        typed = {cell.field: cell.text for cell in cells if cell.text != cell.was}
        form = self.form({name: text for name, text in typed.items() if name in self.now})
        form.is_valid()
        changed = {}
        for cell in cells:
            error = self._error(cell, form, workbook)
            if error:
                outcome.errors.append(cell.error(error))
            elif cell.field in typed and (text := _shown(cell.field, form)) != tidy_lines(
                self.now[cell.field]
            ):
                changed[cell.field] = text
                outcome.changes.append(self._change(cell.field, text))
        return changed

    def _error(self, cell: Filled, form, workbook: FilledWorkbook) -> str:
        now = tidy_lines(self.now.get(cell.field, ""))
        if cell.text == cell.was:
            is_unread = self.entry is not None and self.entry.unread.get(cell.field) and now == cell.was
            return " ".join(form.errors.get(cell.field, ())) if is_unread else ""
        kind = f"{cell.field.partition('-')[0]}-kind"
        if cell.field not in self.now or workbook.seen.get((self.place, kind), "") != self.now.get(kind, ""):
            return "Trên cổng dòng này không còn như khi tải tệp; hãy tải tệp mới rồi ghi lại."
        if cell.field in form.errors:
            return " ".join(form.errors[cell.field])
        if now not in (cell.was, _shown(cell.field, form)):
            return (
                f"Sau khi tải tệp, ô này đã được {'xóa trống' if not now else f'ghi {quoted(word_of(cell.field, now))}'} "
                "trên cổng; hãy tải tệp mới rồi ghi lại ô này."
            )
        return ""

    def _change(self, name: str, text: str) -> Change:
        task = self.page.printed.get(self.place)
        part = "Phần chung" if self.entry is None else task_words(self.place, task)
        before = word_of(name, tidy_lines(self.now[name]))
        return Change(
            part, field_words(self.entry, name), before, word_of(name, text), self.page.url_of(self.place)
        )


def _shown(name: str, form) -> str:
    """What was read of a field, as its page would show it."""
    value = form.cleaned_data.get(name)
    if value is None or value == "":
        return ""
    if is_figure(name):
        return editable_million(value) if name.startswith("m") else editable_number(value)
    return format_date(date.fromisoformat(value)) if name == "paper_date" else tidy_lines(value)


def _of_another(page: ReportPage, workbook: FilledWorkbook) -> str:
    own = f"{page.title}, {page.obligation.agency}"
    if workbook.title == own:
        return "Tệp này tải từ một lần trước của báo cáo; hãy tải tệp mới của lần đang lập rồi điền lại."
    return f"Tệp này là của báo cáo khác ({workbook.title}); ở đây là {own}. Hãy chọn đúng tệp."


def _salt(report: Report) -> str:
    return f"report-workbook:{report.public_id}"
