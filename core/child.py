"""The process in which work is done that could go astray: `python -m core.child`.

`core.children` starts it, with what the work is about pickled as its standard input and an environment that
names neither database nor secret. It limits itself before it reads anything, ends with its parent, imports the
work, and answers on its standard output in frames: progress, then a result or an error. After a result it takes the
next thing to work on from its standard input, until there is none for long.
Work gets plain values and gives bytes: nothing here or below knows Django's models.
"""

import ctypes
import gc
import json
import os
import pickle
import resource
import select
import signal
import struct
import sys
import traceback
from importlib import import_module

HEAD = struct.Struct(">cI")  # what a frame is, and how long
PROGRESS, RESULT, ERROR = b"p", b"r", b"e"
OUT_OF_MEMORY = "memory"
RAISED = "raised"
IDLE_SECONDS = 120  # without anything to work on, after which the process ends
_PR_SET_PDEATHSIG = 1
_NICE = 10  # who waits for a page comes before who waits for a document


def main(work: str, parent: str, memory_bytes: str, cpu_seconds: str) -> None:
    """Does what `work` ("module:function") does of each value on standard input."""
    answers = _private_output()
    _end_with(int(parent))
    _limit(int(memory_bytes), int(cpu_seconds))

    def progress(done: int, total: int, label: str) -> None:
        _answer(answers, PROGRESS, json.dumps([done, total, label]).encode())

    try:
        module, _, name = work.partition(":")
        function = getattr(import_module(module), name)
        _let_collector_rest()
        while select.select([sys.stdin], [], [], IDLE_SECONDS)[0] and sys.stdin.buffer.peek(1):
            result = function(pickle.load(sys.stdin.buffer), progress)
            if not isinstance(result, bytes) or not result:
                raise TypeError(f"{work} gave {type(result).__name__}, empty or not bytes")
            _answer(answers, RESULT, result)
    except BaseException as error:  # a panic of a library in Rust is no Exception
        traceback.print_exc()  # first: who reads the answer ends this process
        _answer(answers, ERROR, (OUT_OF_MEMORY if isinstance(error, MemoryError) else RAISED).encode())
        sys.exit(1)


def _let_collector_rest() -> None:
    """What is loaded stays, and work makes many small objects: with Python's own threshold collecting took a sixth of a layout."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def _private_output() -> int:
    """Takes standard output for the frames alone: what a library prints goes to the log with the errors."""
    private = os.dup(1)
    os.dup2(2, 1)
    return private


def _end_with(parent: int) -> None:
    """Has the kernel end this process when the parent's thread that started it ends, even by `kill -9`."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before
        sys.exit(1)


def _limit(memory_bytes: int, cpu_seconds: int) -> None:
    os.nice(_NICE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))


def _answer(answers: int, kind: bytes, content: bytes) -> None:
    rest = memoryview(HEAD.pack(kind, len(content)) + content)
    while rest:
        rest = rest[os.write(answers, rest) :]


if __name__ == "__main__":
    main(*sys.argv[1:])
