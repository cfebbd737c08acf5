"""Units that may be proposed for commendation (khen thưởng) of a year, with the facts behind it. The department decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from agencies.models import User
from core import clock
from core.dates import HANOI
from core.sorting import sort_key
from portal.selectors import plan_title
from reporting.enums import ObligationBasis, Progress, ReportStatus
from reporting.models import Evidence, OutputEntry, Report, TaskEntry


@dataclass(frozen=True)
class Unit:
    """An agency whose report of the year was accepted. `tasks` without those on which nothing came up."""

    report: Report

    @property
    def obligation(self):
        return self.report.obligation

    @property
    def province(self) -> str:
        return str(self.report.version.province.name_on(clock.today()))

    @property
    def plan(self) -> str:
        return plan_title(self.report.version)

    @property
    def in_time(self) -> bool:
        return not self.obligation.is_late

    @property
    def time_words(self) -> str:
        if self.obligation.before is None:
            return "không quy định ngày"
        return "đúng hạn" if self.in_time else "muộn"

    @property
    def received_on(self) -> date:
        return self.obligation.first_received_at.astimezone(HANOI).date()

    @property
    def tasks(self) -> int:
        return 0 if self.report.is_nil else self.report.told - self.report.nil

    @property
    def done(self) -> int:
        return self.report.done

    @property
    def is_complete(self) -> bool:
        """If every printed target has a figure."""
        return self.report.unknown == 0

    @property
    def complete_words(self) -> str:
        if self.report.is_nil:
            return "cả năm không phát sinh"
        return "đủ số liệu" if self.is_complete else f"{self.report.unknown} số liệu chưa rõ"

    @property
    def files(self) -> int:
        return self.report.files


class Commended:
    """The list of a year that an address asks for; invented figures only by themselves."""

    def __init__(self, asked: Mapping[str, str], user: User):
        self.user = user
        years = self._accepted.order_by().values_list("obligation__year__year", "obligation__year__is_sample")
        found = set(years.distinct())
        samples = {is_sample for _, is_sample in found}
        self.has_both = len(samples) == 2
        self.is_sample = samples == {True} or (self.has_both and asked.get("sample") == "1")
        self.years = sorted({year for year, is_sample in found if is_sample == self.is_sample}, reverse=True)
        known = {str(year): year for year in self.years}
        self.year = known.get(asked.get("year", ""), self.years[0] if self.years else None)

    @property
    def _accepted(self) -> QuerySet[Report]:
        """The accepted reports of all years that the person may see."""
        rows = Report.objects.visible_to(self.user).filter(
            status=ReportStatus.ACCEPTED, obligation__withdrawn_at=None
        )
        return rows.exclude(obligation__basis=ObligationBasis.OWN)

    @property
    def _of_year(self) -> QuerySet[Report]:
        """Those of the year, each with its counts, in one query."""
        rows = self._accepted.filter(
            obligation__year__year=self.year, obligation__year__is_sample=self.is_sample
        )
        entries = TaskEntry.objects.filter(report=OuterRef("pk"))
        outputs = OutputEntry.objects.filter(report=OuterRef("pk"), quantity=None).exclude(target="")
        return rows.annotate(
            told=_count(entries),
            done=_count(entries.filter(progress=Progress.DONE)),
            nil=_count(entries.filter(progress=Progress.NIL)),
            unknown=_count(outputs.filter(entry__progress__in=(Progress.DOING, Progress.DONE))),
            files=_count(Evidence.objects.filter(report=OuterRef("pk"))),
        ).select_related("obligation__agency", "obligation__year", "version__province")

    @cached_property
    def units(self) -> list[Unit]:
        """Those in time first, then by how much of their tasks is done, how complete, with how much evidence."""
        return sorted(
            map(Unit, self._of_year),
            key=lambda one: (
                not one.in_time, -(one.done / one.tasks) if one.tasks else 0, one.report.unknown, -one.files,
                sort_key(str(one.obligation.agency)),
            ),
        )  # fmt: skip

    @property
    def title(self) -> str:
        return "Danh sách xét đề nghị khen thưởng" + (f" năm {self.year}" if self.year else "")

    def query(self, **changed: str) -> dict[str, str]:
        """The address of this list, or of one that differs."""
        asked = {"year": str(self.year or ""), "sample": "1" if self.is_sample and self.has_both else ""}
        return {name: value for name, value in (asked | changed).items() if value}


def _count(rows):
    """How many of these rows there are, as a column; 0 where there is none."""
    counted = rows.order_by().values("report").annotate(found=Count("pk")).values("found")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
