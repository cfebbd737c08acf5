"""Sent consolidated reports of the year 2019 of several provinces, each with the figures of `consolidated_year`."""

from agencies.enums import Role
from reporting.models import Consolidation, ReportingYear
from reporting.services.consolidations import send_consolidation, start_consolidation
from tests.reporting.consolidated_year import small_year


def sent_report(person, province: str, **fields) -> Consolidation:
    """The report of the small year of the province, sent; `fields` are those of the reporting year."""
    year = small_year(person(Role.DEPARTMENT_EDITOR, province), province, **fields)
    return send_again(person, year)


def send_again(person, year: ReportingYear) -> Consolidation:
    """A further version of the year's report, sent."""
    editor, approver = (
        person(role, year.province.slug) for role in (Role.DEPARTMENT_EDITOR, Role.DEPARTMENT_APPROVER)
    )
    writing = start_consolidation(year, by=editor, note="Xã chưa có người.")
    return send_consolidation(writing, by=approver, link=lambda one: "http://testserver/")
