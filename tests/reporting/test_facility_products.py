"""What a facility reports of its products: what is saved per unit, which figures are asked about again, by the services."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from agencies.enums import AgencyKind, Role
from agencies.models import Province
from core.editing import StaleWriteError
from reporting.enums import ObligorKind, ReportStatus
from reporting.models import ProductEntry, Report, ResourceEntry
from reporting.report_faults import DONE, EMPTY, product_faults, product_state
from reporting.savings import best_saving, doubts_of, saving_of
from reporting.services import digest_of, recall_report, start_report, submit_report
from reporting.services.products import GivenProduct, GivenResource, add_product, remove_product, save_product
from reporting.services.receipts import receipt_of
from reporting.services.reports import open_faults
from tests.factories import AgencyFactory, MembershipFactory, obligation_of, opened_year

OFFICER = {"officer_name": "Lê Văn B", "officer_title": "Giám đốc"}
BRICKS = {
    "product": "Gạch tuynen", "unit": "1.000 viên", "baseline_year": 2015, "baseline_output": Decimal(20_000),
    "output": Decimal(25_000), "solutions": "Tận dụng nhiệt lò nung", "solution_count": 1,
    "investment": Decimal(500_000_000), "saved_money": Decimal(120_000_000),
}  # fmt: skip


@pytest.fixture
def reporter(db):
    facility = AgencyFactory(province=Province.objects.get(slug="lang-son"), kind=AgencyKind.FACILITY)
    return MembershipFactory(agency=facility, role=Role.FACILITY_REPORTER).user


def owed(reporter, year=2018):
    return obligation_of(
        opened_year("lang-son-2016", year), reporter.membership.agency, kind=ObligorKind.FACILITY,
        before=date(year, 12, 15),
    )  # fmt: skip


@pytest.fixture
def draft(reporter):
    return start_report(owed(reporter), by=reporter)


def coal(baseline, current, unit="ton") -> dict[int, GivenResource]:
    return {1: GivenResource("coal", "", unit, baseline, current)}


def told(draft, reporter, resources=None, confirmed=(), **values) -> ProductEntry:
    """The first product with these figures."""
    row = draft.productentry_rows.get(position=0)
    given = GivenProduct(BRICKS | values, resources or coal(Decimal(2000), Decimal(2250)), confirmed)
    return save_product(row, given, revision=row.revision, by=reporter)


def product(base_output, output, baseline, current) -> tuple[ProductEntry, ResourceEntry]:
    figures = [None if one is None else Decimal(one) for one in (base_output, output, baseline, current)]
    return (
        ProductEntry(baseline_output=figures[0], output=figures[1]),
        ResourceEntry(resource="coal", unit="ton", baseline=figures[2], current=figures[3]),
    )


@pytest.mark.parametrize(
    ("figures", "percent"),
    [
        (("20000", "25000", "2000", "2250"), "10.00"),
        (("3", "3", "3", "2"), "33.33"),
        (("3", "3", "3", "2.0001"), "33.33"),
        (("1", "1", "1", "1.0001"), "-0.01"),  # more was used, if ever so little
        (("999999999999999.999", "999999999999999.998", "0.001", "0.001"), "-0.01"),
        (("1", "1", "5", "0"), "100.00"),
    ],
)
def test_savings_per_unit_are_computed_exactly_and_rounded_towards_less(figures, percent):
    assert saving_of(*product(*figures)).percent == Decimal(percent)


def test_amounts_per_unit_stand_beside_and_nothing_is_computed_of_what_is_unknown():
    saving = saving_of(*product("20000", "25000", "2000", "2250"))
    assert (saving.before, saving.now, saving.words) == (Decimal("0.100000"), Decimal("0.090000"), "10%")
    for figures in (
        (None, 1, 1, 1),
        (1, None, 1, 1),
        (1, 1, None, 1),
        (1, 1, 1, None),
        (0, 1, 1, 1),
        (1, 0, 1, 1),
        (1, 1, 0, 1),
    ):
        assert saving_of(*product(*figures)) is None


def test_a_report_of_a_facility_begins_with_a_product_and_is_not_sent_without_it(draft, reporter):
    row = draft.productentry_rows.get()
    assert product_state(row, 2018) == EMPTY
    assert {fault.place for fault in open_faults(draft) if fault.must} == {"product:0"}
    remove_product(row, by=reporter)
    assert next(fault.text for fault in open_faults(draft)).startswith("Chưa ghi sản phẩm nào")
    add_product(draft, by=reporter)
    row = told(draft, reporter)
    assert product_state(row, 2018) == DONE
    assert best_saving(row) == Decimal("10.00")
    assert not [fault for fault in open_faults(draft) if fault.must]


@pytest.mark.parametrize(
    ("values", "resources", "words"),
    [
        ({}, coal(Decimal(2000), Decimal(900)), "tiết kiệm 64% là cao khác thường"),
        ({}, coal(Decimal(2000), Decimal(3300)), "tăng 32% là cao khác thường"),
        ({}, coal(Decimal(2000), Decimal(2_250_000)), "có thể lẫn đơn vị tính"),
        ({"output": Decimal(0)}, None, "Sản lượng năm nay bằng 0"),
        ({}, coal(Decimal(0), Decimal(5)), "năm gốc bằng 0"),
    ],
)
def test_unusual_figures_wait_to_be_confirmed_and_are_asked_again_when_they_change(
    values, resources, words, draft, reporter
):
    row = told(draft, reporter, resources, **values)
    [doubt] = doubts_of(row)
    assert words in doubt.text
    assert [fault.field for fault in product_faults(row, 2018) if fault.must] == ["doubts"]
    row = told(draft, reporter, resources, confirmed=[doubt.key, "khác"], **values)
    assert row.confirmed == [doubt.key]
    assert product_state(row, 2018) == DONE
    other = told(draft, reporter, coal(Decimal(2000), Decimal(100)), confirmed=[doubt.key])
    assert other.confirmed == []


def test_a_unit_that_is_none_of_the_resource_is_refused_and_nobody_is_overwritten(draft, reporter, person):
    with pytest.raises(ValidationError):
        told(draft, reporter, coal(Decimal(1), Decimal(1), unit="kwh"))
    row = draft.productentry_rows.get()
    told(draft, reporter)
    with pytest.raises(StaleWriteError):
        save_product(row, GivenProduct(BRICKS), revision=row.revision, by=reporter)
    with pytest.raises(PermissionDenied):
        told(draft, person(Role.DEPARTMENT_EDITOR, "lang-son"))
    assert told(draft, reporter, {1: GivenResource("coal", "", "ton", None, None)}).resource_rows.count() == 0


def test_what_was_sent_is_held_counted_in_the_digest_and_copied(draft, reporter):
    row = told(draft, reporter)
    before = digest_of(draft)
    ResourceEntry.objects.update(current=2251)
    assert digest_of(draft) != before
    sent = submit_report(draft, by=reporter, link="https://testserver/", **OFFICER)
    assert receipt_of(sent).counts == (("Nội dung", "hiệu quả của 1 sản phẩm"),)
    for change in (
        lambda: ResourceEntry.objects.update(current=1),
        lambda: ProductEntry.objects.update(output=1),
        lambda: ResourceEntry.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    copy = recall_report(sent, by=reporter).productentry_rows.get()
    assert (copy.product, copy.revision, copy.resource_rows.get().current) == (row.product, 1, 2251)
    assert copy.resource_rows.get().pk != row.resource_rows.get().pk


def test_the_next_year_begins_with_the_baselines_alone(draft, reporter):
    told(draft, reporter)
    submit_report(draft, by=reporter, link="https://testserver/", **OFFICER)
    row = start_report(owed(reporter, 2019), by=reporter).productentry_rows.get()
    assert (row.product, row.baseline_year, row.baseline_output, row.output) == (
        "Gạch tuynen",
        2015,
        20_000,
        None,
    )
    assert (row.resource_rows.get().baseline, row.resource_rows.get().current) == (2000, None)
    assert draft.obligation.reports.get().status == ReportStatus.SUBMITTED


def test_a_facility_may_tell_that_nothing_came_up_beside_the_baselines_of_last_year(draft, reporter):
    told(draft, reporter)
    submit_report(draft, by=reporter, **OFFICER)
    anew = start_report(owed(reporter, 2019), by=reporter)
    assert anew.productentry_rows.get().resource_rows.exists()
    Report.objects.filter(pk=anew.pk).update(is_nil=True, nil_reason="Ngừng sản xuất")
    assert open_faults(anew) == []


def test_others_than_facilities_have_no_products(person):
    reporter = person(Role.AGENCY_REPORTER, "kon-tum")
    report = start_report(obligation_of(opened_year("kon-tum-2013"), reporter.membership.agency), by=reporter)
    assert not report.productentry_rows.exists()
    with pytest.raises(ValidationError):
        add_product(report, by=reporter)
