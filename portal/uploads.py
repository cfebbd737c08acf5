"""How much may be sent with a form at once. What a file has to be is said by whoever takes it, at its field."""

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

MEGABYTE = 1024**2
LARGEST_REQUEST = 25 * MEGABYTE  # above the largest file that a page takes, so that its field can say so


class BoundedUploadHandler(FileUploadHandler):
    """The first of the upload handlers: refuses a form with files that is too large before any of it is read."""

    def handle_raw_input(self, input_data, meta, content_length, boundary, encoding=None):
        if content_length > LARGEST_REQUEST:
            raise RequestDataTooBig(f"{content_length} bytes with files")

    def receive_data_chunk(self, raw_data, start):
        return raw_data  # for the handlers after this one

    def file_complete(self, file_size):
        return None
