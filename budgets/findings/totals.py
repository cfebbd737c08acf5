"""Every printed total beside the computed one: by row, column, group, year, source, and in words.

A row total may or may not count the enterprises' money (DN); which of the two it does is read from the
figures themselves. Columns of a table that is cut are not added up: its rows are not all there.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from budgets.enums import Axis, Source
from budgets.models import BudgetLine, BudgetRow, BudgetTable
from core.words import words_to_number
from plans.models import PlanVersion, TaskGroup


@dataclass(frozen=True)
class TotalCheck:
    """A printed amount and the same amount computed from its parts, both in đồng.

    `without_dn` is the computed amount less the enterprises' money, where there is any; `includes_dn` says
    which of the two the table means, None where it does not tell. `in_words` marks the comparison of an
    amount in words (`printed_text`) with figures; `printed` is None where the words cannot be read.
    """

    place: str
    where: str
    printed: int | None
    computed: int
    without_dn: int | None = None
    includes_dn: bool | None = None
    in_words: bool = False
    printed_text: str = ""

    @property
    def expected(self) -> int:
        """The computed amount in the table's own way of counting."""
        leaves_out = self.includes_dn is False and self.without_dn is not None
        return self.without_dn if leaves_out else self.computed

    @property
    def agrees(self) -> bool:
        if self.includes_dn is None and self.without_dn is not None:
            return self.printed in (self.computed, self.without_dn)
        return self.printed == self.expected

    @property
    def leaves_dn_out(self) -> bool:
        return self.without_dn is not None and self.printed == self.without_dn


def total_checks(version: PlanVersion) -> list[TotalCheck]:
    """All comparisons of a version (`budgets.selectors.with_content`), agreeing or not, in printed order."""
    groups = {group.pk: group for group in version.taskgroup_rows.all()}
    return [
        *(check for table in version.budgettable_rows.all() for check in _table_checks(table, groups)),
        *_task_checks(version),
        *_financing_checks(version),
        *_past_result_checks(version),
    ]


def _table_checks(table: BudgetTable, groups: dict[int, TaskGroup]) -> Iterator[TotalCheck]:
    place, where = f"budget_tables/{table.key}", f"Bảng “{table.title}”"
    rows = list(table.rows.all())
    for count, row in enumerate(rows, start=1):
        name = row.number or str(count)
        at = f"{place}/rows/{name}", f"{where}, dòng {name}"
        yield from _row_checks(table, row, *at)
        if row.group_id and table.year is None:
            yield from _group_check(row, groups[row.group_id], *at)
    totals = list(table.totals.all())
    if table.complete:
        yield from _column_checks(rows, totals, place, where)
    yield from _total_row_checks(table, totals, place, where)
    grand = _grand_total(totals)
    if table.amount_in_words and grand is not None:
        yield words_check(
            f"{place}/amount_in_words", f"{where}, số tiền bằng chữ", table.amount_in_words, grand
        )


def _row_checks(table: BudgetTable, row: BudgetRow, place: str, where: str) -> Iterator[TotalCheck]:
    lines = list(row.lines.all())
    if row.total is not None:
        by_source = {line.sources[0]: line.amount for line in lines if line.axis == Axis.SOURCE}
        if by_source:
            yield _source_sum(
                f"{place}/by_source", f"{where}, cộng theo nguồn", row.total, by_source, table.includes_dn
            )
        by_year = [line.amount for line in lines if line.axis == Axis.YEAR]
        if by_year:
            yield TotalCheck(f"{place}/by_year", f"{where}, cộng theo năm", row.total, sum(by_year))
        details = [line.amount for line in lines if line.axis == Axis.LINE and line.amount is not None]
        if details:
            yield TotalCheck(f"{place}/lines", f"{where}, cộng các khoản", row.total, sum(details))
    yield from _product_checks([line for line in lines if line.axis == Axis.LINE], place, where)


def _product_checks(lines: list[BudgetLine], place: str, where: str) -> Iterator[TotalCheck]:
    for count, line in enumerate(lines, start=1):
        if None not in (line.quantity, line.unit_price, line.amount):
            computed = line.quantity * line.unit_price
            yield TotalCheck(f"{place}/lines/{count}", f"{where}, số lượng x đơn giá", line.amount, computed)


def _group_check(row: BudgetRow, group: TaskGroup, place: str, where: str) -> Iterator[TotalCheck]:
    planned = [task.budget.total for task in group.tasks.all() if _has_total(task)]
    if planned and row.total is not None:
        yield TotalCheck(f"{place}/group", f"{where}, cộng các nhiệm vụ của nhóm", row.total, sum(planned))


def _column_checks(rows, totals, place: str, where: str) -> Iterator[TotalCheck]:
    for total in totals:
        if total.axis == Axis.TOTAL:
            column = [row.total for row in rows if row.total is not None]
            label, name = "cột tổng", "total"
        elif total.axis == Axis.SOURCE:
            column = [
                line.amount for row in rows for line in row.lines.all()
                if line.axis == Axis.SOURCE and line.sources == [total.source]
            ]  # fmt: skip
            label, name = f"cột {Source(total.source).label}", total.source
        else:
            column = [
                line.amount for row in rows for line in row.lines.all()
                if line.axis == Axis.YEAR and line.year == total.year
            ]  # fmt: skip
            label, name = f"cột năm {total.year}", str(total.year)
        yield TotalCheck(f"{place}/totals/{name}", f"{where}, {label}", total.amount, sum(column))


def _total_row_checks(table: BudgetTable, totals, place: str, where: str) -> Iterator[TotalCheck]:
    grand = _grand_total(totals)
    if grand is None:
        return
    by_source = {total.source: total.amount for total in totals if total.axis == Axis.SOURCE}
    if by_source:
        yield _source_sum(
            f"{place}/totals/by_source",
            f"{where}, dòng tổng cộng theo nguồn",
            grand,
            by_source,
            table.includes_dn,
        )
    by_year = [total.amount for total in totals if total.axis == Axis.YEAR]
    if by_year:
        yield TotalCheck(f"{place}/totals/by_year", f"{where}, dòng tổng cộng theo năm", grand, sum(by_year))


def _task_checks(version: PlanVersion) -> Iterator[TotalCheck]:
    for group in version.taskgroup_rows.all():
        for task in group.tasks.all():
            budget = getattr(task, "budget", None)
            lines = list(budget.lines.all()) if budget else []
            place, where = f"tasks/{task.key}/budget", f"Nhiệm vụ {task.number or task.key}"
            amounts = [line.amount for line in lines if line.amount is not None]
            if amounts and budget.total is not None:
                yield TotalCheck(place, f"{where}, cộng các khoản", budget.total, sum(amounts))
            yield from _product_checks(lines, place, where)


def _financing_checks(version: PlanVersion) -> Iterator[TotalCheck]:
    statements = [row for row in version.financingstatement_rows.all() if row.amount is not None]
    tasks = [task for group in version.taskgroup_rows.all() for task in group.tasks.all() if _has_total(task)]
    for whole in statements:
        place, where = f"financing/{whole.clause}", f"Mục {whole.clause}, {short(whole.text)}"
        if whole.amount_in_words:
            yield words_check(f"{place}/amount_in_words", where, whole.amount_in_words, whole.amount)
        if len(whole.sources) < 2:
            continue
        parts = [row for row in statements if row.clause == whole.clause and len(row.sources) == 1]
        if {row.sources[0] for row in parts} == set(whole.sources):
            computed = sum(row.amount for row in parts)
            yield TotalCheck(f"{place}/parts", f"{where}, cộng theo nguồn", whole.amount, computed)
        if tasks:
            computed = sum(task.budget.total for task in tasks)
            yield TotalCheck(f"{place}/tasks", f"{where}, cộng các nhiệm vụ", whole.amount, computed)


def _past_result_checks(version: PlanVersion) -> Iterator[TotalCheck]:
    amounts = [row for row in version.pastresult_rows.all() if row.amount is not None]
    for whole in amounts:
        parts = [
            row
            for row in amounts
            if len(row.sources) == 1 and (row.start, row.end) == (whole.start, whole.end)
        ]
        if len(whole.sources) > 1 and {row.sources[0] for row in parts} == set(whole.sources):
            yield TotalCheck(
                f"past_results/{short(whole.text)}",
                f"Kết quả kỳ trước, {short(whole.text)}",
                whole.amount,
                sum(row.amount for row in parts),
            )


def words_check(place: str, where: str, text: str, figure: int) -> TotalCheck:
    """An amount in words beside the figure that it repeats."""
    try:
        printed = words_to_number(text)
    except ValueError:
        printed = None
    return TotalCheck(place, where, printed, figure, in_words=True, printed_text=text)


def short(text: str, length: int = 60) -> str:
    """The beginning of a text in quotation marks, to name a place in a message."""
    return f"“{text}”" if len(text) <= length else f"“{text[:length].rpartition(' ')[0]} …”"


def _source_sum(
    place: str, where: str, printed: int, by_source: dict[str, int], includes_dn: bool | None
) -> TotalCheck:
    computed = sum(by_source.values())
    enterprises = by_source.get(Source.DN)
    without_dn = computed - enterprises if enterprises else None
    return TotalCheck(place, where, printed, computed, without_dn, includes_dn)


def _grand_total(totals) -> int | None:
    return next((total.amount for total in totals if total.axis == Axis.TOTAL), None)


def _has_total(task) -> bool:
    budget = getattr(task, "budget", None)
    return budget is not None and budget.total is not None
