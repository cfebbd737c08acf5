"""How a worker makes a document: claim the run, read the data, render in a child, keep the file, finish."""

import logging

from core import scope
from core.children import StoppedError
from core.scope import MINISTRY, WORKER, Scope
from reporting.documents import DOCUMENTS, digest_of
from reporting.enums import OF_KEPT_PARTS
from reporting.files import store_file
from reporting.models import ReportRun
from reporting.rendering import RenderError, render_in_child
from reporting.services.claims import RunClaim
from reporting.services.national_making import LaterError, national_pdf

logger = logging.getLogger(__name__)

NOT_KEPT = "Không lưu được tệp. Hãy thử tạo lại; nếu vẫn lỗi, hãy báo người vận hành cổng."
PROGRAM_FAULT = RenderError.reason


def make_document(public_id: str) -> None:
    """Makes the document of a run that waits; does nothing when there is nothing to do. Safe to run twice.

    What goes wrong ends in the run, with a reason for the user and the details in the log.
    """
    claim = RunClaim.take(public_id)
    if claim is None:
        return
    try:
        _make(claim)
    except StoppedError:
        logger.info("run %s was cancelled or taken over", public_id)
    except LaterError:
        claim.hand_on()
    except RenderError as error:
        (claim.give_back if error.may_pass else claim.fail)(error.reason)
    except OSError:
        logger.exception("the file of run %s cannot be kept", public_id)
        claim.give_back(NOT_KEPT)
    except Exception:
        logger.exception("run %s failed", public_id)
        claim.give_back(PROGRAM_FAULT)


def _make(claim: RunClaim) -> None:
    run = claim.row
    document = DOCUMENTS[run.kind]
    with scope.scoped(
        scope_of(run), snapshot=True
    ):  # all as it is at one moment, whatever others write meanwhile
        told = document.contents(run.version, run.params, run.compared_with, run.consolidation)
        contents = document.whole(told)
    if (digest := digest_of(run.kind, told)) != run.data_digest and not claim.adopt(digest):
        return
    if run.kind in OF_KEPT_PARTS:
        content = national_pdf(claim, contents)
    else:
        content = render_in_child(document.renderer, contents, claim.note_progress, should_stop=claim.is_lost)
    claim.finish(store_file(content))


def scope_of(run: ReportRun) -> Scope:
    """For whom a worker reads: the province for which the document was asked, or the ministry."""
    made_for = f"run {run.public_id}"
    if run.province is None:
        return Scope(MINISTRY, request=made_for)
    return Scope(WORKER, frozenset(run.province.with_predecessors), request=made_for)
