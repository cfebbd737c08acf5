"""The consolidated report of a year as the department writes it, and as others read it once it was sent."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from agencies.models import User
from core.text import slugify_vi
from portal.links import consolidated_page
from reporting.builders.consolidated.facts import YearFacts
from reporting.builders.consolidated.texts import GENERAL, SourceText, source_texts, source_words
from reporting.contents.consolidated import ConsolidatedReport
from reporting.contents.workbook import Sheet
from reporting.enums import ReportStatus
from reporting.models import ConsolidatedText, Consolidation, Obligation, ReportingYear, ReportStep
from reporting.permissions import can_consolidate, can_send_consolidated
from reporting.renderers.consolidated_body import Line, annex_labels, body_lines
from reporting.renderers.sheet_grid import SheetGrid, sheet_grid
from reporting.services.consolidations import TEXTS, missing_reports, state_of

OWN_TITLES = {"results": "Kết quả chung", "petitions": "Kiến nghị", "directions": "Phương hướng"}
# Steps after which another version of a report is accepted, or none.
CHANGING = Q(after=ReportStatus.ACCEPTED) | Q(before=ReportStatus.ACCEPTED)
PAGE_WIDTH = 250  # millimetres, of a page that sizes its columns itself
GENERAL_TITLE = "Đánh giá chung của các cơ quan"


@dataclass(frozen=True)
class TextLine:
    """A paragraph beside what its source says now; `source` None where no accepted report says it any more.

    `is_accepted` if its agency has an accepted report: without one it is not printed.
    """

    row: ConsolidatedText
    source: SourceText | None
    is_accepted: bool

    @property
    def words(self) -> str:
        """Whose it is: "Sở Xây dựng, báo cáo lần 1 nhận ngày 01/12/2018"."""
        return source_words(self.row.report)

    @property
    def key(self) -> str:
        """What tells it from the others of its part in a form."""
        return str(self.row.report.obligation.public_id)

    @property
    def is_outdated(self) -> bool:
        """If the source says something else since the paragraph was taken from it."""
        return self.source is None or self.source.text != self.row.source_text

    @property
    def is_left_out(self) -> bool:
        return not (self.row.text and self.is_accepted)


@dataclass(frozen=True)
class PartLine:
    """A part that is put together of agencies' texts: a task, or what they say of the whole year."""

    place: str
    title: str
    group: str
    url: str
    texts: tuple[TextLine, ...]

    @property
    def edited(self) -> int:
        return sum(one.row.is_edited for one in self.texts)

    @property
    def outdated(self) -> int:
        return sum(one.is_outdated for one in self.texts)


class YearConsolidated:
    """The versions of a year's consolidated report as the person may see them."""

    def __init__(self, user: User, year: ReportingYear):
        self.user, self.year = user, year

    @property
    def may_write(self) -> bool:
        return can_consolidate(self.user, self.year.plan)

    @property
    def may_send(self) -> bool:
        return can_send_consolidated(self.user, self.year.plan)

    @cached_property
    def versions(self) -> list[Consolidation]:
        """The newest first; without what they say."""
        rows = Consolidation.objects.visible_to(self.user).filter(year=self.year).defer("contents")
        found = list(rows.select_related("sent_by", "started_by", "version").order_by("-number"))
        for one in found:
            one.year = self.year
        return found

    @property
    def at_work(self) -> Consolidation | None:
        """The version that is being written."""
        return next((one for one in self.versions if not one.is_sent), None)

    @property
    def sent(self) -> list[Consolidation]:
        return [one for one in self.versions if one.is_sent]

    @cached_property
    def changed_since(self) -> list[str]:
        """Whose report was accepted or opened again after the newest version was sent: it says something older."""
        if not self.sent:
            return []
        steps = ReportStep.objects.visible_to(self.user).filter(
            CHANGING, report__obligation__year=self.year, at__gt=self.sent[0].sent_at
        )
        agencies = steps.order_by("report__obligation__agency__sort_key")
        return list(dict.fromkeys(agencies.values_list("report__obligation__agency__name", flat=True)))

    @cached_property
    def missing(self) -> list[Obligation]:
        """Whose report is not accepted."""
        return missing_reports(self.year)

    @cached_property
    def facts(self) -> YearFacts:
        return YearFacts(self.year)

    @cached_property
    def parts(self) -> list[PartLine]:
        """What is put together of agencies' texts, in printed order; a task without any stands there too."""
        sources = {one.key: one for one in source_texts(self.facts)}
        found: dict[str, list[TextLine]] = {}
        rows = self.at_work.texts.select_related("report__obligation__agency", "changed_by").order_by("id")
        for row in rows:
            owed = row.report.obligation_id
            line = TextLine(row, sources.get((row.place, owed)), owed in self.facts.report_of)
            found.setdefault(row.place, []).append(line)
        lines = [self._part(GENERAL, GENERAL_TITLE, "", found)]
        for group in self.facts.groups:
            name = f"{group.number}. {group.title}" if group.number else group.title
            lines += [
                self._part(task.printed.place, f"{task.printed.label}: {task.printed.title}", name, found)
                for task in group.tasks
            ]
        return lines

    @property
    def own(self) -> list[tuple[str, str]]:
        """The department's own parts: their titles, and what is written there."""
        return [(OWN_TITLES[name], getattr(self.at_work, name)) for name in TEXTS]

    @property
    def open_points(self) -> list[str]:
        """What is worth a look before it is sent; nothing of it stops the sending."""
        found = [f"Chưa viết phần “{title}”." for title, text in self.own if not text]
        if outdated := sum(part.outdated for part in self.parts):
            found.append(f"{outdated} đoạn có nguồn đã thay đổi sau khi lấy.")
        if empty := sum(not part.texts for part in self.parts if part.group):
            found.append(f"{empty} nhiệm vụ chưa có nội dung từ báo cáo nào được duyệt.")
        return found

    @property
    def seen(self) -> str:
        """What is sent along with the sending, so that nothing else is sent than what was looked at."""
        return state_of(self.at_work, self.facts)

    def part(self, place: str) -> PartLine | None:
        """The part at this place; None where there is none."""
        return next((one for one in self.parts if one.place == place), None)

    def _part(self, place: str, title: str, group: str, found: dict) -> PartLine:
        url = consolidated_page(self.year, "plan_year_consolidated_part", place=place)
        return PartLine(place, title, group, url, tuple(found.get(place, ())))


@dataclass(frozen=True)
class PrintedTable:
    """A table as its annex prints it."""

    label: str
    sheet: Sheet
    grid: SheetGrid

    @property
    def anchor(self) -> str:
        return slugify_vi(self.label)


@dataclass(frozen=True)
class Printed:
    """What a version says, as the files print it."""

    lines: tuple[Line, ...]
    tables: tuple[PrintedTable, ...]


def printed(report: ConsolidatedReport) -> Printed:
    """The words and tables of a report for a page: by the renderers' own rules, so that none can differ."""
    labels = annex_labels(report)
    tables = (PrintedTable(labels[one.name], one, sheet_grid(one, PAGE_WIDTH)) for one in report.tables)
    return Printed(tuple(body_lines(report)), tuple(tables))
