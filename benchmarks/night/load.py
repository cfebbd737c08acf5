"""The agencies and their browsers, in one process of their own: `python -m benchmarks.night.load ORDER JOURNAL`.

ORDER is a file of JSON: port, seconds, seed, agencies. JOURNAL gets one line of JSON for everything that the portal
acknowledged, as soon as it did. Prints one JSON object: the times of each kind of answer, what went wrong, CPU used.
"""

import asyncio
import json
import os
import sys
import time
from collections import defaultdict
from pathlib import Path
from random import Random

from benchmarks.night.browser import Browser, WrongAnswerError
from benchmarks.night.visit import LONGEST, Visit

HOST = "127.0.0.1"
BARE = "bare view"
BARE_PAUSE = 0.5  # seconds between two looks at the bare view
MOST_FAULTS = 40  # told in words; all are counted


class Evening:
    """All visits of the evening, begun evenly over the time that is left before the last one must be through."""

    def __init__(self, order: dict, journal):
        self.agencies, self.port, self.journal = order["agencies"], order["port"], journal
        self.random = Random(order["seed"])
        # Half of the time is for coming, where it is so short that people must think faster.
        self.haste = min(1.0, order["seconds"] / 2 / LONGEST)
        self.arrivals = order["seconds"] - LONGEST * self.haste
        self.times: dict[str, list[float]] = defaultdict(list)
        self.faults: list[str] = []
        self.done = self.running = self.most_at_once = 0

    def note(self, label: str, seconds: float, fault: str) -> None:
        self.times[label].append(seconds)
        if fault:
            self.faults.append(fault)

    async def play(self) -> None:
        bare = asyncio.create_task(self._bare())
        starts = sorted(self.random.random() * self.arrivals for _ in self.agencies)
        async with asyncio.TaskGroup() as visits:
            for agency, start in zip(self.agencies, starts, strict=True):
                visits.create_task(self._visit(agency, start))
        bare.cancel()

    async def _visit(self, agency: dict, start: float) -> None:
        await asyncio.sleep(start)
        browser = Browser(HOST, self.port, agency["address"], self.note)
        self.running += 1
        self.most_at_once = max(self.most_at_once, self.running)
        try:
            await Visit(browser, agency, self._pause, self._keeper(agency)).run()
            self.done += 1
        except WrongAnswerError as error:
            self.faults.append(f"{agency['email']}: {error}")
        except (OSError, EOFError, TimeoutError):
            pass  # noted where it happened
        finally:
            self.running -= 1
            browser.close()

    def _keeper(self, agency: dict):
        def keep(kind: str, place: str, text: str) -> None:
            line = {"report": agency["report"], "kind": kind, "place": place, "text": text, "at": time.time()}
            self.journal.write(json.dumps(line, ensure_ascii=False) + "\n")
            self.journal.flush()

        return keep

    async def _pause(self, seconds: float) -> None:
        await asyncio.sleep(seconds * (0.5 + self.random.random()) * self.haste)

    async def _bare(self) -> None:
        browser = Browser(HOST, self.port, "203.0.113.255", self.note)
        while True:
            try:
                await browser.open("/bare/", BARE)
            except (OSError, EOFError, TimeoutError, WrongAnswerError):
                browser.close()  # noted where it happened
            await asyncio.sleep(BARE_PAUSE)


def main(order: str, journal: str) -> None:
    began = time.perf_counter()
    with Path(journal).open("a", encoding="utf-8") as lines:
        evening = Evening(json.loads(Path(order).read_text(encoding="utf-8")), lines)
        asyncio.run(evening.play())
    wall, used = time.perf_counter() - began, os.times()
    told = {
        "times": evening.times,
        "errors": len(evening.faults),
        "faults": evening.faults[:MOST_FAULTS],
        "done": evening.done,
        "most_at_once": evening.most_at_once,
        "cpu_share": (used.user + used.system) / wall,
        "seconds": wall,
    }
    print(json.dumps(told, ensure_ascii=False))


if __name__ == "__main__":
    main(*sys.argv[1:])
