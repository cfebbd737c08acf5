"""The history as people read it: of plans, tasks, objectives and agencies, and the log with filters and sheet."""

import io
from dataclasses import replace
from datetime import timedelta

import openpyxl
import pytest
from django.db.models import Q
from django.test import Client
from django.utils import timezone

from agencies.access import scope_of
from agencies.enums import AgencyKind, HistoryOperation, Role
from agencies.models import Agency, HistoryEntry, Invitation, Membership, Province, User
from agencies.services import (
    change_agency,
    end_membership,
    log_failed_sign_in,
    log_sign_in,
    rename_person,
)
from budgets.models import BudgetLine, TaskBudget
from core.scope import OWNER, Scope, scoped
from plans.models import Objective, Plan, PlanVersion
from portal.history.changes import TOLD_ROW_BY_ROW, grouped, listed_changes
from portal.history.words import GONE, Words
from reporting.services import lock_year, request_document
from tasks.models import Task
from tests.factories import (
    AgencyFactory,
    MembershipFactory,
    UserFactory,
    obligation_of,
    opened_year,
)
from tests.portal.pages import main_text
from tests.reporting.test_services import finish
from tests.walls.world import make_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> PlanVersion:
    return make_draft("ha-tinh", "nhap")


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def history(client: Client, version: PlanVersion, asked: str = "") -> str:
    answer = client.get(f"/plans/{version.plan.slug}/history/{asked}")
    assert answer.status_code == 200
    return main_text(answer)


def change_as(user: User, rows, **values) -> None:
    with scoped(scope_of(user, request="yeu-cau-2")):
        rows.update(**values)


# Plans


def test_who_owes_reports_and_what_was_decided_of_a_year_stand_in_the_plans_history(person):
    editor = person(Role.DEPARTMENT_EDITOR, "kon-tum")
    year, other = opened_year("kon-tum-2013"), opened_year("an-giang-2016")
    agency = AgencyFactory(province=year.province, name="Sở Y tế mẫu")
    obligation_of(other, AgencyFactory(province=other.province, name="Sở của tỉnh khác"))
    with scoped(scope_of(editor, request="yeu-cau-3")):
        obligation_of(year, agency)
        lock_year(year, by=editor, reason="Đã tổng hợp xong")
    text = history(client_of(editor), year.version)
    assert "nghĩa vụ báo cáo của “Sở Y tế mẫu”" in text
    assert "quyết định về kỳ báo cáo: khóa kỳ báo cáo" in text
    assert "Đã tổng hợp xong" in text
    assert "Sở của tỉnh khác" not in text


def test_a_loaded_plan_is_one_line_with_what_it_holds(signed_in, draft):
    text = history(signed_in(Role.DEPARTMENT_EDITOR, "ha-tinh"), draft)
    number = HistoryEntry.objects.filter(version_id=draft.pk).count() + 1  # and the plan itself
    assert f"Nạp kế hoạch, bản số 1: {number} dòng" in text
    assert "Lệnh trên máy chủ" in text
    assert "Nhiệm vụ: thêm 1" in text


def test_a_change_tells_who_when_as_whom_and_from_what_to_what(person, draft, settings):
    editor = person(Role.DEPARTMENT_EDITOR, "ha-tinh")
    objective = Objective.objects.filter(version=draft).first()
    change_as(editor, Objective.objects.filter(pk=objective.pk), text="Giảm tiêu hao điện")
    text = history(client_of(editor), draft)
    at = timezone.localtime(HistoryEntry.objects.order_by("pk").last().at)
    assert f"{at:%H:%M %d/%m/%Y} · {editor.full_name} (Chuyên viên Sở Công Thương, Sở Công Thương" in text
    assert f"Nội dung {objective.text} thành Giảm tiêu hao điện" in text


def test_money_dates_choices_and_names_are_written_as_people_write_them(person, draft):
    editor = person(Role.DEPARTMENT_EDITOR, "ha-tinh")
    line = BudgetLine.objects.filter(version=draft).first()
    change_as(editor, BudgetLine.objects.filter(pk=line.pk), amount=7_050_500_000, sources=["NSTW", "DN"])
    change_as(editor, PlanVersion.objects.filter(pk=draft.pk), issued_on="2018-12-05")
    change_as(editor, Task.objects.filter(version=draft), start="2018-03")
    entries = list(HistoryEntry.objects.order_by("pk"))[-3:]
    words = Words(entries, editor)
    amount, issued, task = (words.fields(entry) for entry in entries)
    assert {"số tiền": "7.050,5 triệu đồng"}.items() <= {one.label: one.after for one in amount}.items()
    assert words.thing(entries[0]).startswith(f"khoản kinh phí năm {line.year} NSTW, DN của")
    assert [(one.label, one.after) for one in issued] == [("ngày ban hành", "05/12/2018")]
    assert [(one.label, one.after) for one in task] == [("bắt đầu", "03/2018")]


def test_what_a_row_refers_to_is_named(person):
    admin = person(Role.PROVINCE_ADMIN, "ha-tinh")
    member = MembershipFactory(agency=admin.membership.agency, role=Role.DEPARTMENT_EDITOR)
    [entry] = HistoryEntry.objects.filter(table_name="agencies_membership", row_id=str(member.pk))
    told = {one.label: one.after for one in Words([entry], admin).fields(entry)}
    assert told["người dùng"] == member.user.full_name
    assert told["cơ quan"] == "Sở Công Thương"
    assert (told["vai trò"], told["tỉnh"]) == ("Chuyên viên Sở Công Thương", "Tỉnh Hà Tĩnh")
    assert (
        Words([entry], admin).thing(entry)
        == f"vai trò Chuyên viên Sở Công Thương của {member.user.full_name}"
    )


def test_names_of_another_province_are_not_told_by_the_first_wall_alone(person):
    """What the database's owner reads no policy narrows: only the reader's own rights do."""
    facility = AgencyFactory(
        province=Province.objects.get(slug="an-giang"), kind=AgencyKind.FACILITY, name="Nhà máy An Giang"
    )
    member = MembershipFactory(agency=facility, role=Role.FACILITY_REPORTER)
    of_draft = Task.objects.filter(version=make_draft("kon-tum", "nhap")).first()
    with scoped(Scope(OWNER, user=member.user.pk, membership=member.pk, request="yeu-cau-5")):
        User.objects.filter(pk=member.user.pk).update(full_name="Lê Văn Nhà Máy")
    entries = HistoryEntry.objects.filter(
        Q(table_name="agencies_membership", row_id=str(member.pk))
        | Q(table_name="tasks_party", after__task_id=of_draft.pk)
        | Q(request="yeu-cau-5")
    )
    for role, place, tells_facility, tells_draft in (
        (Role.PROVINCE_ADMIN, "ha-tinh", False, False),
        (Role.PROVINCE_ADMIN, "an-giang", True, False),
        (Role.PROVINCE_ADMIN, "kon-tum", False, True),
        (Role.PORTAL_ADMIN, None, True, False),
    ):
        reader = person(role, place)
        words = Words(entries, reader)
        assert words.name(Agency, facility.pk) == ("Nhà máy An Giang" if tells_facility else GONE)
        assert (words.name(Task, of_draft.pk) != GONE) == tells_draft
        roles = {change.role for change in listed_changes(grouped(entries), entries, reader)}
        assert any("Nhà máy An Giang" in role for role in roles) == tells_facility


def test_secrets_are_told_as_changed_and_not_shown():
    user = UserFactory()
    user.set_password("Mat-khau-moi-2026")
    user.save()
    entry = HistoryEntry.objects.filter(person=user).order_by("pk").last()
    [field] = [one for one in Words([entry], user).fields(entry) if "khẩu" in one.label]
    assert (field.before, field.after) == ("không hiện", "đã đổi, không hiện")


def test_what_libraries_keep_is_told_in_our_words(person):
    user = person(Role.PROVINCE_ADMIN, "ha-tinh")
    entries = HistoryEntry.objects.filter(person=user, table_name="mfa_authenticator").order_by("pk")
    words = Words(entries, user)
    told = {field.label: field.after for field in words.fields(entries[0])}

    assert words.thing(entries[0]) == "xác thực hai bước"
    assert told.pop("lúc bật")
    assert told == {"người dùng": user.full_name, "loại": "ứng dụng xác thực", "khóa": "không hiện"}


def test_the_history_of_a_task_holds_what_hangs_on_it_and_nothing_else(person, draft):
    editor = person(Role.DEPARTMENT_EDITOR, "ha-tinh")
    task = Task.objects.filter(version=draft).first()
    change_as(editor, Task.objects.filter(pk=task.pk), note="Ghi chú mới của nhiệm vụ")
    change_as(editor, task.parties.all(), text="Bên tham gia mới")
    budget = TaskBudget.objects.filter(task=task).first()
    change_as(editor, BudgetLine.objects.filter(task_budget=budget), unit="đợt mới")
    change_as(editor, Objective.objects.filter(version=draft), text="Mục tiêu khác")
    text = history(client_of(editor), draft, f"?task={task.key}")
    for told in ("Ghi chú mới của nhiệm vụ", "Bên tham gia mới", "đợt mới"):
        assert told in text
    assert "Mục tiêu khác" not in text
    assert f"Lịch sử của nhiệm vụ {task.key}" in text


def test_the_history_of_an_objective_and_of_what_is_not_there(person, draft):
    editor = person(Role.DEPARTMENT_EDITOR, "ha-tinh")
    objective = Objective.objects.filter(version=draft, targets__isnull=False).first()
    change_as(editor, objective.targets.all(), population="Cơ sở lớn")
    change_as(editor, Task.objects.filter(version=draft), note="Ghi chú")
    text = history(client_of(editor), draft, f"?objective={objective.key}")
    assert "Cơ sở lớn" in text
    assert "Ghi chú" not in text
    assert "Chưa có thay đổi nào" in history(client_of(editor), draft, "?objective=khong-co")


def test_pages_of_task_and_objectives_lead_there(signed_in, draft):
    client = signed_in(Role.DEPARTMENT_EDITOR, "ha-tinh")
    base = f"/plans/{draft.plan.slug}/"
    task = Task.objects.filter(version=draft).first()
    for page in (f"tasks/{task.key}/", "objectives/", ""):
        found = [
            link.partition('"')[0]
            for link in client.get(base + page).content.decode().split('href="')
            if f"{base}history/" in link
        ]
        assert found
        assert all(client.get(link).status_code == 200 for link in found)


def test_who_may_not_see_the_history_finds_no_tab(signed_in):
    for client in (signed_in(Role.DEPARTMENT_EDITOR, "an-giang"), signed_in(Role.MINISTRY_OFFICIAL)):
        assert "Lịch sử" not in main_text(client.get("/plans/ha-tinh-2011/"))
        assert client.get("/plans/ha-tinh-2011/history/").status_code == 403


def test_the_portals_administrator_reads_that_a_plan_was_issued(signed_in):
    text = main_text(signed_in(Role.PORTAL_ADMIN).get("/plans/ha-tinh-2011/history/"))
    assert "Tình trạng đang soạn thành đã ban hành" in text
    assert "Nạp kế hoạch" not in text


# Agencies


def test_an_agencys_history_tells_its_changes(person):
    admin = person(Role.PROVINCE_ADMIN, "ha-tinh")
    agency = Agency.objects.get(province__slug="ha-tinh", slug="so-tai-chinh")
    before = agency.note
    with scoped(scope_of(admin, request="yeu-cau-3")):
        change_agency(agency, revision=agency.revision, by=admin, note="Trụ sở mới")
    client = client_of(admin)
    assert (
        f"/agencies/{agency.public_id}/history/"
        in client.get(f"/agencies/{agency.public_id}/").content.decode()
    )
    text = main_text(client.get(f"/agencies/{agency.public_id}/history/"))
    assert "Sửa cơ quan, đơn vị “Sở Tài chính”" in text
    assert f"Ghi chú {before} thành Trụ sở mới" in text
    assert "Số lần sửa" not in text


# The log


def log(client: Client, asked: str = "") -> str:
    answer = client.get(f"/history/{asked}")
    assert answer.status_code == 200
    return main_text(answer)


@pytest.fixture
def admin(person) -> User:
    return person(Role.PROVINCE_ADMIN, "ha-tinh")


def test_the_log_tells_sign_ins_failures_permissions_and_changes(admin):
    member = MembershipFactory(agency=admin.membership.agency, role=Role.DEPARTMENT_EDITOR)
    log_failed_sign_in(member.user.pk)
    with scoped(scope_of(admin, request="yeu-cau-4")):
        rename_person(member.user, revision=1, by=admin, full_name="Trần Thị Mới")
        end_membership(member, revision=1, by=admin)
    text = log(client_of(admin))
    for told in (
        "Đăng nhập không được: Trần Thị Mới",
        "Thay đổi 2 mục",
        "Sửa vai trò Chuyên viên Sở Công Thương của Trần Thị Mới",
        "Kết thúc để trống",
    ):
        assert told in text


def test_what_changes_beside_an_event_is_told_too(admin):
    """As when a recovery code is used up by signing in."""
    member = MembershipFactory(agency=admin.membership.agency, role=Role.DEPARTMENT_EDITOR).user
    before = member.full_name
    with scoped(scope_of(admin, request="yeu-cau-5")):
        rename_person(member, revision=1, by=admin, full_name="Trần Thị Mới")
        log_sign_in(member)
    text = log(client_of(admin))
    for told in (
        "2 việc trong một lần",
        "Sửa người dùng “Trần Thị Mới”",
        f"Họ và tên {before} thành",
        "Đăng nhập",
    ):
        assert told in text
    answer = client_of(admin).get("/history/?download=xlsx")
    rows = openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True)
    cells = [cell for row in rows for cell in row]
    assert "Đăng nhập" in cells
    assert "sửa người dùng “Trần Thị Mới”" in cells


def test_an_administrator_of_a_province_sees_nothing_of_another(admin, person):
    stranger = person(Role.PROVINCE_ADMIN, "an-giang")
    stranger.full_name = "Người An Giang"
    stranger.save()
    log_failed_sign_in(stranger.pk)
    asked = "?thing=people"
    assert "Người An Giang" not in log(client_of(admin), asked) + log(client_of(admin))
    assert "Người An Giang" in log(client_of(person(Role.PORTAL_ADMIN)), asked)


@pytest.mark.parametrize("first_wall", [True, False], ids=["both walls", "the second wall alone"])
def test_what_somebody_does_after_she_left_the_province_is_not_told_to_it(
    first_wall, admin, person, settings
):
    mover = MembershipFactory(agency=admin.membership.agency, role=Role.DEPARTMENT_EDITOR).user
    admin_there = person(Role.PROVINCE_ADMIN, "an-giang")
    log_failed_sign_in(mover.pk)
    Membership.objects.filter(user=mover).update(ended_at=timezone.now())
    later = timezone.now() + timedelta(minutes=5)
    MembershipFactory(
        user=mover, agency=admin_there.membership.agency, role=Role.DEPARTMENT_EDITOR, started_at=later
    )
    log_failed_sign_in(mover.pk)
    settings.FIRST_WALL_OPEN = not first_wall
    for administrator, told in ((admin, 1), (admin_there, 0)):
        with scoped(scope_of(administrator)):
            entries = HistoryEntry.objects.visible_to(administrator).filter(person=mover)
            assert entries.filter(operation="sign_in_failed").count() == told


def test_number_and_signer_of_a_document_are_told_to_those_alone_who_may_see_them(admin, person):
    version = PlanVersion.objects.current().get(plan__slug="ha-tinh-2011")
    editor = person(Role.DEPARTMENT_EDITOR, "ha-tinh")
    params = {"day": "2018-12-05", "number": 7, "signer_name": "Trần Văn Ký"}
    with scoped(scope_of(editor)):
        for given in ({}, params):
            request_document(version, "plan_pdf", by=editor, params=given)
    for reader, told in ((editor, 2), (admin, 1)):
        runs = HistoryEntry.objects.visible_to(reader).filter(table_name="reporting_reportrun")
        assert runs.count() == told
    headed = HistoryEntry.objects.visible_to(editor).filter(table_name="reporting_reportrun").latest("pk")
    said = "; ".join(field.after for field in Words([headed], editor).fields(headed))
    assert "ngày ký: 05/12/2018" in said
    assert "số: 7" in said
    assert "người ký: Trần Văn Ký" in said


def test_filters_narrow_the_log(admin, person):
    member = MembershipFactory(agency=admin.membership.agency, user=UserFactory(full_name="Lê Ánh Tuyết"))
    log_failed_sign_in(member.user.pk)
    client = client_of(admin)
    day = timezone.localdate()
    assert "Đăng nhập không được: Lê Ánh Tuyết" in log(client, "?q=anh tuyet")
    assert "Đăng nhập không được" not in log(client, "?q=nobody")
    assert "Đăng nhập không được" not in log(client, "?kind=changes")
    assert "Thêm người dùng" not in log(client, "?kind=events")
    assert "Đăng nhập không được" in log(client, "?kind=sign_in_failed")
    assert "Thêm vai trò" in log(client, "?thing=rights")
    assert "Đăng nhập không được" not in log(client, "?thing=rights")
    assert "Đăng nhập không được" in log(client, f"?since={day:%d/%m/%Y}&until={day:%d/%m/%Y}")
    assert "Không có gì khớp" in log(client, f"?until={day - timedelta(days=1):%d/%m/%Y}&q=anh tuyet")
    assert "Hãy ghi ngày theo dạng" in log(client, "?since=hom-qua")
    assert 'name="province"' not in client.get("/history/").content.decode()
    national = client_of(person(Role.PORTAL_ADMIN))
    assert "Lê Ánh Tuyết" in log(national, "?province=ha-tinh&thing=rights")
    assert "Lê Ánh Tuyết" not in log(national, "?province=an-giang")
    assert "Lê Ánh Tuyết" not in log(national, "?province=trung-uong&thing=rights")


@pytest.mark.parametrize("day", ["31/12/9999", "01/01/2101", "31/12/1989", "05/01/0001"])
@pytest.mark.parametrize("field", ["since", "until"])
def test_a_day_out_of_bounds_is_told_at_its_field_and_leaves_the_log_as_it_is(field, day, admin):
    log_failed_sign_in(admin.pk)
    text = log(client_of(admin), f"?{field}={day}&kind=sign_in_failed")
    assert "Ngày phải từ năm 1990 đến năm 2100." in text
    assert f"Đăng nhập không được: {admin.full_name}" in text


@pytest.mark.parametrize(("since", "until"), [("01/01/1990", "31/12/2100"), ("", "01/01/1990")])
def test_the_first_and_the_last_day_may_be_asked_for(since, until, admin):
    assert "Ngày phải từ" not in log(client_of(admin), f"?since={since}&until={until}")


def test_addresses_are_searched_of_those_alone_whom_the_reader_looks_after(admin, person):
    """Who works elsewhere and changed something here is found by name; whether an address is hers is not told."""
    own = person(Role.DEPARTMENT_EDITOR, "ha-tinh")
    stranger = MembershipFactory(
        agency=Agency.objects.get(province__slug="an-giang", slug="so-cong-thuong"),
        user=UserFactory(full_name="Vũ Khách", email="rieng.tu@example.vn"),
    ).user
    thing = Agency.objects.filter(province__slug="ha-tinh", slug="so-tai-chinh")
    for actor, note in ((stranger, "Ghi chú của khách"), (own, "Ghi chú của ta")):
        with scoped(replace(scope_of(admin), user=actor.pk, membership=None)):
            thing.update(note=note)
    here, everywhere = client_of(admin), client_of(person(Role.PORTAL_ADMIN))
    asked = "?thing=directory&q="
    assert "Ghi chú của khách" in log(here, f"{asked}vu khach")
    assert "Ghi chú của khách" not in log(here, f"{asked}rieng.tu")
    assert "Ghi chú của khách" in log(everywhere, f"{asked}rieng.tu")
    assert "Ghi chú của ta" in log(here, f"{asked}{own.email}")


def test_the_sheet_says_the_same_and_is_an_event_itself(admin):
    member = MembershipFactory(agency=admin.membership.agency, user=UserFactory(full_name="=Lê Ánh Tuyết"))
    log_failed_sign_in(member.user.pk)
    answer = client_of(admin).get("/history/?download=xlsx&kind=sign_in_failed")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    [told] = [row for row in rows if row[3] and "Đăng nhập không được" in row[3]]
    assert told[3] == "Đăng nhập không được: =Lê Ánh Tuyết"
    assert "Việc: đăng nhập không được" in str(rows)
    event = HistoryEntry.objects.events().order_by("pk").last()
    assert (event.operation, event.after, event.actor) == (
        HistoryOperation.DOWNLOAD,
        {"name": "Nhật ký"},
        admin,
    )


@pytest.mark.parametrize("is_draft", [True, False], ids=["a draft", "an issued plan"])
def test_the_ministry_is_told_of_downloads_from_plans_but_not_from_drafts(is_draft, person, draft):
    version = draft if is_draft else PlanVersion.objects.current().get(plan__slug="ha-tinh-2011")
    editor, portal_admin = person(Role.DEPARTMENT_EDITOR, "ha-tinh"), person(Role.PORTAL_ADMIN)
    with scoped(scope_of(editor)):
        document = finish(request_document(version, "plan_xlsx", by=editor))
    client, national = client_of(editor), client_of(portal_admin)
    for address in (
        f"/plans/{version.plan.slug}/tasks/?download=tasks&version={version.number}",
        f"/runs/{document.public_id}/download/",
    ):
        assert client.get(address).status_code == 200
    events = HistoryEntry.objects.events().filter(version_id=version.pk)
    assert events.count() == 2
    with scoped(scope_of(portal_admin)):
        assert events.count() == (0 if is_draft else 2)
    assert HistoryEntry.objects.visible_to(portal_admin).events().exists() != is_draft
    sheet = openpyxl.load_workbook(
        io.BytesIO(national.get("/history/?download=xlsx&kind=download").content)
    ).active
    for told in (log(national, "?kind=download"), str(list(sheet.values))):
        for name in (version.plan.slug, "Nhiệm vụ, "):
            assert (name in told) != is_draft
    assert "Nhiệm vụ, " in log(client_of(person(Role.PROVINCE_ADMIN, "ha-tinh")), "?kind=download")


def test_the_log_is_paged_and_takes_as_many_queries_for_much_as_for_little(admin, django_assert_num_queries):
    client = client_of(admin)
    client.get("/history/?kind=sign_in_failed")
    for number in (1, 3):
        for _ in range(number):
            log_failed_sign_in(admin.pk)
        with django_assert_num_queries(13):
            client.get("/history/?kind=sign_in_failed")


def test_a_plans_history_takes_as_many_queries_for_much_as_for_little(
    person, draft, django_assert_num_queries
):
    editor = person(Role.DEPARTMENT_EDITOR, "ha-tinh")
    client = client_of(editor)
    objective = Objective.objects.filter(version=draft)
    client.get(f"/plans/{draft.plan.slug}/history/")
    for number in (1, 3):
        for turn in range(number):
            change_as(editor, objective, text=f"Lời {number} {turn}")
        with django_assert_num_queries(52):
            client.get(f"/plans/{draft.plan.slug}/history/")


def test_a_group_that_is_counted_is_not_told_row_by_row(admin, draft):
    groups = list(grouped(HistoryEntry.objects.filter(version_id=draft.pk)))
    [change] = listed_changes(groups, HistoryEntry.objects.filter(version_id=draft.pk), admin)
    assert groups[0]["number"] > TOLD_ROW_BY_ROW
    assert change.rows == []
    assert change.counts


def test_every_field_that_people_enter_has_a_vietnamese_label():
    english = {
        f"{model.__name__}.{field.name}"
        for model in (User, Membership, Invitation, Agency, Plan, PlanVersion, Objective, Task, BudgetLine)
        for field in model._meta.concrete_fields
        if field.editable
        and not field.primary_key
        and str(field.verbose_name) == field.name.replace("_", " ")
    }
    assert english == set()
