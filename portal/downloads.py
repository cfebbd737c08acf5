"""A page's table as an XLSX download, made while one waits: for tables of a page, not for whole plans.

Whole documents are made by a job (`reporting`). Here a view hands over the sheet that says the same as its
page, and answers with what it gets.
"""

from urllib.parse import quote

from django.http import HttpResponse

from agencies.models import User
from agencies.services import log_download
from core import clock
from core.text import collapse, slugify_vi
from reporting.contents.workbook import Sheet, Workbook
from reporting.renderers.sheet_text import clean_text
from reporting.renderers.workbook_xlsx import MEDIA_TYPE, render

LONGEST_NAME = 80  # letters of up to three bytes, and file systems take 255


def table_download(sheet: Sheet, title: str, *, by: User, version: int | None = None) -> HttpResponse:
    """The sheet as a file named after `title`, e.g. "Kinh phí theo nguồn, Kế hoạch tỉnh Hà Tĩnh"; noted in the history.

    A table of one plan gives the primary key of its `version`.
    """
    log_download(by, version=version, name=title)
    workbook = Workbook(title=title, sheets=(sheet,), day=clock.today())
    response = HttpResponse(render(workbook), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = attachment(title, "xlsx")
    return response


def attachment(title: str, extension: str) -> str:
    """The header that names a download: in ASCII for old programs, in Vietnamese for all others (RFC 6266)."""
    plain = slugify_vi(title)[:LONGEST_NAME].strip("-") or "tai-ve"
    name = "".join("-" if sign in '/\\:*?"<>|' else sign for sign in collapse(clean_text(title))).strip(" .")
    full = quote(f"{name[:LONGEST_NAME].rstrip(' .') or plain}.{extension}", safe="")
    return f"attachment; filename=\"{plain}.{extension}\"; filename*=UTF-8''{full}"
