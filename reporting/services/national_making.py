"""How the national report is made as PDF: its parts by all workers that are free, then joined by the one that has its run.

The run's worker takes one missing part after the other like the others, so that it needs none of them; parts that it finds
made, now or long ago, it does not make again. What is left when its time is over is made in its next turn.
"""

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from core.children import StoppedError
from reporting.contents.national import NationalReport
from reporting.contents.parts import (
    Assembly,
    Entry,
    Piece,
    TableOfContents,
    body_of_front,
    tables_of_front,
)
from reporting.enums import PARTS_OF_CHAPTER, ReportKind, RunStatus
from reporting.files import FileLostError, open_file
from reporting.models import RenderedPart
from reporting.renderers.chapter_words import entries_of
from reporting.rendering import RenderError
from reporting.services.claims import PartClaim, RunClaim
from reporting.services.parts import Maker, Own, maker_at_hand, queue_again, queue_parts
from reporting.services.sweeping import take_from_the_dead

TURN_SECONDS = 150  # for parts; what one takes then and the joining stay below the time limit of a job
LOOK_AGAIN = 0.2  # seconds, while others make the last parts


class LaterError(Exception):
    """The time of this turn is over; what was made stays, and another turn goes on."""


class PartError(RenderError):
    """A part could not be made; `reason` says why, as its own row does."""

    def __init__(self, part: RenderedPart):
        super().__init__(f"part {part.digest}: {part.failure_reason}")
        self.reason = f"{part}: {part.failure_reason}"


def national_pdf(claim: RunClaim, report: NationalReport) -> bytes:
    """The report's file, for the run of the claim. Raises LaterError, StoppedError and RenderError."""
    is_tagged, again = claim.row.kind == ReportKind.NATIONAL_TAGGED_PDF, claim.row.attempts == 1
    wanted = queue_parts(report.chapters, own_parts(report), is_tagged=is_tagged, again=again)
    maker = maker_at_hand()
    while True:
        _make_missing(claim, maker, wanted)
        files = list(_files(wanted))
        if None not in files:
            break

    def progress(done: int, total: int, label: str) -> None:
        claim.note_progress(len(wanted), len(wanted), label)

    return maker.render(_assembly(report, files, is_tagged), progress, should_stop=claim.is_lost)


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


def own_parts(report: NationalReport) -> list[Own]:
    """The ministry's words, the table of contents, and its tables."""
    contents = TableOfContents(tuple(_entries(report)), report.front.is_sample)
    return [body_of_front(report.front), contents, *tables_of_front(report.front)]


def _entries(report: NationalReport) -> Iterator[Entry]:
    return entries_of(report.front, [one.province for one in report.chapters])


def _assembly(report: NationalReport, files: list[Path], is_tagged: bool) -> Assembly:
    """How the files, in the order in which they were queued, make the report."""
    front, count = report.front, len(report.chapters) * len(PARTS_OF_CHAPTER)
    chapters, (body, contents, *tables) = files[:count], files[count:]
    pieces = [Piece(*one) for one in zip((*tables, *chapters), _entries(report), strict=True)]
    return Assembly(
        title=front.subject,
        author=front.heading.issuing_body,
        subject="; ".join(front.edition),
        pieces=(Piece(body), Piece(contents), *pieces),
        contents=1,
        is_tagged=is_tagged,
    )
