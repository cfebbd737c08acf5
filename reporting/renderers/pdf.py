"""HTML of our templates to one PDF/A-3a: laid out in parts, joined before they are drawn.

A part is a document with page numbers of its own (the body, each annex). Joining laid-out pages, not finished
files, keeps tags, outline and links of the whole. Needs neither ORM nor settings: the rendering child imports
this module and what a report consists of, nothing else of the portal.
"""

import os
import re
import threading
from collections.abc import Iterable
from functools import cache

from django.template import Context, Engine
from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration

from reporting.renderers.assets import NO_SYSTEM_FONTS, STYLES, TEMPLATES, letters
from reporting.renderers.fetcher import AssetFetcher
from reporting.renderers.progress import Progress

FONT_LIST = "FONTCONFIG_FILE"  # read by fontconfig itself, each time a configuration is made
_UNUSUAL = re.compile(r"[^\t\n\x20-\x7e]")
_TURNING = frozenset(map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
# Widths of columns that are computed from their content, by whole millimetres: "mm-12".
COLUMN_WIDTHS = "".join(f".mm-{width} {{ width: {width}mm }}" for width in range(1, 253))
_environment = threading.Lock()


def html_of(template: str, context: dict) -> str:
    """The template as HTML, every value escaped; values are strings, because settings are not at hand here.

    A character that our faces cannot print stands as its code point ("[U+1F600]"): a silent empty box is no
    text, and PDF/A forbids it.
    """
    html = _engine().get_template(template).render(Context(context, use_l10n=False, use_tz=False))
    return _UNUSUAL.sub(_printable, html)


def lay_out(parts: Iterable[tuple[str, str]], total: int, progress: Progress) -> list[Document]:
    """The `total` parts laid out in pages, each given by a label for the progress and its HTML."""
    fonts, fetcher = own_fonts(), AssetFetcher()
    style = CSS(
        string=STYLES.read_text(encoding="utf-8") + COLUMN_WIDTHS, font_config=fonts, url_fetcher=fetcher
    )
    documents = []
    for label, html in parts:
        progress(len(documents), total + 1, label)
        page = HTML(string=html, url_fetcher=fetcher)
        documents.append(page.render(stylesheets=[style], font_config=fonts))
    progress(total, total + 1, "Vẽ các trang và ghép thành một tệp")
    return documents


def draw(documents: list[Document], *, full_fonts: bool = True) -> bytes:
    """The laid-out parts as one PDF/A-3a; the first gives title, author and subject.

    Without `full_fonts` it holds the letters that it prints, not whole faces (1,2 MB): for papers nobody edits.
    """
    pages = [page for document in documents for page in document.pages]
    return documents[0].copy(pages).write_pdf(pdf_variant="pdf/a-3a", full_fonts=full_fonts)


def own_fonts() -> FontConfiguration:
    """A font configuration that knows no font of the system: a missing letter is never mixed in from elsewhere."""
    with _environment:
        before = os.environ.get(FONT_LIST)
        os.environ[FONT_LIST] = str(NO_SYSTEM_FONTS)
        try:
            return FontConfiguration()
        finally:
            del os.environ[FONT_LIST]
            if before is not None:
                os.environ[FONT_LIST] = before


def kept_together(body: str) -> str:
    """The committee's name, to be broken only before "TỈNH QUẢNG NGÃI" where it does not fit in one line."""
    first, sign, rest = body.partition(" TỈNH ")
    return (
        first + sign.rstrip() + "\N{NO-BREAK SPACE}" + rest.replace(" ", "\N{NO-BREAK SPACE}")
        if sign
        else body
    )


@cache
def _engine() -> Engine:
    return Engine(dirs=[TEMPLATES], autoescape=True)


def _printable(found: re.Match) -> str:
    code = ord(found[0])
    return found[0] if code in letters() and code not in _TURNING else f"[U+{code:04X}]"
