"""Reading a file of tables, in the child: what it is, the check of its package, its tables. Knows no Django."""

import codecs
import gc
import io
import resource
from collections.abc import Callable

from portal.annexes import wire
from portal.annexes.grid import Opened
from portal.annexes.kinds import Kind, kind_of
from portal.annexes.package import PackageKind, package_kind
from portal.annexes.refused import AnnexRefusedError
from portal.annexes.sheets import read_xls, read_xlsx
from portal.annexes.unicode import opened
from portal.annexes.zip_check import checked_parts

NO_TABLE = (
    "Không tìm thấy bảng nào có nội dung trong tệp. Hãy kiểm tra lại tệp; nếu bảng là hình ảnh, hãy nộp tệp có "
    "bảng thật (gõ bằng Word hoặc Excel)."
)

# Python opens a file for each of these when it first meets them.
for _encoding in ("ascii", "cp437", "latin-1", "utf-16", "utf-16-le", "utf-16-be"):
    codecs.lookup(_encoding)


def read(given: tuple[bytes, str], progress) -> bytes:
    """The file (content, name) as `wire` writes it, or the reason why it is refused."""
    gc.disable()  # this process ends soon, and looking for cycles among its cells takes a fifth of its time
    try:
        return wire.to_bytes(read_tables(*given, before_reading=_close_the_doors))
    except AnnexRefusedError as refusal:
        return wire.refusal_to_bytes(refusal)


def read_tables(content: bytes, file_name: str, before_reading: Callable[[], None] = lambda: None) -> Opened:
    """The tables of a file; AnnexRefusedError where it cannot be read.

    `before_reading` is called when the file is known to be one that can be, before its content is parsed.
    """
    kind = kind_of(content, file_name)
    parts = checked_parts(content) if kind is Kind.PACKAGE else {}
    if kind is Kind.PACKAGE and package_kind(parts) is PackageKind.DOCX:
        from portal.annexes.documents import (
            read_docx,
        )  # python-docx takes longer to load than a sheet to read

        before_reading()
        draft = read_docx(parts)
    else:
        before_reading()
        draft = read_xlsx(parts) if parts else read_xls(io.BytesIO(content))
    if not any(grid.cells for grid in draft.grids):
        raise AnnexRefusedError(NO_TABLE)
    return opened(draft)


def _close_the_doors() -> None:
    """No descriptor can be opened any more: neither file nor network, whatever a library is led to try."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
