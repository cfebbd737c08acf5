"""Which reading of open amounts the sums allow."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from portal.annexes.recognition.amounts import Figure

MOST_READINGS = 4096  # how many readings of one sum are tried


@dataclass(frozen=True)
class Sum:
    """A printed total with the figures that it should be the sum of; `apart` may be left out of it (enterprises)."""

    total: Figure
    parts: tuple[Figure, ...]
    apart: tuple[Figure, ...] = ()
    is_product: bool = False  # quantity times price

    def figures(self) -> list[Figure]:
        return [self.total, *self.parts, *self.apart]

    def agrees(self, values: dict[int, Decimal]) -> bool:
        total = values[id(self.total)]
        if self.is_product:
            return total == values[id(self.parts[0])] * values[id(self.parts[1])]
        parts = sum((values[id(part)] for part in self.parts), Decimal(0))
        apart = sum((values[id(part)] for part in self.apart), Decimal(0))
        return total in (parts, parts + apart)

    def computed(self) -> Decimal | None:
        """What the parts make together; None while one of them is open."""
        values = [part.value for part in (*self.parts, *self.apart)]
        if None in values:
            return None
        if self.is_product:
            return values[0] * values[1]
        return sum(values, Decimal(0))


def settle(sums: Iterable[Sum]) -> None:
    """Chooses, for ambiguous figures, the readings with which the sums agree, where only one way does.

    A sum is tried as long as something new is known. Where all figures of a sum are a thousand times larger in
    one reading, both ways agree and nothing is chosen; other sums may still tell.
    """
    open_sums = [one for one in sums if any(figure.value is None for figure in one.figures())]
    progress = True
    while progress and open_sums:
        progress = False
        for one in list(open_sums):
            unknown = list({id(figure): figure for figure in one.figures() if figure.value is None}.values())
            if not unknown:
                open_sums.remove(one)
                continue
            size = 1
            for figure in unknown:
                size *= len(figure.candidates)
            if size > MOST_READINGS:
                continue
            ways = _ways(one, unknown)
            for position, figure in enumerate(unknown):
                left = tuple(dict.fromkeys(way[position] for way in ways))
                if ways and len(left) < len(figure.candidates):
                    figure.candidates = tuple(sorted(left))
                    progress = True
    _settle_alike([one for one in open_sums if any(figure.value is None for figure in one.figures())])


def _ways(one: Sum, unknown: list[Figure]) -> list[tuple[Decimal, ...]]:
    known = {id(figure): figure.value for figure in one.figures() if figure.value is not None}
    ways = []
    for way in product(*(figure.candidates for figure in unknown)):
        values = {**known, **{id(figure): value for figure, value in zip(unknown, way, strict=True)}}
        if one.agrees(values):
            ways.append(way)
    return ways


def _settle_alike(sums: list[Sum]) -> None:
    """Where too many figures are open to try each: all read as thousands, or all as decimals, if only one agrees."""
    figures = list(
        {id(figure): figure for one in sums for figure in one.figures() if figure.value is None}.values()
    )
    if not figures:
        return
    agreeing = []
    for choose in (min, max):
        agreed = []
        for one in sums:
            values = {id(figure): choose(figure.candidates) for figure in one.figures()}
            agreed.append(one.agrees(values))
        agreeing.append(all(agreed))
    if agreeing[0] != agreeing[1]:
        for figure in figures:
            figure.candidates = ((min if agreeing[0] else max)(figure.candidates),)
