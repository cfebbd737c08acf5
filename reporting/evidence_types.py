"""Which files may show what a report says, told by their content: PDF, pictures, and what Word and Excel write.

Nothing is unpacked: of a package only the list of its parts is read. Files are handed out as downloads only.
"""

import re
import zipfile
from dataclasses import dataclass
from typing import BinaryIO

_PDF_END = re.compile(rb"startxref\s+\d+\s+%%EOF")
_TAIL = 1024  # bytes in which a PDF says that it ends
_PACKAGE = "application/vnd.openxmlformats-officedocument"
MOST_PARTS = 10_000  # of a package


@dataclass(frozen=True)
class FileType:
    """A kind of file that is taken; `extension` is what its name ends in."""

    media_type: str
    extension: str


PDF = FileType("application/pdf", "pdf")
JPEG = FileType("image/jpeg", "jpg")
PNG = FileType("image/png", "png")
DOCX = FileType(f"{_PACKAGE}.wordprocessingml.document", "docx")
XLSX = FileType(f"{_PACKAGE}.spreadsheetml.sheet", "xlsx")
TYPES = (PDF, JPEG, PNG, DOCX, XLSX)
NAMES = "PDF, JPG, PNG, DOCX, XLSX"
_BEGINNINGS = ((b"%PDF-", PDF), (b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG))
_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}


class UnfitFileError(ValueError):
    """A file that is not taken; the message is for the user."""


def type_of(file: BinaryIO) -> FileType:
    """What the file is, whatever its name says; it is read from its beginning. UnfitFileError for all others."""
    file.seek(0)
    beginning = file.read(8)
    for sign, found in _BEGINNINGS:
        if beginning.startswith(sign):
            if found is PDF:
                _refuse_cut_off(file)
            return found
    if beginning.startswith(b"PK\x03\x04"):
        return _type_of_package(file)
    raise UnfitFileError(
        f"Tệp này không thuộc loại được nhận ({NAMES}); hãy mở tệp, lưu thành PDF rồi nộp lại."
    )


def _refuse_cut_off(file: BinaryIO) -> None:
    size = file.seek(0, 2)
    file.seek(max(size - _TAIL, 0))
    if not _PDF_END.search(file.read(_TAIL)):
        raise UnfitFileError("Tệp PDF bị thiếu phần cuối; hãy tải lại tệp gốc rồi nộp lại.")


def _type_of_package(file: BinaryIO) -> FileType:
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError):
        raise UnfitFileError("Tệp bị hỏng; hãy mở, lưu lại rồi nộp lại.") from None
    if len(names) > MOST_PARTS or any(name.lower().endswith("vbaproject.bin") for name in names):
        raise UnfitFileError("Tệp có macro nên không nhận; hãy lưu thành DOCX, XLSX không có macro.")
    found = [_PARTS[name] for name in _PARTS if name in names]
    if "[Content_Types].xml" not in names or len(found) != 1:
        raise UnfitFileError(
            f"Tệp này không thuộc loại được nhận ({NAMES}); hãy mở tệp, lưu thành PDF rồi nộp lại."
        )
    return found[0]
