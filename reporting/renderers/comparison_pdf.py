"""The comparison of two versions as PDF: one landscape document, heading and signatures as in Nghị định 30/2020/NĐ-CP."""

from reporting.contents.comparison import Comparison
from reporting.renderers import comparison_tables as tables
from reporting.renderers.pdf import draw, html_of, kept_together, lay_out
from reporting.renderers.progress import Progress


def render(comparison: Comparison, progress: Progress) -> bytes:
    """The comparison as PDF/A-3a. `progress(done, total, label)` is told before it is laid out and drawn."""
    pdf = draw(lay_out([("Dàn trang bảng so sánh", html_of_comparison(comparison))], 1, progress))
    progress(2, 2, "Xong")
    return pdf


def html_of_comparison(comparison: Comparison) -> str:
    """The whole document as HTML."""
    return html_of(
        "reporting/pdf/comparison.html",
        {
            "comparison": comparison,
            "title": f"Bảng so sánh: {comparison.title}, {comparison.province}",
            "author": f"{comparison.issuing_body}, {comparison.parent_body}",
            "description": comparison.plan,
            "parent_body": kept_together(comparison.parent_body.upper()),
            "issuing_body": comparison.issuing_body.upper(),
            "editions": tables.editions(comparison),
            "summary": tables.summary(comparison),
            "money": tables.money(comparison),
            "legend": tables.LEGEND,
        },
    )
