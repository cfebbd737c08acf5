"""The catalogue: validity, what the ministry may change in it, and what keeps its meaning once it is used."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from psycopg.errors import InsufficientPrivilege, RestrictViolation

from agencies.access import scope_of
from agencies.enums import Role
from core.editing import StaleWriteError
from core.scope import MINISTRY, Scope, scoped
from plans.enums import Component
from plans.models import (
    CatalogueEntry,
    Indicator,
    NationalTarget,
    OutputKind,
    Plan,
    Programme,
    ProgrammeComponent,
)
from plans.services import add_entry, change_entry, fixed_fields
from tests.walls.world import make_draft

pytestmark = pytest.mark.django_db

INDICATOR = {
    "code": "water_rate",
    "name": "Mức tiết kiệm nước",
    "short_name": "Tiết kiệm nước",
    "unit": "%",
    "source": "Thông tư mới",
}
VALUES = {
    Programme: {
        "number": "1/QĐ-TTg",
        "title": "Chương trình mới",
        "issuer": "Thủ tướng Chính phủ",
        "issued_on": "5/1/2026",
        "period_start": "2026",
        "period_end": "2035",
        "source": "Công báo",
    },
    Indicator: INDICATOR,
    OutputKind: {"code": "app", "name": "Ứng dụng", "unit": "ứng dụng", "source": "Bộ Công Thương"},
}


@pytest.fixture
def ministry(person):
    return person(Role.MINISTRY_OFFICIAL)


@pytest.fixture
def indicator(ministry) -> Indicator:
    """One that nothing uses."""
    return add_entry(Indicator, by=ministry, **INDICATOR)


def edit(entry: CatalogueEntry, by, **values) -> None:
    change_entry(entry, revision=entry.revision, by=by, **values)


def faults(error: pytest.ExceptionInfo) -> dict[str, str]:
    return {name: " ".join(messages) for name, messages in error.value.message_dict.items()}


# Validity


@pytest.mark.parametrize(
    ("day", "is_valid"),
    [
        (date(2009, 9, 6), False),
        (date(2009, 9, 7), True),
        (date(2020, 12, 31), True),
        (date(2021, 1, 1), False),
    ],
)
def test_an_entry_holds_from_its_first_to_its_last_day(day, is_valid):
    programme = Programme.objects.get(number="1419/QĐ-TTg")

    assert (programme in Programme.objects.valid_on(day)) == is_valid
    assert (programme.has_begun_by(day) and not programme.has_ended_by(day)) == is_valid
    assert (programme in Programme.objects.ended_before(day)) == (day.year == 2021)
    assert (programme in Programme.objects.coming_on(day)) == (day == date(2009, 9, 6))
    assert (programme in Programme.objects.not_ended_by(day)) == (day.year != 2021)


def test_open_ends_hold_for_good():
    kind = OutputKind.objects.get(code="conference")

    assert kind in OutputKind.objects.valid_on(date(1990, 1, 1))
    assert kind in OutputKind.objects.valid_on(date(2090, 1, 1))
    assert (kind.validity_words, Programme.objects.get(number="1419/QĐ-TTg").validity_words) == (
        "không giới hạn",
        "từ 07/09/2009 đến hết 31/12/2020",
    )


def test_the_database_refuses_an_end_before_the_beginning():
    with pytest.raises(IntegrityError), transaction.atomic():
        Indicator.objects.filter(code="savings_rate").update(valid_to="2000-01-01")


# Adding and changing


@pytest.mark.parametrize("kind", VALUES, ids=lambda kind: kind.__name__)
def test_an_entry_is_added_by_the_ministrys_role_and_says_by_whom(kind, ministry):
    with scoped(scope_of(ministry)):
        entry = add_entry(kind, by=ministry, **VALUES[kind])
    entry.refresh_from_db()

    assert (entry.changed_by, entry.revision, entry.is_reference) == (ministry, 1, False)
    assert entry.source == VALUES[kind]["source"]
    assert kind.objects.last() == entry, "at the end of its kind"


def test_dates_years_and_numbers_are_read_as_people_write_them(ministry):
    programme = add_entry(Programme, by=ministry, **VALUES[Programme])
    target = add_entry(
        NationalTarget,
        by=ministry,
        programme=programme,
        indicator=Indicator.objects.get(code="savings_rate"),
        period_start="2026",
        period_end=" 2030 ",
        minimum="8,5",
        maximum="13",
        population="cơ sở áp dụng",
        valid_from="ngày 05 tháng 01 năm 2026",
        source="Công báo",
    )
    target.refresh_from_db()

    assert (programme.issued_on, programme.period_end) == (date(2026, 1, 5), 2035)
    assert (target.minimum, target.maximum, target.period_end) == (Decimal("8.5"), 13, 2030)
    assert (target.unit, target.valid_from) == ("%", date(2026, 1, 5))


def test_a_component_is_worded_by_its_programme(ministry):
    programme = Programme.objects.get(number="889/QĐ-TTg")
    component = add_entry(
        ProgrammeComponent,
        by=ministry,
        programme=programme,
        code=Component.TECHNICAL,
        name="Hỗ trợ doanh nghiệp",
        source="Quyết định 889",
    )

    assert list(programme.components.all()) == [component]
    with pytest.raises(ValidationError) as error:
        add_entry(
            ProgrammeComponent,
            by=ministry,
            programme=programme,
            code=Component.TECHNICAL,
            name="Lần nữa",
            source="x",
        )
    assert faults(error) == {"code": "Chương trình đã có hợp phần này; hãy sửa mục đã có."}


@pytest.mark.parametrize(
    ("kind", "changes", "field", "words"),
    [
        (Indicator, {"name": " "}, "name", "Hãy nhập tên."),
        (Indicator, {"source": ""}, "source", "Hãy nhập nguồn."),
        (Indicator, {"unit": "x" * 51}, "unit", "không quá 50 ký tự"),
        (Indicator, {"name": "a\u202eb"}, "name", "ký tự điều khiển"),
        (Indicator, {"code": "Tỷ lệ"}, "code", "chữ thường không dấu"),
        (Indicator, {"code": "savings_rate"}, "code", "đã có chỉ tiêu mang mã này"),
        (Indicator, {"valid_from": "31/02/2020"}, "valid_from", "không có trong lịch"),
        (Indicator, {"valid_from": "1/1/2020", "valid_to": "1/1/2019"}, "valid_to", "ở trước ngày bắt đầu"),
        (Programme, {"number": "889/QĐ-TTg"}, "number", "đã có chương trình"),
        (Programme, {"issued_on": ""}, "issued_on", "Hãy nhập ngày ban hành."),
        (Programme, {"period_start": "26"}, "period_start", "bốn chữ số"),
        (Programme, {"period_start": "2500"}, "period_start", "bốn chữ số"),
        (Programme, {"period_end": "2020"}, "period_end", "Năm cuối ở trước năm đầu"),
    ],
    ids=ascii,
)
def test_what_cannot_be_is_told_at_its_field(kind, changes, field, words, ministry):
    with pytest.raises(ValidationError) as error:
        add_entry(kind, by=ministry, **VALUES[kind] | changes)

    assert list(faults(error)) == [field]
    assert words in faults(error)[field]


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"minimum": ""}, "minimum", "Hãy nhập giá trị từ."),
        ({"minimum": "2.000"}, "minimum", "có thể là 2 hoặc 2.000"),
        ({"minimum": "nhiều"}, "minimum", "không phải là một số"),
        ({"minimum": "-"}, "minimum", "Hãy nhập một con số."),
        ({"maximum": "-5"}, "maximum", "số không âm"),
        ({"maximum": "13,0001"}, "maximum", "ba chữ số thập phân"),
        ({"maximum": "7"}, "maximum", "nhỏ hơn"),
        ({"minimum": "90"}, "minimum", "nhỏ hơn"),
    ],
    ids=ascii,
)
def test_values_of_a_national_target(changes, field, words, ministry):
    target = NationalTarget.objects.get(indicator__code="savings_rate", period_end=2020)
    with pytest.raises(ValidationError) as error:
        edit(target, ministry, **changes)

    assert list(faults(error)) == [field]
    assert words in faults(error)[field]


def test_who_does_not_keep_the_catalogue_changes_nothing(person, indicator):
    for role, home in (
        (Role.DEPARTMENT_APPROVER, "ha-tinh"),
        (Role.PROVINCE_ADMIN, "ha-tinh"),
        (Role.AGENCY_REPORTER, "ha-tinh"),
    ):
        with pytest.raises(PermissionDenied):
            edit(indicator, person(role, home), name="X")
        with pytest.raises(PermissionDenied):
            add_entry(Indicator, by=person(role, home), **INDICATOR | {"code": "x"})


def test_an_old_page_overwrites_nothing(indicator, ministry, person):
    edit(indicator, person(Role.PORTAL_ADMIN), name="Của quản trị")
    with pytest.raises(StaleWriteError):
        change_entry(indicator, revision=1, by=ministry, name="Của Bộ")

    assert Indicator.objects.get(pk=indicator.pk).name == "Của quản trị"


# What is used keeps its meaning


def test_code_and_unit_change_only_until_something_uses_the_entry(indicator, ministry):
    edit(indicator, ministry, code="water_saving_rate", unit="m3")
    assert fixed_fields(indicator) == {}
    add_entry(
        NationalTarget,
        by=ministry,
        programme=Programme.objects.get(number="889/QĐ-TTg"),
        indicator=indicator,
        period_start="2026",
        period_end="2030",
        minimum="5",
        maximum="5",
        source="x",
    )
    for change in ({"code": "x"}, {"unit": "%"}):
        with pytest.raises(ValidationError) as error:
            edit(indicator, ministry, **change)
        [message] = faults(error).values()
        assert "không đổi được nữa vì đã có kế hoạch hoặc mục khác dùng" in message
        assert "kết thúc hiệu lực" in message

    edit(indicator, ministry, name="Tên rõ hơn", unit="m3", valid_to="31/12/2030")
    indicator.refresh_from_db()
    assert (indicator.name, indicator.valid_to, indicator.code) == (
        "Tên rõ hơn",
        date(2030, 12, 31),
        "water_saving_rate",
    )


@pytest.mark.parametrize(
    ("kind", "code", "fields"),
    [
        (Programme, "1419/QĐ-TTg", {"number"}),
        (Indicator, "application_rate", {"code", "unit"}),
        (OutputKind, "training_course", {"code", "unit"}),
    ],
)
def test_what_is_fixed_in_entries_that_plans_use(kind, code, fields):
    entry = kind.objects.get(**{"number" if kind is Programme else "code": code})

    assert set(fixed_fields(entry)) == fields


def test_what_no_plan_uses_keeps_the_code_under_which_reference_data_would_bring_it_back(ministry):
    entry = next(kind for kind in OutputKind.objects.all() if not kind.is_referred_to())
    edit(entry, ministry, unit="đợt")
    with pytest.raises(ValidationError) as error:
        edit(entry, ministry, code="khac")

    assert "do dữ liệu tham chiếu của cổng đặt" in faults(error)["code"]


def test_a_draft_that_the_ministry_does_not_see_uses_an_entry_too(indicator, ministry):
    target = make_draft("ha-tinh", "nhap").target_rows.first()
    type(target).objects.filter(pk=target.pk).update(indicator=indicator)
    with scoped(scope_of(ministry)):
        assert not type(target).objects.filter(indicator=indicator).exists()
        with pytest.raises(ValidationError):
            edit(indicator, ministry, unit="m3")
        assert not Plan.objects.filter(slug="ha-tinh-2097").exists(), "the look beyond ends with the function"


def test_the_database_itself_keeps_the_meaning_of_what_is_used(indicator):
    for used, change in (
        (Programme.objects.filter(number="1419/QĐ-TTg"), {"number": "1/QĐ-TTg"}),
        (Indicator.objects.filter(code="application_rate"), {"unit": "cơ sở"}),
        (OutputKind.objects.filter(code="training_course"), {"code": "lop"}),
    ):
        with pytest.raises(IntegrityError) as refusal, transaction.atomic():
            used.update(**change)
        assert isinstance(refusal.value.__cause__, RestrictViolation)
    assert Indicator.objects.filter(pk=indicator.pk).update(unit="m3") == 1


def test_the_look_beyond_one_s_rows_is_for_the_catalogue_alone():
    sql = "SELECT plans_is_referred_to('agencies_user'::regclass, 1)"
    with scoped(Scope(MINISTRY)), pytest.raises(DatabaseError) as refusal, transaction.atomic():
        Programme.objects.raw(sql)[0]
    assert isinstance(refusal.value.__cause__, InsufficientPrivilege)
