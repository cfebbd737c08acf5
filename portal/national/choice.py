"""What an address of the national report asks for. What cannot be is left out and named, never an error."""

from functools import cached_property

from django.http import QueryDict

from agencies.models import Province
from core import clock
from core.sorting import sort_key
from plans.enums import Component
from plans.models import PlanVersion, Programme
from reporting.builders.national.facts import LAST_DAY_OF_63
from reporting.builders.national.words import BORDERS
from reporting.contents.national import Selection
from reporting.enums import ConsolidationKind, ConsolidationStatus
from reporting.models import Consolidation

_LABELS = {
    "year": "năm", "programme": "chương trình", "region": "vùng", "component": "hợp phần", "province": "tỉnh, thành phố",
    "borders": "địa giới", "sort": "sắp xếp",
}  # fmt: skip
TODAY = "34"
# By tab: the name of its route and its label.
TABS = {
    "overview": ("national", "Tổng quan"),
    "components": ("national_components", "Hợp phần"),
    "outputs": ("national_outputs", "Kết quả"),
    "targets": ("national_targets", "Chỉ tiêu"),
    "money": ("national_money", "Kinh phí"),
    "compliance": ("national_compliance", "Tình hình báo cáo"),
}


class NationalChoice:
    """The selection of one request; `refused` are the names of what meant nothing, `ignored` says them. Values are compared with closed lists only."""

    def __init__(self, asked: QueryDict):
        self._asked, self.refused = asked, []
        self.year = int(self._one_of("year", map(str, self.years)) or self._usual_year)
        self.programme = self._one_of("programme", (one.number for one in self.programmes))
        self.region = self._one_of("region", self.regions)
        self.component = self._one_of("component", Component.values)
        self.borders = self._one_of("borders", BORDERS) or TODAY
        named = {slug for slug in asked.getlist("province") if slug}
        self.provinces = tuple(one.slug for one in self.all_provinces if one.slug in named)
        if len(self.provinces) < len(named):
            self.refuse("province")
        self.sort = asked.get("sort", "").strip()

    def _one_of(self, name: str, allowed) -> str:
        value = self._asked.get(name, "").strip()
        is_known = value in set(allowed)
        if value and not is_known:
            self.refuse(name)
        return value if is_known else ""

    def refuse(self, name: str) -> None:
        """Notes that a value of the address meant nothing."""
        self.refused.append(name)

    @property
    def ignored(self) -> str:
        """What was left out, in words; "" if nothing was."""
        return ", ".join(_LABELS[name] for name in self.refused)

    @property
    def selection(self) -> Selection:
        return Selection(self.year, self.programme, self.region, self.component, self.provinces, self.borders)

    @cached_property
    def programmes(self) -> list[Programme]:
        return list(Programme.objects.all())

    @cached_property
    def all_provinces(self) -> list[Province]:
        """The provinces as they issued their plans, in their order."""
        return list(Province.objects.order_by("sort_key"))

    @property
    def province_options(self) -> list[tuple[str, str]]:
        return [(one.slug, one.name_on(LAST_DAY_OF_63).bare) for one in self.all_provinces]

    @property
    def regions(self) -> list[str]:
        """The six regions used until 2025-06-30."""
        return sorted({one.region for one in self.all_provinces} - {""}, key=sort_key)

    @property
    def components(self) -> list[tuple[str, str]]:
        return Component.choices

    @cached_property
    def _reported(self) -> set[int]:
        """The years of which a report was sent."""
        sent = Consolidation.objects.filter(kind=ConsolidationKind.YEAR, status=ConsolidationStatus.SENT)
        return set(sent.order_by().values_list("year__year", flat=True).distinct())

    @cached_property
    def years(self) -> list[int]:
        """The years that issued plans cover or of which a report was sent, the newest first."""
        periods = PlanVersion.objects.current().issued().order_by()
        spans = periods.values_list("period_start", "period_end").distinct()
        covered = {year for start, end in spans for year in range(start, end + 1)}
        return sorted(covered | self._reported | {clock.today().year}, reverse=True)

    @property
    def _usual_year(self) -> int:
        """The newest year of which a report was sent; before there is any, this one."""
        return max(self._reported, default=clock.today().year)

    @property
    def narrows(self) -> bool:
        """Whether something is left out."""
        return bool(self.programme or self.region or self.component or self.provinces)

    def query(self, **switches: str) -> list[tuple[str, str]]:
        """The address of this selection, with other switches; what is empty or usual is left out."""
        borders = switches.pop("borders", self.borders)
        asked = {
            "year": str(self.year), "programme": self.programme, "region": self.region, "component": self.component,
            "borders": borders if borders != TODAY else "",
        } | switches  # fmt: skip
        named = [(name, value) for name, value in asked.items() if value]
        return named + [("province", slug) for slug in self.provinces]
