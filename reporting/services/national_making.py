"""How the national report is made as PDF: its parts by all workers that are free, then joined by the one that has its run.

The run's worker takes one missing part after the other like the others, so that it needs none of them; parts that it finds
made, now or long ago, it does not make again. What is left when its time is over is made in its next turn.
"""

import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from core.children import StoppedError
from reporting.contents.national import Chapter, NationalReport
from reporting.contents.parts import AnnexesOfFront, Assembly, BodyOfFront, Entry, Piece, TableOfContents
from reporting.enums import PartKind, RunStatus
from reporting.files import FileLostError, open_file
from reporting.models import RenderedPart
from reporting.rendering import RenderError
from reporting.services.claims import PartClaim, RunClaim
from reporting.services.parts import Maker, maker_at_hand, queue_again, queue_parts
from reporting.services.sweeping import take_from_the_dead

TURN_SECONDS = 150  # for parts; what one takes then and the joining stay below the time limit of a job
LOOK_AGAIN = 0.2  # seconds, while others make the last parts
FRONT_ANNEXES = Entry("Phụ lục của báo cáo")
BELOW = {PartKind.ANNEXES: "phụ lục"}


class LaterError(Exception):
    """The time of this turn is over; what was made stays, and another turn goes on."""


class PartError(RenderError):
    """A part could not be made; `reason` says why, as its own row does."""

    def __init__(self, part: RenderedPart):
        super().__init__(f"part {part.digest}: {part.failure_reason}")
        self.reason = f"{part.chapter['province']}, {part.get_kind_display()}: {part.failure_reason}"


def national_pdf(claim: RunClaim, report: NationalReport) -> bytes:
    """The report's file, for the run of the claim. Raises LaterError, StoppedError and RenderError."""
    wanted = queue_parts(report.chapters, again=claim.row.attempts == 1)
    maker = maker_at_hand()
    with tempfile.TemporaryDirectory() as folder:
        own = _own_parts(claim, maker, report, Path(folder))  # first: meanwhile others make the provinces'
        while True:
            _make_missing(claim, maker, wanted)
            files = list(_files(wanted))
            if None not in files:
                break
        order = _assembly(report, own, files)

        def progress(done: int, total: int, label: str) -> None:
            claim.note_progress(len(wanted), len(wanted), label)

        return maker.render(order, progress, should_stop=claim.is_lost)


def _make_missing(claim: RunClaim, maker: Maker, wanted: list[str]) -> None:
    """Returns when all parts are made, by whom soever."""
    until, first = time.monotonic() + TURN_SECONDS, None
    while True:
        counted = Counter(RenderedPart.objects.filter(digest__in=wanted).values_list("status", flat=True))
        if counted[RunStatus.FAILED]:
            raise PartError(RenderedPart.objects.filter(digest__in=wanted, status=RunStatus.FAILED).first())
        done = counted[RunStatus.DONE]
        claim.note_progress(done, len(wanted), "Đã xong các phần")
        if claim.is_lost():
            raise StoppedError
        if done == len(wanted):
            return
        first = done if first is None else first
        if time.monotonic() > until and done > first:
            raise LaterError
        if mine := PartClaim.take(wanted):
            maker.make(mine, should_stop=claim.is_lost)
        else:
            # Not left to the sweep, which no worker may be free for while all wait here.
            take_from_the_dead(RenderedPart.objects.filter(digest__in=wanted))
            time.sleep(LOOK_AGAIN)


def _files(wanted: list[str]) -> Iterator[Path | None]:
    """Where the parts lie, in their order; None for one whose file was lost, which is queued again."""
    rows = {one.digest: one for one in RenderedPart.objects.filter(digest__in=wanted)}
    for digest in wanted:
        try:
            with open_file(rows[digest].checksum, rows[digest].size) as file:
                yield Path(file.name)
        except FileLostError:
            queue_again(rows[digest])
            yield None


def _own_parts(claim: RunClaim, maker: Maker, report: NationalReport, folder: Path) -> list[Path]:
    """The ministry's body, the table of contents, and its annexes, laid out for this run alone."""
    entries = (FRONT_ANNEXES, *(entry for one in report.chapters for entry in _entries(one)))
    parts = (BodyOfFront(report.front), TableOfContents(entries), AnnexesOfFront(report.front))
    files = []
    for number, part in enumerate(parts):
        files.append(folder / str(number))
        files[-1].write_bytes(maker.render(part, should_stop=claim.is_lost))
    return files


def _entries(chapter: Chapter) -> Iterator[Entry]:
    """What the table of contents says of a chapter: a line for each of its parts."""
    for kind in PartKind:
        yield Entry(f"{chapter.province}: {BELOW[kind]}", 2) if kind in BELOW else Entry(chapter.province)


def _assembly(report: NationalReport, own: list[Path], files: list[Path]) -> Assembly:
    body, contents, annexes = own
    front, entries = report.front, [entry for one in report.chapters for entry in _entries(one)]
    chapters = (Piece(file, entry) for file, entry in zip(files, entries, strict=True))
    return Assembly(
        title=front.subject,
        author=front.heading.issuing_body,
        subject="; ".join(front.edition),
        pieces=(Piece(body), Piece(contents), Piece(annexes, FRONT_ANNEXES), *chapters),
        contents=1,
    )
