"""The national report with all its chapters, for files that are made in one piece: Word and Excel."""

from dataclasses import dataclass, replace

from reporting.contents.consolidated import ConsolidatedReport
from reporting.contents.workbook import Cell, Column, Row, Sheet, Workbook

PROVINCE = "Tỉnh, thành phố"


@dataclass(frozen=True)
class WholeReport:
    """The ministry's own part, and the name of each province with what its chapter says."""

    front: ConsolidatedReport
    chapters: tuple[tuple[str, ConsolidatedReport], ...]


def national_workbook(report: WholeReport) -> Workbook:
    """The ministry's tables, and each table of the provinces on one sheet for all of them, the province in the first column.

    Provinces whose table has other columns (sources, years) stand on a further sheet of its own.
    """
    front = report.front.workbook
    alike: dict[tuple, list[tuple[str, Sheet]]] = {}
    for province, chapter in report.chapters:
        for sheet in chapter.tables:
            alike.setdefault((sheet.name, sheet.columns, sheet.header, sheet.unit), []).append(
                (province, sheet)
            )
    return replace(front, sheets=(*front.sheets, *map(_together, alike.values())))


def _together(found: list[tuple[str, Sheet]]) -> Sheet:
    """One sheet of the same table of several provinces."""
    _, first = found[0]
    height = len(first.header)
    header = tuple(
        replace(row, cells=(Cell(PROVINCE, rowspan=height), *row.cells) if not number else row.cells)
        for number, row in enumerate(first.header)
    )
    rows, notes = [], []
    for province, sheet in found:
        rows += _beside(province, sheet)
        notes += [note for note in sheet.notes if note not in notes]
    return replace(
        first,
        columns=(Column(PROVINCE, width=30), *first.columns),
        header=header,
        rows=tuple(rows),
        title=(
            f"{first.name} theo báo cáo của các tỉnh",
            *sorted({line for _, sheet in found for line in sheet.title[1:]}),
        ),
        notes=tuple(notes),
        frozen_columns=first.frozen_columns + 1,
    )


def _beside(province: str, sheet: Sheet) -> list[Row]:
    return [replace(row, cells=(province, *row.cells)) for row in sheet.rows]
