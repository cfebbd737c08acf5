"""Beginning a new plan: from nothing and from an earlier one, with every fault at its field."""

import pytest

from agencies.enums import Role
from core import clock
from plans.models import PlanVersion
from tests.portal.pages import links_of, main_text

pytestmark = pytest.mark.django_db
NEW = "/plans/new/"
GIVEN = {"begin": "empty", "programme": "889/QĐ-TTg", "start": "2026", "end": "2030", "title": ""}


@pytest.fixture(autouse=True)
def in_2026():
    with clock.standing_at("2026-02-01"):
        yield


@pytest.fixture
def editor(signed_in):
    return signed_in(Role.DEPARTMENT_EDITOR, "quang-ngai")


def test_a_plan_from_nothing_is_a_draft_of_ones_province_with_a_proposed_name(editor, signed_in):
    assert NEW in links_of(editor.get("/plans/"))
    assert NEW in links_of(editor.get("/"))
    assert "Trang trắng" in main_text(editor.get(NEW))
    answer = editor.post(NEW, GIVEN)
    assert answer.status_code == 302
    version = PlanVersion.objects.get(plan__slug="quang-ngai-2026")
    assert (version.status, version.period) == ("draft", "2026-2030")
    assert version.title == (
        "Kế hoạch hành động thực hiện Chương trình hành động quốc gia về sản xuất và tiêu dùng bền vững giai đoạn "
        "2021 - 2030 trên địa bàn tỉnh Quảng Ngãi, giai đoạn 2026-2030"
    )
    assert signed_in(Role.MINISTRY_OFFICIAL).get("/plans/quang-ngai-2026/").status_code == 404


def test_a_plan_carried_forward_takes_tasks_and_heirs_along_and_no_money(editor):
    """From a plan of a province that was merged into one's own."""
    assert "Kế hoạch 2013-2020 của tỉnh Kon Tum" in main_text(editor.get(NEW))
    assert editor.post(NEW, GIVEN | {"begin": "kon-tum-2013", "title": "KẾ HOẠCH MỚI"}).status_code == 302
    version = PlanVersion.objects.get(plan__slug="quang-ngai-2026")
    assert version.title == "KẾ HOẠCH MỚI"
    assert version.task_rows.count() == 13
    assert not version.budgetline_rows.exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"begin": ""}, "Hãy chọn cách bắt đầu."),
        ({"begin": "an-giang-2016"}, "Không có lựa chọn này"),
        ({"programme": ""}, "Hãy chọn chương trình."),
        ({"programme": "1419/QĐ-TTg"}, "Không có lựa chọn này"),  # over since 2020
        ({"start": "năm nay"}, "“năm nay” không phải là năm"),
        ({"start": "1900"}, "Năm đầu phải từ 2000 đến 2060."),
        ({"end": "2025"}, "Năm cuối phải từ 2026 đến 2040."),
        ({"title": "a\0b"}, "Nội dung có ký tự điều khiển không in được"),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_nothing_is_made(change, words, editor):
    answer = editor.post(NEW, GIVEN | change)
    assert answer.status_code == 422
    assert words in main_text(answer)
    assert not PlanVersion.objects.filter(plan__slug__startswith="quang-ngai").exists()


def test_a_second_plan_of_a_programme_for_the_same_years_is_made_only_on_purpose(editor):
    editor.post(NEW, GIVEN)
    answer = editor.post(NEW, GIVEN | {"start": "2028", "end": "2032"})
    assert answer.status_code == 422
    assert "đã có: Kế hoạch 2026-2030 của tỉnh Quảng Ngãi (đang soạn)" in main_text(answer)
    second = GIVEN | {"start": "2028", "end": "2032", "is_second": "on"}
    assert editor.post(NEW, second).status_code == 302
    periods = PlanVersion.objects.filter(plan__slug__startswith="quang-ngai").order_by("pk")
    assert [version.period for version in periods] == ["2026-2030", "2028-2032"]


def test_the_plan_of_the_years_after_is_no_second_one(editor):
    editor.post(NEW, GIVEN)
    assert editor.post(NEW, GIVEN | {"start": "2031", "end": "2035"}).status_code == 302


def test_only_the_department_begins_a_plan(signed_in):
    for role, province in ((Role.PROVINCIAL_VIEWER, "ha-tinh"), (Role.MINISTRY_OFFICIAL, None)):
        client = signed_in(role, province)
        assert NEW not in links_of(client.get("/plans/"))
        assert client.get(NEW).status_code == 403
        assert client.post(NEW, GIVEN).status_code == 403


@pytest.mark.parametrize("role", [Role.DEPARTMENT_EDITOR, Role.DEPARTMENT_APPROVER])
def test_the_desk_shows_what_is_on_its_way_with_its_age_and_what_to_do(role, editor, signed_in):
    editor.post(NEW, GIVEN)
    text = main_text(signed_in(role, "quang-ngai").get("/"))
    assert "Kế hoạch 2026-2030 của tỉnh Quảng Ngãi đang soạn từ hôm nay Soạn tiếp, gửi duyệt" in text
    assert "đang soạn từ hôm nay" not in main_text(signed_in(Role.DEPARTMENT_EDITOR, "ha-tinh").get("/"))
