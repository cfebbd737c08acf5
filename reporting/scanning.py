"""The hook for a virus scanner: the command in SXSH_SCANNER_COMMAND looks at each file before it is kept.

The command gets the file's path as its last argument and answers by its exit code, as clamdscan does: 0 clean, 1 not;
anything else means that it could not look. Without a command nothing is scanned.
"""

import logging
import shlex
import subprocess
from pathlib import Path

from django.conf import settings

logger = logging.getLogger(__name__)

PATIENCE = 60  # seconds in which the scanner has to answer
FOUND = 1


class InfectedFileError(ValueError):
    """The scanner refused the file; the message is for the user."""


class ScannerError(ValueError):
    """The scanner did not answer, so the file is not taken; the message is for the user."""


def scan(path: Path) -> None:
    """Lets the scanner look at a file. InfectedFileError where it finds something, ScannerError where it cannot look."""
    if not settings.SCANNER_COMMAND:
        return
    command = [*shlex.split(settings.SCANNER_COMMAND), str(path)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        logger.error("the scanner did not answer: %s", type(error).__name__)
        raise ScannerError("Chưa quét được vi-rút nên chưa nhận tệp; hãy thử lại sau.") from None
    if done.returncode == FOUND:
        raise InfectedFileError(
            "Phần mềm diệt vi-rút không chấp nhận tệp này; hãy kiểm tra máy rồi nộp tệp khác."
        )
    if done.returncode:
        logger.error("the scanner ended with %s", done.returncode)
        raise ScannerError("Chưa quét được vi-rút nên chưa nhận tệp; hãy thử lại sau.")
