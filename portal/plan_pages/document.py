"""The data of the printed document: what stands on its first and last page, and what it refers to."""

from dataclasses import dataclass

from budgets.enums import source_names
from core.dates import MonthDay, format_date, format_month_day, last_moment_before
from core.numbers import format_million, format_number
from core.text import quoted
from plans.document_words import SaidReading, said
from plans.models import PastResult
from portal.plan_pages.header import PlanPage
from portal.plan_pages.words import years_between


@dataclass(frozen=True)
class MentionRow:
    number: str
    day: str
    place: str
    text: str


@dataclass(frozen=True)
class ObligorRow:
    """Who owes a report, by which clause and when."""

    kind: str
    day: str
    clause: str
    text: str


@dataclass(frozen=True)
class PastRow:
    """A result of the period before."""

    text: str
    kind: str
    quantity: str
    amount: str
    sources: str
    period: str


def reporting_day(before: str) -> str:
    """ "trước ngày 30/11 hằng năm (ngày cuối: 29/11)" for the plan document's 11-30; "" where none is named."""
    if not before:
        return ""
    day = MonthDay.read(before)
    last = last_moment_before(day, 2001).date()  # a year like most: before 1 March stands 28 February
    return f"trước ngày {format_month_day(day)} hằng năm (ngày cuối: {last:%d/%m})"


def reporting_rule(page: PlanPage):
    """The plan's rule on yearly reports; None where it has none."""
    return next(iter(page.version.reportingrule_rows.all()), None)


def obligor_rows(page: PlanPage) -> list[ObligorRow]:
    return [
        ObligorRow(
            row.get_kind_display(), reporting_day(row.before) or "không ghi ngày", row.clause, row.text
        )
        for row in page.version.obligor_rows.all()
    ]


def mention_rows(page: PlanPage, *, own: bool) -> list[MentionRow]:
    """The other documents that the plan names, or the places where it prints its own number and date."""
    return [
        MentionRow(
            number=row.number or "không in số",
            day=format_date(row.issued_on) if row.issued_on else "không in ngày",
            place=row.place,
            text=row.text,
        )
        for row in page.version.documentmention_rows.all()
        if row.is_own == own
    ]


def reading_rows(page: PlanPage) -> list[tuple[str, SaidReading]]:
    """How broken places of the source were read, each with its place in words."""
    tables = {table.key: quoted(table.title) for table in page.version.budgettable_rows.all()}
    readings = [said(row, tables) for row in page.version.reading_rows.all()]
    return [(" › ".join(reading.place), reading) for reading in readings]


def past_rows(page: PlanPage) -> list[PastRow]:
    return [_past(row) for row in page.version.pastresult_rows.all()]


def _past(row: PastResult) -> PastRow:
    quantity = "" if row.quantity is None else f"{format_number(row.quantity)} {row.unit}".strip()
    return PastRow(
        text=row.text,
        kind=row.kind.name if row.kind else "",
        quantity=quantity,
        amount="" if row.amount is None else format_million(row.amount),
        sources=source_names(row.sources),
        period=years_between(row.start, row.end),
    )
