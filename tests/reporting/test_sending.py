"""Sending a report costs the same queries for any number of tasks: everybody sends on the last evening."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.enums import Role
from agencies.models import Agency
from core.clock import standing_at
from reporting.services import start_report, submit_report
from reporting.services.digests import digest_of
from tests.factories import obligation_of, opened_year

TASKS = ("task:4/4.2", "task:4/4.1", "task:4/4.3")  # the first has results to count


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_sending_takes_the_same_queries_for_any_number_of_tasks(count, person):
    by = person(Role.AGENCY_REPORTER, "kon-tum")
    agency = Agency.objects.get(province__slug="kon-tum", slug="so-tai-nguyen-va-moi-truong")
    year = opened_year("kon-tum-2013", data_until=date(2018, 12, 31))
    with standing_at("2018-11-20T09:00"):
        report = start_report(obligation_of(year, agency, *TASKS[:count], before=date(2018, 11, 30)), by=by)
        report.taskentry_rows.update(progress="done", done="Đã làm.")
        with CaptureQueriesContext(connection) as asked:
            sent = submit_report(report, by=by, officer_name="Lê B", officer_title="Phó Giám đốc")

    assert len(asked) == 17, "\n".join(one["sql"][:150] for one in asked)
    assert sent.digest == digest_of(type(sent).objects.get(pk=sent.pk))
