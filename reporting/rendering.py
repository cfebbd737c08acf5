"""Rendering in a child process with limits, so that no text of a plan can harm the worker that renders it.

A renderer is a module with `render(contents, progress) -> bytes`, named by its dotted path. It runs in
`reporting.renderers.child`: limited memory, processor time and clock time, no database, no secrets, and it
ends when the worker ends. What it writes on its standard error goes to our log.
"""

import json
import logging
import os
import pickle
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import BinaryIO

from django.conf import settings

from reporting.renderers import child

logger = logging.getLogger(__name__)

MEMORY_BYTES = 1024**3
CPU_SECONDS = 120
WALL_SECONDS = 240  # below the time limit of a job
TICK = 0.2  # seconds between two looks whether to stop
PATIENCE = 2  # seconds for a child that has closed its output to end
LOGGED_BYTES = 8192  # of what a child that failed wrote, the end


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


class StoppedError(Exception):
    """The child was ended because nobody wants its result any more."""


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
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as errors:
        pickle.dump(contents, given)
        given.seek(0)
        process = _start(renderer, given, errors, memory_bytes, cpu_seconds)
        try:
            return _result(process, on_progress, should_stop, time.monotonic() + wall_seconds)
        except RenderError:
            logger.exception("%s failed: %s", renderer, _end_of(errors))
            raise
        finally:
            _end(process)


def _start(renderer, given, errors, memory_bytes: int, cpu_seconds: int) -> subprocess.Popen:
    """The child, in a session of its own; it is tied to the calling thread's life."""
    limits = [str(os.getpid()), str(memory_bytes), str(cpu_seconds)]
    return subprocess.Popen(
        [sys.executable, "-m", child.__name__, renderer, *limits],
        cwd=settings.BASE_DIR,
        env=_environment(),
        stdin=given,
        stdout=subprocess.PIPE,
        stderr=errors,
        start_new_session=True,
    )


def _environment() -> dict[str, str]:
    """What a child is told: where programs and fonts lie, and that text is UTF-8."""
    told = {
        name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "FONTCONFIG_PATH") if name in os.environ
    }
    return told | {"LC_ALL": "C.UTF-8", "PYTHONUTF8": "1", "PYTHONHASHSEED": "0"}


def _result(process, on_progress, should_stop, deadline: float) -> bytes:
    for kind, content in _frames(process.stdout, should_stop, deadline):
        if kind == child.PROGRESS:
            on_progress(*json.loads(content))
        elif kind == child.RESULT:
            return content
        elif content.decode() == child.OUT_OF_MEMORY:
            raise OutOfMemoryError("the renderer ran out of memory")
        else:
            raise RenderError("the renderer raised an exception")
    raise _sudden_end(process.pid)


def _sudden_end(pid: int) -> RenderError:
    """What to say of a child that closed its output without a result. It is not reaped: `_end` needs its number."""
    limit = time.monotonic() + PATIENCE
    while (ended := os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)) is None:
        if time.monotonic() > limit:
            return CrashedError("closed its output and ran on")
        time.sleep(TICK / 10)
    if ended.si_code == os.CLD_EXITED:
        return CrashedError(f"ended with code {ended.si_status}")
    if ended.si_status == signal.SIGXCPU:
        return TookTooLongError("processor time is used up")
    return CrashedError(f"killed by signal {ended.si_status}; 9 may be the kernel's for want of memory")


def _frames(stream: BinaryIO, should_stop, deadline: float) -> Iterator[tuple[bytes, bytes]]:
    """What the child answers, frame by frame, until it closes its output."""
    received = bytearray()
    while True:
        if should_stop():
            raise StoppedError
        if time.monotonic() > deadline:
            raise TookTooLongError("clock time is used up")
        if not select.select([stream], [], [], TICK)[0]:
            continue
        piece = os.read(stream.fileno(), 1 << 20)
        if not piece:
            return
        received += piece
        while len(received) >= child.HEAD.size:
            kind, length = child.HEAD.unpack_from(received)
            if len(received) < (end := child.HEAD.size + length):
                break
            content = bytes(received[child.HEAD.size : end])
            del received[:end]
            yield kind, content


def _end(process: subprocess.Popen) -> None:
    """Ends the child and all that it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()


def _end_of(errors: BinaryIO) -> str:
    errors.seek(max(0, errors.seek(0, os.SEEK_END) - LOGGED_BYTES))
    return errors.read().decode(errors="replace")
