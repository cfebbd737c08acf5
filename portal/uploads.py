"""How much may be sent with a form at once. What a file has to be is said by whoever takes it, at its field."""

import re

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

from core.text import collapse
from reporting.renderers.sheet_text import clean_text

MEGABYTE = 1024**2
LARGEST_REQUEST = 25 * MEGABYTE  # above the largest file that a page takes, so that its field can say so
LONGEST_NAME = 150  # characters of a file's name


def file_name_of(given: str | None, otherwise: str = "tep") -> str:
    """A file's name as somebody gave it, fit to be one again: no controls, no folders, not too long; its end is kept."""
    name = collapse(clean_text(re.split(r"[/\\]", given or "")[-1]))
    stem, dot, end = name.rpartition(".")
    if not dot or len(end) > 5:
        stem, end = name, ""
    stem, end = stem.strip(" .") or otherwise, f".{end}" if end else ""
    return f"{stem[: LONGEST_NAME - len(end)]}{end}"


class BoundedUploadHandler(FileUploadHandler):
    """The first of the upload handlers: refuses a form with files that is too large before any of it is read."""

    def handle_raw_input(self, input_data, meta, content_length, boundary, encoding=None):
        if content_length > LARGEST_REQUEST:
            raise RequestDataTooBig(f"{content_length} bytes with files")

    def receive_data_chunk(self, raw_data, start):
        return raw_data  # for the handlers after this one

    def file_complete(self, file_size):
        return None
