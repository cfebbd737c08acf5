"""Whether a part of a package is XML that may be parsed: UTF-8 or UTF-16 as the standard wants, without a DTD.

OOXML allows no document type declaration (ECMA-376 part 2, 8.1.4); entities and files can only come in by one.
"""

import codecs
import re

from portal.annexes.limits import PART_TAGS, TOO_LARGE
from portal.annexes.refused import AnnexRefusedError

DECLARES = (
    "Tệp có khai báo thực thể (DTD) mà Word và Excel không bao giờ ghi, nên không được mở, để an toàn. "
    "Hãy mở tệp gốc bằng Word hoặc Excel, lưu lại thành tệp mới rồi nộp lại."
)
UNREADABLE = (
    "Tệp bị hỏng hoặc do chương trình lạ tạo ra: phần chữ bên trong không theo mã Unicode. Hãy mở tệp bằng "
    "Word hoặc Excel, lưu lại thành tệp mới rồi nộp lại."
)

_HEAD_BYTES = 256  # enough for what marks the encoding and for the XML declaration
_DECLARED = re.compile(r"""^<\?xml[^>]*?\bencoding\s*=\s*["']([^"']*)""")
_FORBIDDEN = ("<!DOCTYPE", "<!ENTITY")
_XML_NAME = re.compile(r"\.(xml|rels|vml)$|^\[content_types\]", re.I)


class XmlCheck:
    """Looks at one part as it comes, in pieces. `is_xml` is known from the first piece on."""

    def __init__(self, name: str):
        self._must_be_xml = bool(_XML_NAME.search(name))
        self._encoding = ""
        self._tail = b""
        self._tags = 0
        self._is_open = False
        self.is_xml = self._must_be_xml

    def feed(self, piece: bytes) -> None:
        """AnnexRefusedError where the part must not be parsed."""
        if not self._is_open:
            self._is_open = True
            self._encoding = _encoding(piece[:_HEAD_BYTES])
            self.is_xml = bool(self._encoding)
            if self._must_be_xml and not self.is_xml:
                raise AnnexRefusedError(UNREADABLE)
        if not self.is_xml:
            return
        self._tags += piece.count(b"<")
        if self._tags > PART_TAGS:
            raise AnnexRefusedError(TOO_LARGE)
        seen = self._tail + piece
        if any(word.encode(self._encoding) in seen for word in _FORBIDDEN):
            raise AnnexRefusedError(DECLARES)
        self._tail = seen[-2 * len(_FORBIDDEN[0]) :]

    def close(self) -> None:
        if self._must_be_xml and not self._is_open:
            raise AnnexRefusedError(UNREADABLE)


def _encoding(head: bytes) -> str:
    """How XML that begins so is written; "" for what a parser takes for no XML. AnnexRefusedError for others."""
    if head.startswith(
        (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, b"<\0\0\0", b"\0\0\0<", b"\x4c\x6f\xa7\x94")
    ):
        raise AnnexRefusedError(UNREADABLE)
    if head.startswith((codecs.BOM_UTF16_LE, b"<\0")):
        return _as_declared(head.decode("utf-16-le", "replace"), "utf-16-le")
    if head.startswith((codecs.BOM_UTF16_BE, b"\0<")):
        return _as_declared(head.decode("utf-16-be", "replace"), "utf-16-be")
    text = head.removeprefix(codecs.BOM_UTF8)
    if not text.lstrip().startswith(b"<"):
        return ""
    return _as_declared(text.decode("latin-1"), "utf-8")


def _as_declared(head: str, encoding: str) -> str:
    """The encoding, where the XML declaration names the same one or none: parsers follow the declaration."""
    head = head.removeprefix("\ufeff")
    if head.startswith("<?xml") and "?>" not in head:
        raise AnnexRefusedError(UNREADABLE)
    if declared := _DECLARED.match(head):
        name = declared[1].lower()
        if name not in {"utf-8": ("utf-8", "utf8", "us-ascii", "ascii")}.get(encoding, ("utf-16", encoding)):
            raise AnnexRefusedError(UNREADABLE)
    return encoding
