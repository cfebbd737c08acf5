"""The receipt of a sent report as a PDF of one page or two."""

from reporting.contents.receipt import Receipt
from reporting.renderers.pdf import draw, html_of, lay_out
from reporting.renderers.progress import Progress


def render(receipt: Receipt, progress: Progress) -> bytes:
    """The receipt as PDF/A-3a."""
    html = html_of(
        "reporting/pdf/receipt.html",
        {
            "receipt": receipt,
            "title": f"Biên nhận {receipt.number}",
            "author": "Cổng theo dõi kế hoạch sản xuất sạch hơn trong công nghiệp",
            "description": receipt.title,
            "digest_lines": [receipt.digest[:32], receipt.digest[32:]],
        },
    )
    return draw(lay_out([("Dàn trang biên nhận", html)], 1, progress), full_fonts=False)
