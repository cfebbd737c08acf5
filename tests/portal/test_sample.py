"""Sample years: made by the services, the same for the same seed, marked, never beside real figures, told to nobody."""

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from agencies.enums import AgencyKind, Role
from agencies.models import OutgoingMail
from core import clock
from plans.models import Plan
from portal.sample.years import RealYearError, make_sample_year
from reporting.enums import ObligationState
from reporting.models import Obligation, OutputEntry, Report, ReportStep, TaskEntry
from tests.factories import AgencyFactory, MembershipFactory, opened_year

NOW = "2018-12-20T09:00"


@pytest.fixture
def plan(db):
    return Plan.objects.select_related("province").get(slug="an-giang-2016")


def made(plan: Plan, seed: int = 1):
    """The year, and all that its reports say."""
    with clock.standing_at(NOW):
        year = make_sample_year(plan, 2018, seed=seed)
    entries = TaskEntry.objects.order_by("report__obligation__agency__slug", "report__number", "place")
    said = list(entries.values_list("report__obligation__agency__slug", "place", "progress", "done"))
    figures = list(OutputEntry.objects.order_by("entry__report__received_at", "pk").values_list("quantity"))
    return year, said, figures


def test_a_sample_year_is_marked_has_come_as_far_as_the_day_and_is_made_once(plan):
    before = OutgoingMail.objects.count()
    year, said, _ = made(plan)
    assert OutgoingMail.objects.count() == before  # nobody is written to
    assert year.is_sample
    assert len(said) > 20
    states = set(Obligation.objects.filter(year=year).values_list("state", flat=True))
    assert {ObligationState.NOT_SENT, ObligationState.ACCEPTED} <= states
    assert any(
        one.is_late_at(one.first_received_at) for one in year.obligations.exclude(first_received_at=None)
    )
    with clock.standing_at(NOW):
        assert not ReportStep.objects.filter(at__gt=clock.now()).exists()
        assert not Report.objects.filter(received_at__gt=clock.now()).exists()
        assert make_sample_year(plan, 2018, seed=1) is None


def test_the_facility_of_the_demonstration_accounts_owes_a_report_too(plan):
    facility = AgencyFactory(province=plan.province, kind=AgencyKind.FACILITY, is_demo=True)
    MembershipFactory(agency=facility, role=Role.FACILITY_REPORTER, user__is_demo=True)
    year, _, _ = made(plan)
    assert year.obligations.filter(agency=facility).exists()


def test_the_same_seed_gives_the_same_year_and_another_seed_another(plan):
    found = []
    for seed in (1, 1, 2):
        with transaction.atomic():
            found.append(made(plan, seed)[1:])
            transaction.set_rollback(True)
    assert found[0] == found[1]
    assert found[0] != found[2]


def test_a_real_year_is_refused(plan):
    opened_year(plan.slug, 2018)
    with clock.standing_at(NOW), pytest.raises(RealYearError):
        make_sample_year(plan, 2018, seed=1)


def test_production_has_no_sample(db, settings):
    settings.DEMO_ACCOUNTS = False
    with pytest.raises(CommandError, match="chế độ vận hành"):
        call_command("make_sample", year=2018)


def test_a_year_that_has_not_come_is_refused(db):
    with clock.standing_at(NOW), pytest.raises(CommandError, match="2019 chưa đến"):
        call_command("make_sample", year=2019)
