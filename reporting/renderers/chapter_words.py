"""What stands above a chapter of the national report, and in its table of contents: PDF and Word print the same words."""

from collections.abc import Iterable, Iterator

from reporting.contents.consolidated import ConsolidatedReport
from reporting.contents.parts import Entry
from reporting.renderers.consolidated_body import annex_labels


def entries_of(front: ConsolidatedReport, provinces: Iterable[str]) -> Iterator[Entry]:
    """The lines of the table of contents: the ministry's tables, then of each province its chapter and the chapter's tables."""
    labels = annex_labels(front)
    for sheet in front.tables:
        yield Entry(f"{labels[sheet.name]}. {sheet.title[0]}")
    for province in provinces:
        yield Entry(province)
        yield Entry(_annexes_of(province), 2)


def annexes_title(province: str) -> str:
    """Of the tables of a chapter: "TỈNH KON TUM: PHỤ LỤC"."""
    return _annexes_of(province).upper()


def _annexes_of(province: str) -> str:
    return f"{province}: phụ lục"


def source_of(report: ConsolidatedReport) -> str:
    """Which report was sent: "(Báo cáo số 05/BC-SCT ngày ... của Sở Công Thương)"; empty where none was."""
    if not report.checksum:
        return ""
    heading = report.heading
    number = f"số {heading.number_text}/{heading.symbol} " if heading.number_text else ""
    return f"(Báo cáo {number}{heading.day_text} của {heading.issuing_body})"
