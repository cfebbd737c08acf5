"""Kept parts of the national report: what waits to be laid out, its making by many workers, and what is forgotten.

A part is known by the digest of what it says and of all that lays it out; so it is asked for at any time, by whom and how
often soever, and made once. The same digest is never laid out twice while its file is there.
"""

import hashlib
import json
import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from datetime import timedelta

from django.db.models import Max
from django.db.models.functions import Now

from core import scope
from core.children import StoppedError
from core.scope import MINISTRY, Scope
from plans.models import Plan
from reporting.builders.national.chapters import chapter_contents
from reporting.builders.national.front import build_national
from reporting.contents import frozen
from reporting.contents.national import Chapter, Selection
from reporting.contents.parts import (
    AnnexesOfChapter,
    BodyOfChapter,
    BodyOfFront,
    TableOfContents,
    TableOfFront,
    Tagged,
)
from reporting.documents import made_with_digest
from reporting.enums import PARTS_OF_CHAPTER, ConsolidationStatus, PartKind, RunStatus
from reporting.files import store_file
from reporting.models import Consolidation, RenderedPart
from reporting.rendering import RenderError, Rendering
from reporting.services.claims import PartClaim
from reporting.services.doorbell import ring_for_parts

logger = logging.getLogger(__name__)
_of_thread = threading.local()

Own = BodyOfFront | TableOfFront | TableOfContents
RENDERER = "reporting.renderers.national_pdf"
OF_KIND = {PartKind.BODY: BodyOfChapter, PartKind.ANNEXES: AnnexesOfChapter}
CHILD_SECONDS = (
    60  # of work, after which a child is replaced: its processor time is limited for its whole life
)
PART_SECONDS = 100  # of one part, on the clock
HELP_SECONDS = 60  # that a worker makes parts before it looks what else waits
TAGGED = "tagged"  # in the digest
KEPT_UNWANTED = timedelta(days=60)
NOT_KEPT = (
    "Không lưu được tệp của một phần báo cáo. Hãy thử tạo lại; nếu vẫn lỗi, hãy báo người vận hành cổng."
)


def part_digest(kind: str, *said: str, is_tagged: bool = False) -> str:
    """SHA-256 over what the part says and all that lays it out."""
    form = [TAGGED] if is_tagged else []
    known = json.dumps([kind, made_with_digest(), *said, *form], ensure_ascii=False)
    return hashlib.sha256(known.encode()).hexdigest()


def queue_parts(
    chapters: Iterable[Chapter], own: Iterable[Own] = (), *, is_tagged: bool = False, again: bool = False
) -> list[str]:
    """Has the parts made that are not there; gives the digests of all: of the chapters, in printed order, then the ministry's own.

    `is_tagged`: in the form that is read aloud. `again`: those that failed, too. Workers are called as many as there is to do.
    """
    wanted = dict([*_of_chapters(list(chapters), is_tagged), *_of_ministry(own, is_tagged)])
    there = set(RenderedPart.objects.filter(digest__in=wanted).values_list("digest", flat=True))
    new = [
        RenderedPart(digest=digest, is_tagged=is_tagged, wanted_at=Now(), **part)
        for digest, part in wanted.items()
        if digest not in there
    ]
    RenderedPart.objects.bulk_create(new, ignore_conflicts=True)
    rows = RenderedPart.objects.filter(digest__in=wanted)
    rows.update(wanted_at=Now())
    if again:
        rows.filter(status=RunStatus.FAILED).update(**_anew())
    if waiting := rows.filter(status=RunStatus.QUEUED).count():
        ring_for_parts(waiting)
    return list(wanted)


def _of_chapters(chapters: list[Chapter], is_tagged: bool) -> Iterator[tuple[str, dict]]:
    """The digests of the parts of chapters, with what their rows say of them."""
    with scope.scoped(Scope(MINISTRY, request="queue_parts"), snapshot=True):
        plans = Plan.objects.filter(slug__in={one.plan for one in chapters})
        provinces = dict(plans.values_list("slug", "province"))
    for one in chapters:
        for kind in PARTS_OF_CHAPTER:
            digest = part_digest(kind, one.province, one.digest, is_tagged=is_tagged)
            yield digest, {"kind": kind, "chapter": asdict(one), "province_id": provinces[one.plan]}


def _of_ministry(own: Iterable[Own], is_tagged: bool) -> Iterator[tuple[str, dict]]:
    for one in own:
        contents = frozen.plain(one)
        digest = part_digest(PartKind.OWN, frozen.digest(contents), is_tagged=is_tagged)
        yield digest, {"kind": PartKind.OWN, "contents": contents}


def queue_again(part: RenderedPart) -> None:
    """Has a part made anew whose file is gone."""
    RenderedPart.objects.filter(pk=part.pk, status=RunStatus.DONE, checksum=part.checksum).update(**_anew())


def prepare_parts(year: int, province: str = "") -> None:
    """Has the chapters of a year, or of one province in it, laid out before anybody asks for them. Idempotent."""
    chosen = Selection(year, provinces=(province,) if province else ())
    with scope.scoped(Scope(MINISTRY, request="prepare_parts"), snapshot=True):
        chapters = build_national(chosen).chapters
    queue_parts(chapters)


def tend_parts() -> None:
    """Has laid out what changed unheard of (an amendment in force, another release), forgets what nobody needs. Idempotent."""
    with scope.scoped(Scope(MINISTRY, request="tend_parts"), snapshot=True):
        sent = Consolidation.objects.filter(status=ConsolidationStatus.SENT)
        newest = sent.aggregate(newest=Max("year__year"))["newest"]
    if newest is not None:
        prepare_parts(newest)
    RenderedPart.objects.filter(wanted_at__lt=Now() - KEPT_UNWANTED).exclude(
        status=RunStatus.RUNNING
    ).delete()


def make_parts() -> None:
    """Makes parts, whoever needs them, until none waits; after HELP_SECONDS other work has its turn first."""
    until, maker = time.monotonic() + HELP_SECONDS, maker_at_hand()
    while claim := PartClaim.take():
        maker.make(claim)
        if time.monotonic() > until:
            ring_for_parts(1)
            return


class Maker:
    """Makes one part after the other, and other things with the same renderer.

    Its child stays, ready for the next, until it has nothing to do for long (`core.child`); each thread has its own.
    """

    def __init__(self):
        self._rendering: Rendering | None = None
        self._busy = 0.0

    def warm_up(self) -> None:
        """Starts a child if there is none that has not worked for CHILD_SECONDS."""
        if self._rendering and not (self._rendering.is_alive and self._busy < CHILD_SECONDS):
            self.close()
        if self._rendering is None:
            self._rendering, self._busy = Rendering(RENDERER), 0.0

    def render(self, order, on_progress=lambda *_: None, *, should_stop: Callable[[], bool]) -> bytes:
        """What the renderer makes of it. Raises as `rendering.render_in_child`."""
        self.warm_up()
        began = time.monotonic()
        try:
            return self._rendering.render(
                order, on_progress, should_stop=should_stop, wall_seconds=PART_SECONDS
            )
        except BaseException:
            self.close()
            raise
        finally:
            self._busy += time.monotonic() - began

    def make(self, claim: PartClaim, *, should_stop: Callable[[], bool] = lambda: False) -> None:
        """Makes the part; what goes wrong ends in its row. StoppedError where `should_stop` said so."""
        try:
            self.warm_up()
            content = self.render(_order(claim.row), should_stop=lambda: should_stop() or claim.is_lost())
            claim.finish(store_file(content))
        except StoppedError:
            claim.hand_on()
            if should_stop():
                raise
        except RenderError as error:
            (claim.give_back if error.may_pass else claim.fail)(error.reason)
        except OSError:
            logger.exception("the file of part %s cannot be kept", claim.row.digest)
            claim.give_back(NOT_KEPT)
        except Exception:
            logger.exception("part %s failed", claim.row.digest)
            claim.give_back(RenderError.reason)

    def close(self) -> None:
        """Ends the child."""
        if self._rendering is not None:
            self._rendering.close()
            self._rendering = None


def _order(row: RenderedPart):
    """What the renderer is given of the part."""
    return Tagged(_said(row)) if row.is_tagged else _said(row)


def _said(row: RenderedPart):
    """What the part says: a chapter is read again, the ministry's own stands in the row."""
    if row.kind == PartKind.OWN:
        return frozen.read(row.contents)
    chapter = Chapter(**row.chapter)
    with scope.scoped(Scope(MINISTRY, request=f"part {row.digest[:12]}"), snapshot=True):
        return OF_KIND[row.kind](chapter.province, chapter_contents(chapter))


def maker_at_hand() -> Maker:
    """This thread's."""
    if not hasattr(_of_thread, "maker"):
        _of_thread.maker = Maker()
    return _of_thread.maker


def _anew() -> dict:
    return {
        "status": RunStatus.QUEUED, "queued_at": Now(), "attempts": 0, "failure_reason": "", "started_at": None,
        "finished_at": None, "checksum": "", "size": None,
    }  # fmt: skip
