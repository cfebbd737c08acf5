"""Sample years: made by the services, the same for the same seed, marked, never beside real figures, told to nobody."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from agencies.demo import demo_accounts
from agencies.enums import AgencyKind, Role
from agencies.models import Agency, OutgoingMail, Province, User
from budgets.models import BudgetLine
from budgets.selectors import with_content
from core import clock
from plans.models import Plan, PlanVersion
from portal.nationwide.choice import Choice
from portal.nationwide.plans import plans_in_force
from portal.sample.people import department_people
from portal.sample.provinces import invent_plan
from portal.sample.years import RealYearError, make_sample_year
from portal.selectors import demo_provinces
from reporting.builders.heading import build_heading
from reporting.builders.plan_annexes import build_plan_annexes
from reporting.builders.plan_report import build_plan_report
from reporting.enums import ConsolidationStatus, DifficultyState, ObligationState
from reporting.models import (
    Consolidation,
    Difficulty,
    MoneyEntry,
    Obligation,
    OutputEntry,
    ProductEntry,
    Report,
    ReportingYear,
    ReportStep,
    ResourceEntry,
    TaskEntry,
)
from reporting.obligors import collector_of
from reporting.services import open_year
from reporting.services.digests import digest_of
from reporting.services.reports import open_faults
from tasks.models import Task
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


@pytest.fixture
def invented(db) -> Plan:
    """A plan of a province that has no real one, with few agencies and tasks."""
    return invent_plan(Province.objects.get(slug="cao-bang"), seed=1, tasks=6, agencies=28)


def test_an_invented_plan_says_so_and_each_of_its_agencies_owes_a_report(invented):
    version = invented.current_version
    assert invented.is_sample
    assert "SỐ LIỆU MẪU" in version.title
    assert Task.objects.filter(version=version).count() == 6
    assert BudgetLine.objects.filter(version=version).count() > 6 * 5
    with clock.standing_at(NOW):
        year = make_sample_year(invented, 2018, seed=1, has_reports=False)
    assert year.is_sample
    assert year.obligations.count() == 28
    assert set(year.obligations.values_list("state", flat=True)) == {ObligationState.NOT_SENT}


def test_people_of_an_invented_province_sign_in_with_the_published_password(invented, client):
    people = User.objects.filter(memberships__province=invented.province)
    assert people.count() == 28
    assert set(people.values_list("is_demo", flat=True)) == {True}
    assert people.order_by("pk").first().check_password(demo_accounts([])[0].password)


def test_every_year_of_an_invented_plan_is_a_sample(invented):
    editor = department_people(collector_of(invented.province, date(2018, 10, 1)))[0]
    with clock.standing_at("2018-10-01"):
        assert open_year(invented, 2018, by=editor).is_sample


def test_invented_plans_are_not_compared_with_real_ones_and_give_no_demonstration_accounts(invented):
    official = MembershipFactory(
        role=Role.MINISTRY_OFFICIAL, agency=Agency.objects.get(slug="bo-cong-thuong")
    ).user
    slugs = {plan.slug for plan in plans_in_force(official, Choice({}, official))}
    assert len(slugs) == 5
    assert invented.slug not in slugs
    assert "cao-bang" not in demo_provinces()


def rows_of(year) -> list[dict]:
    """All that is stored of the year's reports, but for keys and real times."""
    of_report = "report__obligation__agency__slug", "report__number"
    below = (TaskEntry, OutputEntry, MoneyEntry, ProductEntry, ResourceEntry, ReportStep)
    found = list(year.obligations.order_by("agency__slug").values())
    found += (
        Report.objects.filter(obligation__year=year).order_by("obligation__agency__slug", "number").values()
    )
    for model in below:
        names = [one.name for one in model._meta.fields if one.name in ("place", "position", "at")]
        entry = [{OutputEntry: "entry__place", MoneyEntry: "entry__place"}.get(model, "report")]
        order = [*of_report, *entry, *names]
        found += model.objects.filter(report__obligation__year=year).order_by(*order).values()
    own = {"id", "public_id", "started_at", "changed_at", "made_at", "digest"}
    own |= {"report_id", "entry_id", "obligation_id", "year_id"}
    names = dict(User.objects.values_list("pk", "email"))
    return [
        {
            name: names.get(value) if name.endswith("by_id") else value
            for name, value in row.items()
            if name not in own
        }
        for row in found
    ]


def test_what_is_written_in_bulk_is_what_the_services_write(invented):
    found = []
    for in_bulk in (False, True):
        with transaction.atomic():
            with clock.standing_at(NOW):
                year = make_sample_year(invented, 2018, seed=1, in_bulk=in_bulk)
            found.append(rows_of(year))
            for report in Report.objects.sent().with_content():
                assert report.digest == digest_of(report)
                assert not [one for one in open_faults(report) if one.must]
            transaction.set_rollback(True)
    services, bulk = found
    assert {row["state"] for row in services if "state" in row} == {
        "not_sent",
        "sent",
        "returned",
        "accepted",
    }
    assert len(services) > 120
    assert services == bulk


def test_as_many_provinces_as_asked_get_a_plan_once(db):
    with clock.standing_at(NOW):
        for _ in range(2):
            call_command(
                "make_sample", provinces=7, tasks=2, agencies=3, unsent=True, verbosity=0, stdout=StringIO()
            )
    assert Plan.objects.values("province").distinct().count() == 7
    assert Plan.objects.filter(is_sample=True).count() == 2
    assert ReportingYear.objects.filter(is_sample=False).count() == 0
    assert Obligation.objects.exclude(state=ObligationState.NOT_SENT).count() == 0


def test_an_invented_plan_is_marked_on_pages_papers_sheets_and_in_the_api(invented, signed_in, api):
    client = signed_in(Role.MINISTRY_OFFICIAL)
    for address in (f"/plans/{invented.slug}/", f"/plans/{invented.slug}/money/", "/plans/"):
        assert "ố liệu mẫu" in client.get(address).content.decode(), address
    assert "số liệu mẫu" in client.get("/search/", {"q": "nội dung mẫu"}).content.decode().lower()
    version = invented.current_version
    assert (
        "số liệu mẫu"
        in build_plan_report(
            with_content(PlanVersion.objects).get(pk=version.pk), build_heading(version)
        ).subject
    )
    assert all("SỐ LIỆU MẪU" in sheet.title for sheet in build_plan_annexes(version).sheets)
    answers = api(Role.MINISTRY_OFFICIAL, None)
    for path in ("plans/?province=cao-bang", "tasks/?province=cao-bang", "findings/?province=cao-bang"):
        rows = answers.get(f"/api/v1/{path}").data["results"]
        assert all(row["is_sample"] for row in rows), path
    assert answers.get(f"/api/v1/plans/{invented.slug}/").data["is_sample"] is True
    assert answers.get("/api/v1/plans/kon-tum-2013/").data["is_sample"] is False


def test_a_year_has_figures_for_targets_and_difficulties_too(invented):
    with clock.standing_at(NOW):
        year = make_sample_year(invented, 2018, seed=1, in_bulk=True)
    assert year.target_values.exists()
    raised = Difficulty.objects.filter(year=year)
    assert {one.state for one in raised} <= {DifficultyState.OPEN, DifficultyState.ANSWERED}
    assert raised.count() == 3


def test_the_departments_send_their_consolidated_reports_but_the_one_that_is_left(db):
    with clock.standing_at(NOW):
        call_command("make_sample", year=2018, stdout=StringIO())
        assert not Consolidation.objects.exists()  # without being asked for it nobody sends
        before = OutgoingMail.objects.count()
        call_command("make_sample", year=2018, sent=True, leave="kon-tum", stdout=StringIO())
        sent = Consolidation.objects.values_list("province__slug", "status", "year__is_sample")
        years = set(ReportingYear.objects.opened().values_list("province__slug", flat=True))
        assert "kon-tum" in years
        assert set(sent) == {(slug, ConsolidationStatus.SENT, True) for slug in years - {"kon-tum"}}
        digests = list(Consolidation.objects.order_by("pk").values_list("digest"))
        call_command("make_sample", year=2018, sent=True, leave="kon-tum", stdout=StringIO())
        assert list(Consolidation.objects.order_by("pk").values_list("digest")) == digests
    assert OutgoingMail.objects.count() == before  # nobody is written to
    with clock.standing_at(NOW), pytest.raises(CommandError, match="--unsent"):
        call_command("make_sample", year=2018, sent=True, unsent=True)
