"""Changing an agency over the API: who may, and that nobody overwrites what she has not seen."""

import json

import pytest

from agencies.enums import AgencyKind, Role
from agencies.models import Agency, Province
from tests.factories import AgencyFactory, MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency() -> Agency:
    return AgencyFactory(province=Province.objects.get(slug="ha-tinh"), name="Sở Xây dựng thử", note="Cũ")


@pytest.fixture
def admin(api):
    return api(Role.PROVINCE_ADMIN, "ha-tinh")


def address(agency: Agency) -> str:
    return f"/api/v1/agencies/{agency.public_id}/"


def patch(client, agency: Agency, tag: str | None = '"1"', **values):
    headers = {} if tag is None else {"If-Match": tag}
    return client.patch(address(agency), values, headers=headers)


def test_what_was_read_is_changed_and_has_a_new_tag(admin, agency):
    read = admin.get(address(agency))
    assert read.headers["ETag"] == '"1"'

    answer = patch(admin, agency, read.headers["ETag"], note=" Mới ", exists_from="10/2013")
    agency.refresh_from_db()

    assert (answer.status_code, answer.headers["ETag"]) == (200, '"2"')
    assert (answer.json()["note"], answer.json()["exists_from"]) == ("Mới", "2013-10")
    assert (agency.note, agency.exists_from, agency.revision) == ("Mới", "2013-10", 2)
    assert agency.changed_by.memberships.get().role == Role.PROVINCE_ADMIN
    assert admin.get("/api/v1/agencies/", {"q": "so xay dung thu"}).json()["count"] == 1


def test_a_new_name_is_found(admin, agency):
    patch(admin, agency, name="Sở Kinh tế")

    assert admin.get("/api/v1/agencies/", {"q": "so kinh te"}).json()["count"] == 1


def test_without_a_tag_nothing_is_changed(admin, agency):
    answer = patch(admin, agency, None, note="Mới")

    assert answer.status_code == 428
    assert "If-Match" in answer.json()["detail"]
    assert Agency.objects.get(pk=agency.pk).note == "Cũ"


@pytest.mark.parametrize("tag", ['"1"', '"3"', "1", "*", '"x"', 'W/"1"', '"1-gzip"', '"99999999999999"'])
def test_a_tag_that_is_not_of_now_is_refused_with_both_values(tag, admin, agency):
    patch(admin, agency, note="Của họ")
    answer = patch(admin, agency, tag, note="Của tôi", name="Sở Xây dựng thử")

    assert (answer.status_code, answer.headers["ETag"]) == (412, '"2"')
    said = answer.json()
    assert said["differences"] == [{"field": "note", "mine": "Của tôi", "theirs": "Của họ"}]
    assert said["etag"] == '"2"'
    assert said["changed_by"]
    assert Agency.objects.get(pk=agency.pk).note == "Của họ"


@pytest.mark.parametrize("tag", ['"1"', 'W/"1"', '"1-gzip"'])
def test_a_tag_that_a_proxy_marked_is_read(tag, admin, agency):
    assert patch(admin, agency, tag, note="Mới").status_code == 200


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"name": ""}, "name", ""),
        ({"name": "x" * 301}, "name", "300"),
        ({"note": "a\u202eb"}, "note", "ký tự điều khiển"),
        ({"kind": "khac"}, "kind", ""),
        ({"kind": "ministry"}, "kind", "trung ương"),
        ({"exists_from": "mai"}, "exists_from", "không phải là năm"),
        ({"exists_from": "2020", "exists_to": "2019"}, "exists_to", "trước ngày bắt đầu"),
        ({"slug": "khac"}, "slug", "Không sửa được"),
        ({"province": "kon-tum"}, "province", "Không sửa được"),
    ],
    ids=str,
)
def test_a_value_that_cannot_be_is_told_at_its_field(values, field, words, admin, agency):
    answer = patch(admin, agency, **values)

    assert answer.status_code == 400
    assert list(answer.json()) == [field]
    assert words in json.dumps(answer.json(), ensure_ascii=False)
    assert Agency.objects.get(pk=agency.pk).revision == 1


def test_the_kind_stays_as_long_as_people_need_it(admin, agency):
    facility = AgencyFactory(province=agency.province, kind=AgencyKind.FACILITY)
    MembershipFactory(agency=facility, role=Role.FACILITY_REPORTER)

    assert "Cơ quan đang có người" in patch(admin, facility, kind="board").json()["kind"][0]


@pytest.mark.parametrize(
    ("role", "home", "status"),
    [
        (Role.PROVINCE_ADMIN, "ha-tinh", 200),
        (Role.PORTAL_ADMIN, None, 200),
        (Role.DEPARTMENT_EDITOR, "ha-tinh", 403),
        (Role.PROVINCIAL_VIEWER, "ha-tinh", 403),
        (Role.MINISTRY_OFFICIAL, None, 403),
        (Role.PROVINCE_ADMIN, "kon-tum", 404),
        (Role.DEPARTMENT_APPROVER, "kon-tum", 404),
    ],
)
def test_who_may_change_an_agency(role, home, status, api, agency):
    assert patch(api(role, home), agency, note="Mới").status_code == status


@pytest.mark.parametrize(
    ("home", "of", "status"), [("quang-ngai", "kon-tum", 200), ("kon-tum", "quang-ngai", 404)]
)
def test_a_province_changes_those_that_it_took_over_too(home, of, status, api):
    other = AgencyFactory(province=Province.objects.get(slug=of))
    assert patch(api(Role.PROVINCE_ADMIN, home), other, note="Mới").status_code == status


def test_national_agencies_are_the_portals(api):
    ministry = Agency.objects.get(province=None)
    assert patch(api(Role.PROVINCE_ADMIN, "ha-tinh"), ministry, note="Mới").status_code == 404
    assert patch(api(Role.PORTAL_ADMIN), ministry, f'"{ministry.revision}"', note="Mới").status_code == 200


def test_a_stranger_is_not_let_in(client, agency):
    answer = client.patch(address(agency), "{}", content_type="application/json")
    assert answer.status_code == 401
