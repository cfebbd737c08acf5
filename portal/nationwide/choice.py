"""What an address of the comparison pages asks for. What cannot be is left out and named, never an error."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from agencies.models import Province
from core.sorting import sort_key
from plans.enums import Component
from plans.models import PlanVersion, Programme

MEASURES = {
    "plan": "Có kế hoạch",
    "tasks": "Số nhiệm vụ",
    "money": "Kinh phí",
    "findings": "Sai lệch chưa có quyết định",
}
BORDERS = {"34": "34 tỉnh, thành phố hiện nay", "63": "63 tỉnh, thành phố đến 30/06/2025"}
_LABELS = {
    "programme": "chương trình",
    "region": "vùng",
    "year": "năm",
    "component": "hợp phần",
    "measure": "số liệu trên bản đồ",
    "borders": "địa giới",
    "sort": "sắp xếp",
}


@dataclass(frozen=True)
class Option:
    """An entry of a filter."""

    value: str
    label: str


class Choice:
    """Filters and switches of one request; `ignored` names those whose value means nothing.

    `asked` is the query string. Values are compared with closed lists only, so nothing of it reaches the database.
    """

    def __init__(self, asked: Mapping[str, str], user):
        self._asked, self._user = asked, user
        self._refused: list[str] = []
        self.programme = self._one_of("programme", {option.value for option in self.programmes})
        self.region = self._one_of("region", set(self.regions))
        self.year = self._one_of("year", {str(year) for year in range(2000, 2101)})
        self.component = self._one_of("component", set(Component.values))
        self.measure = self._one_of("measure", set(MEASURES)) or "plan"
        self.borders = self._one_of("borders", set(BORDERS))
        self.sort = asked.get("sort", "").strip()

    def _one_of(self, name: str, allowed: set[str]) -> str:
        value = self._asked.get(name, "").strip()
        if value and value not in allowed:
            self.refuse(name)
        return value if value in allowed else ""

    def refuse(self, name: str) -> None:
        """Notes that the value of a filter meant nothing."""
        self._refused.append(_LABELS[name])

    @property
    def ignored(self) -> str:
        """The filters that were left out, in words; "" if none was."""
        return ", ".join(self._refused)

    @cached_property
    def programmes(self) -> list[Option]:
        """By the number people say: 1419 for 1419/QĐ-TTg."""
        return [Option(short_number(one), f"{one.number} - {one.title}") for one in Programme.objects.all()]

    @cached_property
    def regions(self) -> list[str]:
        """The six regions used until 2025-06-30."""
        return sorted(set(Province.objects.order_by().values_list("region", flat=True)) - {""}, key=sort_key)

    @cached_property
    def years(self) -> list[str]:
        """The years that plans in force cover, and the one asked for."""
        periods = PlanVersion.objects.current().visible_to(self._user).filter(plan__is_sample=False)
        periods = periods.order_by().values_list("period_start", "period_end").distinct()
        years = {str(year) for start, end in periods for year in range(start, end + 1)}
        return sorted(years | ({self.year} - {""}))

    @property
    def narrows(self) -> bool:
        """Whether plans are left out."""
        return bool(self.programme or self.region or self.year)

    @property
    def filters(self) -> dict[str, str]:
        """What the tabs hand on to each other."""
        named = {"programme": self.programme, "region": self.region, "year": self.year}
        return {name: value for name, value in named.items() if value}

    def query(self, **switches: str) -> dict[str, str]:
        """The filters with the switches of one page; empty ones are left out."""
        return self.filters | {name: value for name, value in switches.items() if value}

    @property
    def words(self) -> str:
        """The filters in words, for the head of a downloaded sheet."""
        parts = [
            f"chương trình {self.programme}" if self.programme else "",
            f"vùng {self.region}" if self.region else "",
            f"kế hoạch có năm {self.year}" if self.year else "",
        ]
        return "; ".join(part for part in parts if part)


def short_number(programme: Programme) -> str:
    """What people call a programme by: "1419" for 1419/QĐ-TTg."""
    return programme.number.partition("/")[0]
