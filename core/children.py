"""Work in a child process with limits, so that nothing it is given can harm the process that asks for it.

The work is a function `work(given, progress) -> bytes`, named "module:function". It runs in `core.child`: limited
memory, processor time and clock time, no database, no secrets, and it ends when the process that asked ends.
What it writes on its standard error goes to our log.
"""

import enum
import json
import logging
import os
import pickle
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Self

from core import child

logger = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[1]
TICK = 0.2  # seconds between two looks whether to stop
PATIENCE = 2  # seconds for a child that has closed its output to end
LOGGED_BYTES = 8192  # of what a child that failed wrote, the end
ANSWER_BYTES = 1024**3  # of one answer, where the caller names no smaller number


class End(enum.Enum):
    """How a child ended that gave no result."""

    RAISED = enum.auto()
    OUT_OF_MEMORY = enum.auto()
    TOOK_TOO_LONG = enum.auto()
    CRASHED = enum.auto()


class ChildError(Exception):
    """The work was not done. The text is for the log; `end` says what to tell the user."""

    def __init__(self, end: End, text: str):
        super().__init__(text)
        self.end = end


class StoppedError(Exception):
    """The child was ended because nobody wants its result any more."""


def run_in_child(
    work: str,
    given,
    on_progress: Callable[[int, int, str], None] = lambda *_: None,
    *,
    memory_bytes: int,
    cpu_seconds: int,
    wall_seconds: int,
    should_stop: Callable[[], bool] = lambda: False,
    answer_bytes: int = ANSWER_BYTES,
) -> bytes:
    """The bytes, at most `answer_bytes`, that `work` makes of what is given (picklable, plain values).

    `on_progress(done, total, label)` is called as work goes on, `should_stop` several times a second; when it
    says so the child is killed and StoppedError raised. ChildError tells what went wrong otherwise.
    """
    with Child(work, memory_bytes=memory_bytes, cpu_seconds=cpu_seconds) as one:
        return one.do(
            given, on_progress, wall_seconds=wall_seconds, should_stop=should_stop, answer_bytes=answer_bytes
        )


class Child:
    """A child that does the same work of one thing after the other; a context manager, which ends it.

    Its limits of memory and processor time are for its whole life. After ChildError or StoppedError it is of no use.
    It ends with the thread that made it, and by itself when it has had nothing to do for long.
    """

    def __init__(self, work: str, *, memory_bytes: int, cpu_seconds: int):
        self._work = work
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - close() closes it
        self._process = _start(work, self._errors, memory_bytes, cpu_seconds)

    def do(
        self,
        given,
        on_progress: Callable[[int, int, str], None] = lambda *_: None,
        *,
        wall_seconds: int,
        should_stop: Callable[[], bool] = lambda: False,
        answer_bytes: int = ANSWER_BYTES,
    ) -> bytes:
        """What the work makes of one thing; as `run_in_child`."""
        # Beside us, because a child that reads nothing would hold us up past every limit.
        threading.Thread(target=self._tell, args=[pickle.dumps(given)], daemon=True).start()
        try:
            deadline = time.monotonic() + wall_seconds
            return _result(self._process, on_progress, should_stop, deadline, answer_bytes)
        except ChildError:
            logger.exception("%s failed: %s", self._work, _end_of(self._errors))
            raise

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def close(self) -> None:
        """Ends the child."""
        _end(self._process)
        self._errors.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def _tell(self, pickled: bytes) -> None:
        with suppress(BrokenPipeError, ValueError):  # it has ended; who waits for the answer is told
            self._process.stdin.write(pickled)
            self._process.stdin.flush()


def _start(work: str, errors, memory_bytes: int, cpu_seconds: int) -> subprocess.Popen:
    """The child, in a session of its own; it is tied to the calling thread's life."""
    limits = [str(os.getpid()), str(memory_bytes), str(cpu_seconds)]
    return subprocess.Popen(
        [sys.executable, "-m", child.__name__, work, *limits],
        cwd=ROOT,
        env=_environment(),
        stdin=subprocess.PIPE,
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


def _result(process, on_progress, should_stop, deadline: float, answer_bytes: int) -> bytes:
    for kind, content in _frames(process.stdout, should_stop, deadline, answer_bytes):
        if kind == child.PROGRESS:
            on_progress(*json.loads(content))
        elif kind == child.RESULT:
            return content
        elif content.decode() == child.OUT_OF_MEMORY:
            raise ChildError(End.OUT_OF_MEMORY, "it ran out of memory")
        else:
            raise ChildError(End.RAISED, "it raised an exception")
    raise _sudden_end(process.pid)


def _sudden_end(pid: int) -> ChildError:
    """What to say of a child that closed its output without a result. It is not reaped: `_end` needs its number."""
    limit = time.monotonic() + PATIENCE
    while (ended := os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)) is None:
        if time.monotonic() > limit:
            return ChildError(End.CRASHED, "closed its output and ran on")
        time.sleep(TICK / 10)
    if ended.si_code == os.CLD_EXITED:
        return ChildError(End.CRASHED, f"ended with code {ended.si_status}")
    if ended.si_status == signal.SIGXCPU:
        return ChildError(End.TOOK_TOO_LONG, "processor time is used up")
    return ChildError(
        End.CRASHED, f"killed by signal {ended.si_status}; 9 may be the kernel's for want of memory"
    )


def _frames(
    stream: BinaryIO, should_stop, deadline: float, answer_bytes: int
) -> Iterator[tuple[bytes, bytes]]:
    """What the child answers, frame by frame, until it closes its output."""
    received = bytearray()
    while True:
        if should_stop():
            raise StoppedError
        if time.monotonic() > deadline:
            raise ChildError(End.TOOK_TOO_LONG, "clock time is used up")
        if not select.select([stream], [], [], TICK)[0]:
            continue
        piece = os.read(stream.fileno(), 1 << 20)
        if not piece:
            return
        received += piece
        while len(received) >= child.HEAD.size:
            kind, length = child.HEAD.unpack_from(received)
            if length > answer_bytes:
                raise ChildError(End.OUT_OF_MEMORY, f"its answer of {length} bytes is larger than allowed")
            if len(received) < (end := child.HEAD.size + length):
                break
            content = bytes(received[child.HEAD.size : end])
            del received[:end]
            yield kind, content


def _end(process: subprocess.Popen) -> None:
    """Ends the child and all that it started."""
    with suppress(ProcessLookupError):
        if process.returncode is None:  # else the number of the group may be somebody else's
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    with suppress(BrokenPipeError):
        process.stdin.close()


def _end_of(errors: BinaryIO) -> str:
    errors.seek(max(0, errors.seek(0, os.SEEK_END) - LOGGED_BYTES))
    return errors.read().decode(errors="replace")
