"""The page of a plan's reporting days, moving one, and where a moved day is read."""

from datetime import date

import pytest
from django.test import Client

from agencies.enums import AgencyKind, Role
from agencies.models import Agency, Province
from core import clock
from plans.models import PlanVersion
from reporting.models import MovedDay
from reporting.services import move_day
from tests.factories import AgencyFactory, MembershipFactory
from tests.portal.pages import links_of, main_text

pytestmark = pytest.mark.django_db
PAGE = "/plans/lang-son-2016/days/"
WORDS = "trước ngày 20/12/2018 (ngày cuối: 19/12), dời từ 15/12: Bão lũ"
TYPED = {"year": "2018", "kind": "", "before": "20/12/2018", "reason": "Bão lũ"}


@pytest.fixture(autouse=True)
def in_november():
    with clock.standing_at("2018-11-20T09:00"):
        yield


@pytest.fixture
def editor(signed_in):
    return signed_in(Role.DEPARTMENT_EDITOR, "lang-son")


@pytest.fixture
def moved(editor) -> None:
    assert editor.post(PAGE, TYPED).status_code == 302


def test_a_day_is_moved_and_stands_beside_the_printed_one(editor):
    answer = editor.post(PAGE, TYPED, follow=True)
    text = main_text(answer)

    assert "Đã ghi ngày báo cáo." in text
    assert "2018 20/12/2018 đã dời 15/12/2018 Bão lũ" in text
    assert "2019 15/12/2019 15/12/2019" in text
    assert "2018 mọi đối tượng 20/12/2018 Bão lũ" in text


def test_the_printed_day_holds_again_and_both_decisions_stay(editor, moved):
    answer = editor.post(PAGE, TYPED | {"before": "", "is_withdrawn": "on", "reason": "Hết lũ"}, follow=True)
    text = main_text(answer)

    assert "2018 15/12/2018 15/12/2018" in text
    assert "2018 mọi đối tượng trở lại ngày in Hết lũ" in text
    assert MovedDay.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"before": "mai"}, "before"),
        ({"before": "1/1/2018"}, "before"),
        ({"reason": ""}, "reason"),
        ({"reason": "\0"}, "reason"),
        ({"year": "2030"}, "year"),
        ({"year": ""}, "year"),
        ({"kind": "department"}, "kind"),
    ],
    ids=ascii,
)
def test_what_cannot_be_is_told_at_its_field_and_stays_typed(changes, field, editor):
    answer = editor.post(PAGE, TYPED | changes)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert 'value="20/12/2018"' in answer.content.decode() or "before" in changes
    assert not MovedDay.objects.exists()


def test_only_the_department_is_offered_to_move_and_may(signed_in):
    for role, home in (
        (Role.AGENCY_REPORTER, "lang-son"),
        (Role.DEPARTMENT_EDITOR, "ha-tinh"),
        (Role.PORTAL_ADMIN, None),
    ):
        client = signed_in(role, home)
        assert client.get(PAGE).context["form"] is None
        assert client.post(PAGE, TYPED).status_code == 403
    assert signed_in(Role.DEPARTMENT_APPROVER, "lang-son").get(PAGE).context["form"] is not None


def test_a_draft_says_that_its_days_are_not_moved(draft, signed_in):
    PlanVersion.objects.get(pk=draft.pk).plan.__class__.objects.filter(pk=draft.plan_id).update(
        current_version=None
    )
    editor = signed_in(Role.DEPARTMENT_EDITOR, "ha-tinh")
    answer = editor.post("/plans/ha-tinh-2097/days/", TYPED | {"year": "2019"})

    assert editor.get("/plans/ha-tinh-2097/days/").context["form"] is None
    assert answer.status_code == 422


def test_a_plan_without_a_printed_day_says_so(signed_in, issue):
    issue(reporting=None)
    client = signed_in(Role.DEPARTMENT_EDITOR, "ha-tinh")
    page = client.get("/plans/ha-tinh-2099/days/")

    assert "Văn bản không in ngày báo cáo" in main_text(page)
    assert page.context["form"] is None


def test_everybody_whom_it_concerns_reads_the_moved_day(moved, signed_in):
    home = Province.objects.get(slug="lang-son")
    factory = AgencyFactory(province=home, kind=AgencyKind.FACILITY)
    facility = Client()
    facility.force_login(MembershipFactory(agency=factory, role=Role.FACILITY_REPORTER).user)
    for client, address in (
        (facility, "/"),
        (signed_in(Role.DEPARTMENT_APPROVER, "lang-son"), "/"),
        (signed_in(Role.PROVINCIAL_VIEWER, "lang-son"), "/"),
        (facility, "/plans/lang-son-2016/"),
        (signed_in(Role.DEPARTMENT_EDITOR, "ha-tinh"), "/plans/lang-son-2016/document/"),
    ):
        assert WORDS in main_text(client.get(address)), address
    assert PAGE in links_of(facility.get("/plans/lang-son-2016/document/"))


def test_an_agencys_page_and_home_tell_the_moved_day(signed_in, person):
    version = PlanVersion.objects.current().get(plan__slug="ninh-binh-2016")
    move_day(
        version,
        by=person(Role.DEPARTMENT_EDITOR, "ninh-binh"),
        year=2018,
        kind="",
        before="20/12/2018",
        is_withdrawn=False,
        reason="Bão lũ",
    )
    client = signed_in(Role.AGENCY_REPORTER, "ninh-binh")
    agency = Agency.objects.get(province__slug="ninh-binh", slug="so-tai-nguyen-va-moi-truong")

    assert WORDS in main_text(client.get("/"))
    assert WORDS in main_text(client.get(f"/agencies/{agency.public_id}/"))


def test_the_plans_history_tells_who_moved_a_day(editor, moved):
    text = main_text(editor.get("/plans/lang-son-2016/history/"))

    assert "Thêm ngày báo cáo đã dời năm 2018" in text
    assert "Trước ngày 20/12/2018" in text
    assert "Lý do Bão lũ" in text


def test_the_page_takes_as_many_queries_for_many_decisions_as_for_one(
    editor, moved, django_assert_num_queries
):
    for number in (1, 4):
        for day in range(MovedDay.objects.count(), number):
            assert editor.post(PAGE, TYPED | {"before": f"{20 + day}/12/2018"}).status_code == 302
        editor.get(PAGE)  # figures of issued versions are kept
        with django_assert_num_queries(18):
            page = editor.get(PAGE)
        assert len(page.context["decisions"]) == number
    assert page.context["decisions"][0].before == date(2018, 12, 23)
