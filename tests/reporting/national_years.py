"""Sent consolidated reports of sample years, for national reports: a few provinces, committed where the test works on a clone."""

from agencies.models import Agency, Membership, User
from core import clock
from plans.models import Plan
from portal.sample.sending import send_sample_report
from portal.sample.years import make_sample_year
from reporting.contents.national import Selection
from reporting.models import Consolidation

NOW, YEAR = "2018-12-20T09:00", 2018
ALL = Selection(YEAR)


def sent_year(province: str, *, seed: int = 1) -> Consolidation:
    """The report of the province's sample year, as its department has just sent it."""
    plan = Plan.objects.select_related("province", "current_version").get(province__slug=province)
    with clock.standing_at(NOW):
        return send_sample_report(make_sample_year(plan, YEAR, seed=seed, in_bulk=True))


def ministry_official() -> User:
    """Who works at the ministry."""
    user = User.objects.create_user("bo@example.vn", full_name="Trần Thị B")
    agency = Agency.objects.get(slug="bo-cong-thuong")
    Membership.objects.create(user=user, agency=agency, province=None, role="ministry_official")
    return user
