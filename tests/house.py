"""What the tests of the house itself (test_consistency, test_architecture) read: our files, as they are."""

import ast
import subprocess
from functools import cache
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = [name for name in settings.INSTALLED_APPS if (ROOT / name).is_dir()]


@cache
def our_files() -> list[Path]:
    """What git holds or would take up."""
    command = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z", "--cached", "--others"]
    listed = subprocess.run([*command, "--exclude-standard"], cwd=ROOT, capture_output=True, check=True)
    return [file for name in listed.stdout.decode().split("\0") if name and (file := ROOT / name).is_file()]


def modules() -> list[Path]:
    """Our Python modules, without tests, benchmarks and migrations."""
    ours = {*APPS, "sxsh_portal"}
    files = (file.relative_to(ROOT) for file in our_files() if file.suffix == ".py")
    return [ROOT / file for file in files if file.parts[0] in ours and "migrations" not in file.parts]


def templates() -> dict[str, Path]:
    """Our templates by the name under which they are loaded."""
    folder = ROOT / "templates"
    return {str(file.relative_to(folder)): file for file in our_files() if file.is_relative_to(folder)}


def name_of(file: Path) -> str:
    """A file's place in the repository."""
    return str(file.relative_to(ROOT))


@cache
def text_of(file: Path) -> str:
    """A file's text; empty for an image or another file that nobody reads as text."""
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


@cache
def parsed(file: Path) -> ast.Module:
    """A Python file's syntax tree."""
    return ast.parse(text_of(file))
