"""script/bench reports: the national report of 63 provinces in our parts, beside one document of WeasyPrint and beside Typst.

Words and tables are invented and the same for all three (`invented`). Ours is made as workers make it: as many of them as
`--workers`, each with one child (`reporting.rendering`), which stays between two reports, files kept, then joined. Processor seconds are those of all
processes of a way, memory is a child's peak. Measured: from nothing; with one province's report changed (which changes
the ministry's own part too); with nothing changed, when all that is asked for is found; and what a province costs among
63 beside one among 8.
"""

import argparse
import json
import queue
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks import report
from benchmarks.reports.invented import front, province
from reporting.contents.frozen import digest, plain
from reporting.contents.parts import (
    AnnexesOfChapter,
    Assembly,
    BodyOfChapter,
    Entry,
    Piece,
    TableOfContents,
    Tagged,
    body_of_front,
    tables_of_front,
)
from reporting.rendering import Rendering

ROOT = Path(__file__).resolve().parents[2]
RENDERER = "reporting.renderers.national_pdf"
FEW = 8
GOALS = {
    "cold_cpu_vs_weasyprint": 1.1, "cold_wall_vs_weasyprint": 0.58, "worker_peak_mb": 150, "one_changed_vs_typst": 0.30,
    "unchanged_vs_typst": 0.05, "province_cost_63_vs_8": 1.1,
}  # fmt: skip


@dataclass(frozen=True)
class Cost:
    """Wall and processor seconds of a way."""

    wall: float
    cpu: float


def main() -> None:
    parser = argparse.ArgumentParser(prog="script/bench reports", description=__doc__.split("\n")[0])
    parser.add_argument("--provinces", type=int, default=63)
    parser.add_argument("--tasks", type=int, default=25, help="of each province")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--tagged", action="store_true", help="ours in the form that is read aloud")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sxsh-bench-") as folder:
        measure(asked, Path(folder))


def measure(asked: argparse.Namespace, folder: Path) -> None:
    """Runs all ways one after the other and prints their figures; ours first, while no other's memory was counted."""
    many = National(folder / "many", asked)
    cold = cost(many.make)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    unchanged = cost(many.make)
    many.edition = 2
    many.warm_up()
    changed = cost(many.make)
    many.end()
    fewer = argparse.Namespace(**vars(asked) | {"provinces": FEW})
    cold_few = cost(National(folder / "few", fewer).make)
    own, own_few = (
        cost(National(folder / f"own {one.provinces}", one).make_own_part) for one in (asked, fewer)
    )
    peers = {
        name: cost(lambda name=name: peer(name, asked, folder / name)) for name in ("weasyprint", "typst")
    }
    weasyprint, typst = peers["weasyprint"], peers["typst"]
    for name, found in {
        "ours from nothing": cold,
        "one changed": changed,
        "unchanged": unchanged,
        **peers,
    }.items():
        print(
            json.dumps({"way": name, "wall_s": round(found.wall, 2), "cpu_s": round(found.cpu, 2)}),
            flush=True,
        )
    print(
        json.dumps({"pages": {name: pages(folder / name) for name in peers} | {"ours": pages(many.whole)}}),
        flush=True,
    )
    figure("cold_cpu_vs_weasyprint", cold.cpu, "s", "WeasyPrint, one document, CPU", weasyprint.cpu)
    figure("cold_wall_vs_weasyprint", cold.wall, "s", "WeasyPrint, one document, wall", weasyprint.wall)
    figure("worker_peak_mb", peak, "MB", "goal", GOALS["worker_peak_mb"])
    figure("one_changed_vs_typst", changed.wall, "s", "Typst from nothing, wall", typst.wall)
    figure("unchanged_vs_typst", unchanged.wall, "s", "Typst from nothing, wall", typst.wall)
    each, few_each = (
        (whole.cpu - part.cpu) / count
        for whole, part, count in ((cold, own, asked.provinces), (cold_few, own_few, FEW))
    )
    figure("province_cost_63_vs_8", each, "s", "CPU of a province among 8", few_each)


def figure(name: str, value: float, unit: str, peer_name: str, peer_value: float) -> None:
    """Prints a figure with its goal."""
    report(f"{name} (goal {GOALS[name]})", value, unit, peer_name, peer_value)


class National:
    """The national report with the parts that are kept of it; `edition` is the first province's and the ministry's own."""

    def __init__(self, folder: Path, asked: argparse.Namespace):
        self.folder, self.asked, self.edition = folder, asked, 1
        self.whole = folder / "whole.pdf"
        self.renderings: list[Rendering] = []
        folder.mkdir()

    def warm_up(self) -> None:
        """Starts the workers' children, as they stand when a worker has just made something."""
        self.renderings = [Rendering(RENDERER) for _ in range(self.asked.workers)]
        for number, one in enumerate(self.renderings):
            one.render(AnnexesOfChapter(*province(1000 + number, 2)), should_stop=lambda: False)

    def end(self) -> None:
        """Ends them, which counts what they took."""
        for one in self.renderings:
            one.close()
        self.renderings = []

    def make(self) -> None:
        """Makes what is not there."""
        chapters = [
            province(number, self.asked.tasks, edition=1 if number else self.edition)
            for number in range(self.asked.provinces)
        ]
        own = front(self.asked.provinces, edition=self.edition)
        digests = [digest(plain(one)) for _, one in chapters]
        known = self.folder / digest([plain(own), *digests])
        if known.exists():
            return
        parts = {
            self.folder / f"{said}-{kind.__name__}": kind(*one)
            for said, one in zip(digests, chapters, strict=True)
            for kind in (BodyOfChapter, AnnexesOfChapter)
        }
        self._render(parts, own)
        known.touch()

    def make_own_part(self) -> None:
        """The ministry's part alone, with what a start costs."""
        self._render({}, front(self.asked.provinces, edition=self.edition))

    def _render(self, chapters: dict[Path, object], own) -> None:
        """As `national_making`: each worker takes what is left, one of them joins. `chapters` are parts by their files."""
        entries = [
            *(Entry(one.title[0]) for one in own.tables),
            *(Entry(f"Phần {number}") for number in range(len(chapters))),
        ]
        parts = (body_of_front(own), TableOfContents(tuple(entries)), *tables_of_front(own))
        files = {self.folder / digest(plain(part)): part for part in parts}
        waiting: queue.SimpleQueue = queue.SimpleQueue()
        for file, part in (chapters | files).items():
            if not file.exists():
                waiting.put((file, Tagged(part) if self.asked.tagged else part))
        is_cold = not self.renderings
        if is_cold:
            self.renderings = [Rendering(RENDERER) for _ in range(self.asked.workers)]
        first, *others = self.renderings
        threads = [threading.Thread(target=take_all, args=[one, waiting]) for one in others]
        for one in threads:
            one.start()
        take_all(first, waiting)
        for one in threads:
            one.join()
        words, contents, *tables = files
        pieces = [Piece(words), Piece(contents)]
        pieces += [Piece(file, entry) for file, entry in zip((*tables, *chapters), entries, strict=True)]
        order = Assembly("Báo cáo", "Bộ Công Thương", "Năm 2018", tuple(pieces), 1, self.asked.tagged)
        self.whole.write_bytes(first.render(order, should_stop=lambda: False))
        if is_cold:
            self.end()


def take_all(rendering: Rendering, waiting: queue.SimpleQueue) -> None:
    """Makes one part after the other until none is left."""
    while True:
        try:
            file, part = waiting.get_nowait()
        except queue.Empty:
            return
        file.write_bytes(rendering.render(part, should_stop=lambda: False))


def peer(name: str, asked: argparse.Namespace, file: Path) -> None:
    """A peer in a process of its own."""
    command = [
        sys.executable,
        "-m",
        "benchmarks.reports.peers",
        name,
        str(asked.provinces),
        str(asked.tasks),
        str(file),
    ]
    subprocess.run(command, cwd=ROOT, check=True, stdout=sys.stderr)


def cost(way: Callable[[], None]) -> Cost:
    """What a way takes, with all processes that it starts and waits for."""

    def cpu() -> float:
        found = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return sum(one.ru_utime + one.ru_stime for one in found)

    wall, before = time.perf_counter(), cpu()
    way()
    return Cost(time.perf_counter() - wall, cpu() - before)


def pages(file: Path) -> int:
    import pikepdf

    with pikepdf.open(file) as pdf:
        return len(pdf.pages)


if __name__ == "__main__":
    main()
