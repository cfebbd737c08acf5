"""Opening a file that someone brings: Word (DOCX) and Excel (XLSX, XLS), everything else refused with a message.

The file is judged by its content. It is read in a child with limits (`reading`, `core.children`), so that a file
made to do harm costs some seconds of one processor and nothing else; what comes back are plain grids.
"""

import logging
import os
from pathlib import Path

from core.children import ChildError, End, run_in_child
from portal.annexes import limits, wire
from portal.annexes.grid import Opened
from portal.annexes.kinds import EMPTY, TOO_BIG
from portal.annexes.refused import AnnexRefusedError

logger = logging.getLogger(__name__)

__all__ = ["AnnexRefusedError", "open_annex"]

_ADVICE = "Hãy chép các bảng cần nộp sang một tệp mới (.docx hoặc .xlsx) rồi nộp lại."
_REASONS = {
    End.RAISED: f"Không đọc được tệp: tệp bị hỏng hoặc có cấu trúc lạ. {_ADVICE}",
    End.OUT_OF_MEMORY: f"Đọc tệp cần nhiều bộ nhớ hơn mức cho phép. {_ADVICE}",
    End.TOOK_TOO_LONG: f"Đọc tệp mất nhiều thời gian hơn mức cho phép. {_ADVICE}",
    End.CRASHED: f"Việc đọc tệp bị dừng đột ngột: tệp bị hỏng hoặc quá lớn. {_ADVICE}",
}


def open_annex(source: str | os.PathLike | bytes, file_name: str) -> Opened:
    """The tables of a file: its content, or the path where it lies; `file_name` is how the person calls it.

    AnnexRefusedError, with a message for the person, where it is no file that can be read.
    """
    content = source if isinstance(source, bytes) else _content(Path(source))
    if not content:
        raise AnnexRefusedError(EMPTY)
    if len(content) > limits.FILE_BYTES:
        raise AnnexRefusedError(TOO_BIG)
    try:
        answer = run_in_child(
            "portal.annexes.reading:read",
            (content, file_name),
            memory_bytes=limits.MEMORY_BYTES,
            cpu_seconds=limits.CPU_SECONDS,
            wall_seconds=limits.WALL_SECONDS,
            answer_bytes=limits.ANSWER_BYTES,
        )
    except ChildError as error:
        raise AnnexRefusedError(_REASONS[error.end]) from error
    return wire.from_bytes(answer)


def _content(path: Path) -> bytes:
    """What lies there, but no more than says that it is too much."""
    with path.open("rb") as file:
        return file.read(limits.FILE_BYTES + 1)
