"""The directory is kept by administrators: changing an agency, adding one, and writing from an old page."""

import pytest
from django.urls import reverse

from agencies.enums import AgencyKind, Role
from agencies.models import Agency, Province
from agencies.services import change_agency
from portal.reference import load_reference
from tests.agencies.conftest import agency
from tests.factories import AgencyFactory
from tests.portal.pages import links_of, main_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Agency:
    return AgencyFactory(province=Province.objects.get(slug="ha-tinh"), name="Sở Thử")


@pytest.fixture
def browser(signed_in):
    return signed_in(Role.PROVINCE_ADMIN, "ha-tinh")


def edit(of: Agency) -> str:
    return reverse("agency_edit", args=[of.public_id])


def typed(client, of: Agency, **changes) -> dict:
    """What a browser sends from the form as it is now, with these changes."""
    form = client.get(edit(of)).context["form"]
    seen = {name: form[name].value() for name in form.FIELDS}
    hidden = {f"initial-{name}": value for name, value in seen.items()}
    return seen | hidden | {"revision": form["revision"].value()} | changes


def test_an_agency_is_changed(browser, place):
    data = typed(browser, place, name="Sở Kinh tế", exists_from="10/2013", note="Mới", kind="board")
    answer = browser.post(edit(place), data, follow=True)
    place.refresh_from_db()

    assert "Đã ghi thay đổi." in main_text(answer)
    assert (place.name, place.exists_from, place.note, place.kind) == (
        "Sở Kinh tế",
        "2013-10",
        "Mới",
        "board",
    )
    assert browser.get("/agencies/?q=so kinh te").context["page"].paginator.count == 1
    assert browser.get(edit(place)).context["form"]["exists_from"].value() == "10/2013"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "a\u202eb"}, "name"),
        ({"kind": "ministry"}, "kind"),
        ({"kind": "khac"}, "kind"),
        ({"exists_to": "mai"}, "exists_to"),
        ({"exists_from": "2020", "exists_to": "2019"}, "exists_to"),
        ({"revision": ""}, "revision"),
    ],
    ids=ascii,
)
def test_what_cannot_be_is_told_at_its_field_and_stays_typed(changes, field, browser, place):
    answer = browser.post(edit(place), typed(browser, place, note="Đã gõ") | changes)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert "Đã gõ" in answer.content.decode()
    assert Agency.objects.get(pk=place.pk).revision == 1


def test_an_old_page_shows_both_values_keeps_what_was_typed_and_what_others_wrote(browser, place, person):
    other = person(Role.PORTAL_ADMIN)
    data = typed(browser, place, note="Ghi chú của tôi")
    change_agency(place, revision=1, by=other, note="Ghi chú của họ", short_name="ST")
    answer = browser.post(edit(place), data)

    assert answer.status_code == 409
    text = main_text(answer)
    assert f"{other.full_name} vừa ghi trước bạn" in text
    assert "Ghi chú Ghi chú của tôi Ghi chú của họ thay bằng của bạn" in text
    assert "Tên tắt để trống ST giữ như hiện đã ghi" in text
    assert Agency.objects.get(pk=place.pk).note == "Ghi chú của họ"

    form = answer.context["form"]
    again = {name: form[name].value() for name in (*form.FIELDS, "revision")}
    again |= {f"initial-{name}": form.data[f"initial-{name}"] for name in form.FIELDS}
    assert (again["note"], again["short_name"], again["initial-note"]) == (
        "Ghi chú của tôi",
        "ST",
        "Ghi chú của họ",
    )
    assert browser.post(edit(place), again).status_code == 302
    place.refresh_from_db()
    assert (place.note, place.short_name, place.revision) == ("Ghi chú của tôi", "ST", 3)


def test_two_who_change_different_fields_lose_nothing(browser, place, person):
    data = typed(browser, place, short_name="ST")
    change_agency(place, revision=1, by=person(Role.PORTAL_ADMIN), note="Của họ")
    form = browser.post(edit(place), data).context["form"]
    again = {name: form[name].value() for name in (*form.FIELDS, "revision")}
    again |= {f"initial-{name}": form.data[f"initial-{name}"] for name in form.FIELDS}
    browser.post(edit(place), again)
    place.refresh_from_db()

    assert (place.short_name, place.note) == ("ST", "Của họ")


@pytest.mark.parametrize(
    ("role", "home", "status"),
    [
        (Role.PORTAL_ADMIN, None, 200),
        (Role.PROVINCE_ADMIN, "ha-tinh", 200),
        (Role.DEPARTMENT_APPROVER, "ha-tinh", 403),
        (Role.MINISTRY_OFFICIAL, None, 403),
        (Role.PROVINCE_ADMIN, "kon-tum", 404),
    ],
)
def test_who_may_change_an_agency(role, home, status, signed_in, place):
    client = signed_in(role, home)
    assert client.get(edit(place)).status_code == status
    sent = {"name": "X", "kind": "board", "revision": "1"}
    assert client.post(edit(place), sent).status_code == (302 if status == 200 else status)
    shown = client.get(reverse("agency", args=[place.public_id]))
    assert (edit(place) in links_of(shown)) == (status == 200)


@pytest.mark.parametrize("kind", [AgencyKind.FACILITY, AgencyKind.CENTRE])
def test_an_agency_and_a_facility_are_added(kind, browser):
    page = browser.get(reverse("agency_new"))
    assert [value for value, _ in page.context["form"].fields["province"].choices] == ["ha-tinh"]
    for expected in ("nha-may-moi", "nha-may-moi-2"):
        data = {"province": "ha-tinh", "name": "Nhà máy Mới", "kind": kind.value}
        answer = browser.post(reverse("agency_new"), data, follow=True)
        assert "Đã thêm vào danh bạ." in main_text(answer)
        assert Agency.objects.get(slug=expected).province.slug == "ha-tinh"


def test_where_one_may_add(signed_in):
    def offered(role, home) -> set[str]:
        form = signed_in(role, home).get(reverse("agency_new")).context["form"]
        return {value for value, _ in form.fields["province"].choices}

    assert offered(Role.PROVINCE_ADMIN, "quang-ngai") == {"quang-ngai", "kon-tum"}
    assert {"trung-uong", "ha-tinh"} <= offered(Role.PORTAL_ADMIN, None)
    for role, home in ((Role.DEPARTMENT_EDITOR, "ha-tinh"), (Role.MINISTRY_OFFICIAL, None)):
        client = signed_in(role, home)
        assert client.get(reverse("agency_new")).status_code == 403
        assert client.post(reverse("agency_new"), {}).status_code == 403


def test_a_national_agency_is_added_by_the_portal_alone(signed_in, browser):
    data = {"province": "trung-uong", "name": "Cục Thử", "kind": "centre"}
    assert browser.post(reverse("agency_new"), data).status_code == 422
    assert signed_in(Role.PORTAL_ADMIN).post(reverse("agency_new"), data).status_code == 302
    assert Agency.objects.get(name="Cục Thử").province is None


def test_reference_data_renew_only_what_nobody_edited(person):
    edited, other = agency("ha-tinh"), agency("kon-tum")
    Agency.objects.filter(pk=other.pk).update(note="Lệch")
    change_agency(
        edited, revision=edited.revision, by=person(Role.PROVINCE_ADMIN, "ha-tinh"), note="Của tỉnh"
    )
    load_reference()

    assert Agency.objects.get(pk=edited.pk).note == "Của tỉnh"
    assert Agency.objects.get(pk=other.pk).note != "Lệch"
