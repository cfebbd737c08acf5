"""Countable results by kind, of the nation and province by province: planned, reached, unknown."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from plans.models import OutputKind
from reporting.builders.consolidated.unknown import NOT_PRINTED, open_cell
from reporting.builders.national.facts import NationalFacts
from reporting.builders.national.words import PLACE, added, sheet
from reporting.contents.workbook import Column, Row, Sheet

KINDS, BY_PROVINCE = "Kết quả theo loại", "Kết quả theo tỉnh"
NOTES = (
    "Kế hoạch: số in riêng cho năm hoặc cho mỗi năm; số in cho cả giai đoạn không chia ra năm. Đã đạt: số của cơ quan "
    "chủ trì trong các báo cáo đã gửi. Chỗ chưa rõ không tính là 0.",
)
FIGURES = (
    Column("Kế hoạch năm", "number", 12),
    Column("Đã đạt", "number", 12),
    Column("Số chỗ chưa rõ", "number", 11),
    Column("Cơ quan phối hợp báo, không cộng", "number", 16),
)


@dataclass(frozen=True)
class Told:
    """What is told of a kind of result: of one province, or of several together."""

    planned: Decimal | None
    reached: Decimal | None
    beside: Decimal | None
    unknown: int

    @property
    def cells(self) -> tuple:
        return open_cell(self.planned, NOT_PRINTED), open_cell(self.reached), self.unknown, self.beside


def told(facts: NationalFacts) -> dict[tuple[OutputKind, str], dict[str, Told]]:
    """By kind and unit, then by the name of the province."""
    name_of = {one.pk: place.name for place in facts.places for one in place.told}
    found: dict[tuple[OutputKind, str], dict[str, list[Told]]] = defaultdict(lambda: defaultdict(list))
    for report, kind, unit, *figures in facts.outputs:
        found[facts.output_kinds[kind], unit][name_of[report]].append(Told(*figures))
    return {key: {name: together(of) for name, of in names.items()} for key, names in found.items()}


def together(several) -> Told:
    """Added up, what is known of each figure."""
    several = list(several)
    return Told(
        added(one.planned for one in several), added(one.reached for one in several),
        added(one.beside for one in several), sum(one.unknown for one in several),
    )  # fmt: skip


def kind_sheet(facts: NationalFacts) -> Sheet:
    """A row for each kind of result and unit."""
    columns = [
        Column("Loại kết quả", width=40),
        Column("Đơn vị", width=14),
        *FIGURES,
        Column("Số tỉnh có báo", "number", 10),
    ]
    rows = [
        Row((kind.name, unit, *together(names.values()).cells, len(names)))
        for (kind, unit), names in told(facts).items()
    ]
    title = f"Kết quả theo loại, năm {facts.year}"
    return sheet(
        facts,
        KINDS,
        title,
        columns,
        rows,
        notes=(*NOTES, "Các loại và đơn vị khác nhau không cộng với nhau."),
    )


def province_sheet(facts: NationalFacts) -> Sheet:
    """A row for each kind of result and province that tells of it."""
    columns = [Column("Loại kết quả", width=36), PLACE, Column("Đơn vị", width=14), *FIGURES]
    order = {place.name: number for number, place in enumerate(facts.places)}
    rows = [
        Row((kind.name, name, unit, *names[name].cells))
        for (kind, unit), names in told(facts).items()
        for name in sorted(names, key=order.__getitem__)
    ]
    title = f"Kết quả theo loại và tỉnh, năm {facts.year}"
    return sheet(facts, BY_PROVINCE, title, columns, rows, notes=NOTES, frozen=2)
