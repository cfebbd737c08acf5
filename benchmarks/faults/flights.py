"""Which mails are in flight, as the mail server's journal says while it is written; and what it stored, at the end."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

IN_FLIGHT = ("data", "dot", "stored")  # from the beginning of the text to the answer
PHASES = (*IN_FLIGHT, "answered")  # a worker may die also before it notes the answer
JUST = 0.02  # seconds


@dataclass(frozen=True)
class Stored:
    """A mail that the mail server has on its disk."""

    id: str
    recipient: str
    digest: str
    at: float


class Flights:
    """Follows a journal; `phase` is how far each mail is that has begun and not ended."""

    def __init__(self, path: Path):
        self._file = path.open("rb")
        self._rest = b""
        self.phase: dict[str, tuple[str, float]] = {}

    def look(self) -> set[str]:
        """The phases of the mails that are in flight now, or were just answered."""
        self._rest += self._file.read()
        *lines, self._rest = self._rest.split(b"\n")
        for line in map(json.loads, lines):
            if line["what"] in PHASES:
                self.phase[line["number"]] = line["what"], line["at"]
            elif line["what"] in ("cut", "closed"):
                was, _ = self.phase.pop(line["number"], ("", 0))
                if was == "answered":
                    self.phase[line["number"]] = was, line["at"]
        limit = time.time() - JUST
        self.phase = {
            number: (what, at) for number, (what, at) in self.phase.items() if what in IN_FLIGHT or at > limit
        }
        return {what for what, _ in self.phase.values()}

    def wait_for(self, phase: str, seconds: float) -> bool:
        """Waits until a mail comes into the phase; False where none does in time."""
        self.look()
        before, limit = dict(self.phase), time.monotonic() + seconds
        while time.monotonic() < limit:
            self.look()
            if any(one[0] == phase and before.get(number) != one for number, one in self.phase.items()):
                return True
            time.sleep(0.001)
        return False

    def forget(self) -> None:
        """The mail server was killed: nothing is in flight there."""
        self.phase.clear()


def lines_of(path: Path) -> Iterator[dict]:
    """The whole lines of a journal."""
    for line in path.read_bytes().split(b"\n")[:-1]:
        yield json.loads(line)


def stored_in(path: Path) -> list[Stored]:
    """What the mail server stored, in order."""
    return [
        Stored(line["id"], line["recipient"], line["digest"], line["at"])
        for line in lines_of(path)
        if line["what"] == "stored"
    ]
