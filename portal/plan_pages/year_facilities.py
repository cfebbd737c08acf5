"""What the accepted reports of facilities say for the targets of a year: counts to be proposed, with the list behind.

A count of facilities is proposed where the target counts facilities. Of the target on savings it is only told in words:
how many facilities save that much is another figure than how much is saved, and savings are never averaged.
"""

from dataclasses import dataclass
from decimal import Decimal

from agencies.models import Agency, User
from plans.models import Target
from plans.targets import value_text
from reporting.enums import ReportStatus
from reporting.models import ProductEntry, Report, ReportingYear, ResourceEntry
from reporting.savings import Saving, saving_of

APPLICATION, SAVINGS = "application_rate", "savings_rate"
SOURCE = "Báo cáo đã duyệt của cơ sở sản xuất công nghiệp trong kỳ"


@dataclass(frozen=True)
class FacilitySavings:
    """A facility's accepted report: what each product saves of each resource."""

    agency: Agency
    report: Report
    rows: list[tuple[ProductEntry, ResourceEntry, Saving]]

    @property
    def best(self) -> Decimal | None:
        """The highest percentage; None where none can be computed."""
        return max((saving.percent for _, _, saving in self.rows), default=None)

    @property
    def has_solutions(self) -> bool:
        return any(one.solutions or one.solution_count for one in self.report.productentry_rows.all())


@dataclass(frozen=True)
class Proposal:
    """What can be counted for a target: a sentence, the values for its form, and the reports behind it."""

    words: str
    values: dict[str, str]
    facilities: list[FacilitySavings]


def facility_savings(user: User, year: ReportingYear) -> list[FacilitySavings]:
    """The accepted reports of facilities that the person may see, by name, in a constant number of queries."""
    reports = Report.objects.visible_to(user).filter(obligation__year=year, status=ReportStatus.ACCEPTED)
    reports = reports.filter(pk__in=ProductEntry.objects.values("report")).select_related(
        "obligation__agency"
    )
    reports = reports.prefetch_related("productentry_rows__resource_rows").order_by(
        "obligation__agency__sort_key"
    )
    return [FacilitySavings(one.obligation.agency, one, _savings(one)) for one in reports]


def proposal_for(target: Target, facilities: list[FacilitySavings]) -> Proposal | None:
    """What the reports give for the target; None for a target of another indicator, or where no report is there."""
    code = target.indicator.code
    if not facilities or code not in (APPLICATION, SAVINGS):
        return None
    if code == APPLICATION:
        count = sum(one.has_solutions for one in facilities)
        words = (
            f"{count} trên {len(facilities)} cơ sở có báo cáo đã duyệt ghi giải pháp sản xuất sạch hơn. "
            "Mẫu số là tổng số cơ sở thuộc phạm vi được tính, cổng không biết."
        )
        return Proposal(words, {"numerator": str(count), "source": SOURCE}, facilities)
    wanted = target.minimum if target.minimum is not None else target.maximum
    known = [one.best for one in facilities if one.best is not None]
    if wanted is None:
        return None
    reached = sum(best >= wanted for best in known)
    words = (
        f"{reached} trên {len(known)} cơ sở có báo cáo đã duyệt tính được mức tiết kiệm đạt từ mức thấp nhất của "
        f"mục tiêu {value_text(target)} ở ít nhất một loại tài nguyên."
    )
    return Proposal(words, {"note": words, "source": SOURCE}, facilities)


def _savings(report: Report) -> list[tuple[ProductEntry, ResourceEntry, Saving]]:
    return [
        (product, row, saving)
        for product in report.productentry_rows.all()
        for row in product.resource_rows.all()
        if (saving := saving_of(product, row))
    ]
