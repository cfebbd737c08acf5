"""The manifest of a backup: what was backed up, when, and by which checksums it is known to be whole."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from core.files import bring_to_disk
from sxsh_portal.backup.faults import BackupError

FORMAT = 1
FILE = "manifest.json"
DATABASE, FILES = "database.dump", "files.tar"


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. `parts` are its files with size and SHA-256, `tables` rows by table."""

    time: str
    portal: str  # its version
    postgres: int  # major version of the server
    pg_dump: int  # major version of the program that wrote the dump
    migrations: list[str]
    tables: dict[str, int]
    files: int
    parts: dict[str, dict]
    format: int = FORMAT

    def write(self, folder: Path) -> None:
        """Writes it into the folder, to last."""
        path = folder / FILE
        path.write_text(json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        bring_to_disk(path)


def read_whole(folder: Path) -> Manifest:
    """The manifest of a backup after all its parts were compared with it. BackupError where one differs."""
    try:
        content = json.loads((folder / FILE).read_text(encoding="utf-8"))
        manifest = Manifest(**content)
    except OSError as error:
        raise BackupError(f"{folder} không phải một bản sao lưu: {error.strerror} ({FILE}).") from None
    except (ValueError, TypeError):
        raise BackupError(f"Bản sao lưu {folder} bị hỏng: không đọc được {FILE}.") from None
    if manifest.format != FORMAT or set(manifest.parts) != {DATABASE, FILES}:
        raise BackupError(f"Bản sao lưu {folder} có dạng khác với dạng mà phiên bản này đọc được.")
    for name, expected in manifest.parts.items():
        if not (folder / name).is_file() or describe(folder / name) != expected:
            raise BackupError(f"Bản sao lưu {folder} bị hỏng: {name} không khớp mã kiểm tra SHA-256.")
    return manifest


def describe(path: Path) -> dict:
    """Size and checksum of a part, as the manifest holds them."""
    with path.open("rb") as file:
        return {"size": path.stat().st_size, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}
