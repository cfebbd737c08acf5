"""A report that is owed, and who reports it."""

import pytest

from agencies.enums import Role
from agencies.models import Agency
from tests.factories import MembershipFactory
from tests.factories.reporting import obligation_of, opened_year


@pytest.fixture
def year():
    return opened_year("ninh-binh-2016")


@pytest.fixture
def agency(year) -> Agency:
    return Agency.objects.get(province=year.province, slug="so-khoa-hoc-va-cong-nghe")


@pytest.fixture
def reporter(agency):
    return MembershipFactory(agency=agency, role=Role.AGENCY_REPORTER).user


@pytest.fixture
def owed(year, agency, reporter):
    return obligation_of(year, agency, "task:2018-2020/2/2.4", "task:2018-2020/5/1")
