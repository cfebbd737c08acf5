"""Reading a file of tables, in the child: what it is, the check of its package, its tables. Knows no Django."""

import codecs
import io
import resource

from portal.annexes import wire
from portal.annexes.documents import read_docx
from portal.annexes.drafts import Draft
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
    # No descriptor can be opened any more: neither file nor network, whatever a library is led to try.
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    try:
        return wire.to_bytes(read_tables(*given))
    except AnnexRefusedError as refusal:
        return wire.refusal_to_bytes(refusal)


def read_tables(content: bytes, file_name: str) -> Opened:
    """The tables of a file; AnnexRefusedError where it cannot be read."""
    draft = _draft(content, file_name)
    if not any(grid.cells for grid in draft.grids):
        raise AnnexRefusedError(NO_TABLE)
    return opened(draft)


def _draft(content: bytes, file_name: str) -> Draft:
    if kind_of(content, file_name) is Kind.XLS:
        return read_xls(io.BytesIO(content))
    parts = checked_parts(content)
    if package_kind(parts) is PackageKind.XLSX:
        return read_xlsx(parts)
    return read_docx(parts)
