"""The catalogue's pages: read by everybody, kept by the ministry; who uses what; the same as sheets."""

import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from agencies.enums import Role
from agencies.second_factor import give_second_factor
from core import clock
from plans.models import (
    CatalogueEntry,
    Indicator,
    NationalTarget,
    OutputKind,
    Programme,
    ProgrammeComponent,
    Target,
)
from plans.services import change_entry
from portal.catalogue.kinds import KINDS, entry_url
from portal.catalogue.uses import uses_of
from portal.reference import load_reference
from tasks.models import Output, Task
from tests.factories import TOTP_SECRET, UserFactory
from tests.portal.pages import links_of, main_text
from tests.walls.world import make_draft

pytestmark = pytest.mark.django_db
IN_2018 = date(2018, 11, 20)


@pytest.fixture
def ministry(signed_in):
    return signed_in(Role.MINISTRY_OFFICIAL)


@pytest.fixture
def indicator() -> Indicator:
    return Indicator.objects.get(code="savings_rate")


def edit(entry: CatalogueEntry) -> str:
    return entry_url(entry) + "edit/"


def typed(client, address: str, **changes) -> dict:
    """What a browser sends from the form as it is now, with these changes."""
    form = client.get(address).context["form"]
    seen = {name: form[name].value() for name in form.FIELDS}
    hidden = {f"initial-{name}": value for name, value in seen.items()}
    return seen | hidden | {"revision": form["revision"].value()} | changes


def listed(client, kind: str, query: str = "") -> dict:
    rows = client.get(f"/catalogue/{kind}/{query}").context["rows"]
    return {row.name: row for row in rows}


# Reading


@pytest.mark.parametrize(("role", "home"), [(Role.AGENCY_REPORTER, "ha-tinh"), (Role.PORTAL_ADMIN, None)])
def test_everybody_reads_the_catalogue_and_only_its_keepers_are_offered_changes(
    role, home, signed_in, indicator
):
    client, may_edit = signed_in(role, home), role == Role.PORTAL_ADMIN
    overview = client.get("/catalogue/")
    for kind in KINDS.values():
        assert f"/catalogue/{kind.slug}/" in links_of(overview)
        page = client.get(f"/catalogue/{kind.slug}/")
        assert len(page.context["rows"]) == kind.model.objects.count() > 0
        assert (f"/catalogue/{kind.slug}/new/" in links_of(page)) == may_edit
        assert client.get(page.context["rows"][0].url).status_code == 200
    shown = client.get(entry_url(indicator))
    assert (edit(indicator) in links_of(shown)) == may_edit
    assert ("Lịch sử" in main_text(shown)) == may_edit


def test_an_entry_tells_what_it_counts_since_when_from_where_and_for_whom(ministry, indicator):
    with clock.standing_at(IN_2018):
        text = main_text(ministry.get(entry_url(indicator)))

    for words in (
        indicator.numerator,
        indicator.denominator,
        indicator.description,
        indicator.source,
        "từ 07/09/2009",
    ):
        assert words in text
    assert "đang có hiệu lực" in text
    assert "Kế hoạch 2016-2020 của tỉnh An Giang" in text


def test_a_national_target_leads_to_its_programme_and_indicator(ministry, indicator):
    target = NationalTarget.objects.get(indicator=indicator, period_end=2020)
    page = ministry.get(entry_url(target))

    assert {entry_url(indicator), entry_url(target.programme)} <= set(links_of(page))
    assert "Tiết kiệm, 2016-2020" in main_text(page)
    assert "8-13%" in main_text(page)


@pytest.mark.parametrize(
    ("day", "state", "query"),
    [
        (date(2009, 1, 1), "chưa có hiệu lực", "?state=coming"),
        (IN_2018, "đang có hiệu lực", "?state=valid"),
        (date(2021, 1, 1), "đã hết hiệu lực", "?state=ended"),
    ],
)
def test_validity_is_that_of_the_business_day(day, state, query, ministry):
    with clock.standing_at(day):
        assert listed(ministry, "programmes")["1419/QĐ-TTg"].state == state
        assert "1419/QĐ-TTg" in listed(ministry, "programmes", query)
        others = {"?state=coming", "?state=valid", "?state=ended"} - {query}
        assert all("1419/QĐ-TTg" not in listed(ministry, "programmes", other) for other in others)


def test_lists_are_narrowed_by_programme_and_a_choice_that_cannot_be_is_told(ministry):
    assert set(listed(ministry, "components", "?programme=1419/QĐ-TTg")) == set(
        ProgrammeComponent.objects.values_list("name", flat=True)
    )
    page = ministry.get("/catalogue/components/?programme=889/QĐ-TTg")
    assert "Không có mục nào khớp" in main_text(page)
    page = ministry.get("/catalogue/components/?programme=x")
    assert "Không có lựa chọn này" in main_text(page)
    assert page.context["rows"]


def test_a_kind_or_an_entry_that_is_not_there_is_not_found(ministry, indicator):
    for address in (
        "/catalogue/laws/",
        "/catalogue/laws/new/",
        f"/catalogue/laws/{indicator.public_id}/",
        f"/catalogue/programmes/{indicator.public_id}/",
        f"/catalogue/programmes/{indicator.public_id}/edit/",
    ):
        assert ministry.get(address).status_code == 404


# Who uses it


def test_uses_are_those_of_the_plans_in_force(person, issue, indicator):
    """Counted once more here, plan by plan."""
    user = person(Role.MINISTRY_OFFICIAL)
    issue()
    programme = Programme.objects.get(number="1419/QĐ-TTg")
    assert set(uses_of(Programme, user)[programme.pk]) == set(
        programme.plans.values_list("current_version", flat=True)
    )
    for plan in programme.plans.all():
        version = plan.current_version_id
        assert (
            uses_of(Indicator, user)[indicator.pk][version]
            == Target.objects.filter(version=version, indicator=indicator).count()
        )
        kind = OutputKind.objects.get(code="training_course")
        tasks = {output.task_id for output in Output.objects.filter(version=version, kind=kind)}
        assert uses_of(OutputKind, user)[kind.pk][version] == len(tasks)
    component = programme.components.get(code="technical")
    used = uses_of(ProgrammeComponent, user)[component.pk]
    for plan in programme.plans.all():
        tasks = Task.objects.filter(version=plan.current_version, group__component="technical").count()
        items = sum(
            section.items.count()
            for section in plan.current_version.section_rows.filter(reportable=True, component="technical")
        )
        assert used[plan.current_version_id] == tasks + items
    assert {plan.slug for plan in programme.plans.all() if used[plan.current_version_id]} >= {"lang-son-2016"}


def test_a_national_target_is_used_by_targets_of_its_period(person):
    national = NationalTarget.objects.get(indicator__code="application_rate", period_end=2015)
    used = uses_of(NationalTarget, person(Role.MINISTRY_OFFICIAL))[national.pk]
    plans = {Target.objects.filter(version=version).first().version.plan.slug for version in used}

    assert plans == {"ha-tinh-2011", "kon-tum-2013"}


def test_what_a_draft_uses_is_not_counted_even_in_its_province(person):
    editor = person(Role.DEPARTMENT_EDITOR, "ha-tinh")
    before = {kind.slug: uses_of(kind.model, editor) for kind in KINDS.values()}
    make_draft("ha-tinh", "nhap")

    assert {kind.slug: uses_of(kind.model, editor) for kind in KINDS.values()} == before


@pytest.mark.parametrize(
    ("kind", "queries"),
    [
        ("programmes", 11),
        ("components", 14),
        ("indicators", 11),
        ("output-kinds", 12),
        ("national-targets", 13),
    ],
)
def test_a_list_takes_as_many_queries_for_three_entries_as_for_one(
    kind, queries, ministry, django_assert_num_queries
):
    model = KINDS[kind].model
    for number in (1, 3):
        shown = [row.pk for row in model.objects.all()[:number]]
        model.objects.update(valid_from=None, valid_to="2000-01-01")
        model.objects.filter(pk__in=shown).update(valid_to=None)
        with django_assert_num_queries(queries):
            page = ministry.get(f"/catalogue/{kind}/?state=valid")
        assert len(page.context["rows"]) == len(shown)


def test_an_entry_takes_as_many_queries_for_many_plans_as_for_few(ministry, django_assert_num_queries):
    for code, plans in (("application_rate", 5), ("commitment_rate", 1)):
        entry = Indicator.objects.get(code=code)
        with django_assert_num_queries(14):
            page = ministry.get(entry_url(entry))
        assert len(page.context["sheet"].uses) == plans


# Sheets


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_is_downloaded_as_it_is_shown(kind, ministry):
    rows = list(listed(ministry, kind).values())
    answer = ministry.get(f"/catalogue/{kind}/?download=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(number for number, row in enumerate(cells) if "Nguồn" in row)
    body = [dict(zip(cells[head], row, strict=True)) for row in cells[head + 1 : head + 1 + len(rows)]]

    assert [next(iter(row.values())) for row in body] == [row.name for row in rows]
    assert [row["Tình trạng"] for row in body] == [row.state for row in rows]
    assert [row["Kế hoạch dùng"] for row in body] == [row.plans for row in rows]
    assert [row["Nguồn"] for row in body] == [row.entry.source for row in rows]
    begins = [row["Có hiệu lực từ"] for row in body]
    assert [day and day.date() for day in begins] == [row.entry.valid_from for row in rows]


# Changing


def test_an_entry_is_changed_and_its_history_tells_by_whom(ministry, indicator):
    data = typed(ministry, edit(indicator), short_name="Mức tiết kiệm", valid_to="31/12/2030")
    answer = ministry.post(edit(indicator), data, follow=True)
    text = main_text(answer)

    assert "Đã ghi thay đổi." in text
    assert "Tên ngắn Tiết kiệm thành Mức tiết kiệm" in text
    assert "Có hiệu lực đến hết để trống thành 31/12/2030" in text
    indicator.refresh_from_db()
    assert (indicator.short_name, indicator.valid_to) == ("Mức tiết kiệm", date(2030, 12, 31))


def test_what_is_used_says_at_its_field_why_it_stays(ministry, indicator):
    page = ministry.get(edit(indicator))
    assert "Đơn vị không đổi được nữa vì đã có kế hoạch hoặc mục khác dùng" in main_text(page)
    answer = ministry.post(edit(indicator), typed(ministry, edit(indicator), unit="điểm", name="Đã gõ"))

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["unit"]
    assert "Đã gõ" in answer.content.decode()
    assert Indicator.objects.get(pk=indicator.pk).revision == 1


def test_an_old_page_shows_both_values(ministry, indicator, person):
    other = person(Role.PORTAL_ADMIN)
    data = typed(ministry, edit(indicator), valid_to="31/12/2030")
    change_entry(indicator, revision=1, by=other, valid_to="30/06/2029", short_name="Của họ")
    answer = ministry.post(edit(indicator), data)

    assert answer.status_code == 409
    text = main_text(answer)
    assert f"{other.full_name} vừa ghi trước bạn" in text
    assert "Có hiệu lực đến hết 31/12/2030 30/06/2029 thay bằng của bạn" in text
    assert "Tên ngắn Tiết kiệm Của họ giữ như hiện đã ghi" in text


def test_the_validity_of_an_entry_is_ended_and_the_entry_stays(ministry, indicator):
    address = entry_url(indicator) + "end/"
    for wrong, words in (
        ("", "Hãy nhập ngày cuối cùng"),
        ("mai", "không phải là ngày"),
        ("1/1/2000", "ở trước"),
    ):
        answer = ministry.post(address, typed(ministry, address, valid_to=wrong))
        assert answer.status_code == 422
        assert words in main_text(answer)
    answer = ministry.post(address, typed(ministry, address, valid_to="30/6/2019"), follow=True)

    assert "Đã ghi ngày kết thúc hiệu lực." in main_text(answer)
    with clock.standing_at("2019-07-01"):
        assert "đã hết hiệu lực" in main_text(ministry.get(entry_url(indicator)))
        assert "Kế hoạch 2016-2020 của tỉnh An Giang" in main_text(ministry.get(entry_url(indicator)))
    load_reference()
    indicator.refresh_from_db()
    assert indicator.valid_to == date(2019, 6, 30)


NEW = {
    "programmes": {
        "number": "1/QĐ-TTg",
        "title": "Chương trình mới",
        "issuer": "Thủ tướng Chính phủ",
        "issued_on": "05/01/2026",
        "period_start": "2026",
        "period_end": "2035",
    },
    "components": {"code": "network", "name": "Mạng lưới của chương trình"},
    "indicators": {"code": "water", "name": "Nước", "short_name": "Nước", "unit": "%"},
    "output-kinds": {"code": "app", "name": "Ứng dụng", "unit": "ứng dụng"},
    "national-targets": {"period_start": "2026", "period_end": "2030", "minimum": "5", "maximum": "7,5"},
}


@pytest.mark.parametrize("kind", KINDS)
def test_an_entry_is_added(kind, ministry, indicator):
    address = f"/catalogue/{kind}/new/"
    with clock.standing_at("2026-03-01"):
        chosen = {
            "programme": str(Programme.objects.get(number="889/QĐ-TTg").public_id),
            "indicator": str(indicator.public_id),
        }
        form = ministry.get(address).context["form"]
        given = {name: value for name, value in chosen.items() if name in form.fields}
        data = NEW[kind] | given
        refused = ministry.post(address, data)
        assert refused.status_code == 422
        assert list(refused.context["form"].errors) == ["source"]
        answer = ministry.post(address, data | {"source": "Công báo"}, follow=True)

    assert "Đã thêm vào danh mục." in main_text(answer)
    assert KINDS[kind].model.objects.filter(source="Công báo").count() == 1
    assert ministry.post(address, data | {"source": "Lần nữa"}).status_code == 422, "such a one is there"


def test_a_new_entry_belongs_to_a_programme_that_has_not_ended(ministry):
    def offered(day) -> set[str]:
        with clock.standing_at(day):
            form = ministry.get("/catalogue/national-targets/new/").context["form"]
        return {label.partition(":")[0] for value, label in form.fields["programme"].choices if value}

    assert offered("2018-11-20") == {"1419/QĐ-TTg", "889/QĐ-TTg"}
    assert offered("2021-01-01") == {"889/QĐ-TTg"}
    answer = ministry.post("/catalogue/national-targets/new/", NEW["national-targets"] | {"programme": "x"})
    assert set(answer.context["form"].errors) == {"programme"}


@pytest.mark.parametrize(
    ("role", "home"), [(Role.DEPARTMENT_APPROVER, "ha-tinh"), (Role.PROVINCE_ADMIN, "ha-tinh")]
)
def test_others_change_nothing(role, home, signed_in, indicator):
    client = signed_in(role, home)
    for address in (
        edit(indicator),
        entry_url(indicator) + "end/",
        reverse("catalogue_new", args=["indicators"]),
    ):
        assert client.get(address).status_code == 403
        assert client.post(address, {"revision": "1", "name": "X"}).status_code == 403


def test_a_superuser_keeps_it_too(client, indicator):
    root = UserFactory(is_superuser=True)
    give_second_factor(root, TOTP_SECRET)
    client.force_login(root)
    answer = client.post(edit(indicator), typed(client, edit(indicator), short_name="Gọn"))

    assert answer.status_code == 302
