"""What each page takes the server, and how many queries, on the sample of 63 provinces.

    script/bench pages [--provinces 63] [--rounds 15] [--only /plans/]

Requests one at a time through a real gunicorn set as in production, on loopback, from people of each kind; in every
round each page once and a bare Django view of the same processes before it.
"""

import argparse
import http.client
import statistics
import sys
import time
from dataclasses import dataclass, field

from benchmarks import percentile
from benchmarks._portal import BARE, QUERIES, serving

PLAN = "ninh-binh-2016"  # the largest of the real plans
PROVINCE, YEAR = "ninh-binh", 2018
TABS = (
    "", "objectives/", "tasks/", "timeline/", "money/", "responsibilities/", "text/", "findings/", "document/", "years/",
    f"years/{YEAR}/", "life/", "versions/", "files/", "history/",
)  # fmt: skip
LISTS = (
    "/", "/plans/", "/search/?q=kiem+toan", "/agencies/", "/provinces/", f"/provinces/{PROVINCE}/", "/compare/",
    "/compare/targets/", "/compare/money/", "/compare/map/", "/catalogue/", "/catalogue/indicators/", "/runs/",
    "/account/", "/reports/completeness/", "/reports/commended/", "/difficulties/",
)  # fmt: skip
NATION = ("/national/", "/national/money/", "/national/targets/")


@dataclass
class Page:
    """A page as somebody opens it, and what it took."""

    name: str
    path: str
    cookie: str
    times: list[float] = field(default_factory=list)
    queries: int = 0


def pages() -> list[Page]:
    """Every page that is measured, with a session of who opens it; addresses of reports stand for all of their kind."""
    from agencies.enums import Role

    editor = _session(Role.DEPARTMENT_EDITOR)
    found = [Page(f"department: {path}", path, editor) for path in LISTS]
    found += [Page(f"department: plan, {tab}", f"/plans/{PLAN}/{tab}", editor) for tab in TABS[:-1]]
    admin, ministry = _session(Role.PROVINCE_ADMIN), _session(Role.MINISTRY_OFFICIAL, None)
    found += [
        Page(f"admin: {path}", path, admin) for path in ("/people/", "/history/", f"/plans/{PLAN}/history/")
    ]
    found += [Page(f"ministry: {path}", path, ministry) for path in (*LISTS, *NATION)]
    return found + _of_reports(editor)


def _of_reports(editor: str) -> list[Page]:
    from reporting.enums import ObligationState, ReportStatus
    from reporting.models import Obligation

    agencies = _reporters().values("agency")
    of_year = Obligation.objects.filter(year__plan__slug=PLAN, year__year=YEAR, agency__in=agencies).order_by(
        "pk"
    )
    sent = of_year.filter(reports__status=ReportStatus.SUBMITTED).first()
    unsent = of_year.filter(state=ObligationState.NOT_SENT, reports=None, withdrawn_at=None).first()
    found = []
    if sent:
        reporter, base = _reporters_session(sent), f"/reports/{sent.public_id}/"
        found += [Page(f"reporter: {path}", path, reporter) for path in ("/", "/reports/")]
        found += [Page(f"reporter: sent report, {part}", base + part, reporter) for part in ("", "receipt/")]
        found += [Page("department: review", base + "review/", editor)]
    if unsent:
        found += _of_draft(unsent)
    return found


def _of_draft(obligation) -> list[Page]:
    from core.scope import OWNER, Scope, scoped
    from reporting.services import start_report

    with scoped(Scope(OWNER)):
        reporter = _reporter_of(obligation)
        report = start_report(obligation, by=reporter)
    base, cookie = f"/reports/{obligation.public_id}/", _cookie(reporter)
    parts = ["", "general/", "evidence/", "check/"]
    parts += [f"task/{place}/" for place in report.taskentry_rows.values_list("place", flat=True)[:1]]
    return [Page(f"reporter: draft, {part.partition('/')[0]}", base + part, cookie) for part in parts]


def _session(role, province: str | None = PROVINCE) -> str:
    from agencies.models import Membership

    return _cookie(Membership.objects.active().filter(role=role, province__slug=province).first().user)


def _reporters_session(obligation) -> str:
    return _cookie(_reporter_of(obligation))


def _reporter_of(obligation):
    return _reporters().filter(agency=obligation.agency).first().user


def _reporters():
    from agencies.enums import Role
    from agencies.models import Membership

    return Membership.objects.active().filter(role__in=(Role.AGENCY_REPORTER, Role.FACILITY_REPORTER))


def _cookie(user) -> str:
    from allauth.mfa.models import Authenticator
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    # Who has to have a second factor would be led to its set-up.
    if not Authenticator.objects.filter(user=user).exists():
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "none"})
    client.force_login(user)
    return f"sessionid={client.cookies['sessionid'].value}"


def measure(port: int, found: list[Page], rounds: int) -> Page:
    """Asks for all pages, `rounds` times after once to warm up; the bare view's times."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    bare = Page("bare", BARE, "")
    for turn in range(rounds + 1):
        for page in found:
            for one in (bare, page):
                began = time.perf_counter()
                connection.request("GET", one.path, headers={"Cookie": one.cookie})
                answer = connection.getresponse()
                answer.read()
                passed = (time.perf_counter() - began) * 1000
                if answer.status != 200:
                    sys.exit(f"{one.name}: {answer.status} {answer.headers.get('Location', '')}")
                one.queries = int(answer.headers.get(QUERIES, 0))
                if turn:
                    one.times.append(passed)
    return bare


def main(provinces: int, rounds: int, only: str) -> None:
    sample = ("--provinces", str(provinces)) if provinces else ()
    with serving(sample=sample, now=f"{YEAR}-12-20T09:00") as port:
        import django

        from benchmarks import report

        django.setup()
        found = [page for page in pages() if only in page.path]
        bare = measure(port, found, rounds)
        middle = statistics.median(bare.times)
        for page in sorted(found, key=lambda page: -statistics.median(page.times)):
            figure = f"{page.name} ({page.queries} queries)"
            report(f"{figure}, p50", statistics.median(page.times), "ms", "bare Django view, p50", middle)
            report(f"{figure}, p95", percentile(page.times, 95), "ms", "bare Django view, p50", middle)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--provinces", type=int, default=63, help="0: the five real plans alone")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--only", default="", help="a part of the addresses that are measured")
    given = parser.parse_args()
    main(given.provinces, given.rounds, given.only)
