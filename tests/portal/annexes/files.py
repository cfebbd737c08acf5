"""Files of tables, good and bad, made in memory: packages to tamper with, OLE files, workbooks, documents."""

import io
import struct
import zipfile

import docx
import openpyxl
from docx.oxml.ns import nsmap
from openpyxl.xml.constants import SHEET_MAIN_NS as MAIN

from portal.annexes import ole

CONTENT_TYPES = "[Content_Types].xml"
SHEET = "xl/worksheets/sheet1.xml"
DOCUMENT = "word/document.xml"
WORDS = nsmap["w"]


def saved(book) -> bytes:
    """What an openpyxl, xlwt or python-docx file is when written."""
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def workbook(rows=(("TT", "Nhiệm vụ", "Kinh phí"), (1, "Đào tạo", 120))) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def document(rows=(("TT", "Nhiệm vụ"), ("1", "Đào tạo"))) -> bytes:
    made = docx.Document()
    table = made.add_table(0, len(rows[0]))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    return saved(made)


def parts_of(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def packed(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return file.getvalue()


def with_part(package: bytes, name: str, content: bytes | str) -> bytes:
    """The package with one part more, or another in its place."""
    content = content.encode() if isinstance(content, str) else content
    return packed(parts_of(package) | {name: content})


def replaced(package: bytes, name: str, old: str, new: str) -> bytes:
    """The package with other words in one part."""
    text = parts_of(package)[name].decode()
    assert old in text
    return with_part(package, name, text.replace(old, new))


def sheet_of(inside: str) -> str:
    """A sheet of this data, as XML."""
    return f'<worksheet xmlns="{MAIN}">{inside}</worksheet>'


def document_of(body: str) -> bytes:
    """A document with this body."""
    xml = f'<w:document xmlns:w="{WORDS}"><w:body>{body}</w:body></w:document>'
    return with_part(document(), DOCUMENT, xml)


def directory_entry(package: bytes, name: str) -> int:
    """Where the directory of a package begins to speak of a part."""
    at = package.rindex(b"PK\x05\x06")
    start = struct.unpack_from("<I", package, at + 16)[0]
    return package.rindex(name.encode(), start) - 46


def patched(package: bytes, at: int, form: str, *values: int) -> bytes:
    """The package with other numbers at one place."""
    changed = bytearray(package)
    struct.pack_into(form, changed, at, *values)
    return bytes(changed)


def ole_file(*names: str, next_directory: int = 0xFFFFFFFE) -> bytes:
    """An OLE file with streams of these names below its root, at most three."""
    head = bytearray(512)
    head[:8] = ole.HEAD
    struct.pack_into("<HHHHH", head, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<I", head, 44, 1)  # one sector of the allocation table, which is sector 0
    struct.pack_into("<I", head, 48, 1)  # the directory is sector 1
    struct.pack_into("<I", head, 56, 4096)
    struct.pack_into("<4I", head, 60, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", head, 76, 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, next_directory, *[0xFFFFFFFF] * 126)
    entries = [_entry("Root Entry", child=1 if names else 0xFFFFFFFF)]
    for number, name in enumerate(names, 1):
        entries.append(_entry(name, right=number + 1 if number < len(names) else 0xFFFFFFFF))
    directory = b"".join(entries).ljust(512, b"\0")
    return bytes(head) + table + directory + bytes(512)


def _entry(name: str, right: int = 0xFFFFFFFF, child: int = 0xFFFFFFFF) -> bytes:
    entry = bytearray(128)
    written = name.encode("utf-16-le") + b"\0\0"
    entry[: len(written)] = written
    struct.pack_into("<HBB3I", entry, 64, len(written), 2, 1, 0xFFFFFFFF, right, child)
    return bytes(entry)
