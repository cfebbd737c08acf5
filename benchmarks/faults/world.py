"""The small reporting year of a run: obligations by the plan's own clauses, people of each agency, the department's."""

from django.db import connection, transaction

from agencies.enums import AgencyKind, Role
from agencies.models import Agency, Membership, User
from benchmarks.faults.clock import OPENED
from core import clock
from plans.models import Plan
from portal.sample.people import department_people, members_of_kind
from reporting.models import ReportingYear
from reporting.obligors import WITH_OBLIGORS, collector_of, obligors_of
from reporting.services import decide_collective, open_year

PLAN, YEAR = "ninh-binh-2016", OPENED.year
PEOPLE = 2  # of each agency
# Notes each mark of a mail in a row of its own, whose transaction tells when it was committed.
MARKS = """
CREATE TABLE faults_mark (mail_id bigint NOT NULL);
CREATE FUNCTION faults_note_mark() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$ BEGIN INSERT INTO faults_mark VALUES (NEW.id); RETURN NULL; END $$;
CREATE TRIGGER faults_note_mark AFTER UPDATE OF handing_at ON agencies_outgoingmail FOR EACH ROW
    WHEN (OLD.handing_at IS NULL AND NEW.handing_at IS NOT NULL) EXECUTE FUNCTION faults_note_mark();
"""


@transaction.atomic
def make_world(most: int) -> ReportingYear:
    """Opens the year with obligations of at most so many agencies, with people; nobody has been written to yet."""
    with connection.cursor() as cursor:
        cursor.execute(MARKS)
    plan = Plan.objects.select_related("province").get(slug=PLAN)
    with clock.standing_at(OPENED):
        department = collector_of(plan.province, clock.today())
        editor, _ = department_people(department)
        version = plan.versions.prefetch_related(*WITH_OBLIGORS).get(pk=plan.current_version_id)
        for collective in obligors_of(version, YEAR, clock.today()).open_collectives:
            members = [one for kind in collective.kinds for one in members_of_kind(plan.province, kind)]
            decide_collective(plan, [collective.text], members, by=editor)
        year = open_year(plan, YEAR, by=editor)
    owed = year.obligations.exclude(agency=department).exclude(before=None).order_by("pk")
    year.obligations.exclude(pk__in=owed[:most].values("pk")).update(
        withdrawn_at=OPENED, withdrawn_reason="Không thuộc lần thử này."
    )
    for obligation in owed[:most]:
        _people(obligation.agency)
    return year


def people_of(agency: Agency) -> User:
    """Who sends the reports of the agency."""
    return Membership.objects.filter(agency=agency, role=_role(agency)).order_by("pk").first().user


def _people(agency: Agency) -> None:
    for number in range(PEOPLE):
        user = User.objects.create(
            email=f"p{number}.{agency.public_id.hex[:12]}@sxsh.example", full_name=f"Cán bộ {number}"
        )
        Membership.objects.create(user=user, agency=agency, province=agency.province, role=_role(agency))


def _role(agency: Agency) -> Role:
    return Role.FACILITY_REPORTER if agency.kind == AgencyKind.FACILITY else Role.AGENCY_REPORTER
