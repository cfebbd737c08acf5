"""Asking for a document, cancelling, trying again: who may, and that the same request is one run."""

import re
import threading
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone

from agencies.enums import NATIONAL_ROLES, Role
from agencies.models import Agency, Membership, User
from core.clock import standing_at
from plans.models import PlanVersion
from reporting.contents.national import Selection
from reporting.documents import DOCUMENTS, SIGNER
from reporting.enums import COMPARISONS, CONSOLIDATED, NATIONAL, ReportKind, RunStatus
from reporting.files import store_file
from reporting.models import ReportRun
from reporting.services import MAX_OPEN_RUNS, cancel_run, note_lost_file, request_document, retry_run
from tests.factories import MembershipFactory, UserFactory
from tests.reporting import kinds

pytestmark = pytest.mark.django_db
KIND = kinds.KIND


def finish(run: ReportRun, content: bytes = b"done") -> ReportRun:
    """The run as a worker leaves it."""
    stored = store_file(content)
    ReportRun.objects.filter(pk=run.pk).update(
        status="done", finished_at=timezone.now(), checksum=stored.checksum, size=stored.size, attempts=1
    )
    run.refresh_from_db()
    return run


def fail(run: ReportRun) -> ReportRun:
    ReportRun.objects.filter(pk=run.pk).update(
        status="failed", finished_at=timezone.now(), failure_reason="Hỏng.", attempts=2, progress_total=3
    )
    run.refresh_from_db()
    return run


ENDINGS = {"done": finish, "failed": fail, "cancelled": lambda run: cancel_run(run, by=run.requested_by)}


# Asking


def test_a_request_is_queued_with_all_that_was_said(version, official):
    params = {"number": 12, "day": date(2018, 12, 5), "signer_title": " Giám  đốc ", "signer_name": ""}
    run = request_document(version, KIND, by=official, params=params)

    run.refresh_from_db()
    assert (run.status, run.attempts, run.version, run.kind) == (RunStatus.QUEUED, 0, version, KIND)
    signer = {"signer_authority": "", "signer_title": "Giám đốc", "signer_name": ""}
    assert run.params == {"number": 12, "day": "2018-12-05"} | signer
    assert (run.requested_by, run.province.slug) == (official, "kon-tum")
    assert run.file_name == "tai-lieu-thu-kon-tum-2013.txt"
    assert len(run.data_digest) == 64


def test_without_a_day_it_is_the_business_day(version, official):
    with standing_at("2018-12-20"):
        run = request_document(version, KIND, by=official)

    assert run.params["day"] == "2018-12-20"


def test_the_broker_is_told_when_the_request_is_committed_and_only_then(
    version, official, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as callbacks:
        run = request_document(version, KIND, by=official)
        request_document(version, KIND, by=official)

    [callback] = callbacks
    assert callback.args == (run.public_id,)
    with django_capture_on_commit_callbacks() as callbacks, transaction.atomic():
        request_document(version, KIND, by=official, params={"number": 7})
        transaction.set_rollback(True)
    assert callbacks == []


@pytest.mark.parametrize(
    ("params", "field", "reason"),
    [
        ({"number": 0}, "number", "từ 1 đến 99999"),
        ({"number": 100_000}, "number", "từ 1 đến 99999"),
        ({"day": date(1989, 12, 31)}, "day", "từ năm 1990"),
        ({"signer_title": "x" * 201}, "signer_title", "không quá 200 ký tự"),
        ({"signer_name": "x" * 201}, "signer_name", "không quá 200 ký tự"),
        ({"signer_authority": "x" * 201}, "signer_authority", "không quá 200 ký tự"),
        ({"signer_name": "a\0b"}, "signer_name", "có ký tự điều khiển"),
        ({"signer_name": "a\u202eb"}, "signer_name", "có ký tự điều khiển"),
    ],
    ids=str,
)
def test_what_cannot_be_printed_is_refused_at_its_field(params, field, reason, version, official):
    with pytest.raises(ValidationError) as refused:
        request_document(version, KIND, by=official, params=params)

    assert reason in refused.value.message_dict[field][0]
    assert not ReportRun.objects.exists()


def test_every_fault_is_told_at_once(version, official):
    with pytest.raises(ValidationError) as refused:
        request_document(version, KIND, by=official, params={"number": -1, "signer_name": "x" * 201})

    assert set(refused.value.message_dict) == {"number", "signer_name"}


# Who may


def test_who_belongs_to_no_agency_may_not_ask(version):
    stranger = UserFactory()
    with pytest.raises(PermissionDenied, match="chưa thuộc cơ quan nào"):
        request_document(version, KIND, by=stranger)


def test_who_left_every_agency_may_not_ask(version, official):
    official.memberships.update(ended_at=timezone.now())
    with pytest.raises(PermissionDenied):
        request_document(version, KIND, by=User.objects.get(pk=official.pk))


def test_a_draft_of_another_province_cannot_be_asked_for(draft, person):
    with pytest.raises(PermissionDenied):
        request_document(draft, KIND, by=person(Role.DEPARTMENT_EDITOR, "lang-son"))

    assert request_document(draft, KIND, by=person(Role.DEPARTMENT_EDITOR, "ha-tinh")).is_open


@pytest.mark.parametrize("role", [role for role in Role if role != Role.FACILITY_REPORTER])
def test_every_role_may_ask_and_sees_what_it_asked_for(role, version, person):
    national = role in (Role.MINISTRY_OFFICIAL, Role.PORTAL_ADMIN)
    by = person(role, None if national else "lang-son")
    run = request_document(version, KIND, by=by)

    assert (run.province and run.province.slug) == (None if national else "lang-son")
    assert list(ReportRun.objects.visible_to(by)) == [run]


def test_runs_are_seen_in_the_province_that_asked_and_in_its_successor(version, official, person):
    run = request_document(version, KIND, by=official)

    def sees(role, province=None):
        return ReportRun.objects.visible_to(person(role, province)).exists()

    assert sees(Role.PROVINCIAL_VIEWER, "kon-tum")
    assert sees(Role.DEPARTMENT_EDITOR, "quang-ngai")  # took Kon Tum over
    assert not sees(Role.DEPARTMENT_EDITOR, "lang-son")
    assert not sees(Role.MINISTRY_OFFICIAL)
    assert not ReportRun.objects.visible_to(UserFactory()).exists()
    assert run.province.slug == "kon-tum"


def test_a_run_with_a_heading_is_seen_by_who_asked_the_department_and_the_committee(
    version, official, person, facility_person
):
    plain = request_document(version, KIND, by=official)
    headed = request_document(version, KIND, by=official, params={"number": 5})
    annexes = request_document(version, ReportKind.PLAN_XLSX, by=official)
    assert (plain.params["number"], annexes.params) == (None, {})
    roles = set(Role) - NATIONAL_ROLES - {Role.FACILITY_REPORTER}
    people = {role: person(role, "kon-tum") for role in roles} | {Role.FACILITY_REPORTER: facility_person}
    office = {Role.DEPARTMENT_EDITOR, Role.DEPARTMENT_APPROVER, Role.PROVINCIAL_VIEWER}

    def seen_by(user) -> set:
        return set(ReportRun.objects.visible_to(user))

    for given in ({"number": 5}, *({"number": None, name: "A"} for name in SIGNER)):
        ReportRun.objects.filter(pk=headed.pk).update(params=plain.params | given)
        assert {role for role, user in people.items() if headed in seen_by(user)} == office
        assert all({plain, annexes} <= seen_by(user) for user in people.values())
    assert headed in seen_by(official)
    for role in office:  # Quảng Ngãi took Kon Tum over
        assert seen_by(person(role, "quang-ngai")) == {plain, headed, annexes}
        assert seen_by(person(role, "lang-son")) == set()
    assert seen_by(person(Role.PROVINCE_ADMIN, "quang-ngai")) == {plain, annexes}


def test_a_heading_is_seen_by_the_offices_of_the_plans_province_only(version, official, person):
    """Who works for two departments gave a heading; the run was for the province that is not the plan's."""
    run = request_document(version, KIND, by=official, params={"number": 5})
    elsewhere = person(Role.DEPARTMENT_EDITOR, "lang-son")
    ReportRun.objects.filter(pk=run.pk).update(province=elsewhere.active_memberships[0].province)

    assert not ReportRun.objects.visible_to(elsewhere).exists()
    ReportRun.objects.filter(pk=run.pk).update(params=run.params | {"number": None})
    assert ReportRun.objects.visible_to(elsewhere).exists()


def test_the_ministrys_runs_are_seen_by_the_ministry_only(version, person):
    run = request_document(version, KIND, by=person(Role.MINISTRY_OFFICIAL))

    assert list(ReportRun.objects.visible_to(person(Role.PORTAL_ADMIN))) == [run]
    assert not ReportRun.objects.visible_to(person(Role.DEPARTMENT_EDITOR, "kon-tum")).exists()


def test_a_run_of_a_version_that_one_may_not_see_is_hidden(draft, person):
    """Who belongs to two provinces asked for one of them about the draft of the other."""
    both = person(Role.DEPARTMENT_EDITOR, "ha-tinh")
    run = request_document(draft, KIND, by=both)
    elsewhere = person(Role.DEPARTMENT_EDITOR, "lang-son")
    ReportRun.objects.filter(pk=run.pk).update(province=elsewhere.active_memberships[0].province)

    assert not ReportRun.objects.visible_to(elsewhere).exists()
    PlanVersion.objects.filter(pk=draft.pk).update(status="issued")
    assert ReportRun.objects.visible_to(elsewhere).exists()


def test_who_belongs_to_two_provinces_asks_for_the_one_in_which_she_acts(version, official):
    agency = Agency.objects.get(slug="so-cong-thuong", province__slug="an-giang")
    second = MembershipFactory(user=official, agency=agency)
    by = User.objects.get(pk=official.pk)

    assert request_document(version, KIND, by=by).province.slug == "kon-tum"
    by.act_under(second.pk)
    assert request_document(version, KIND, by=by).province.slug == "an-giang"


def test_a_person_has_a_limit_of_open_runs(version, official, person):
    runs = [
        request_document(version, KIND, by=official, params={"number": n + 1}) for n in range(MAX_OPEN_RUNS)
    ]
    with pytest.raises(ValidationError, match="Đang có 10 tài liệu"):
        request_document(version, KIND, by=official, params={"number": 99})
    assert request_document(version, KIND, by=official, params={"number": 1}) == runs[0]
    colleague = person(Role.DEPARTMENT_APPROVER, "kon-tum")
    assert request_document(version, KIND, by=colleague, params={"number": 99}).is_open

    cancel_run(runs[0], by=runs[0].requested_by)
    assert request_document(version, KIND, by=official, params={"number": 100}).is_open
    with pytest.raises(ValidationError):
        retry_run(runs[0], by=official)


# The same request


@pytest.mark.parametrize("status", ["queued", "running", "done"])
def test_the_same_request_is_one_run(status, version, official, person):
    run = request_document(version, KIND, by=official)
    if status == "done":
        finish(run)
    if status == "running":
        now = timezone.now()
        ReportRun.objects.filter(pk=run.pk).update(
            status="running",
            attempts=1,
            claim_token=run.public_id,
            lease_until=now,
            heartbeat_at=now,
            started_at=now,
        )

    colleague = person(Role.DEPARTMENT_APPROVER, "kon-tum")
    assert request_document(version, KIND, by=official) == run
    assert request_document(version, KIND, by=colleague) == run
    assert ReportRun.objects.count() == 1


def test_another_content_number_or_province_is_another_run(version, official, person):
    other_version = PlanVersion.objects.current().get(plan__slug="lang-son-2016")
    runs = [
        request_document(version, KIND, by=official),
        request_document(version, KIND, by=official, params={"number": 1}),
        request_document(version, KIND, by=person(Role.DEPARTMENT_EDITOR, "lang-son")),
        request_document(version, KIND, by=person(Role.MINISTRY_OFFICIAL)),
        request_document(other_version, KIND, by=official),
    ]
    kinds.CONTENT["edition"] = 2
    runs.append(request_document(version, KIND, by=official))

    assert len({run.pk for run in runs}) == 6


@pytest.mark.parametrize("ending", ["failed", "cancelled"])
def test_a_run_that_came_to_nothing_does_not_block_a_new_one(ending, version, official):
    run = request_document(version, KIND, by=official)
    ENDINGS[ending](run)

    assert request_document(version, KIND, by=official) != run


def test_two_who_ask_at_the_same_moment_get_one_run(on_clone):
    version = PlanVersion.objects.current().get(plan__slug="kon-tum-2013")
    people = [User.objects.create_user(f"nguoi{n}@example.vn", full_name="N") for n in range(4)]
    for one in people:
        agency = version.province.agencies.get(slug="so-cong-thuong")
        Membership.objects.create(
            user=one, agency=agency, province=version.province, role="department_editor"
        )
    together, found = threading.Barrier(4), []

    def ask(by):
        on_clone()
        together.wait()
        try:
            found.append(request_document(version, KIND, by=by).public_id)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=[one]) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 4
    assert len(set(found)) == 1
    assert ReportRun.objects.count() == 1


# Cancelling and trying again


def test_cancelling_ends_an_open_run_and_no_other(version, official):
    run = request_document(version, KIND, by=official)
    cancel_run(run, by=run.requested_by)
    assert (run.status, run.finished_at is not None, run.can_be_retried) == (RunStatus.CANCELLED, True, True)

    for ending in (fail, finish):
        ended = ending(request_document(version, KIND, by=official))
        before = ReportRun.objects.filter(pk=ended.pk).values().get()
        cancel_run(ended, by=ended.requested_by)
        assert ReportRun.objects.filter(pk=ended.pk).values().get() == before


@pytest.mark.parametrize("ending", ["failed", "cancelled"])
def test_trying_again_queues_the_same_run(
    ending, version, official, person, django_capture_on_commit_callbacks
):
    run = request_document(version, KIND, by=official)
    ENDINGS[ending](run)
    with django_capture_on_commit_callbacks() as callbacks:
        again = retry_run(run, by=person(Role.DEPARTMENT_APPROVER, "kon-tum"))

    assert again.pk == run.pk
    assert (again.status, again.attempts, again.failure_reason, again.finished_at) == ("queued", 0, "", None)
    assert (again.progress_done, again.progress_total, again.progress_label) == (0, 0, "")
    assert again.requested_by == official
    assert again.queued_at > again.requested_at
    assert [callback.args for callback in callbacks] == [(run.public_id,)]


def test_trying_again_leads_to_the_run_that_was_asked_for_meanwhile(version, official):
    run = fail(request_document(version, KIND, by=official))
    newer = request_document(version, KIND, by=official)

    assert retry_run(run, by=official) == newer
    run.refresh_from_db()
    assert run.status == RunStatus.FAILED


def test_what_runs_or_is_done_is_not_tried_again(version, official, django_capture_on_commit_callbacks):
    run = request_document(version, KIND, by=official)
    with django_capture_on_commit_callbacks() as callbacks:
        assert retry_run(run, by=official).queued_at == run.queued_at
        finish(run)
        assert retry_run(run, by=official).status == RunStatus.DONE
    assert callbacks == []


def test_who_belongs_to_no_agency_may_not_try_again(version, official):
    run = fail(request_document(version, KIND, by=official))
    with pytest.raises(PermissionDenied):
        retry_run(run, by=UserFactory())


def test_a_lost_file_is_noted_and_the_document_made_anew_with_what_was_given(version, official, files_dir):
    params = {"number": 5, "day": date(2018, 12, 5), "signer_name": "say"}
    run = finish(request_document(version, KIND, by=official, params=params))
    note_lost_file(run)
    assert run.file_lost_at is None  # it is there

    for file in files_dir.rglob("*"):
        file.is_file() and file.unlink()
    note_lost_file(run)
    assert run.file_lost_at is not None
    assert (run.status, run.has_file, run.can_be_retried) == (RunStatus.DONE, False, True)

    again = retry_run(run, by=official)
    assert (again != run, again.status, again.params) == (True, RunStatus.QUEUED, run.params)
    assert retry_run(run, by=official) == again


def test_names_of_files_are_plain_and_tell_kind_plan_and_version(version):
    names = {
        kind: DOCUMENTS[kind].file_name(version, version if kind in COMPARISONS else None)
        for kind in ReportKind
        if kind not in (*CONSOLIDATED, *NATIONAL)
    }
    assert names == {
        ReportKind.PLAN_PDF: "bao-cao-ke-hoach-kon-tum-2013.pdf",
        ReportKind.PLAN_XLSX: "phu-luc-ke-hoach-kon-tum-2013.xlsx",
        ReportKind.PLAN_DOCX: "phu-luc-ke-hoach-kon-tum-2013.docx",
        ReportKind.COMPARISON_PDF: "so-sanh-ke-hoach-kon-tum-2013-ban-1-ban-1.pdf",
        ReportKind.COMPARISON_DOCX: "so-sanh-ke-hoach-kon-tum-2013-ban-1-ban-1.docx",
    }
    version.number = 2
    assert DOCUMENTS["plan_pdf"].file_name(version) == "bao-cao-ke-hoach-kon-tum-2013-ban-2.pdf"


def test_names_of_national_files_tell_what_they_were_narrowed_to():
    year, many = 2018, ("an-giang", "kon-tum", "lang-son", "ninh-binh")
    awareness, mountains = "awareness", "Trung du và miền núi phía Bắc"
    asked = {
        Selection(year): "",
        Selection(year, programme="1419/QĐ-TTg"): "-chuong-trinh-1419-qd-ttg",
        Selection(year, region="Tây Nguyên"): "-vung-tay-nguyen",
        Selection(year, component=awareness): "-hop-phan-nang-cao-nhan-thuc-va-nang-luc",
        Selection(year, provinces=many[1:3]): "-kon-tum-lang-son",
        Selection(year, borders="63"): "-dia-gioi-63-tinh",
        Selection(year, region="Tây Nguyên", provinces=many[1:2], borders="63"): (
            "-vung-tay-nguyen-kon-tum-dia-gioi-63-tinh"
        ),
        Selection(year, provinces=many): "-4-tinh-......",
        Selection(year, provinces=(*many[:3], "ha-tinh")): "-4-tinh-......",
        Selection(year, "1419/QĐ-TTg", mountains, "database", many, "63"): (
            "-chuong-trinh-1419-qd-ttg-vung-trung-du-va-mien-nui-phia-bac-hop-phan-co-so-du-lieu-va-trang-th[a-z-]*-......"
        ),
    }
    for kind, stem in (
        (ReportKind.NATIONAL_PDF, "bao-cao-toan-quoc"), (ReportKind.NATIONAL_TAGGED_PDF, "bao-cao-toan-quoc-co-the"),
        (ReportKind.NATIONAL_XLSX, "so-lieu-toan-quoc"),
    ):  # fmt: skip
        document = DOCUMENTS[kind]
        names = [document.file_name(None, selection=one) for one in asked]
        for name, said in zip(names, asked.values(), strict=True):
            assert re.fullmatch(rf"{stem}-nam-2018{said}\.{document.extension}", name)
        assert len(set(names)) == len(names)
        assert max(map(len, names)) <= ReportRun._meta.get_field("file_name").max_length


# Who may do what with a run of the province


@pytest.mark.parametrize(
    ("role", "at"),
    [
        (Role.AGENCY_REPORTER, "kon-tum"),
        (Role.PROVINCE_ADMIN, "kon-tum"),
        (Role.DEPARTMENT_EDITOR, "an-giang"),
        (Role.MINISTRY_OFFICIAL, None),
    ],
)
def test_only_the_plans_department_gives_number_and_signer(role, at, version, person):
    for given in ({"number": 5}, {"signer_name": "Người khác"}, {"day": date(2018, 12, 5)}):
        with pytest.raises(PermissionDenied, match="Chỉ Sở Công Thương của tỉnh được ghi số"):
            request_document(version, KIND, by=person(role, at), params=given)

    assert not ReportRun.objects.exists()
    assert request_document(version, KIND, by=person(role, at)).params["number"] is None


def test_the_department_that_took_over_gives_number_and_signer(version, person):
    by = person(Role.DEPARTMENT_APPROVER, "quang-ngai")

    assert request_document(version, KIND, by=by, params={"number": 5}).params["number"] == 5


def test_only_who_asked_and_the_department_cancel_or_try_again(version, official, person):
    run = request_document(version, KIND, by=official)
    for bystander in (person(Role.AGENCY_REPORTER, "kon-tum"), person(Role.PROVINCIAL_VIEWER, "kon-tum")):
        with pytest.raises(PermissionDenied, match="Chỉ người đã yêu cầu"):
            cancel_run(run, by=bystander)
        with pytest.raises(PermissionDenied, match="Chỉ người đã yêu cầu"):
            retry_run(run, by=bystander)
    assert ReportRun.objects.get().status == RunStatus.QUEUED

    cancel_run(run, by=person(Role.DEPARTMENT_APPROVER, "kon-tum"))
    assert ReportRun.objects.get().status == RunStatus.CANCELLED
