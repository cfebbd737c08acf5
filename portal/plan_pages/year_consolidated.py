"""The consolidated report of a year or a period as the department writes it, and as others read it once it was sent."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from agencies.models import User
from agencies.rights import Right
from core import clock
from core.text import slugify_vi
from portal.links import (
    close_page,
    consolidated_name,
    consolidated_page,
    next_plan_page,
    obligation_page,
    report_page,
)
from reporting.builders.consolidated.agencies import missing_words
from reporting.builders.consolidated.kinds import Facts, facts_of, texts_of
from reporting.builders.consolidated.period.facts import PeriodFacts
from reporting.builders.consolidated.texts import GENERAL, SourceText, words_of_source
from reporting.contents.consolidated import ConsolidatedReport
from reporting.contents.workbook import Sheet
from reporting.enums import ConsolidationKind, ReportStatus
from reporting.models import ConsolidatedText, Consolidation, ReportingYear, ReportStep
from reporting.permissions import can_consolidate, can_send_consolidated
from reporting.renderers.consolidated_body import Line, annex_labels, body_lines
from reporting.renderers.sheet_grid import SheetGrid, sheet_grid
from reporting.services.consolidations import TEXTS, missing_reports, state_of

OWN_TITLES = {"results": "Kết quả chung", "petitions": "Kiến nghị", "directions": "Phương hướng"}
# Steps after which another version of a report is accepted, or none.
CHANGING = Q(after=ReportStatus.ACCEPTED) | Q(before=ReportStatus.ACCEPTED)
PAGE_WIDTH = 250  # millimetres, of a page that sizes its columns itself
# What its pages are about, as their addresses are named; the overview has no word.
PARTS = (
    "", "renew", "own", "heading", "send", "part", "source", "version", "file", "signed", "signed_file",
)  # fmt: skip
GENERAL_TITLE = "Đánh giá chung của các cơ quan"


@dataclass(frozen=True)
class TextLine:
    """A paragraph beside what its source says now; `source` None where no such source says it any more.

    `is_accepted` if its agency has an accepted report, or its year a sent one: without it is not printed.
    """

    row: ConsolidatedText
    source: SourceText | None
    is_accepted: bool

    @property
    def words(self) -> str:
        """Whose it is: "Sở Xây dựng, báo cáo lần 1 nhận ngày 01/12/2018", "Báo cáo năm 2017, bản số 1"."""
        return words_of_source(self.row)

    @property
    def who(self) -> str:
        """The same in short: the agency, or the year."""
        if self.row.report is None:
            return f"Năm {self.row.taken_from.year.year}"
        return str(self.row.report.obligation.agency)

    @property
    def key(self) -> str:
        """What tells it from the others of its part in a form."""
        if self.row.report is None:
            return f"nam-{self.row.taken_from.year.year}"
        return str(self.row.report.obligation.public_id)

    @property
    def url(self) -> str:
        """Where the source is read."""
        if self.row.report is not None:
            return report_page(self.row.report.obligation)
        taken_from = self.row.taken_from
        return consolidated_page(taken_from.year, "version", number=taken_from.number)

    @property
    def is_outdated(self) -> bool:
        """If the source says something else since the paragraph was taken from it."""
        return self.source is None or self.source.text != self.row.source_text

    @property
    def is_left_out(self) -> bool:
        return not (self.row.text and self.is_accepted)


@dataclass(frozen=True)
class MissingLine:
    """What is still missing: whose report, or which year's; `url` is empty where there is nothing to open."""

    name: str
    state: str
    url: str


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
    """The versions of a consolidated report of a year, or of a period that ends with it, as the person may see them."""

    def __init__(self, user: User, year: ReportingYear, kind: str = ConsolidationKind.YEAR):
        self.user, self.year, self.kind = user, year, kind

    @property
    def names(self) -> dict[str, str]:
        """The names of the addresses of its pages, by what the page is about."""
        return {part or "overview": consolidated_name(self.kind, part) for part in PARTS}

    @property
    def title(self) -> str:
        """ "báo cáo tổng hợp năm 2018", "báo cáo sơ kết giai đoạn 2013 - 2015"; of a period as its newest version."""
        if not self.is_of_period:
            return f"báo cáo tổng hợp năm {self.year.year}"
        return self.versions[0].title

    @property
    def url(self) -> str:
        """Its overview."""
        return consolidated_page(self.year, kind=self.kind)

    @property
    def may_end_plan(self) -> bool:
        """If a final report was sent of a plan whose time is over and that nobody has closed."""
        version = self.year.version
        return (
            self.kind == ConsolidationKind.FINAL
            and bool(self.sent)
            and version.period_end < clock.today().year
            and can_consolidate(self.user, self.year.plan)
        )

    @property
    def may_close(self) -> bool:
        return self.user.may(Right.APPROVE_PLANS, province=self.year.plan.province)

    @property
    def close_url(self) -> str:
        """Where the plan is closed, with the report as the reason."""
        newest = self.sent[0]
        return close_page(self.year.plan, f"Đã gửi {newest.title}, số gửi {newest.receipt_number}.")

    @property
    def next_plan_url(self) -> str:
        """Where the next plan is begun from this one."""
        return next_plan_page(self.year.plan)

    @property
    def from_year(self) -> int | None:
        """The first year of a period, as its newest version has it."""
        return self.versions[0].from_year if self.is_of_period else None

    @property
    def general_group(self) -> str:
        """What heads the part that belongs to no group of the plan."""
        return "Phần của các năm" if self.is_of_period else "Phần của các cơ quan"

    @property
    def is_of_period(self) -> bool:
        return self.kind != ConsolidationKind.YEAR

    @property
    def may_write(self) -> bool:
        return can_consolidate(self.user, self.year.plan)

    @property
    def may_send(self) -> bool:
        return can_send_consolidated(self.user, self.year.plan)

    @cached_property
    def versions(self) -> list[Consolidation]:
        """The newest first; without what they say."""
        rows = Consolidation.objects.visible_to(self.user).filter(year=self.year, kind=self.kind)
        rows = rows.defer("contents")
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
        """Whose report was accepted or opened again after the newest version was sent: it says something older.

        Of a period also the years whose own report was sent since.
        """
        if not self.sent:
            return []
        newest = self.sent[0]
        steps = ReportStep.objects.visible_to(self.user).filter(CHANGING, at__gt=newest.sent_at)
        steps = steps.filter(
            report__obligation__year__plan=self.year.plan_id,
            report__obligation__year__year__range=(newest.from_year or self.year.year, self.year.year),
        )
        agencies = steps.order_by("report__obligation__agency__sort_key")
        found = list(dict.fromkeys(agencies.values_list("report__obligation__agency__name", flat=True)))
        return found + (self._sent_since(newest) if self.is_of_period else [])

    def _sent_since(self, newest: Consolidation) -> list[str]:
        rows = Consolidation.objects.visible_to(self.user).filter(
            year__plan=self.year.plan_id, year__year__range=(newest.from_year, self.year.year),
            kind=ConsolidationKind.YEAR, sent_at__gt=newest.sent_at,
        )  # fmt: skip
        years = rows.order_by("year__year").values_list("year__year", flat=True)
        return [f"năm {year}" for year in dict.fromkeys(years)]

    @cached_property
    def missing(self) -> list[MissingLine]:
        """Whose report is not accepted; of a period which years' own report was not sent."""
        if not self.is_of_period:
            return [
                MissingLine(
                    str(one.agency),
                    missing_words(one),
                    obligation_page(one),
                )
                for one in missing_reports(self.year)
            ]
        return missing_years(self.facts)

    @cached_property
    def facts(self) -> Facts:
        return facts_of(self.versions[0])

    @cached_property
    def parts(self) -> list[PartLine]:
        """What is put together of agencies' texts, in printed order; a task without any stands there too."""
        sources = {one.key: one for one in texts_of(self.facts)}
        found: dict[str, list[TextLine]] = {}
        about = ("report__obligation__agency", "taken_from__year__plan", "changed_by")
        rows = self.at_work.texts.select_related(*about).order_by("id")
        for row in sorted(rows, key=lambda one: one.taken_from.year.year if one.taken_from else 0):
            line = TextLine(row, sources.get(row.source_key), self.facts.has_source(row))
            found.setdefault(row.place, []).append(line)
        title = "Kết quả chung của các năm" if self.is_of_period else GENERAL_TITLE
        lines = [self._part(GENERAL, title, "", found)]
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
            which = "báo cáo năm nào đã gửi" if self.is_of_period else "báo cáo nào được duyệt"
            found.append(f"{empty} nhiệm vụ chưa có nội dung từ {which}.")
        return found

    @property
    def seen(self) -> str:
        """What is sent along with the sending, so that nothing else is sent than what was looked at."""
        return state_of(self.at_work, self.facts)

    def part(self, place: str) -> PartLine | None:
        """The part at this place; None where there is none."""
        return next((one for one in self.parts if one.place == place), None)

    def _part(self, place: str, title: str, group: str, found: dict) -> PartLine:
        url = consolidated_page(self.year, "part", kind=self.kind, place=place)
        return PartLine(place, title, group, url, tuple(found.get(place, ())))


def missing_years(facts: PeriodFacts) -> list[MissingLine]:
    """The years of a period whose own report was not sent."""
    opened = {one.year: one for one in facts.opened}
    return [
        MissingLine(f"Năm {year}", why, consolidated_page(opened[year]) if year in opened else "")
        for year, why in facts.unsent.items()
    ]


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
