"""Child processes that end with their parent, even when that is ended by `kill -9`.

Used for the parts of `script/server` and for the Redis-protocol server of tests. The embedded PostgreSQL is
no case of it: that outlives whoever starts it.

Linux sends the signal when the *thread* that started the child ends, so start children from a thread
that lives as long as they should.
"""

import os
import sys

# The interpreter replaces itself by the command, so the process id stays the child's.
_TIE_AND_RUN = """
import ctypes, os, signal, sys
PR_SET_PDEATHSIG = 1
parent = int(sys.argv[1])
ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
if os.getppid() != parent:  # it ended before we were tied to it
    sys.exit(1)
try:
    os.execvp(sys.argv[2], sys.argv[2:])
except OSError as error:
    sys.exit(f"{sys.argv[2]}: {error.strerror}")
"""


def ending_with_parent(command: list) -> list[str]:
    """The same command, killed by the kernel when the process that starts it ends."""
    return [sys.executable, "-I", "-S", "-c", _TIE_AND_RUN, str(os.getpid()), *map(str, command)]
