"""Rendering in a child process with limits, so that no text of a plan can harm the worker that renders it.

A renderer is a module with `render(contents, progress) -> bytes`, named by its dotted path. It runs in a child
(`core.children`): no database, no secrets, and it ends when the worker ends.
"""

from collections.abc import Callable
from typing import Self

from core.children import Child, ChildError, End

MEMORY_BYTES = 1024**3
CPU_SECONDS = 120
WALL_SECONDS = 240  # below the time limit of a job


class RenderError(Exception):
    """A document cannot be rendered. `reason` is for the user; the text of the error is for the log."""

    reason = "Không tạo được tài liệu do lỗi của chương trình. Hãy báo người vận hành cổng."
    may_pass = False  # whether another attempt may go better


class OutOfMemoryError(RenderError):
    reason = "Tài liệu quá lớn: cần nhiều bộ nhớ hơn mức cho phép. Hãy báo người vận hành cổng."


class TookTooLongError(RenderError):
    reason = "Tạo tài liệu mất nhiều thời gian hơn mức cho phép. Hãy báo người vận hành cổng."


class CrashedError(RenderError):
    reason = "Việc tạo tài liệu bị dừng đột ngột. Hãy thử tạo lại; nếu vẫn lỗi, hãy báo người vận hành cổng."
    may_pass = True


_ERRORS = {
    End.RAISED: RenderError,
    End.OUT_OF_MEMORY: OutOfMemoryError,
    End.TOOK_TOO_LONG: TookTooLongError,
    End.CRASHED: CrashedError,
}


def render_in_child(
    renderer: str,
    contents,
    on_progress: Callable[[int, int, str], None],
    *,
    should_stop: Callable[[], bool],
    memory_bytes: int = MEMORY_BYTES,
    cpu_seconds: int = CPU_SECONDS,
    wall_seconds: int = WALL_SECONDS,
) -> bytes:
    """The bytes that `renderer` makes of the contents (picklable, plain values).

    `on_progress(done, total, label)` is called as work goes on, `should_stop` several times a second; when it
    says so the child is killed and StoppedError raised. RenderError tells what went wrong otherwise.
    """
    with Rendering(renderer, memory_bytes=memory_bytes, cpu_seconds=cpu_seconds) as rendering:
        return rendering.render(contents, on_progress, should_stop=should_stop, wall_seconds=wall_seconds)


class Rendering:
    """A child that renders one thing after the other, so that its start is paid once; a context manager, which ends it.

    It is started when this is made: what is to be rendered may be read meanwhile. Its limits are those of its life; after
    an error it is of no use.
    """

    def __init__(self, renderer: str, *, memory_bytes: int = MEMORY_BYTES, cpu_seconds: int = CPU_SECONDS):
        self._child = Child(f"{renderer}:render", memory_bytes=memory_bytes, cpu_seconds=cpu_seconds)

    def render(
        self,
        contents,
        on_progress: Callable[[int, int, str], None] = lambda *_: None,
        *,
        should_stop: Callable[[], bool],
        wall_seconds: int = WALL_SECONDS,
    ) -> bytes:
        """As `render_in_child`."""
        try:
            return self._child.do(contents, on_progress, should_stop=should_stop, wall_seconds=wall_seconds)
        except ChildError as error:
            raise _ERRORS[error.end](str(error)) from error

    @property
    def is_alive(self) -> bool:
        """Whether the child is there to render more."""
        return self._child.is_alive

    def close(self) -> None:
        """Ends the child."""
        self._child.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_) -> None:
        self.close()
