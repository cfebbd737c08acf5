"""A file from the upload to the draft: what is asked, what is kept, what is written, and who may."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from agencies.enums import Role
from agencies.models import Agency
from plans.models import AnnexImport, Plan
from plans.services import discard_draft
from portal.importing.result import Result
from portal.importing.sweeping import sweep_files
from portal.plan_document.exporter import content_of
from tests.portal.importing.conftest import GIVEN, ROWS, document, read, workbook
from tests.portal.pages import main_text

pytestmark = pytest.mark.django_db
NEW = "/plans/import/"


def page_of(row: AnnexImport) -> str:
    return f"/plans/import/{row.public_id}/"


def questions(row: AnnexImport) -> dict:
    return {one.code: one for one in Result(row).questions}


@pytest.mark.parametrize(("make", "name"), [(workbook, "phu-luc.xlsx"), (document, "phu-luc.docx")])
def test_a_file_becomes_a_draft_by_what_was_decided(bring, editor, make, name):
    row = bring(make(), name)
    assert row.status == "read", row.message
    asked = questions(row)
    assert asked.keys() == {"ambiguous_number", "unknown_agency", "component_unclear"}
    assert len(asked["unknown_agency"].doubts) == 2  # one question for both cells
    shown = main_text(editor.get(page_of(row)))
    assert "3 trên 3 chỗ chưa quyết định" in shown
    assert "2.040 triệu đồng" in shown
    assert shown.count("cần xem") == 4  # at three tasks and a group
    chosen = {
        asked["ambiguous_number"].id: "2040",
        asked["unknown_agency"].id: "so-khoa-hoc-va-cong-nghe",
        asked["component_unclear"].id: "policy",
    }
    assert set(asked["unknown_agency"].values) >= {"so-khoa-hoc-va-cong-nghe"}
    answer = editor.post(page_of(row), {f"q-{key}": value for key, value in chosen.items()} | {"make": "1"})
    assert answer.status_code == 302
    assert not Plan.objects.filter(
        slug="quang-ngai-2026"
    ).exists()  # first it is shown what the decisions make of it
    row = read(row)
    assert row.decisions == chosen
    shown = main_text(editor.get(page_of(row)))
    assert "0 trên 3 chỗ chưa quyết định" in shown
    assert "cần xem" not in shown
    answer = editor.post(page_of(row), {f"q-{key}": value for key, value in chosen.items()} | {"make": "1"})
    assert answer["Location"] == "/plans/quang-ngai-2026/edit/"
    version = Plan.objects.get(slug="quang-ngai-2026").versions.get()
    assert (version.title, version.status) == ("KẾ HOẠCH TỪ TỆP", "draft")
    groups = content_of(version)["groups"]
    assert [(one["number"], one["title"], one["component"]) for one in groups] == [
        ("I", "Tuyên truyền, nâng cao nhận thức", "awareness"),
        ("II", "Các việc khác của tỉnh", "policy"),
    ]
    tasks = [task for group in groups for task in group["tasks"]]
    science = [{"text": "Sở Công nghệ và Khoa học", "agency": "so-khoa-hoc-va-cong-nghe"}]
    assert [(one["action"], one["lead"], one["budget"]["total"]) for one in tasks] == [
        (
            "Tổ chức hội thảo về sản xuất sạch hơn",
            [{"text": "Sở Công Thương", "agency": "so-cong-thuong"}],
            2040,
        ),
        ("Phát sóng phóng sự", science, 75),
        ("Rà soát cơ sở công nghiệp", science, 100),
    ]


def test_what_is_left_open_stays_empty_and_a_second_press_makes_no_second_plan(bring, editor):
    row = bring(workbook())
    plans = Plan.objects.count()
    first = editor.post(page_of(row), {"make": "1"})
    again = editor.post(page_of(row), {"make": "1"})
    assert first["Location"] == again["Location"] == editor.get(page_of(row))["Location"]
    assert Plan.objects.count() == plans + 1
    row.refresh_from_db()
    groups = content_of(row.plan.versions.get())["groups"]
    assert groups[0]["tasks"][0]["budget"]["total"] is None
    assert groups[0]["tasks"][1]["lead"] == [{"text": "Sở Công nghệ và Khoa học", "agency": None}]
    assert groups[1]["component"] is None


def test_nothing_is_written_before_the_last_step(bring, editor):
    before = Plan.objects.count()
    row = bring(workbook())
    key = questions(row)["ambiguous_number"].id
    editor.post(page_of(row), {f"q-{key}": "2.04"})
    read(row)
    assert (Plan.objects.count(), row.plan) == (before, None)


def test_groups_are_added_behind_those_of_a_draft(bring, editor):
    first = bring(workbook())
    editor.post(page_of(first), {"make": "1"})
    row = bring(workbook(), plan="quang-ngai-2026")
    assert "sau 2 nhóm đang có" in main_text(editor.get(page_of(row)))
    editor.post(page_of(row), {"make": "1"})
    groups = content_of(Plan.objects.get(slug="quang-ngai-2026").versions.get())["groups"]
    assert [one["key"] for one in groups] == ["I", "II", "I-2", "II-2"]
    assert groups[2]["tasks"][0]["key"] == "I-2/1"


def test_a_corrected_mapping_is_read_by_and_remembered_for_the_province(bring, editor, signed_in):
    row = bring(workbook())
    answer = editor.post(page_of(row) + "mapping/", {"bang-0-2": "coordinating", "bang-0-don-vi": "6"})
    assert answer.status_code == 302
    row = read(row)
    task = Result(row).plan["groups"][0]["tasks"][0]
    assert (task["lead"], task["coordinating"][0]["agency"]) == ([], "so-cong-thuong")
    next_year = bring(workbook())
    assert Result(next_year).plan["groups"][0]["tasks"][0]["lead"] == []
    assert "cổng đọc bảng này theo cách đó" in main_text(editor.get(page_of(next_year)))
    stranger = signed_in(Role.DEPARTMENT_EDITOR, "an-giang")
    assert Result(bring(workbook(), client=stranger)).plan["groups"][0]["tasks"][0]["lead"] != []


def test_a_bad_year_of_a_column_is_told_at_its_field(bring, editor):
    row = bring(workbook())
    answer = editor.post(page_of(row) + "mapping/", {"bang-0-4-nam": "năm nay"})
    assert answer.status_code == 422
    assert "Hãy ghi năm bằng bốn chữ số" in main_text(answer)


def test_an_agency_that_was_not_suggested_is_chosen_by_name_and_an_unknown_one_is_told(bring, editor):
    row = bring(workbook())
    name = f"q-{questions(row)['unknown_agency'].id}"
    answer = editor.post(page_of(row), {name: "?", f"{name}-ten": "Sở Không Có"})
    assert answer.status_code == 422
    assert "Danh bạ không có “Sở Không Có”" in main_text(answer)
    editor.post(page_of(row), {name: "?", f"{name}-ten": "Sở Tài chính"})
    row = read(row)
    assert Result(row).plan["groups"][0]["tasks"][1]["lead"][0]["agency"] == "so-tai-chinh"
    assert "Sở Tài chính" in main_text(editor.get(page_of(row)))


def test_totals_that_differ_are_told_with_both_figures_and_not_asked(bring, editor):
    row = bring(workbook([ROWS[0], ROWS[2], [None, "Tổng cộng", None, None, 80]]))
    assert "ambiguous_number" not in questions(row)
    shown = main_text(editor.get(page_of(row)))
    assert "Tổng in khác tổng tính" in shown
    assert "Ô in 80, tính được 75" in shown


def test_what_has_no_place_is_listed_with_its_cell(bring, editor):
    row = bring(workbook([*ROWS, [None] * 5, ["Ghi chú: số liệu dự kiến", None, None, None, None]]))
    assert "Phụ lục 1, A" in main_text(editor.get(page_of(row)))
    assert [one["text"] for one in Result(row).unplaced] == ["Ghi chú: số liệu dự kiến"]


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"%PDF-1.7 ...", "ke-hoach.xlsx", "thật ra là bản PDF"),
        (b"", "rong.xlsx", "Tệp này rỗng"),
        (b"<html><table></table></html>", "trang.xls", "trang web (HTML)"),
        (bytes(11 * 1024**2), "to.xlsx", "Tệp nặng 11 MB; tệp đưa vào không quá 10 MB."),
    ],
    ids=["pdf", "empty", "html", "large"],
)
def test_what_is_plainly_no_file_of_tables_is_told_at_the_field(editor, content, name, words):
    answer = editor.post(NEW, GIVEN | {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert words in main_text(answer)
    assert not AnnexImport.objects.exists()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"programme": ""}, "Hãy chọn chương trình."),
        ({"start": "1900"}, "Năm đầu phải từ 2000 đến 2060."),
        ({"end": "2025"}, "Năm cuối phải từ 2026 đến 2040."),
    ],
)
def test_what_a_new_plan_needs_is_asked_before_the_file_is_read(editor, given, words):
    answer = editor.post(NEW, GIVEN | {"file": SimpleUploadedFile("a.xlsx", workbook())} | given)
    assert answer.status_code == 422
    assert words in main_text(answer)


def test_a_file_that_the_child_refuses_can_be_replaced_or_read_again(bring, editor):
    row = bring(b"PK\x03\x04" + bytes(200))
    assert row.status == "refused"
    page = editor.get(page_of(row))
    assert page.status_code == 200
    assert row.message in main_text(page)
    assert editor.post(page_of(row) + "again/").status_code == 302
    assert read(row).status == "refused"
    editor.post(page_of(row) + "file/", {"file": SimpleUploadedFile("moi.xlsx", workbook())})
    row = read(row)
    assert (row.status, row.file_name) == ("read", "moi.xlsx")


def test_a_file_without_a_recognised_table_says_what_was_found_and_what_is_needed(bring):
    row = bring(workbook([["x", "y"]], ["Xin", "chào"]))
    assert row.status == "refused"
    assert "“Phụ lục 1” (3 hàng, 2 cột)" in row.message
    assert "Một bảng cần có hàng đầu bảng" in row.message


def test_a_file_is_for_the_department_of_its_province(bring, signed_in):
    row = bring(workbook())
    assert signed_in(Role.DEPARTMENT_APPROVER, "quang-ngai").get(page_of(row)).status_code == 200
    for stranger in (
        signed_in(Role.DEPARTMENT_EDITOR, "an-giang"),
        signed_in(Role.MINISTRY_OFFICIAL),
        signed_in(Role.FINANCE_APPRAISER, "quang-ngai"),
    ):
        for part in ("", "progress/"):
            assert stranger.get(page_of(row) + part).status_code == 404
        for part in ("", "mapping/", "again/", "file/", "discard/"):
            assert stranger.post(page_of(row) + part).status_code == 404
    assert signed_in(Role.FINANCE_APPRAISER, "quang-ngai").get(NEW).status_code == 403
    assert signed_in(Role.DEPARTMENT_EDITOR, "an-giang").get(NEW + "?plan=kon-tum-2013").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_ask_no_more_for_more(bring, editor, django_assert_num_queries, count):
    rows = [ROWS[0]] + [["1", f"Việc {n}", f"Sở Lạ {n}", "2026", "2.040"] for n in range(count)]
    for _ in range(count):
        row = bring(workbook(rows))
    editor.get(NEW)
    with django_assert_num_queries(10):
        editor.get(NEW)
    with django_assert_num_queries(13):
        editor.get(page_of(row))


def test_without_a_worker_the_page_says_that_the_file_waits(bring, editor):
    row = bring(workbook())
    rows = AnnexImport.objects.filter(pk=row.pk)
    told = []
    for attempts in (0, 1):
        rows.update(status="waiting", attempts=attempts)
        told.append(editor.get(page_of(row)).content.decode())

    assert "đang chờ bộ phận đọc tệp nhận việc" in told[0]
    assert "đang chờ bộ phận đọc tệp nhận việc" not in told[1]
    assert "Đang đọc tệp" in told[1]


def test_who_waits_too_long_is_rung_for_again_and_what_is_left_is_forgotten(bring, monkeypatch):
    waiting, old, kept = bring(workbook()), bring(workbook()), bring(workbook())
    rows = AnnexImport.objects
    rows.filter(pk=waiting.pk).update(status="waiting", asked_at=timezone.now() - timedelta(hours=1))
    rows.filter(pk=old.pk).update(asked_at=timezone.now() - timedelta(days=31))
    rung = []
    monkeypatch.setattr("portal.importing.sweeping.ring", lambda row: rung.append(row.pk))
    sweep_files()
    assert rung == [waiting.pk]
    assert set(rows.values_list("pk", flat=True)) == {waiting.pk, kept.pk}
    rows.filter(pk=waiting.pk).update(attempts=2)
    assert "bị dừng giữa chừng" in read(waiting).message


def test_a_draft_that_was_thrown_away_meanwhile_takes_nothing_and_says_so(bring, editor):
    first = bring(workbook())
    editor.post(page_of(first), {"make": "1"})
    row = bring(workbook(), plan="quang-ngai-2026")
    version = Plan.objects.get(slug="quang-ngai-2026").versions.get()
    discard_draft(version, by=row.user)
    assert editor.get(page_of(first))["Location"] == "/plans/quang-ngai-2026/"
    assert "không còn bản đang soạn" in main_text(editor.get(page_of(row)))
    answer = editor.post(page_of(row), {"make": "1"})
    assert answer.status_code == 422
    assert editor.post(page_of(row) + "discard/")["Location"] == NEW
    assert not AnnexImport.objects.filter(pk=row.pk).exists()


def test_suggested_agencies_are_named_as_those_of_the_province(bring):
    row, slug = bring(workbook(), "phu-luc.xlsx"), "so-khoa-hoc-va-cong-nghe"

    def suggested() -> str:
        return next(
            dict(one.options)[slug] for one in Result(row).asked if one.question.code == "unknown_agency"
        )

    before = suggested()
    others = Agency.objects.filter(slug=slug).exclude(province=row.province_id)
    assert others.update(name="Sở của tỉnh khác")
    assert suggested() == before
