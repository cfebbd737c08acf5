"""A file from the upload to the draft: what is asked, what is kept, what is written, and who may."""

import pytest

from plans.models import AnnexImport, Plan
from portal.importing.result import Result
from portal.plan_document.exporter import content_of
from tests.portal.importing.conftest import document, read, workbook
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
    assert "0 trên 3 chỗ chưa quyết định" in main_text(editor.get(page_of(row)))
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
