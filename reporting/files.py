"""Where finished documents are kept: below the setting FILES_DIR, named by what is in them.

The folder is private: no address leads into it, a file is handed out only by a view that has asked who wants
it. A file is whole or not there (`core.files`). Two documents with the same content are one file, and nothing
is ever overwritten by something else.
"""

import hashlib
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from core.files import write_stream, write_whole


class FileLostError(Exception):
    """The file of a finished run is not where it was put, or not what was put there."""


@dataclass(frozen=True)
class StoredFile:
    """What a run keeps of its file."""

    checksum: str
    size: int


def store_file(content: bytes) -> StoredFile:
    """Puts the content on the disk, for good when this returns. OSError where it cannot."""
    stored = StoredFile(hashlib.sha256(content).hexdigest(), len(content))
    write_whole(_place(stored.checksum), content)
    return stored


def store_stream(chunks: Iterable[bytes], check: Callable[[Path], None]) -> StoredFile:
    """Puts what comes in pieces on the disk after `check` has looked at the file; what it raises leaves nothing there."""
    return StoredFile(*write_stream(settings.FILES_DIR, chunks, _place, check))


def open_file(checksum: str, size: int) -> BinaryIO:
    """The kept file, to read, after it was read whole. FileLostError where it is gone or not what it was."""
    try:
        file = _place(checksum).open("rb")
    except OSError as error:
        raise FileLostError(f"{checksum}: {error.strerror}") from error
    try:
        _refuse_other(file, checksum, size)
    except BaseException:
        file.close()
        raise
    return file


def _refuse_other(file: BinaryIO, checksum: str, size: int) -> None:
    if (found := os.fstat(file.fileno()).st_size) != size:
        raise FileLostError(f"{checksum}: {found} bytes instead of {size}")
    try:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:  # a disk that cannot read it any more
        raise FileLostError(f"{checksum}: {error.strerror}") from error
    if found != checksum:
        raise FileLostError(f"{checksum}: the content is {found}")
    file.seek(0)


def _place(checksum: str) -> Path:
    return settings.FILES_DIR / checksum[:2] / checksum
