"""The department's own part of a reporting year: what it counted for each target, beside the plan and last year."""

from dataclasses import dataclass
from functools import cached_property

from agencies.models import User
from plans.models import Target
from plans.targets import value_text
from portal.links import target_page
from portal.plan_pages.year_facilities import FacilitySavings, Proposal, facility_savings, proposal_for
from reporting.contents.workbook import Cell, Column, Row, Sheet
from reporting.enums import ObligationBasis, ObligationState, TargetOutcome
from reporting.models import ReportingYear, TargetValue
from reporting.permissions import can_open_years
from reporting.services.target_values import why_year_closed
from reporting.targets import is_share, outcome_of, percent_of, understood_words, unit_of, value_words

LOOKS = {TargetOutcome.REACHED: "state-ok", TargetOutcome.MISSED: "state-warn"}
COLUMNS = (
    Column("Mục tiêu", width=60),
    Column("Chỉ tiêu", width=40),
    Column("Giá trị in", width=14),
    Column("Năm đạt", "year", 9),
    Column("Đối tượng in", width=35),
    Column("Tử số", "number", 12),
    Column("Mẫu số", "number", 12),
    Column("Đạt được", "number", 12),
    Column("Đơn vị", width=12),
    Column("So với mục tiêu", width=22),
    Column("Năm trước", width=14),
    Column("Đối tượng đã tính", width=35),
    Column("Nguồn số liệu", width=35),
    Column("Ghi chú", width=35),
)
UNKNOWN = "chưa rõ"


@dataclass(frozen=True)
class TargetLine:
    """A target of the year's version with what was counted; `number` is its place on the list, from 1."""

    number: int
    target: Target
    year: ReportingYear
    row: TargetValue | None
    last: TargetValue | None

    @property
    def url(self) -> str:
        return target_page(self.year, self.number)

    @property
    def printed(self) -> str:
        return value_text(self.target)

    @property
    def when(self) -> str:
        """For which year the plan sets it: "đến năm 2020"; what has passed is said."""
        wanted = self.target.year
        if wanted is None:
            return "không ghi năm"
        return f"năm {wanted}, đã qua" if wanted < self.year.year else f"đến năm {wanted}"

    @property
    def figures(self) -> tuple:
        return (self.row.numerator, self.row.denominator) if self.row else (None, None)

    @property
    def value(self) -> str:
        return value_words(self.target, *self.figures) or UNKNOWN

    @property
    def understood(self) -> str:
        return understood_words(self.target, *self.figures)

    @property
    def last_value(self) -> str:
        """What was counted the year before; empty where nothing was."""
        return understood_words(self.target, self.last.numerator, self.last.denominator) if self.last else ""

    @property
    def outcome(self) -> TargetOutcome:
        return outcome_of(self.target, *self.figures)

    @property
    def look(self) -> str:
        return LOOKS.get(self.outcome, "")


class YearTargets:
    """All targets of the version to which a year is pinned, as the person sees their figures."""

    def __init__(self, user: User, year: ReportingYear):
        self.user, self.year = user, year

    @cached_property
    def lines(self) -> list[TargetLine]:
        """In printed order."""
        targets = Target.objects.filter(version=self.year.version_id).select_related(
            "indicator", "objective__phase"
        )
        targets = targets.order_by("objective__position", "position")
        seen = TargetValue.objects.visible_to(self.user).select_related("changed_by")
        rows = {row.target_id: row for row in seen.filter(year=self.year)}
        before = seen.filter(
            year__plan=self.year.plan_id, year__year=self.year.year - 1, year__is_sample=self.year.is_sample
        )
        last = {same_target(row.target): row for row in before.select_related("target__objective")}
        return [
            TargetLine(number, target, self.year, rows.get(target.pk), last.get(same_target(target)))
            for number, target in enumerate(targets, 1)
        ]

    @property
    def may_write(self) -> bool:
        return can_open_years(self.user, self.year.plan)

    @cached_property
    def closed(self) -> str:
        """Why nothing may be written now; empty where it may."""
        return why_year_closed(self.year)

    @cached_property
    def facilities(self) -> list[FacilitySavings]:
        """The accepted reports of facilities."""
        return facility_savings(self.user, self.year)

    def proposal(self, line: TargetLine) -> Proposal | None:
        """What these give for a target, to be looked at and taken over by a person."""
        return proposal_for(line.target, self.facilities)

    @cached_property
    def is_withheld(self) -> bool:
        """If the person reads nothing yet because the province has not settled its figures."""
        if not self.user.sees_all_provinces or self.year.is_locked:
            return False
        own = self.year.obligations.filter(basis=ObligationBasis.OWN, state=ObligationState.ACCEPTED)
        return not own.exists()

    @property
    def counted(self) -> int:
        """For how many there is a figure."""
        return sum(line.value != UNKNOWN for line in self.lines)

    def sheet(self, title: str) -> Sheet:
        """The page's table; unknown figures stay unknown."""
        rows = tuple(Row(_cells(line)) for line in self.lines)
        notes = (
            "Mỗi mục tiêu đọc riêng, không cộng và không lấy bình quân. Tỷ lệ làm tròn xuống hai số lẻ.",
        )
        heads = (title, *(("SỐ LIỆU MẪU",) if self.year.is_sample else ()))
        return Sheet("Mục tiêu", COLUMNS, rows, heads, notes=notes, frozen_columns=1, filtered=True)


def same_target(target: Target) -> tuple:
    """What tells a target from the others in every version of its plan."""
    return target.objective.key, target.indicator_id, target.population


def _cells(line: TargetLine) -> tuple:
    numerator, denominator = line.figures
    share, row, unknown = is_share(line.target), line.row, Cell(UNKNOWN, unknown=True)
    reached = percent_of(numerator, denominator) if share else numerator
    return (
        line.target.objective.text,
        line.target.indicator.short_name,
        line.printed,
        line.target.year,
        line.target.population,
        unknown if numerator is None else numerator,
        (unknown if denominator is None else denominator) if share else None,
        unknown if reached is None else reached,
        unit_of(line.target),
        line.outcome.label,
        line.last_value,
        row.population if row else "",
        row.source if row else "",
        row.note if row else "",
    )
