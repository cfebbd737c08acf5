"""The country as tiles: who has sent the year's consolidated report. A tile says it in words and by its pattern."""

from dataclasses import dataclass

from agencies.models import Province
from agencies.models.province import bare_name
from portal.tile_map import TILE_MAPS, Archipelago
from portal.tile_map import Place as Spot
from reporting.builders.national.facts import NationalFacts, Place

LEVELS = {
    "high": "đã gửi báo cáo tổng hợp",
    "partial": "đã gửi, còn kế hoạch chưa gửi",
    "unknown": "chưa gửi báo cáo tổng hợp",
    "absent": "không có kế hoạch theo lựa chọn này",
}
SHORT = {"high": "đã gửi", "unknown": "chưa"}


@dataclass(frozen=True)
class Tile:
    """A province on the map; `place` is None where it has no plan in the selection."""

    spot: Spot
    name: str
    place: Place | None

    @property
    def level(self) -> str:
        if self.place is None:
            return "absent"
        if not self.place.sent:
            return "unknown"
        return "high" if len(self.place.sent) == len(self.place.plans) else "partial"

    @property
    def short_name(self) -> str:
        return bare_name(self.name)

    @property
    def text(self) -> str:
        """The few signs that stand in the tile."""
        if self.level == "partial":
            return f"{len(self.place.sent)}/{len(self.place.plans)}"
        return SHORT.get(self.level, "")

    @property
    def words(self) -> str:
        return LEVELS[self.level]


@dataclass(frozen=True)
class ReportMap:
    """The tiles in reading order, the archipelagos, and the legend with the number of tiles in each class."""

    tiles: list[Tile]
    archipelagos: tuple[Archipelago, ...]

    @property
    def legend(self) -> list[tuple[str, str, int]]:
        counted = [
            (level, words, sum(tile.level == level for tile in self.tiles)) for level, words in LEVELS.items()
        ]
        return [one for one in counted if one[2]]


def report_map(facts: NationalFacts, provinces: list[Province]) -> ReportMap:
    """The map in the borders of the selection; `provinces` are all, with their names."""
    drawing, named = TILE_MAPS[facts.selection.borders], {one.slug: one for one in provinces}
    places = {place.slug: place for place in facts.places}
    tiles = [
        Tile(spot, str(named[spot.slug].name_on(facts.borders_day)), places.get(spot.slug))
        for spot in drawing.places
    ]
    return ReportMap(tiles, drawing.archipelagos)
