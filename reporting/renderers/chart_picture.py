"""A chart as a picture for Word, drawn by what draws the PDF: the same SVG, the same faces."""

from io import BytesIO

import pypdfium2
from weasyprint import CSS, HTML

from reporting.renderers.assets import STYLES
from reporting.renderers.chart import WIDTH, Drawing
from reporting.renderers.fetcher import AssetFetcher
from reporting.renderers.pdf import html_of, own_fonts

CLEAR = (255, 255, 255, 0)  # what stands behind the words of a page is seen through it
DOTS = 220 / 72  # an inch has 220 of them, enough for an office printer


def picture_of(drawing: Drawing) -> bytes:
    """The drawing as PNG in shades of grey, without a background."""
    fonts, fetcher = own_fonts(), AssetFetcher()
    page = f"@page {{ size: {WIDTH // 10}mm {drawing.height_mm}; margin: 0 }} .chart {{ margin: 0 }}"
    styles = STYLES.read_text(encoding="utf-8") + page
    style = CSS(string=styles, font_config=fonts, url_fetcher=fetcher)
    html = html_of("reporting/pdf/chart_page.html", {"chart": drawing})
    pdf = HTML(string=html, url_fetcher=fetcher).write_pdf(stylesheets=[style], font_config=fonts)
    with pypdfium2.PdfDocument(pdf) as document:
        image = document[0].render(scale=DOTS, fill_color=CLEAR).to_pil().convert("LA")
    picture = BytesIO()
    image.save(picture, "PNG", optimize=True, dpi=(220, 220))
    return picture.getvalue()
