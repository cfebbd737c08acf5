"""What kind of package the parts of an OOXML file make: a workbook or a document, without macros."""

import re
from enum import Enum

from lxml import etree

from portal.annexes.kinds import MACROS
from portal.annexes.refused import AnnexRefusedError
from portal.annexes.zip_check import DAMAGED

_TYPES = "[Content_Types].xml"
_MACRO_NAMES = re.compile(r"(^|/)(vbaProject\.bin|vbaData\.xml|macrosheets/)", re.I)
_XML_MAIN = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml": "xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
}


class PackageKind(Enum):
    XLSX = "xlsx"
    DOCX = "docx"


def parsed(content: bytes) -> etree._Element:
    """The root of a small part that has been checked; AnnexRefusedError where it is no XML."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise AnnexRefusedError(DAMAGED) from error


def package_kind(parts: dict[str, bytes]) -> PackageKind:
    """A workbook or a document; AnnexRefusedError for everything else and for what has macros."""
    if parts.get("mimetype") is not None or "META-INF/manifest.xml" in parts:
        raise AnnexRefusedError(
            "Đây là tệp của LibreOffice hoặc OpenOffice (.ods, .odt). Hãy mở tệp, chọn lưu thành .xlsx hoặc "
            ".docx rồi nộp lại."
        )
    if _TYPES not in parts:
        raise AnnexRefusedError(
            "Đây là tệp nén (ZIP), không phải tệp Word hay Excel. Hãy giải nén rồi nộp tệp .docx hoặc .xlsx."
        )
    types = {
        node.get("ContentType", "") for node in parsed(parts[_TYPES]).iter() if isinstance(node.tag, str)
    }
    kinds = {_XML_MAIN[name] for name in types if name in _XML_MAIN}
    if any("sheet.binary" in name for name in types):
        raise AnnexRefusedError(
            "Đây là bảng tính nhị phân (.xlsb). Hãy mở tệp bằng Excel, lưu thành .xlsx rồi nộp lại."
        )
    if any("macro" in name.lower() or "vba" in name.lower() for name in types) or any(
        map(_MACRO_NAMES.search, parts)
    ):
        is_document = any(name.startswith("word/") for name in parts)
        raise AnnexRefusedError(MACROS.format(suffix=".docx" if is_document else ".xlsx"))
    if len(kinds) != 1:
        raise AnnexRefusedError(
            "Đây không phải văn bản Word hay bảng tính Excel. Hãy nộp tệp .docx hoặc .xlsx."
        )
    return PackageKind(kinds.pop())
