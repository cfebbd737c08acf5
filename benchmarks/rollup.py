"""The national tables of a year, beside one plain GROUP BY over the same budget lines.

Each of 63 provinces gets a plan of 25 tasks with 95 lines of money each, and a sent report with its figures, in a
transaction that is rolled back; read as the ministry reads, through its row policies. The peer adds up the same lines by
plan, sources and year and fetches the sums. "planned money" is what the tables take from those lines, "tables of money"
the three tables with their words, "all tables" with everything else of the national report. Each is measured twice: "at
first", when the process has not added up these plans yet, and then, when it keeps the sums of the issued versions, which
never change; all else is read each time.
"""

import argparse
import gc
import itertools
import statistics

from benchmarks import make_ready, median_ms, report
from benchmarks.access import no_history

YEAR = 2018
PLAIN = "SELECT version_id, sources, year, SUM(amount) FROM budgets_budgetline WHERE amount IS NOT NULL GROUP BY 1, 2, 3"


def main() -> None:
    from django.db import connection, transaction

    from core.scope import MINISTRY, Scope, scoped
    from reporting.builders.national.facts import NationalFacts
    from reporting.builders.national.planned import kept, kept_planned_of
    from reporting.builders.national.tables import all_tables, tables_of
    from reporting.contents.national import Selection

    asked = arguments()
    with transaction.atomic():
        count = make_lines(asked.provinces, asked.tasks, asked.lines)
        run("ANALYZE")

        def plain():
            with connection.cursor() as cursor:
                cursor.execute(PLAIN)
                cursor.fetchall()

        versions = [plan.version for plan in NationalFacts(Selection(YEAR)).plans]
        ways = {
            "planned money": lambda: kept_planned_of(versions),
            "tables of money": lambda: tables_of(NationalFacts(Selection(YEAR)), "money"),
            "all tables": lambda: all_tables(NationalFacts(Selection(YEAR))),
        }
        measured = {"plain": plain}
        measured |= {f"{name}, at first": lambda way=way: (kept.clear(), way()) for name, way in ways.items()}
        measured |= ways
        taken = {name: [] for name in measured}
        gc.collect()
        gc.freeze()  # the collector rests as in the processes that serve (deploy/gunicorn.conf.py)
        gc.set_threshold(10_000, 20, 20)
        with scoped(Scope(role=MINISTRY)):
            for _, (name, action) in itertools.product(range(asked.rounds), measured.items()):
                taken[name].append(median_ms(action, repeat=1))
        peer = statistics.median(taken.pop("plain"))
        for name, times in taken.items():
            figure = f"{name} of {len(versions)} plans, {count} lines"
            report(figure, statistics.median(times), "ms", "one plain GROUP BY over the same lines", peer)
        transaction.set_rollback(True)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/bench rollup", description=__doc__)
    parser.add_argument("--provinces", type=int, default=63)
    parser.add_argument("--tasks", type=int, default=25, help="of each plan")
    parser.add_argument("--lines", type=int, default=95, help="of money, of each task")
    parser.add_argument("--rounds", type=int, default=9)
    return parser.parse_args()


def make_lines(provinces: int, tasks: int, lines: int) -> int:
    """Plans with that many tasks and lines, issued, each with a sent report; returns how many lines there are."""
    from agencies.models import Province, User
    from budgets.models import BudgetLine
    from plans.models import Plan, Programme

    by, programme = User.objects.order_by("pk").first(), Programme.objects.get(number="1419/QĐ-TTg")
    with no_history():
        for province in Province.objects.all()[:provinces]:
            plan = Plan.objects.create(slug=f"{province.slug}-2999", province=province, programme=programme)
            version = make_plan(plan, tasks, lines)
            send(plan, version, by)
        run("SET CONSTRAINTS ALL IMMEDIATE")  # what waits for a check could not be altered
    return BudgetLine.objects.filter(amount__isnull=False).count()


def run(sql: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql)


def make_plan(plan, tasks: int, lines: int):
    """A version in force; money of five years from four sources and one set that is not split."""
    from budgets.enums import Axis, Source
    from budgets.models import BudgetLine, TaskBudget
    from plans.enums import Component, DocumentKind, VersionKind, VersionStatus
    from plans.models import PlanVersion, TaskGroup
    from tasks.models import Task

    about = {"province": plan.province}
    version = PlanVersion.objects.create(
        plan=plan, number=1, kind=VersionKind.ORIGINAL, status=VersionStatus.DRAFT, title="KẾ HOẠCH",
        document_kind=DocumentKind.PLAN, period_start=YEAR - 2, period_end=YEAR + 2, **about,
    )  # fmt: skip
    about["version"] = version
    groups = TaskGroup.objects.bulk_create(
        TaskGroup(key=code, number=str(place), title=code, component=code, position=place, **about)
        for place, code in enumerate(Component.values)
    )
    made = Task.objects.bulk_create(
        Task(key=str(place), group=groups[place % len(groups)], action="Việc", position=place, **about)
        for place in range(tasks)
    )
    budgets = TaskBudget.objects.bulk_create(
        TaskBudget(task=task, position=place, **about) for place, task in enumerate(made)
    )
    sources = [[source] for source in Source.values] + [["NSDP", "DN"]]
    BudgetLine.objects.bulk_create(
        BudgetLine(
            task_budget=budget, axis=Axis.LINE, position=place, year=YEAR - 2 + place % 5, amount=1_000_000 + place,
            sources=sources[place // 5 % len(sources)], **about,
        )
        for budget in budgets
        for place in range(lines)
    )  # fmt: skip
    PlanVersion.objects.filter(pk=version.pk).update(status=VersionStatus.ISSUED)
    plan.current_version = version
    plan.save()
    return version


def send(plan, version, by) -> None:
    """A sent report of the year with as many figures as a plan of five groups has."""
    from core import clock
    from plans.enums import Component
    from plans.models import Indicator, OutputKind
    from reporting.builders.consolidated.figures import ACCEPTED, IN_TIME, LATE, MISSING, OWED, PAPER
    from reporting.enums import ConsolidationStatus, FigureKind, Progress
    from reporting.models import ConsolidatedFigure, Consolidation, ReportingYear

    about = {"province": plan.province}
    year = ReportingYear.objects.create(plan=plan, year=YEAR, version=version, opened_at=clock.now(), **about)
    one = Consolidation.objects.create(year=year, version=version, number=1, started_by=by, **about)
    kinds, indicators = OutputKind.objects.all()[:6], Indicator.objects.all()[:6]
    figures = [
        *({"kind": FigureKind.TASKS, "component": code, "word": state, "value": 1} for code in Component.values for state in Progress),
        *(
            {"kind": FigureKind.OUTPUT, "component": code, "output_kind": kind, "unit": kind.unit, "value": 3}
            for code in Component.values
            for kind in kinds
        ),
        *(
            {"kind": FigureKind.SPENT, "component": code, "sources": [source], "year": YEAR, "value": 5_000_000}
            for code in Component.values
            for source in ("NSTW", "NSDP")
        ),
        *(
            {"kind": FigureKind.TARGET, "indicator": indicator, "year": 2020, "unit": "%", "value": 3, "denominator": 9}
            for indicator in indicators
        ),
        *({"kind": FigureKind.COMPLIANCE, "word": word, "value": 5} for word in (OWED, IN_TIME, LATE, PAPER, MISSING, ACCEPTED)),
    ]  # fmt: skip
    ConsolidatedFigure.objects.bulk_create(
        ConsolidatedFigure(consolidation=one, position=place, **about, **figure)
        for place, figure in enumerate(figures)
    )
    one.status, one.sent_at, one.sent_by = ConsolidationStatus.SENT, clock.now(), by
    one.contents, one.digest = {}, "0" * 64
    one.save()


if __name__ == "__main__":
    make_ready()
    main()
