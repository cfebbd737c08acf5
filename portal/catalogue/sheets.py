"""A list of the catalogue as a sheet: what its page shows with all that is told of each entry, typed."""

from portal.catalogue.entries import EntryRow
from portal.catalogue.kinds import Kind
from reporting.contents.workbook import Column, Row, Sheet


def catalogue_sheet(kind: Kind, rows: list[EntryRow], asked: list[str]) -> Sheet:
    """One row for each entry, in the order of the page; `asked` are the filters in words."""
    columns = (
        Column("Tên" if kind.slug != "programmes" else "Số, ký hiệu", width=45),
        *(Column(fact.label, fact.cell, fact.width) for fact in kind.facts),
        Column("Có hiệu lực từ", "date", 14),
        Column("Đến hết", "date", 14),
        Column("Tình trạng", width=18),
        Column("Kế hoạch dùng", "number", 12),
        *((Column(kind.counted, "number", 12),) if kind.counted else ()),
        Column("Nguồn", width=60),
    )
    notes = (f"Đang lọc: {'; '.join(asked)}.",) if asked else ()
    cells = tuple(Row(_cells(kind, row)) for row in rows)
    return Sheet(kind.title, columns, cells, (kind.title,), notes=notes, frozen_columns=1, filtered=True)


def _cells(kind: Kind, row: EntryRow) -> tuple:
    entry = row.entry
    return (
        row.name,
        *(fact.value(entry) for fact in kind.facts),
        entry.valid_from,
        entry.valid_to,
        row.state,
        row.plans,
        *((row.number,) if kind.counted else ()),
        entry.source,
    )
