"""What the layout engine is given when it asks for something.

Texts of users are in documents. Whatever one of them might make the layout engine ask for (an image, a style
sheet, a file, an address), the answer is an error that ends the rendering, never a look at disk or network.
"""

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from reporting.renderers.assets import FONTS, font_bytes


class AssetFetcher(URLFetcher):
    """Gives our fonts by name; anything else raises FatalURLFetchingError, which ends the rendering."""

    def __init__(self):
        super().__init__(allowed_protocols=(), allow_redirects=False)

    def fetch(self, url, headers=None):
        if url not in FONTS:
            raise FatalURLFetchingError(f"a document asked for {url[:200]!r}")
        return URLFetcherResponse(url, font_bytes()[url], {"Content-Type": "font/ttf"})
