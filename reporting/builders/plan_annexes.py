"""The annexes of a plan as a workbook: all its tables, typed, in the plan's own order and numbering."""

from dataclasses import replace

from budgets.findings import findings_of, total_checks
from budgets.selectors import with_content
from budgets.sums import planned_money
from budgets.tables import money_by_source, money_by_year
from core.dates import HANOI
from plans.models import PlanVersion
from reporting.builders.group_sheets import group_sheet, party_sheet
from reporting.builders.money_sheets import financing_sheet, money_sheet, printed_table_sheet
from reporting.builders.plan_sheets import (
    document_sheet,
    finding_sheet,
    objective_sheet,
    past_result_sheet,
    responsibility_sheet,
)
from reporting.builders.task_sheets import output_sheet, task_money_sheet, task_sheet
from reporting.contents.workbook import Sheet, Workbook


def build_plan_annexes(version: PlanVersion) -> Workbook:
    """The workbook of one version, whatever was loaded of it; always the same for the same data."""
    return _workbook(_loaded(version), _sheets)


def build_task_and_money_annexes(version: PlanVersion) -> Workbook:
    """The same sheets, but only those of tasks and money: what a plan has as annexes."""
    return _workbook(_loaded(version), _task_and_money_sheets)


def _workbook(version: PlanVersion, sheets_of) -> Workbook:
    entered = version.created_at.astimezone(HANOI).date()
    title = f"Phụ lục kế hoạch, {version.province_name}, {version.period_start}–{version.period_end}"
    mark = ("SỐ LIỆU MẪU",) if version.plan.is_sample else ()
    sheets = [replace(sheet, title=(*sheet.title, *mark)) for sheet in sheets_of(version, title) if sheet]
    return Workbook(title=title, subject=version.title, day=entered, sheets=tuple(sheets))


def _sheets(version: PlanVersion, title: str) -> list[Sheet | None]:
    return [
        *_task_and_money_sheets(version, title),
        objective_sheet(version),
        past_result_sheet(version),
        responsibility_sheet(version),
        finding_sheet(findings_of(version)),
        document_sheet(version),
    ]


def _task_and_money_sheets(version: PlanVersion, title: str) -> list[Sheet | None]:
    money = planned_money(version)
    return [
        task_sheet(version, ("Danh mục nhiệm vụ", version.title)),
        group_sheet(version),
        party_sheet(version),
        output_sheet(version),
        money_sheet(
            money_by_source(money), "Kinh phí theo nguồn", ("Kinh phí theo nhóm nhiệm vụ và nguồn", title)
        ),
        money_sheet(
            money_by_year(money, version), "Kinh phí theo năm", ("Kinh phí theo nhóm nhiệm vụ và năm", title)
        ),
        task_money_sheet(version),
        *_printed_tables(version),
        financing_sheet(version),
    ]


def _printed_tables(version: PlanVersion) -> list[Sheet]:
    tables, checks = list(version.budgettable_rows.all()), total_checks(version)
    return [
        printed_table_sheet(table, f"Bảng in {number}" if len(tables) > 1 else "Bảng kinh phí in", checks)
        for number, table in enumerate(tables, start=1)
    ]


def _loaded(version: PlanVersion) -> PlanVersion:
    versions = with_content(PlanVersion.objects).select_related("plan__programme", "province")
    more = ("plan__programme__targets", "reportingrule_rows", "obligor_rows")
    return versions.prefetch_related(*more).get(pk=version.pk)
