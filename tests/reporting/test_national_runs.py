"""National reports from the request to the file: for the ministry, of kept parts, the same request once.

The worker's code runs here, on a clone with commits; two real workers are in test_national_workers.py.
"""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.db.models.functions import Now
from django.urls import reverse

from agencies.enums import Role
from core.scope import MINISTRY, WEB, Scope, scoped
from reporting.builders.national import money
from reporting.builders.national.front import build_national
from reporting.builders.national.tables import KEYS
from reporting.contents import frozen
from reporting.contents.national import Selection
from reporting.contents.parts import BodyOfFront, TableOfFront
from reporting.enums import NATIONAL, PARTS_OF_CHAPTER, PartKind, ReportKind, RunStatus
from reporting.files import open_file
from reporting.jobs import prepare_parts, render_parts, render_report, sweep_runs, tend_parts
from reporting.models import MAX_ATTEMPTS, RenderedPart, ReportRun
from reporting.services import (
    cancel_run,
    national_making,
    parts,
    request_document,
    request_national,
    retry_run,
)
from reporting.services.claims import PartClaim
from reporting.services.sweeping import WORKER_LOST
from tests.reporting.national_years import ALL, YEAR, ministry_official, sent_year
from tests.reporting.pdf_reading import pages_of, squeezed
from tests.reporting.pdf_structure import Tagged
from tests.reporting.test_rendering import wait_until

PDF, TAGGED = ReportKind.NATIONAL_PDF, ReportKind.NATIONAL_TAGGED_PDF
PLANS = 4  # go on in that year; of two a report is sent
PARTS = (
    PLANS * len(PARTS_OF_CHAPTER) + len(KEYS) + 2
)  # the ministry's own tables, its words, the table of contents


@pytest.fixture
def official(on_clone):
    """Two provinces have sent their reports; who asks is at the ministry."""
    sent_year("kon-tum")
    sent_year("lang-son")
    return ministry_official()


def made(run: ReportRun) -> ReportRun:
    render_report(str(run.public_id))
    run.refresh_from_db()
    return run


def text_of(run: ReportRun) -> str:
    with open_file(run.checksum, run.size) as file:
        return "".join(page.text for page in pages_of(file.read()))


def versions() -> dict[str, tuple]:
    return {one.digest: (one.finished_at, one.checksum) for one in RenderedPart.objects.all()}


def test_only_the_ministry_asks_for_national_reports_and_sees_them(person):
    sent_year("kon-tum")
    official = person(Role.MINISTRY_OFFICIAL)
    run = request_national(ALL, PDF, by=official)
    assert (run.version, run.province, run.params["year"], run.file_name) == (
        None, None, YEAR, f"bao-cao-toan-quoc-nam-{YEAR}.pdf",
    )  # fmt: skip
    assert ReportRun.objects.visible_to(official).get() == run
    assert ReportRun.objects.visible_to(person(Role.MINISTRY_OFFICIAL)).get() == run
    for role, province in (
        (Role.DEPARTMENT_APPROVER, "kon-tum"), (Role.PROVINCIAL_VIEWER, "kon-tum"), (Role.PORTAL_ADMIN, None),
    ):  # fmt: skip
        other = person(role, province)
        assert not ReportRun.objects.visible_to(other).exists()
        with pytest.raises(PermissionDenied):
            request_national(ALL, PDF, by=other)
    with pytest.raises(ValidationError, match="toàn quốc"):
        request_document(sent_year("lang-son").version, PDF, by=official)


def test_the_ministry_sees_it_come_and_gets_the_file(client, official):
    run = request_national(ALL, PDF, by=official)
    client.force_login(official)
    page = client.get(reverse("run", args=[run.public_id])).content.decode()
    assert "Toàn quốc, năm 2018" in page
    assert "đang chờ" in page
    assert "Hủy" in page
    made(run)
    assert "Tải xuống" in client.get(reverse("run_progress", args=[run.public_id])).content.decode()
    assert "Toàn quốc" in client.get(reverse("runs")).content.decode()
    response = client.get(reverse("run_download", args=[run.public_id]))
    assert b"".join(response.streaming_content)[:5] == b"%PDF-"
    assert run.file_name in response["Content-Disposition"]


def test_the_second_wall_shows_them_to_the_ministry_and_parts_to_nobody(person):
    sent_year("kon-tum")
    run = request_national(ALL, PDF, by=person(Role.MINISTRY_OFFICIAL))
    part = RenderedPart.objects.create(
        kind=PartKind.BODY, province=sent_year("lang-son").province, digest="a" * 64, chapter={}, wanted_at=Now()
    )  # fmt: skip
    with scoped(Scope(MINISTRY)):
        assert ReportRun.objects.get() == run
        assert not RenderedPart.objects.exists()
    with scoped(Scope(WEB, frozenset({part.province_id}))):
        assert not ReportRun.objects.exists()
        assert not RenderedPart.objects.exists()


def test_the_same_request_is_one_run_until_what_it_says_changes(official):
    run = request_national(ALL, PDF, by=official)
    assert request_national(ALL, PDF, by=official) == run
    assert request_national(Selection(YEAR, provinces=("kon-tum",)), PDF, by=official) != run
    assert len({request_national(ALL, kind, by=official).pk for kind in NATIONAL}) == len(NATIONAL)
    made(run)
    assert request_national(ALL, PDF, by=official) == run
    sent_year("ninh-binh")
    assert request_national(ALL, PDF, by=official) != run


def test_what_it_was_narrowed_to_is_told_beside_its_year_and_by_the_name_of_its_file(official):
    assert request_national(ALL, PDF, by=official).subject == f"Toàn quốc, năm {YEAR}"
    narrow = Selection(YEAR, region="Tây Nguyên", component="awareness", provinces=("kon-tum",), borders="63")
    words = "vùng Tây Nguyên, hợp phần Nâng cao nhận thức và năng lực, 1 tỉnh, thành phố được chọn"
    told = f"Toàn quốc, năm {YEAR}, {words}, địa giới 63 tỉnh, thành phố"
    run = request_national(narrow, PDF, by=official)
    assert run.subject == told
    said = "vung-tay-nguyen-hop-phan-nang-cao-nhan-thuc-va-nang-luc-kon-tum-dia-gioi-63-tinh"
    assert run.file_name == f"bao-cao-toan-quoc-nam-{YEAR}-{said}.pdf"


def test_it_is_made_of_parts_that_are_kept_and_used_again(official):
    run = made(request_national(ALL, PDF, by=official))
    assert (run.status, run.failure_reason) == (RunStatus.DONE, "")
    assert (run.progress_done, run.progress_total, run.progress_label) == (PARTS, PARTS, "Xong")
    text = text_of(run)
    for said in (
        "TỈNH KON TUM (NAY THUỘC TỈNH QUẢNG NGÃI): PHỤ LỤC",
        "TỈNH LẠNG SƠN: PHỤ LỤC",
        "MỤC LỤC",
        "SỐ LIỆU MẪU",
    ):
        assert squeezed(said) in text
    assert squeezed("Kính gửi: Thủ tướng Chính phủ.") in text  # one addressee stands without a dash
    first = versions()
    assert len(first) == PARTS
    sent_year("ninh-binh")
    again = made(request_national(ALL, PDF, by=official))
    assert squeezed("TỈNH NINH BÌNH: PHỤ LỤC") in text_of(again)
    assert {digest: versions()[digest] for digest in first} == first
    new = RenderedPart.objects.exclude(digest__in=first)
    assert new.filter(kind__in=PARTS_OF_CHAPTER).count() == len(PARTS_OF_CHAPTER)
    own = [
        frozen.read(contents) for contents in new.filter(kind=PartKind.OWN).values_list("contents", flat=True)
    ]
    assert {type(one) for one in own} == {BodyOfFront, TableOfFront}  # the table of contents is what it was
    laid_out_anew = {one.sheet.name for one in own if isinstance(one, TableOfFront)}
    assert money.OF_YEAR in laid_out_anew
    assert money.PLANS not in laid_out_anew  # what is planned is what it was


def test_the_tagged_form_is_made_on_request_of_parts_of_its_own(official):
    prepare_parts(f"{YEAR}/")
    tend_parts()
    assert not RenderedPart.objects.filter(is_tagged=True).exists()  # nobody asked for it
    made(request_national(ALL, PDF, by=official))
    untagged = versions()
    run = made(request_national(ALL, TAGGED, by=official))
    assert (run.status, run.failure_reason) == (RunStatus.DONE, "")
    assert (run.progress_done, run.progress_total) == (PARTS, PARTS)
    assert run.file_name == f"bao-cao-toan-quoc-co-the-nam-{YEAR}.pdf"
    own = RenderedPart.objects.exclude(digest__in=untagged)
    assert set(own.values_list("is_tagged", "status", "attempts")) == {(True, RunStatus.DONE, 1)}
    assert len(own) == PARTS
    assert {digest: versions()[digest] for digest in untagged} == untagged
    with open_file(run.checksum, run.size) as file:
        tagged = Tagged(file.read())
    assert text_of(run) == text_of(request_national(ALL, PDF, by=official))
    spoken = [tagged.said(one) for one in tagged.document.all("H1")]
    assert [one for one in spoken if "LẠNGSƠN" in one] == list(
        map(squeezed, ("TỈNH LẠNG SƠN", "TỈNH LẠNG SƠN: PHỤ LỤC"))
    )
    everything = versions()
    sent_year("ninh-binh")
    prepare_parts(f"{YEAR}/ninh-binh")
    render_parts("all")
    assert not RenderedPart.objects.exclude(digest__in=everything).filter(is_tagged=True).exists()
    RenderedPart.objects.filter(is_tagged=True).update(
        wanted_at=Now() - parts.KEPT_UNWANTED - timedelta(days=1)
    )
    tend_parts()
    assert not RenderedPart.objects.filter(is_tagged=True).exists()


def test_parts_are_made_as_soon_as_a_report_is_sent_and_found_there(official, monkeypatch):
    prepare_parts(f"{YEAR}/kon-tum")
    assert {one.province.slug for one in RenderedPart.objects.all()} == {"kon-tum"}
    render_parts("all")
    before = versions()
    assert len(before) == 2
    assert set(RenderedPart.objects.values_list("status", "attempts")) == {(RunStatus.DONE, 1)}
    render_parts("all")
    prepare_parts(f"{YEAR}/kon-tum")
    tend_parts()  # finds the other provinces' by itself
    assert {digest: versions()[digest] for digest in before} == before
    assert RenderedPart.objects.filter(status=RunStatus.QUEUED).count() == (PLANS - 1) * len(PARTS_OF_CHAPTER)
    made(request_national(ALL, PDF, by=official))
    assert {digest: versions()[digest] for digest in before} == before


def test_what_nobody_needs_any_more_is_forgotten(official):
    prepare_parts(f"{YEAR}/kon-tum")
    old = RenderedPart.objects.first()
    other = RenderedPart.objects.create(
        kind=old.kind, province=old.province, digest="a" * 64, chapter=old.chapter,
        wanted_at=Now() - parts.KEPT_UNWANTED - timedelta(days=1),
    )  # fmt: skip
    RenderedPart.objects.filter(pk=old.pk).update(wanted_at=Now() - parts.KEPT_UNWANTED - timedelta(days=1))
    tend_parts()
    assert RenderedPart.objects.filter(pk=old.pk).exists()  # is needed after all
    assert not RenderedPart.objects.filter(pk=other.pk).exists()


def test_a_lost_file_of_a_part_is_made_again(official):
    prepare_parts(f"{YEAR}/kon-tum")
    render_parts("all")
    part = RenderedPart.objects.first()
    with open_file(part.checksum, part.size) as file:
        name = file.name
    with open(name, "wb") as file:
        file.write(b"damaged")
    run = made(request_national(ALL, PDF, by=official))
    assert run.status == RunStatus.DONE
    assert open_file(part.checksum, part.size).read() != b"damaged"


def test_a_part_that_fails_tells_why_and_trying_again_keeps_the_others(official):
    run = request_national(ALL, PDF, by=official)
    prepare_parts(f"{YEAR}/")
    kept, bad = (
        RenderedPart.objects.filter(chapter__plan__startswith="lang-son"),
        RenderedPart.objects.filter(chapter__plan__startswith="kon-tum").last(),
    )
    good = dict(bad.chapter)
    RenderedPart.objects.filter(pk=bad.pk).update(
        chapter=good | {"consolidation": "5e56f94a-0000-4000-8000-000000000000"}
    )
    made(run)
    assert run.status == RunStatus.FAILED
    assert run.failure_reason.startswith("Tỉnh Kon Tum (nay thuộc tỉnh Quảng Ngãi), phụ lục: ")
    before = {one.digest: one.checksum for one in kept}
    assert all(before.values())
    RenderedPart.objects.filter(pk=bad.pk).update(chapter=good)
    retry_run(run, by=official)
    assert made(run).status == RunStatus.DONE
    assert {one.digest: one.checksum for one in kept} == before
    assert set(kept.values_list("attempts", flat=True)) == {1}


def test_a_part_whose_workers_died_twice_ends_the_run_without_waiting_for_a_sweep(official):
    run = request_national(ALL, PDF, by=official)
    prepare_parts(f"{YEAR}/")
    RenderedPart.objects.filter(pk=RenderedPart.objects.last().pk).update(
        status=RunStatus.RUNNING, attempts=MAX_ATTEMPTS, claim_token=uuid4(), heartbeat_at=Now(), started_at=Now(),
        lease_until=Now() - timedelta(seconds=1),
    )  # fmt: skip
    made(run)
    assert run.status == RunStatus.FAILED
    assert run.failure_reason.endswith(WORKER_LOST)


def test_a_turn_that_is_over_is_gone_on_with_without_counting_as_an_attempt(official, monkeypatch):
    monkeypatch.setattr(national_making, "TURN_SECONDS", 0)
    run = request_national(ALL, PDF, by=official)
    for done in range(1, PARTS):
        assert (made(run).status, run.attempts) == (RunStatus.QUEUED, 0)
        assert RenderedPart.objects.filter(status=RunStatus.DONE).count() == done
    assert (made(run).status, run.attempts) == (RunStatus.DONE, 1)


def test_a_part_is_taken_by_one_worker_and_from_a_dead_one(official):
    prepare_parts(f"{YEAR}/kon-tum")
    first, second = PartClaim.take(), PartClaim.take()
    assert {first.row.kind, second.row.kind} == set(PARTS_OF_CHAPTER)
    assert PartClaim.take() is None
    assert not first.is_lost()
    RenderedPart.objects.filter(pk=first.row.pk).update(lease_until=Now() - timedelta(seconds=1))
    sweep_runs()
    again = PartClaim.take()
    assert (again.row.pk, again.row.attempts) == (first.row.pk, 2)
    first.fail("Hỏng.")  # writes nothing any more
    RenderedPart.objects.filter(pk=first.row.pk).update(lease_until=Now() - timedelta(seconds=1))
    sweep_runs()
    again.row.refresh_from_db()
    assert (again.row.status, again.row.failure_reason) == (RunStatus.FAILED, WORKER_LOST)


def test_cancelling_ends_it_and_the_part_at_hand_waits_for_others(official, on_clone):
    run = request_national(ALL, PDF, by=official)
    held = []

    def work():
        on_clone()
        try:
            render_report(str(run.public_id))
        finally:
            connection.close()

    report = build_national(ALL)
    parts.queue_parts(report.chapters, national_making.own_parts(report))
    while claim := PartClaim.take():  # others make all of them, and take their time
        held.append(claim)
    worker = threading.Thread(target=work)
    worker.start()
    wait_until(lambda: ReportRun.objects.get(pk=run.pk).progress_label == "Đã xong các phần")
    assert worker.is_alive()
    cancel_run(run, by=official)
    worker.join(20)
    assert not worker.is_alive()
    assert ReportRun.objects.get(pk=run.pk).status == RunStatus.CANCELLED
    assert not any(claim.is_lost() for claim in held)
