"""The country as tiles, in the borders of the 63 or of today's 34, each with what its plans hold.

A province of today answers for the plans of those that it took over. Plans of unlike periods are not added: the
tile then says how many there are.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from agencies.models import Province
from agencies.models.province import bare_name
from core import clock
from core.numbers import format_million
from core.sorting import sort_key
from portal.nationwide.choice import Choice
from portal.nationwide.plans import ProvincePlan, plans_with_findings
from portal.tile_map import TILE_MAPS, Archipelago, Place

LAST_DAY_OF_63 = date(2025, 6, 30)
LARGE = 5_000_000_000  # đồng: where the map's two classes of known money part
_SHORT = {"ba-ria-vung-tau": "Bà Rịa VT", "hue": "Huế", "ho-chi-minh": "TP.HCM"}


@dataclass(frozen=True)
class Level:
    """A class of the legend: `code` is the tile's look, `words` what it means."""

    code: str
    words: str


ABSENT = Level("absent", "chưa có kế hoạch trên cổng")
UNMATCHED = Level("absent", "không có kế hoạch theo bộ lọc")
OUTSIDE = Level("outside", "ngoài vùng đã chọn")
LEVELS = {
    "plan": [Level("high", "có kế hoạch")],
    "tasks": [
        Level("low", "dưới 15 nhiệm vụ"),
        Level("middle", "15 đến 24 nhiệm vụ"),
        Level("high", "từ 25 nhiệm vụ"),
    ],
    "money": [
        Level("unknown", "có kế hoạch, kinh phí chưa rõ"),
        Level("partial", "chỉ rõ một phần hoặc một năm"),
        Level("middle", "rõ cả kỳ, dưới 5.000 triệu đồng"),
        Level("high", "rõ cả kỳ, từ 5.000 triệu đồng"),
    ],
    "findings": [
        Level("good", "không còn sai lệch chờ quyết định"),
        Level("warn", "1 đến 3 sai lệch"),
        Level("bad", "từ 4 sai lệch"),
    ],
}


@dataclass(frozen=True)
class Tile:
    """A province on the map with the plans that it answers for, and their undecided findings together."""

    place: Place
    name: str
    plans: list[ProvincePlan]
    undecided: int
    is_outside: bool
    is_narrowed: bool

    @property
    def short_name(self) -> str:
        return _SHORT.get(self.place.slug, bare_name(self.name))

    @property
    def tasks(self) -> int | None:
        return sum(plan.tasks for plan in self.plans) if self.plans else None

    @property
    def findings(self) -> int | None:
        return self.undecided if self.plans else None

    @property
    def periods(self) -> str:
        return ", ".join(sorted({plan.period for plan in self.plans}))

    @property
    def is_addable(self) -> bool:
        """Whether the plans' money may be added: one plan, or whole sums of one and the same period."""
        return len(self.plans) == 1 or (
            len({plan.period for plan in self.plans}) == 1 and all(p.coverage == "whole" for p in self.plans)
        )

    @cached_property
    def total(self) -> int | None:
        """The plans' money together, where it is known and may be added."""
        if not self.plans or not self.is_addable or any(plan.total is None for plan in self.plans):
            return None
        return sum(plan.total for plan in self.plans)

    @property
    def money_text(self) -> str:
        if not self.plans:
            return ""
        if self.total is not None:
            return format_million(self.total)
        return "chưa rõ" if all(plan.total is None for plan in self.plans) else f"{len(self.plans)} kế hoạch"

    @property
    def money_words(self) -> str:
        """How far the money is known, in words."""
        if len(self.plans) == 1:
            return self.plans[0].coverage_text
        if self.total is not None:
            return f"cộng {len(self.plans)} kế hoạch cùng kỳ"
        known = [
            f"{p.province}: {p.total_text} ({p.coverage_text})" for p in self.plans if p.total is not None
        ]
        unknown = [f"{p.province}: chưa rõ" for p in self.plans if p.total is None]
        return "; ".join([*known, *unknown])

    @property
    def money_caveat(self) -> str:
        """What must be said beside the figure; "" where it is simply the money of one plan's whole period."""
        is_plain = len(self.plans) == 1 and self.plans[0].coverage in ("whole", "unknown")
        return "" if is_plain else self.money_words

    def level(self, measure: str) -> Level:
        """The class of the legend that the tile belongs to."""
        if self.plans:
            return LEVELS[measure][_RANKS[measure](self)]
        if self.is_outside:
            return OUTSIDE
        return UNMATCHED if self.is_narrowed else ABSENT

    @property
    def absence(self) -> str:
        """Why the tile has no plan."""
        return self.level("plan").words

    def text(self, measure: str) -> str:
        """The few signs that stand in the tile."""
        if not self.plans:
            return ""
        texts = {"plan": self.periods if len(self.plans) == 1 else f"{len(self.plans)} kế hoạch"}
        return (texts | {"tasks": self.tasks, "money": self.money_text, "findings": self.findings})[measure]

    def words(self, measure: str) -> str:
        """The same for who hears it."""
        if not self.plans:
            return self.absence
        return {
            "plan": f"có kế hoạch {self.periods}",
            "tasks": f"{self.tasks} nhiệm vụ",
            "money": f"kinh phí {self.money_text}, {self.money_words}",
            "findings": f"{self.findings} sai lệch chưa có quyết định",
        }[measure]


def _money_rank(tile: Tile) -> int:
    if all(plan.total is None for plan in tile.plans):
        return 0
    if tile.total is None or any(plan.coverage != "whole" for plan in tile.plans):
        return 1
    return 3 if tile.total >= LARGE else 2


_RANKS = {
    "plan": lambda tile: 0,
    "tasks": lambda tile: (tile.tasks >= 15) + (tile.tasks >= 25),
    "money": _money_rank,
    "findings": lambda tile: (tile.undecided > 0) + (tile.undecided > 3),
}


@dataclass(frozen=True)
class CountryMap:
    """The tiles in reading order, the archipelagos, and the legend with the number of tiles in each class."""

    tiles: list[Tile]
    archipelagos: tuple[Archipelago, ...]
    measure: str

    @property
    def with_plan(self) -> int:
        return sum(bool(tile.plans) for tile in self.tiles)

    @property
    def absent(self) -> dict[str, list[Tile]]:
        """The tiles without plan in the order of their names, by the words that say why."""
        absent = defaultdict(list)
        for tile in sorted(self.tiles, key=lambda tile: sort_key(bare_name(tile.name))):
            if not tile.plans:
                absent[tile.absence].append(tile)
        return dict(absent)

    @property
    def legend(self) -> list[tuple[Level, int]]:
        counts: dict[Level, int] = defaultdict(int)
        for tile in self.tiles:
            counts[tile.level(self.measure)] += 1
        rest = [level for level in (UNMATCHED, ABSENT, OUTSIDE) if counts[level]]
        return [(level, counts[level]) for level in (*LEVELS[self.measure], *rest)]


def country_map(user, choice: Choice) -> CountryMap:
    """The map in the borders that were chosen, today's if none were."""
    borders = choice.borders or "34"
    provinces = list(Province.objects.select_related("successor"))
    day = LAST_DAY_OF_63 if borders == "63" else clock.today()
    holder = {one.pk: one.pk if borders == "63" else one.today.pk for one in provinces}
    in_region = {holder[one.pk] for one in provinces if one.region == choice.region or not choice.region}
    plans: dict[int, list[ProvincePlan]] = defaultdict(list)
    undecided: dict[int, int] = defaultdict(int)
    for plan, count in plans_with_findings(user, choice):
        plans[holder[plan.version.province_id]].append(plan)
        undecided[holder[plan.version.province_id]] += count
    by_slug = {one.slug: one for one in provinces}
    drawing = TILE_MAPS[borders]
    tiles = [
        Tile(
            place=place,
            name=str(by_slug[place.slug].name_on(day)),
            plans=plans[by_slug[place.slug].pk],
            undecided=undecided[by_slug[place.slug].pk],
            is_outside=by_slug[place.slug].pk not in in_region,
            is_narrowed=choice.narrows,
        )
        for place in drawing.places
    ]
    return CountryMap(tiles, drawing.archipelagos, choice.measure)
