"""What stands above a chapter of the national report: PDF and Word print the same words."""

from reporting.contents.consolidated import ConsolidatedReport


def annexes_title(province: str) -> str:
    """Of the tables of a chapter: "TỈNH KON TUM: PHỤ LỤC"."""
    return f"{province}: phụ lục".upper()


def source_of(report: ConsolidatedReport) -> str:
    """Which report was sent: "(Báo cáo số 05/BC-SCT ngày ... của Sở Công Thương)"; empty where none was."""
    if not report.checksum:
        return ""
    heading = report.heading
    number = f"số {heading.number_text}/{heading.symbol} " if heading.number_text else ""
    return f"(Báo cáo {number}{heading.day_text} của {heading.issuing_body})"
