"""The stored files of a backup: `<two letters>/<sha256>` below FILES_DIR, named by what is in them."""

import hashlib
import re
import tarfile
from pathlib import Path

from core.files import write_whole
from sxsh_portal.backup.faults import BackupError

NAME = re.compile(r"([0-9a-f]{2})/(\1[0-9a-f]{62})")


def pack(folder: Path, archive: Path) -> tuple[int, list[str]]:
    """Puts all stored files into an archive. How many, and the names of those whose content is not their name's."""
    damaged, count = [], 0
    with tarfile.open(archive, "w") as tar:
        for path in sorted(folder.glob("*/*")):
            name = path.relative_to(folder).as_posix()
            if not NAME.fullmatch(name):
                continue  # one that is being written
            with path.open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != path.name:
                    damaged.append(name)
            tar.add(path, arcname=name, recursive=False)
            count += 1
    return count, damaged


def unpack(archive: Path, folder: Path) -> tuple[int, list[str]]:
    """Puts the files of an archive where they are missing or damaged. How many it holds, and damaged ones.

    Files that are there already stay: they are named by their content, so nothing is lost by keeping them.
    """
    damaged, count = [], 0
    with tarfile.open(archive) as tar:
        for member in tar:
            if not (member.isreg() and NAME.fullmatch(member.name)):
                raise BackupError(f"{archive} có mục lạ: {member.name}")
            count += 1
            path = folder / member.name
            if _is_whole(path):
                continue
            content = tar.extractfile(member).read()
            if hashlib.sha256(content).hexdigest() != path.name:
                damaged.append(member.name)
            write_whole(path, content)
    return count, damaged


def _is_whole(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == path.name
    except FileNotFoundError:
        return False
