"""Who opens which pages in `script/bench pages`."""

from collections.abc import Iterator


def pages(year: int) -> Iterator[tuple[str, object, list[str]]]:
    """Each person with a browser of hers that is signed in, and the addresses that she opens. Begins a draft for one."""
    from agencies.enums import Role
    from reporting.enums import GroundKind, ObligationBasis
    from reporting.models import Obligation, Report

    owed = Obligation.objects.filter(year__year=year + 1, year__is_sample=True, year__plan__is_sample=True)
    owed = owed.filter(grounds__kind=GroundKind.LEAD, grounds__place__startswith="task:")
    owed = owed.exclude(basis=ObligationBasis.OWN).select_related("year__plan", "agency").order_by("pk")
    obligation = owed.first()
    plan, province = obligation.year.plan, obligation.province_id
    yield from _reporter(obligation)

    sent = (
        Report.objects.sent()
        .filter(province=province, obligation__year__year=year)
        .select_related("obligation")
    )
    report, place = sent.order_by("pk").first().obligation.public_id, f"/plans/{plan.slug}/"
    parts = ("", "objectives/", "tasks/", "timeline/", "money/", "responsibilities/", "text/", "findings/")
    of_years = [f"{place}years/{year}/", f"{place}years/{year}/targets/", f"{place}years/{year}/obligors/"]
    common = [
        "/",
        "/plans/",
        "/agencies/",
        "/provinces/",
        "/catalogue/",
        "/compare/",
        "/search/?q=khao+sat",
        "/runs/",
    ]
    department = [
        *common, *(place + part for part in (*parts, "versions/", "history/", "days/", "years/")), *of_years,
        "/reports/completeness/", f"/reports/completeness/?year={year}", f"/reports/{report}/",
        f"/reports/{report}/review/", "/difficulties/",
    ]  # fmt: skip
    yield "department", _browser(_person(Role.DEPARTMENT_EDITOR, province)), department
    national = [
        "/compare/targets/",
        "/compare/money/",
        "/compare/map/",
        "/reports/completeness/",
        "/reports/commended/",
    ]
    national = [*common, *national, f"/reports/completeness/?year={year}", place, "/difficulties/"]
    yield "ministry", _browser(_person(Role.MINISTRY_OFFICIAL, None)), national


def _reporter(obligation) -> Iterator[tuple[str, object, list[str]]]:
    from agencies.access import scope_of
    from core.scope import scoped
    from reporting.services import start_report
    from reporting.services.notices import reporters

    user = reporters().filter(agency=obligation.agency_id).order_by("pk").first().user
    user.act_under(user.memberships.active().first().public_id)
    with scoped(scope_of(user)):
        report = start_report(obligation, by=user)
        places = [entry.place for entry in report.taskentry_rows.all()]
    own = f"/reports/{obligation.public_id}/"
    task = f"{own}task/{places[0]}/"
    yield (
        "agency",
        _browser(user),
        ["/", "/reports/", own, task, f"{own}general/", f"{own}check/", f"{own}evidence/"],
    )


def _person(role, province: int | None):
    from agencies.models import Membership

    return Membership.objects.active().filter(role=role, province=province).order_by("pk").first().user


def _browser(user):
    from django.test import Client

    browser = Client(SERVER_NAME="localhost")
    browser.force_login(user)
    return browser
