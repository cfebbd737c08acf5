"""A second year beside `consolidated_year`, whose figures can be added up by hand with those of the first.

The plan of Hà Tĩnh goes from 2019 to 2020. In 2020 the first task is done by 4 more conferences for 7 triệu đồng, the second
stays unknown in results, and only one agency reports.
"""

from datetime import UTC, date, datetime

from agencies.models import Agency, User
from reporting.enums import ObligationBasis, Progress
from reporting.models import Consolidation, ReportingYear, TargetValue
from reporting.services.consolidations import send_consolidation, start_consolidation
from tests.factories import obligation_of, opened_year
from tests.reporting.consolidated_year import TASKS, _draft, accept, say, small_year

RECEIVED = datetime(2020, 12, 1, 2, tzinfo=UTC)
AFTER = datetime(2021, 1, 5, 2, tzinfo=UTC)


def two_years(by: User, **fields) -> tuple[ReportingYear, ReportingYear]:
    """2019 and 2020 of the plan, with everything that its agencies and the department have said."""
    first = small_year(by, **fields)
    second = opened_year("ha-tinh-2099", 2020, **fields)
    agency = Agency.objects.get(province=first.province, name="Sở Giáo dục thử")
    own = Agency.objects.get(province=first.province, slug="so-cong-thuong")
    leads = obligation_of(second, agency, TASKS[0], TASKS[1], before=date(2020, 12, 15))
    own_part = obligation_of(second, own, before=None, basis=ObligationBasis.OWN, clause="", text="")
    report = _draft(leads, by, general="Năm thứ hai.", proposals="Kế hoạch mới.")
    say(report, TASKS[0], Progress.DONE, "Đã mở 04 hội nghị.", [("conference", "", 4)], [("NSTW", 7_000_000)])
    say(report, TASKS[1], Progress.DONE, "Xong.", [("conference", "", None)], [("DN", None)])
    accept(report, RECEIVED, by)
    accept(_draft(own_part, by, general="Sở đã điều phối."), RECEIVED, by)
    savings = second.version.target_rows.get(indicator__code="savings_rate")
    TargetValue.objects.create(
        year=second, province=second.province, target=savings, numerator=9, denominator=100, source="Điều tra 2020"
    )  # fmt: skip
    return first, second


def sent_year(year: ReportingYear, *, by: User, approver: User, **words) -> Consolidation:
    """The report of the year, sent."""
    one = start_consolidation(year, by=by, note="Còn thiếu xã.")
    for name, text in words.items():
        setattr(one, name, text)
    one.save()
    return send_consolidation(one, by=approver, link=str)
