"""The money grid with 200 tasks x 10 years x 4 sources: what the server takes for the page, a cell and a pasted block.

All of it in the scope of an editor, with row policies and history, in a transaction that is rolled back. What a browser
takes is printed by `tests/e2e/test_grids.py` (marker long).
"""

import itertools
import json

from benchmarks import make_ready, median_ms, report

YEARS, SOURCES = range(2031, 2041), ("NSTW", "NSDP", "DN", "KHAC")
COLUMNS = [f"{year}:{source}" for year in YEARS for source in SOURCES]
GROUPS, TASKS = 10, 20


def main() -> None:
    from django.db import transaction

    from agencies.access import scope_of
    from agencies.enums import Role
    from agencies.models import Membership
    from core.scope import scoped
    from portal.plan_document.loader import load_plan
    from portal.plan_document.reader import check_document

    with transaction.atomic():
        version = load_plan(check_document(_document())).version
        members = Membership.objects.active().filter(role=Role.DEPARTMENT_EDITOR)
        member = members.filter(province=version.province).first()
        member.user.act_under(member.public_id)
        with scoped(scope_of(member.user)):
            reading(version)
            writing(version, member.user)
        transaction.set_rollback(True)


def _document() -> dict:
    lines = [{"year": y, "sources": [s], "amount": y} for y in YEARS for s in SOURCES]
    return {
        "slug": "ninh-binh-2999", "version": {"status": "draft"}, "province": "ninh-binh", "kind": "plan",
        "programme": "1419/QĐ-TTg", "period": {"start": YEARS[0], "end": YEARS[-1]},
        "groups": [
            {
                "key": str(g), "number": str(g), "title": f"Nhóm {g}", "component": "awareness",
                "tasks": [
                    {"key": f"{g}/{t}", "number": f"{g}.{t}", "action": "Tập huấn", "budget": {"lines": lines}}
                    for t in range(TASKS)
                ],
            }
            for g in range(GROUPS)
        ],
    }  # fmt: skip


def reading(version) -> None:
    """The data of the whole grid, and the contradictions in it."""
    from budgets.models import BudgetLine
    from portal.grids.money import MoneyTable, marks

    def data() -> bytes:
        table = MoneyTable(version)
        return json.dumps({"rows": table.rows(), "sums": table.sums(), "years": table.years}).encode()

    def rows() -> None:
        lines = BudgetLine.objects.filter(version=version)
        list(lines.values_list("task_budget_id", "year", "sources", "amount", "position"))

    plain = median_ms(rows, 7)
    report("data_of_the_grid_as_json", median_ms(data, 7), "ms", "plain SELECT of the same lines", plain)
    report(
        "contradictions", median_ms(lambda: marks(version), 5), "ms", "plain SELECT of the same lines", plain
    )


def writing(version, user) -> None:
    """One cell; 8 000 cells that change, that go, and that come."""
    from budgets.models import BudgetLine
    from portal.drafting.changing import change_draft
    from portal.grids.batch import Change
    from portal.grids.money import MoneyTable, write_money

    amounts = map(str, itertools.count(10_000))
    seen = {(row["id"], column): row[column] for row in _tasks(MoneyTable(version)) for column in COLUMNS}

    def write(cells: list[tuple[str, str]], text: str) -> None:
        changes = [Change(row, column, seen[row, column], text) for row, column in cells]
        outcome = write_money(version, changes, whole=False, by=user)
        assert not outcome.open
        table = MoneyTable(version)
        table.sums(set(outcome.done))
        seen.update(dict.fromkeys(cells, text))

    def as_document() -> None:
        amount = int(next(amounts))
        change_draft(
            version, lambda d: d["groups"][0]["tasks"][1]["budget"]["lines"][0].update(amount=amount), by=user
        )

    everything = list(seen)
    report(
        "one_cell", median_ms(lambda: write(everything[:1], next(amounts)), 7), "ms",
        "the same as a change of the whole document", median_ms(as_document, 1),
    )  # fmt: skip
    seen.update(
        {(row["id"], column): row[column] for row in _tasks(MoneyTable(version)) for column in COLUMNS}
    )
    changing = median_ms(lambda: write(everything, next(amounts)), 2)
    lines = list(BudgetLine.objects.filter(version=version))

    def update() -> None:
        for line in lines:
            line.amount += 1
        BudgetLine.objects.bulk_update(lines, ["amount"], batch_size=1000)

    report(
        f"{len(everything)}_cells_changed",
        changing,
        "ms",
        "bulk_update of the same lines",
        median_ms(update, 1),
    )
    seen.update(
        {(row["id"], column): row[column] for row in _tasks(MoneyTable(version)) for column in COLUMNS}
    )

    def come_and_go() -> None:
        write(everything, "")
        write(everything, next(amounts))

    def delete_and_create() -> None:
        BudgetLine.objects.filter(version=version).delete()
        for line in lines:
            line.pk = None
        BudgetLine.objects.bulk_create(lines)

    pasting = median_ms(come_and_go, 1)
    homes = dict(
        BudgetLine.objects.filter(version=version).values_list("task_budget__task__key", "task_budget_id")
    )
    for (row, _), line in zip(everything, lines, strict=True):
        line.task_budget_id = homes[row]
    report(
        f"{len(everything)}_cells_emptied_and_pasted", pasting, "ms", "delete and bulk_create of the same lines",
        median_ms(delete_and_create, 1),
    )  # fmt: skip


def _tasks(table) -> list[dict]:
    return [row for row in table.rows() if row["kind"] == "task"]


if __name__ == "__main__":
    make_ready()
    main()
