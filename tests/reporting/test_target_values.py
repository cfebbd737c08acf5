"""What the department counts for the plan's targets: how figures are read against them, who writes them, and when."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from agencies.enums import Role
from core.clock import now
from core.editing import StaleWriteError
from core.scope import MINISTRY, Scope, scoped
from plans.models import Target
from reporting.enums import ObligationBasis, ReportStatus, TargetOutcome
from reporting.models import TargetValue
from reporting.services.target_values import save_target_value
from reporting.targets import outcome_of, percent_of, understood_words
from tests.factories import obligation_of, opened_year, report_of


@pytest.fixture
def year(db):
    return opened_year("kon-tum-2013")


@pytest.fixture
def target(year):
    """90 % of facilities, by 2020."""
    return year.version.target_rows.get(objective__key="2016-2020/1", indicator__code="outreach_rate")


def lock(year, by):
    year.locked_at, year.locked_by, year.lock_reason = now(), by, "Đã tổng hợp"
    year.save()


def test_a_percentage_is_rounded_down_and_compared_as_a_fraction(target):
    assert percent_of(Decimal(249), Decimal(500)) == Decimal("49.80")
    assert percent_of(Decimal("89.9999"), Decimal(100)) == Decimal("89.99")
    assert outcome_of(target, Decimal("89.9999"), Decimal(100)) == TargetOutcome.MISSED
    assert outcome_of(target, Decimal(9), Decimal(10)) == TargetOutcome.REACHED
    assert outcome_of(target, Decimal(0), Decimal(10)) == TargetOutcome.MISSED  # zero is known
    assert (
        outcome_of(target, None, Decimal(10)) == outcome_of(target, Decimal(1), None) == TargetOutcome.UNKNOWN
    )
    assert understood_words(target, Decimal(1249), Decimal(2500)) == "1.249 trên 2.500 là 49,96%"
    assert understood_words(target, Decimal(5), None) == "5 trên chưa rõ"


def test_a_range_is_reached_from_its_lower_end_and_what_has_no_figure_is_not_compared(target):
    savings = target.version.target_rows.get(objective__key="2016-2020/2", indicator__code="savings_rate")
    assert outcome_of(savings, Decimal(8), Decimal(100)) == TargetOutcome.REACHED
    assert outcome_of(savings, Decimal("7.99"), Decimal(100)) == TargetOutcome.MISSED
    open_one = Target.objects.get(version__plan__slug="ha-tinh-2011", indicator__code="department_staff_rate")
    assert outcome_of(open_one, Decimal(1), Decimal(1)) == TargetOutcome.NO_FIGURE
    models = Target(indicator=target.indicator, minimum=20, maximum=30, unit="mô hình")
    assert outcome_of(models, Decimal(19), None) == TargetOutcome.MISSED
    assert understood_words(models, Decimal(22), None) == "22 mô hình"


def test_the_department_writes_figures_and_is_not_overwritten(year, target, person):
    editor = person(Role.DEPARTMENT_EDITOR, "kon-tum")
    row = save_target_value(year, target, revision=0, by=editor, numerator=Decimal(12), source="Điều tra")
    assert (row.numerator, row.denominator, row.revision, row.changed_by) == (12, None, 1, editor)
    save_target_value(year, target, revision=1, by=editor, denominator=Decimal(40))
    for revision in (0, 1):
        with pytest.raises(StaleWriteError):
            save_target_value(year, target, revision=revision, by=editor, numerator=Decimal(13))
    row.refresh_from_db()
    assert (row.numerator, row.denominator, row.revision) == (12, 40, 2)


def test_figures_that_cannot_be_are_refused_at_their_field(year, target, person):
    editor = person(Role.DEPARTMENT_EDITOR, "kon-tum")
    for given, field in (
        ({"numerator": Decimal(5), "denominator": Decimal(4)}, "numerator"),
        ({"denominator": Decimal(0)}, "denominator"),
        ({"numerator": Decimal("0.0001")}, "numerator"),
    ):
        with pytest.raises(ValidationError) as refusal:
            save_target_value(year, target, revision=0, by=editor, **given)
        assert list(refusal.value.message_dict) == [field]
    assert not TargetValue.objects.exists()


def test_others_do_not_write_and_a_locked_year_says_why(year, target, person):
    for stranger in (person(Role.PROVINCIAL_VIEWER, "kon-tum"), person(Role.DEPARTMENT_EDITOR, "ha-tinh")):
        with pytest.raises(PermissionDenied):
            save_target_value(year, target, revision=0, by=stranger, numerator=Decimal(1))
    editor = person(Role.DEPARTMENT_EDITOR, "kon-tum")
    foreign = Target.objects.filter(version__plan__slug="ha-tinh-2011").first()
    with pytest.raises(ValidationError):
        save_target_value(year, foreign, revision=0, by=editor, numerator=Decimal(1))
    row = save_target_value(year, target, revision=0, by=editor, numerator=Decimal(1))
    lock(year, editor)
    with pytest.raises(ValidationError, match="Đã tổng hợp"):
        save_target_value(year, target, revision=1, by=editor, numerator=Decimal(2))
    with pytest.raises(DatabaseError), transaction.atomic():
        TargetValue.objects.filter(pk=row.pk).update(numerator=2)
    own = obligation_of(year, editor.membership.agency, basis=ObligationBasis.OWN, before=None)
    own.unlocked_at, own.unlock_reason = now(), "Bổ sung"
    own.save()
    assert save_target_value(year, target, revision=1, by=editor, numerator=Decimal(2)).numerator == 2


def test_the_ministry_reads_figures_once_the_province_has_settled_them(year, target, person):
    editor, official = person(Role.DEPARTMENT_EDITOR, "kon-tum"), person(Role.MINISTRY_OFFICIAL)
    save_target_value(year, target, revision=0, by=editor, numerator=Decimal(1))

    def seen() -> set[int]:
        with scoped(Scope(MINISTRY)):
            second = TargetValue.objects.count()
        return {TargetValue.objects.visible_to(official).count(), second}

    assert seen() == {0}
    own = obligation_of(year, editor.membership.agency, basis=ObligationBasis.OWN, before=None)
    report_of(own, ReportStatus.ACCEPTED, by=editor)
    assert seen() == {1}
