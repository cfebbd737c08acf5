"""The run itself: rounds of one business day each, in which parts are killed and started again."""

import math
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from benchmarks.faults.clock import SharedClock
from benchmarks.faults.flights import IN_FLIGHT, PHASES, Flights
from benchmarks.faults.parts import Parts, wait_until
from core.dates import HANOI

# Days on which stages fall, of reports wanted before 15 December and of what the people of the run do with them.
DAYS = (
    (11, 15), (12, 1), (12, 8), (12, 12), (12, 14), (12, 15), (12, 16), (12, 17), (12, 18), (12, 20), (12, 22),
    (12, 24), (12, 26), (12, 29), (12, 31),
)  # fmt: skip
EIGHT = 8  # o'clock, when reminders go out
LEAD = timedelta(seconds=2)  # before it a round begins
TOO_EARLY = timedelta(minutes=30)  # before it nothing may go out, however often the worker plans
EVES = 4  # each which day begins so
DECK = {"worker": 3, "postgres": 2, "sink": 2, "redis": 1, "beat": 1}
GLANCE = 1  # seconds between two looks whether any mail is to be sent
AIM = 10  # seconds in which a mail to hit is waited for, while any is to be sent
QUIET = 25  # seconds in which a round may come to rest, where it does
END = 400  # seconds in which all is to come to rest at the end


class Run:
    """One run: `injected` counts what was killed, `hit` in which phase a mail was in flight then.

    `is_open` says whether anything is still to be planned, sent or noted.
    """

    def __init__(self, parts: Parts, clock: SharedClock, is_open: Callable[[], bool], faults: int, seed: int):
        self.parts, self.clock, self.is_open, self.left = parts, clock, is_open, faults
        self.draw = random.Random(f"faults/{seed}")
        self.deck: list[str] = []
        self.injected: Counter = Counter()
        self.hit: Counter = Counter()
        self.ended_by_itself = 0
        self.flights: Flights | None = None

    def run(self) -> bool:
        """Injects all faults; then, left alone, all has to come to rest: False where it does not."""
        days = _spread(max(2, math.ceil(self.left / 4)))
        for number, (month, day) in enumerate(days):
            eight = datetime(2018, month, day, EIGHT, tzinfo=HANOI)
            if number % EVES == 0:
                self._begin(eight - TOO_EARLY)
                wait_until(self.parts.has_planned.exists, "the worker did not plan")
                self._rest(QUIET)
            self._begin(eight - LEAD)
            time.sleep(LEAD.total_seconds())
            for _ in range(math.ceil((self.left - 1) / (len(days) - number))):
                self._fault()
            if self.draw.random() < 0.5:
                self._rest(QUIET)
        while self.left > 0:
            self._fault()
        self.parts.client.end()
        return self._rest(END)

    def _begin(self, moment: datetime) -> None:
        """A business day: who keeps the time is killed and comes back on it."""
        if not self.clock.is_running:
            self.clock.begin(moment)
            self.parts.start()
            wait_until(self.parts.journal.exists, "the mail server did not start")
            self.flights = Flights(self.parts.journal)
            return
        self._aim()
        found = self.flights.look()
        for part in (self.parts.worker, self.parts.beat):
            part.end()
        self._count("worker and beat", found)
        self.parts.has_planned.unlink(missing_ok=True)
        self.clock.begin(moment)
        for part in (self.parts.worker, self.parts.beat):
            part.start()

    def _fault(self) -> None:
        part = self.parts.victims[name := self._victim()]
        if not part.is_running():  # it fell with something else: starting it again is all there is to do
            part.start()
        self._aim()
        found = self.flights.look()
        self._count(part.kill(self.draw), found)
        if name == "sink":
            self.flights.forget()
        time.sleep(self.draw.choice((0, 0.3, 1.5)))
        if not part.is_running():
            part.start()

    def _victim(self) -> str:
        """All in turn, in an order that is drawn; those with more weight more often."""
        if not self.deck:
            self.deck = [name for name, times in DECK.items() for _ in range(times)]
            self.draw.shuffle(self.deck)
        return self.deck.pop()

    def _aim(self) -> None:
        phase, limit = self.draw.choice(PHASES), time.monotonic() + AIM
        while time.monotonic() < limit:
            if self.flights.wait_for(phase, GLANCE):
                time.sleep(self.draw.choice((0, 0, 0.005, 0.05)))
                return
            if not self.is_open():
                return

    def _count(self, victim: str, found: set[str]) -> None:
        self.left -= 1
        self.injected[victim] += 1
        if found:
            self.hit[next(phase for phase in PHASES if phase in found)] += 1
        print(
            f"{self.left:3} left: {victim}{', in flight: ' if found else ''}{', '.join(sorted(found))}",
            file=sys.stderr,
        )

    def _rest(self, seconds: float) -> bool:
        """Waits until nothing is open, and keeps the parts running meanwhile."""

        def rests() -> bool:
            for part in self.parts.victims.values():
                if not part.is_running():
                    self.ended_by_itself += 1
                    print(f"{part.name} had ended by itself", file=sys.stderr)
                    part.start()
            return not self.is_open()

        try:
            return wait_until(rests, "", seconds)
        except TimeoutError:
            return False

    @property
    def hits(self) -> int:
        """How many faults struck while a mail was in flight: from the beginning of its text to the answer."""
        return sum(self.hit[phase] for phase in IN_FLIGHT)


def _spread(count: int) -> list[tuple[int, int]]:
    """So many days, over the whole time."""
    count = min(count, len(DAYS))
    return [DAYS[round(place * (len(DAYS) - 1) / (count - 1))] for place in range(count)]
