"""The codes that a draft may name, with their words: agencies, catalogue, its own groups and tasks."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q

from agencies.enums import AgencyKind
from agencies.models import Agency
from core import clock
from plans.models import Indicator, OutputKind, PlanVersion

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Choices:
    """What the forms of one draft choose from. Read when a form asks for it."""

    version: PlanVersion
    data: dict

    @cached_property
    def _directory(self) -> list[Agency]:
        found = Agency.objects.filter(Q(province=self.version.province_id) | Q(province=None))
        return list(found.exclude(kind=AgencyKind.FACILITY).prefetch_related("aliases").order_by("sort_key"))

    @cached_property
    def agencies(self) -> Pairs:
        """Agencies of the province and national ones; those that have ended say so, and come last."""
        today = clock.today()
        ended = [agency for agency in self._directory if agency.has_ended_by(today)]
        there = [agency for agency in self._directory if agency not in ended]
        return [(a.slug, a.name) for a in there] + [(a.slug, f"{a.name} ({a.period_words})") for a in ended]

    @cached_property
    def agency_names(self) -> list[str]:
        """Names to type: those of agencies that exist today."""
        today = clock.today()
        return [agency.name for agency in self._directory if not agency.has_ended_by(today)]

    @cached_property
    def agency_by_name(self) -> dict[str, str]:
        """Which agency words mean that are exactly one's name or a spelling of it, in lower case."""
        words: dict[str, set[str]] = {}
        for agency in self._directory:
            for name in (agency.name, *(alias.text for alias in agency.aliases.all())):
                words.setdefault(name.casefold(), set()).add(agency.slug)
        return {name: next(iter(slugs)) for name, slugs in words.items() if len(slugs) == 1}

    def ended_by(self, day: date) -> dict[str, str]:
        """The agencies that ended before the day, by slug, with when in words."""
        ended = (agency for agency in self._directory if agency.has_ended_by(day))
        return {agency.slug: f"chỉ tồn tại {agency.period_words}" for agency in ended}

    @cached_property
    def indicators(self) -> Pairs:
        return list(Indicator.objects.values_list("code", "name"))

    @cached_property
    def kinds(self) -> Pairs:
        return list(OutputKind.objects.values_list("code", "name"))

    @cached_property
    def components(self) -> Pairs:
        return list(self.version.plan.programme.component_names.items())

    @cached_property
    def phases(self) -> Pairs:
        return [(phase["code"], phase["title"]) for phase in self.data["phases"]]

    @cached_property
    def groups(self) -> Pairs:
        return [(group["key"], numbered(group["number"], group["title"])) for group in self.data["groups"]]

    @cached_property
    def tasks(self) -> Pairs:
        return [
            (task["key"], numbered(task["number"], task["action"]))
            for group in self.data["groups"]
            for task in group["tasks"]
        ]

    @property
    def item_keys(self) -> set[str]:
        """The keys of all lettered paragraphs."""
        return {item["key"] for section in self.data["sections"] for item in section["items"]}

    @cached_property
    def years(self) -> list[int]:
        """The years of the plan, and every other year for which one of its tables gives money."""
        period = self.data["period"]
        money = [
            row for table in self.data["budget_tables"] for row in (*table["rows"], table["totals"] or {})
        ]
        given = {int(year) for row in money for year in row.get("by_year", {})}
        return sorted({*range(period["start"], period["end"] + 1), *given})


def numbered(number: str | None, text: str, longest: int = 90) -> str:
    """A row in a choice: its number and the beginning of its text."""
    words = f"{number} {text}" if number else text
    return words if len(words) <= longest else f"{words[:longest]}…"
