"""What a file is by its content, whatever its name says; what cannot be read is refused with the way out."""

import re
from enum import Enum

from core.text import quoted
from portal.annexes import ole
from portal.annexes.limits import FILE_BYTES, MIB
from portal.annexes.refused import AnnexRefusedError
from portal.annexes.zip_check import DAMAGED, ENCRYPTED

MACROS = (
    "Tệp có macro (chương trình chạy kèm), nên không được mở, để an toàn. Hãy mở tệp, lưu lại thành "
    "{suffix} (loại không có macro) rồi nộp lại."
)
EMPTY = "Tệp không có nội dung (0 byte). Hãy kiểm tra lại tệp gốc rồi nộp lại."
TOO_BIG = f"Tệp lớn hơn {FILE_BYTES // MIB} MB. Hãy bỏ bớt hình ảnh, chỉ giữ các bảng, rồi nộp lại."

_SAVE_AS_BOTH = "Hãy mở tệp bằng Word hoặc Excel, lưu thành .docx hoặc .xlsx rồi nộp lại."
_SAVE_AS_DOCX = "Hãy mở tệp bằng Word, lưu thành .docx rồi nộp lại."
_SAVE_AS_XLSX = "Hãy mở tệp bằng Excel, lưu thành .xlsx rồi nộp lại."
_HEAD_BYTES = 4096

# By the beginning of the file: a pattern, what it is, what to do.
_OTHERS = (
    (rb"%PDF-", "bản PDF", "Hãy nộp tệp Word hoặc Excel gốc (.docx, .xlsx) thay cho bản PDF."),
    (rb"\{\\rtf", "văn bản RTF", _SAVE_AS_DOCX),
    (rb"(?i)mime-version:|content-type:|from:", "trang web lưu thành một tệp (MHTML)", _SAVE_AS_BOTH),
    (
        rb"(?s)<\?xml.*?urn:schemas-microsoft-com:office:spreadsheet",
        "bảng tính XML của Excel 2003",
        _SAVE_AS_XLSX,
    ),
    (
        rb"(?s)<\?xml.*?(schemas\.microsoft\.com/office/word|/2006/xmlPackage)",
        "văn bản XML của Word",
        _SAVE_AS_DOCX,
    ),
    (
        rb"(?is)(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)?<(!doctype\s+html|html|head|body|meta|table|div|style)\b",
        "trang web (HTML)",
        _SAVE_AS_BOTH,
    ),
    (rb"<", "tệp XML", _SAVE_AS_BOTH),
    (rb"\x09[\x00\x02\x04\x08][\x00-\x10]\x00", "bảng tính Excel đời rất cũ", _SAVE_AS_XLSX),
    (
        rb"(?s)\x89PNG|\xff\xd8\xff|GIF8|II\*\x00|MM\x00\*|RIFF....WEBP",
        "hình ảnh",
        "Hãy nộp tệp Word hoặc Excel gốc (.docx, .xlsx) thay cho ảnh chụp.",
    ),
    (rb"Rar!|7z\xbc\xaf|\x1f\x8b", "tệp nén", "Hãy giải nén rồi nộp tệp .docx hoặc .xlsx ở bên trong."),
)


class Kind(Enum):
    PACKAGE = "zip"  # XLSX or DOCX, if its parts say so
    XLS = "xls"


def kind_of(content: bytes, file_name: str) -> Kind:
    """What the file is; AnnexRefusedError for everything but a package and an old workbook."""
    if not content:
        raise AnnexRefusedError(EMPTY)
    if len(content) > FILE_BYTES:
        raise AnnexRefusedError(TOO_BIG)
    if content.startswith(b"PK\x03\x04"):
        return Kind.PACKAGE
    if content.startswith(ole.HEAD):
        return _kind_of_ole(content)
    raise AnnexRefusedError(_what_else(content, file_name))


def _kind_of_ole(content: bytes) -> Kind:
    try:
        names = ole.top_names(content)
    except ValueError as error:
        raise AnnexRefusedError(DAMAGED) from error
    if "EncryptedPackage" in names:
        raise AnnexRefusedError(ENCRYPTED)
    if names & {"_VBA_PROJECT_CUR", "VBA", "_VBA_PROJECT"} and names & {"Workbook", "Book"}:
        raise AnnexRefusedError(MACROS.format(suffix=".xlsx"))
    if names & {"Workbook", "Book"}:
        return Kind.XLS
    if "WordDocument" in names:
        raise AnnexRefusedError(
            "Đây là tệp Word đời cũ (.doc). Hãy mở tệp bằng Word, hãy lưu thành .docx rồi nộp lại."
        )
    raise AnnexRefusedError(f"Đây không phải tệp Word hay Excel. {_SAVE_AS_BOTH}")


def _what_else(content: bytes, file_name: str) -> str:
    head = content[:_HEAD_BYTES]
    start = _as_bytes(head).lstrip()
    for pattern, what, advice in _OTHERS:
        if re.match(pattern, start) or re.match(pattern, head):
            return f"Tệp {quoted(file_name)} thật ra là {what}. {advice}"
    if _is_text(head):
        return (
            f"Tệp {quoted(file_name)} thật ra chỉ có chữ (như CSV). Hãy mở tệp bằng Excel, kiểm tra các cột, "
            "lưu thành .xlsx rồi nộp lại."
        )
    return f"Tệp {quoted(file_name)} không phải tệp Word hay Excel, hoặc đã bị hỏng. Hãy nộp tệp .docx, .xlsx hoặc .xls."


def _as_bytes(head: bytes) -> bytes:
    """The beginning in an encoding whose letters are single bytes."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "ignore").encode()
    return head.removeprefix(b"\xef\xbb\xbf")


def _is_text(head: bytes) -> bool:
    return not re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", _as_bytes(head))
