"""Files that last: whole or not there, and on the disk when the call returns."""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Puts a file for its owner only in its place, for good when this returns; one that is there is replaced.

    It is written beside its place, brought to the disk, then renamed. Its folder is made where there is none.
    OSError where it cannot be written; then nothing is left of it.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix="new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(beside)
        raise
    for folder in (path.parent, path.parent.parent):  # the names have to last as well
        bring_to_disk(folder)


def write_stream(
    folder: Path, chunks: Iterable[bytes], place_of: Callable[[str], Path], check: Callable[[Path], None]
) -> tuple[str, int]:
    """Puts what comes in pieces in the place that `place_of` gives for its SHA-256; returns that and its size.

    Never whole in memory. `check` looks at the file before it gets its place; what it raises leaves nothing behind.
    Folder and place lie on one disk. OSError where it cannot be written.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=folder, prefix="new-")
    digest, size = hashlib.sha256(), 0
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                digest.update(chunk)
                size += file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        check(Path(beside))
        path = place_of(digest.hexdigest())
        path.parent.mkdir(mode=0o700, exist_ok=True)
        os.replace(beside, path)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(beside)
        raise
    for changed in (path.parent, folder):
        bring_to_disk(changed)
    return digest.hexdigest(), size


def bring_to_disk(path: Path) -> None:
    """Returns when a file, or the names in a folder, will survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
