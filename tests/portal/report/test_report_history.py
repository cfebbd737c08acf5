"""What the history of a plan tells of reports: nothing that an agency has not sent."""

import pytest
from django.utils import timezone

from agencies.enums import Role
from agencies.models import HistoryEntry
from reporting.models import Report
from tests.factories import AgencyFactory, MembershipFactory, obligation_of, opened_year, report_of

pytestmark = pytest.mark.django_db


def test_what_an_agency_has_not_sent_yet_is_not_told_in_the_plans_history(person):
    year = opened_year("an-giang-2016")
    by = MembershipFactory(agency=AgencyFactory(province=year.province), role=Role.AGENCY_REPORTER).user
    report = report_of(obligation_of(year, by.memberships.get().agency), by=by, general="Chữ chưa gửi")
    viewer, editor = person(Role.PROVINCIAL_VIEWER, "an-giang"), person(Role.DEPARTMENT_EDITOR, "an-giang")
    entries = HistoryEntry.objects.filter(table_name="reporting_report", row_id=str(report.pk))
    assert entries.visible_to(person(Role.PROVINCE_ADMIN, "an-giang")).exists()  # by the log
    for reader in (viewer, editor):
        assert not entries.visible_to(reader).exists()
    Report.objects.filter(pk=report.pk).update(
        status="submitted", sent_at=timezone.now(), received_at=timezone.now(), sent_by=by, digest="0" * 64
    )
    for reader in (viewer, editor):
        assert entries.visible_to(reader).exists()
