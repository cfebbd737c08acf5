"""All rows that a report of a period is made of: the facts of each of its years, and the years' reports that were sent."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models.fields.json import KT

from budgets.findings import Finding
from plans.models import PlanVersion, Target
from reporting.builders.consolidated.facts import GroupFacts, Spent, TaskFacts, YearFacts
from reporting.enums import ConsolidationKind, ConsolidationStatus
from reporting.models import ConsolidatedText, Consolidation, ReportingYear, TargetValue
from reporting.printed_tasks import ITEM, TASK, PrintedTask


@dataclass(frozen=True)
class PeriodTask:
    """A task with what each year's reports say of it; `years` are those in which it runs, or is told of."""

    years: dict[int, TaskFacts]

    @property
    def newest(self) -> TaskFacts:
        return self.years[max(self.years)]

    @property
    def printed(self) -> PrintedTask:
        return self.newest.printed

    @property
    def leads(self) -> tuple[str, ...]:
        """As printed."""
        return self.newest.leads

    @property
    def progress(self) -> str | None:
        """How far it is by the last year that tells ("" where reports do not agree); None where none does."""
        year = self.told_in
        return None if year is None else self.years[year].progress

    @property
    def told_in(self) -> int | None:
        """The last year in which somebody says how far it is."""
        return max((year for year, task in self.years.items() if task.progress is not None), default=None)


@dataclass(frozen=True)
class Sent:
    """The newest report of a year that was sent, with what it says in its body (as `frozen.plain`)."""

    row: Consolidation
    parts: str


class PeriodFacts:
    """The years from `from_year` to that of `last`, as they stand; reads what the connection's scope lets through.

    Beside a constant number of queries each year costs some ten, however many reports it has.
    """

    def __init__(self, last: ReportingYear, from_year: int):
        self.year, self.from_year = last, from_year

    @property
    def numbers(self) -> range:
        return range(self.from_year, self.year.year + 1)

    @property
    def time(self) -> str:
        """ "giai đoạn 2013 - 2015"."""
        return f"giai đoạn {self.from_year} - {self.year.year}"

    @cached_property
    def opened(self) -> list[ReportingYear]:
        """The reporting years of the period, the earliest first."""
        rows = ReportingYear.objects.filter(
            plan=self.year.plan_id, is_sample=self.year.is_sample, year__in=self.numbers
        )
        return list(rows.opened().select_related("plan").order_by("year"))

    @cached_property
    def years(self) -> dict[int, YearFacts]:
        return {one.year.year: one for one in YearFacts.of_years(self.opened)}

    @cached_property
    def all_years(self) -> dict[int, YearFacts]:
        """Beside those that were opened the others, in which tasks run of which nobody could report."""
        return {
            year: self.years[year] if year in self.years else YearFacts.unopened(year, self.last)
            for year in self.numbers
        }

    @property
    def last(self) -> YearFacts:
        return self.years[self.year.year]

    @property
    def version(self) -> PlanVersion:
        return self.last.version

    @cached_property
    def sent(self) -> dict[int, Sent]:
        """The newest sent report of each year."""
        rows = Consolidation.objects.filter(
            year__in=self.opened, kind=ConsolidationKind.YEAR, status=ConsolidationStatus.SENT
        )
        rows = rows.annotate(parts=KT("contents__ConsolidatedReport__parts")).defer("contents")
        return {one.year.year: Sent(one, one.parts) for one in rows.select_related("year").order_by("number")}

    @property
    def unsent(self) -> dict[int, str]:
        """The years of which no report was sent, and why."""
        opened = {one.year for one in self.opened}
        return {
            year: "chưa gửi báo cáo tổng hợp" if year in opened else "không có kỳ báo cáo trên cổng"
            for year in self.numbers
            if year not in self.sent
        }

    @property
    def missing(self) -> list[str]:
        """The same in words: "năm 2017 (chưa gửi báo cáo tổng hợp)"; years in a row of which the same is true are told together."""
        runs: list[tuple[list[int], str]] = []
        for year, why in self.unsent.items():
            if runs and runs[-1][0][-1] == year - 1 and runs[-1][1] == why:
                runs[-1][0].append(year)
            else:
                runs.append(([year], why))
        return [
            f"các năm {years[0]} - {years[-1]} ({why})" if len(years) > 1 else f"năm {years[0]} ({why})"
            for years, why in runs
        ]

    def has_source(self, row: ConsolidatedText) -> bool:
        """If the paragraph's year has a sent report."""
        return row.taken_from.year.year in self.sent

    @cached_property
    def groups(self) -> list[GroupFacts]:
        """The plan's groups as the last year prints them, then those of earlier years only."""
        about: dict[tuple, GroupFacts] = {}
        tasks: dict[str, dict[int, TaskFacts]] = {}
        group_of: dict[str, tuple] = {}
        for year, facts in sorted(self.all_years.items(), reverse=True):
            for group in facts.groups:
                name = (group.number, group.title, group.phase)
                about.setdefault(name, group)
                for task in group.tasks:
                    group_of.setdefault(task.printed.place, name)
                    tasks.setdefault(task.printed.place, {})[year] = task
        ordered = sorted(tasks, key=lambda place: self._order.get(place, len(self._order)))
        return [
            replace(
                group, tasks=tuple(PeriodTask(tasks[place]) for place in ordered if group_of[place] == name)
            )
            for name, group in about.items()
        ]

    @cached_property
    def _order(self) -> dict[str, int]:
        """The places of the last year's version in printed order."""
        groups, sections = self.version.taskgroup_rows.all(), self.version.section_rows.all()
        places = [f"{TASK}:{task.key}" for group in groups for task in group.tasks.all()]
        places += [f"{ITEM}:{item.key}" for section in sections for item in section.items.all()]
        return {place: number for number, place in enumerate(places)}

    @property
    def tasks(self) -> list[PeriodTask]:
        return [task for group in self.groups for task in group.tasks]

    def spent_at(self, places: Iterable[str] | None = None) -> list[Spent]:
        """What accepted reports of the period tell of money, of these places or all."""
        wanted = None if places is None else set(places)
        return [
            one
            for one in self.last.spent
            if one.year >= self.from_year and (wanted is None or one.place in wanted)
        ]

    @cached_property
    def targets(self) -> list[tuple[Target, TargetValue | None]]:
        """The targets of the last year's version with the last value that is known; its `year` says of when."""
        values = TargetValue.objects.filter(year__in=self.opened, numerator__isnull=False)
        found: dict[tuple, TargetValue] = {}
        for one in values.select_related("year", "target__objective").order_by("year__year"):
            found[_name(one.target)] = one
        return [(target, found.get(_name(target))) for target, _ in self.last.targets]

    @cached_property
    def findings(self) -> list[Finding]:
        return self.last.findings

    @property
    def basis(self) -> list[int]:
        """The reports and the sent reports of years that all of it rests on."""
        reports = [one.pk for facts in self.years.values() for one in facts.reports]
        return [*reports, 0, *(one.row.pk for one in self.sent.values())]


def _name(target: Target) -> tuple:
    """What a target is called in every version of the plan."""
    return target.objective.key, target.indicator_id, target.year, target.minimum, target.maximum
