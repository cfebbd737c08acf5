"""Two real workers share the parts of one national report; one that is killed costs nothing but time."""

import pytest

from reporting.builders.national.tables import KEYS
from reporting.enums import OF_KEPT_PARTS, ReportKind, RunStatus
from reporting.models import RenderedPart, ReportRun
from reporting.services import request_national
from tests.reporting.national_years import ALL, ministry_official, sent_year
from tests.reporting.pdf_reading import opened, pages_of
from tests.reporting.test_worker import (  # noqa: F401 - fixtures here too
    broker,
    content,
    kill,
    start_worker,
    status,
    swept_until,
    wait_until,
)

PROVINCES = ("an-giang", "kon-tum", "lang-son", "ninh-binh")


def asked(provinces=PROVINCES, kind=ReportKind.NATIONAL_PDF) -> ReportRun:
    for province in provinces:
        sent_year(province)
    RenderedPart.objects.all().delete()
    return request_national(ALL, kind, by=ministry_official())


def at_work() -> set:
    """The claims by which parts are made at this moment; a worker has one at a time."""
    return set(RenderedPart.objects.filter(status=RunStatus.RUNNING).values_list("claim_token", flat=True))


@pytest.mark.parametrize("kind", OF_KEPT_PARTS)
def test_two_workers_share_the_parts_of_one_report_and_each_is_made_once(kind, on_clone, start_worker):  # noqa: F811
    workers = [start_worker(), start_worker()]
    run = asked(kind=kind)
    together = wait_until(lambda: len(found) == 2 and found if (found := at_work()) else None)
    assert len(together) == 2
    wait_until(lambda: status(run) in (RunStatus.DONE, RunStatus.FAILED))
    assert (run.status, run.failure_reason, run.attempts) == (RunStatus.DONE, "", 1)
    is_tagged = kind == ReportKind.NATIONAL_TAGGED_PDF
    made = RenderedPart.objects.filter(is_tagged=is_tagged).values_list("status", "attempts")
    assert set(made) == {(RunStatus.DONE, 1)}
    assert len(made) == run.progress_done == run.progress_total >= 6 + len(KEYS)
    assert len(pages_of(content(run))) > 20
    assert ("/StructTreeRoot" in opened(content(run)).Root) == is_tagged
    assert all(worker.poll() is None for worker in workers)


def test_when_one_of_them_is_killed_the_other_makes_what_is_left(on_clone, start_worker):  # noqa: F811
    killed, _ = start_worker(), start_worker()
    run = asked(PROVINCES[:3])
    wait_until(lambda: len(at_work()) == 2)
    kill(killed)
    swept_until(lambda: status(run) in (RunStatus.DONE, RunStatus.FAILED))
    assert (run.status, run.failure_reason) == (RunStatus.DONE, "")
    attempts = list(RenderedPart.objects.values_list("attempts", flat=True))
    assert sorted(attempts)[-1] == 2  # the one that was at hand
    assert sum(attempts) <= len(attempts) + 1
