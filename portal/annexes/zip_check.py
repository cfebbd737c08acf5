"""What is packed in an OOXML file, unpacked under the eyes of a counter.

Nothing that the package says about itself is believed. Every part is inflated in pieces while it is counted; a
part that is larger than its directory says, overlaps another one or inflates out of proportion ends it at once.
Readers get the parts packed anew, so that they cannot find another directory in the file than was looked at here.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from portal.annexes.limits import PACKED_PARTS, PART_BYTES, RATIO, RATIO_FROM, SPLIT, TOO_LARGE, TOTAL_BYTES
from portal.annexes.refused import AnnexRefusedError
from portal.annexes.xml_check import XmlCheck

DAMAGED = (
    "Tệp bị hỏng hoặc bị cắt cụt nên không đọc được. Hãy mở tệp bằng Word hoặc Excel, "
    "lưu lại thành tệp mới rồi nộp lại."
)
SUSPICIOUS = (
    "Tệp nén bên trong không đúng chuẩn nên không được mở, để an toàn. Hãy mở tệp gốc bằng Word hoặc "
    "Excel, lưu lại thành tệp mới rồi nộp lại."
)
ENCRYPTED = "Tệp được đặt mật khẩu. Hãy mở tệp, bỏ mật khẩu, lưu lại rồi nộp lại."

_ENTRY = b"PK\x01\x02"
_LOCAL = struct.Struct("<4s5H3I2H")  # the head of a part, followed by its name and extra fields
_PIECE = 1 << 16
_ABSOLUTE = re.compile(r"^(/|[A-Za-z]:)|\\|(^|/)\.\.?(/|$)|[\x00-\x1f]")


def checked_parts(content: bytes) -> dict[str, bytes]:
    """The parts of a package by name; what is no XML is empty. AnnexRefusedError where anything is wrong."""
    if content.count(_ENTRY) > PACKED_PARTS:
        raise AnnexRefusedError(f"Tệp gồm hơn {PACKED_PARTS} phần bên trong. {SPLIT}")
    try:
        infos = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (
        zipfile.BadZipFile,
        ValueError,
        EOFError,
        struct.error,
        NotImplementedError,
        OverflowError,
    ) as error:
        raise AnnexRefusedError(DAMAGED) from error
    _check_names(infos)
    parts, total = {}, 0
    for info, start, end in _places(content, infos):
        if info.is_dir():
            continue
        parts[info.filename] = _inflated(memoryview(content)[start:end], info, TOTAL_BYTES - total)
        total += info.file_size
    return parts


def repacked(parts: dict[str, bytes]) -> io.BytesIO:
    """The parts as a package of our own, not compressed."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name), content)
    file.seek(0)
    return file


def _check_names(infos: list[zipfile.ZipInfo]) -> None:
    """Readers take names for places: they must be relative, and nothing may stand twice."""
    names = [info.orig_filename.casefold() for info in infos]
    if len(set(names)) < len(names) or any(_ABSOLUTE.search(name) for name in names):
        raise AnnexRefusedError(SUSPICIOUS)
    for info in infos:
        if info.flag_bits & 0x1:
            raise AnnexRefusedError(ENCRYPTED)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise AnnexRefusedError(SUSPICIOUS)


def _places(content: bytes, infos: list[zipfile.ZipInfo]) -> Iterator[tuple[zipfile.ZipInfo, int, int]]:
    """Where the packed bytes of each part begin and end, in the order of the file; no two parts share any."""
    free = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if not 0 <= info.header_offset <= len(content) - _LOCAL.size:
            raise AnnexRefusedError(DAMAGED)
        head = _LOCAL.unpack_from(content, info.header_offset)
        start = info.header_offset + _LOCAL.size + head[9] + head[10]
        end = start + info.compress_size
        if head[0] != b"PK\x03\x04" or end > len(content):
            raise AnnexRefusedError(DAMAGED)
        if info.header_offset < free or head[3] != info.compress_type:
            raise AnnexRefusedError(SUSPICIOUS)
        free = end
        yield info, start, end


def _inflated(packed: memoryview, info: zipfile.ZipInfo, room: int) -> bytes:
    """The part, whose size, checksum and end must be as the directory says; empty where it is no XML."""
    check, kept = XmlCheck(info.filename), []
    size = checksum = 0
    for piece in _pieces(packed, info.compress_type):
        size += len(piece)
        checksum = zlib.crc32(piece, checksum)
        if size > min(PART_BYTES, room) or (size > RATIO_FROM and size > RATIO * len(packed)):
            raise AnnexRefusedError(TOO_LARGE)
        if size > info.file_size:
            raise AnnexRefusedError(SUSPICIOUS)
        check.feed(piece)
        if check.is_xml:
            kept.append(piece)
    if size != info.file_size or checksum != info.CRC:
        raise AnnexRefusedError(DAMAGED)
    check.close()
    return b"".join(kept)


def _pieces(packed: memoryview, compress_type: int) -> Iterator[bytes]:
    """The unpacked bytes, a little at a time."""
    if compress_type == zipfile.ZIP_STORED:
        for start in range(0, len(packed), _PIECE):
            yield bytes(packed[start : start + _PIECE])
        return
    inflating = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for start in range(0, len(packed), _PIECE):
            rest = packed[start : start + _PIECE]
            while rest and not inflating.eof:
                if piece := inflating.decompress(rest, _PIECE):
                    yield piece
                rest = inflating.unconsumed_tail
            if inflating.eof and (inflating.unused_data or start + _PIECE < len(packed)):
                raise AnnexRefusedError(SUSPICIOUS)
        if piece := inflating.flush():
            yield piece
    except zlib.error as error:
        raise AnnexRefusedError(DAMAGED) from error
    if not inflating.eof:
        raise AnnexRefusedError(DAMAGED)
