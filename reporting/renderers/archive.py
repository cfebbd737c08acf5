"""Files of Office are zip archives, and an archive notes when each part was written."""

from io import BytesIO
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def timeless(raw: BinaryIO) -> bytes:
    """The archive with the same time on every part, so that its bytes depend on the content alone."""
    result = BytesIO()
    with ZipFile(raw) as parts, ZipFile(result, "w", ZIP_DEFLATED) as archive:
        for name in parts.namelist():
            info = ZipInfo(name, ZIP_TIME)
            info.compress_type, info.external_attr = ZIP_DEFLATED, 0o600 << 16
            archive.writestr(info, parts.read(name))
    return result.getvalue()
