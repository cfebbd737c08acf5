"""The receipt of a sent report: what it says, and its PDF, made while one waits."""

from core.dates import HANOI, format_date
from reporting.contents.receipt import Receipt
from reporting.enums import Progress
from reporting.models import Obligation, Report
from reporting.rendering import render_in_child

RENDERER = "reporting.renderers.receipt_pdf"
PATIENCE = 60  # seconds


def receipt_of(report: Report) -> Receipt:
    """What is certified of a sent report, which comes from `with_content`. ValueError for a draft."""
    if report.is_draft:
        raise ValueError("a draft has no receipt")
    obligation, year = report.obligation, report.obligation.year
    received = report.received_at.astimezone(HANOI)
    version = report.version
    return Receipt(
        number=report.receipt_number,
        title=f"Báo cáo năm {year.year}, lần {report.number}",
        agency=obligation.agency.name,
        plan=f"{version.title}, bản số {version.number}",
        officer=f"{report.officer_name}, {report.officer_title}",
        sent_by=str(report.sent_by),
        received=f"{received:%H:%M:%S} ngày {format_date(received.date())}",
        due=due_words(obligation),
        lateness=_lateness(report),
        paper=paper_words(report),
        digest=report.digest,
        counts=_counts(report),
        files=tuple((one.file_name, one.checksum) for one in report.evidence_rows.all()),
        is_sample=year.is_sample,
    )


def receipt_pdf(report: Report) -> bytes:
    """The receipt as PDF; RenderError where it cannot be made."""
    return render_in_child(
        RENDERER, receipt_of(report), lambda *_: None, should_stop=lambda: False, wall_seconds=PATIENCE
    )


def due_words(obligation: Obligation) -> str:
    """ "trước ngày 30/11/2018 (ngày cuối: 29/11)"; where no day is printed, that there is none."""
    if obligation.before is None:
        return "không quy định ngày"
    return f"trước ngày {format_date(obligation.before)} (ngày cuối: {obligation.last_day:%d/%m})"


def paper_words(report: Report) -> str:
    """Number and day of the signed document, as far as they are known."""
    parts = []
    if report.paper_number:
        parts.append(f"số {report.paper_number}")
    if report.paper_date:
        parts.append(f"ngày {format_date(report.paper_date)}")
    return " ".join(parts)


def _lateness(report: Report) -> str:
    if report.obligation.before is None:
        return ""
    return "Nhận muộn" if report.obligation.is_late_at(report.received_at) else "Nhận đúng hạn"


def _counts(report: Report) -> tuple[tuple[str, str], ...]:
    if report.is_nil:
        return (("Nội dung", "Không phát sinh trong cả năm"),)
    entries = list(report.taskentry_rows.all())
    nil = sum(entry.progress == Progress.NIL for entry in entries)
    parts = [f"{len(entries)} nhiệm vụ" + (f", trong đó {nil} không phát sinh" if nil else "")]
    if products := report.productentry_rows.all():
        parts = [*(parts if entries else []), f"hiệu quả của {len(products)} sản phẩm"]
    return (("Nội dung", "; ".join(parts)),)
