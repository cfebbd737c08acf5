"""Budget tables of a plan out of money tables, with their rows joined to groups and tasks."""

import re
from typing import Any

from rapidfuzz import fuzz

from budgets.enums import Source
from core.text import collapse, slugify_vi
from portal.annexes.recognition.levels import Node, Tree
from portal.annexes.recognition.money import Money, RowMoney
from portal.annexes.recognition.placing import leave_title, place_of, use_title
from portal.annexes.recognition.report import Report
from portal.annexes.recognition.rows import Kind, Line, amount_in_words
from portal.annexes.recognition.tables import Table
from portal.annexes.recognition.titles import alike
from portal.annexes.recognition.tree_money import budget_of
from portal.annexes.recognition.words import YEAR, fold, is_source, sources_in, years_between

_NAMED_KEYS = (
    "du toan",
    "tong hop kinh phi",
    "phan ky kinh phi",
    "khai toan kinh phi",
    "nhu cau kinh phi",
    "kinh phi thuc hien",
    "kinh phi",
)


class BudgetTable:
    """One money table as plan documents have it; rows know their groups and tasks, whose keys come last."""

    def __init__(self, table: Table, tree: Tree, money: Money, report: Report):
        self.table, self.tree, self.money, self.report = table, tree, money, report
        self.rows: list[tuple[dict[str, Any], Node]] = []
        self._targets: list[tuple[dict[str, Any] | None, dict[str, Any] | None]] = []

    def read(self, groups: list[dict[str, Any]]) -> None:
        """Reads the rows and finds the group and task that each is about."""
        self._use_headings(self.tree.roots, groups)
        years = {column.year for column in self.money.columns.amounts if column.year}
        title_years = {int(year) for year in YEAR.findall(self.table.title)}
        for node, parent in _leaves(self.tree.roots, None):
            if not (node.line.title or node.line.raw_title):
                self._leave_nameless(node.line)
                continue
            group, task = self._target(node, parent, groups, years or title_years)
            self.rows.append((self._row(node), node))
            self._targets.append((group, task))
            if groups and group is None:
                place = node.line.place(node.line.filled[0])
                self.report.doubt(
                    place,
                    "row_not_found",
                    f"“{node.line.title[:100]}” không khớp nhóm, nhiệm vụ nào.",
                    [g["number"] or g["title"] for g in groups],
                )

    def _leave_nameless(self, line: Line) -> None:
        self.report.doubt(place_of(line), "action_missing", "Dòng có số tiền nhưng không có tên.")
        for column in line.filled:
            self.report.leave(line.place(column), collapse(line.own(column)))

    def _use_headings(self, nodes: list[Node], groups: list[dict[str, Any]]) -> None:
        """Headings above rows are told by the rows' groups, where these are known; else they are listed."""
        for node in nodes:
            if not node.children:
                continue
            self._use_headings(node.children, groups)
            known = _group_of(node.line.title, node.line.number, groups)
            if known:
                use_title(self.report, node.line)
            else:
                leave_title(self.report, node.line)

    def fill_tasks(self) -> None:
        """Gives the tasks their money, where their own table prints none."""
        for (_, node), (_, task) in zip(self.rows, self._targets, strict=True):
            if task is not None and task["budget"] is None:
                task["budget"] = budget_of(self.money, node)

    def as_data(self, taken: set[str]) -> dict[str, Any]:
        """The table as plan documents have it, once groups and tasks have their keys."""
        rows = []
        for (row, _), (group, task) in zip(self.rows, self._targets, strict=True):
            rows.append(
                {**row, "group": group["key"] if group else None, "task": task["key"] if task else None}
            )
        years = {column.year for column in self.money.columns.amounts if column.year}
        title_years = set() if years_between(self.table.title) else set(YEAR.findall(self.table.title))
        year = int(title_years.pop()) if len(title_years) == 1 and not years else None
        words = [amount_in_words(line.raw_title or line.own(line.filled[0])) for line in self.tree.words]
        for line in self.tree.words:
            for column in line.filled:
                self.report.use(line.place(column))
        title = self.table.title or self.table.annex or self.table.grid.name
        totals = self._totals()
        return {
            "key": _key(self.table, year, taken),
            "title": title,
            "year": year,
            "unit": "triệu đồng",
            "includes_dn": _includes_dn([*rows, *([totals] if totals else [])]),
            "complete": True,
            "amount_in_words": words[0] if words else None,
            "rows": rows,
            "totals": totals,
        }

    def _row(self, node: Node) -> dict[str, Any]:
        line = node.line
        row = self.money.rows[id(line)]
        budget = budget_of(self.money, node) or {"text": None, "sources": [], "lines": []}
        use_title(self.report, line)
        by_source = self._by_source(row, node)
        by_year = {
            column.year: value
            for column in self.money.columns.by_year
            if (value := self.money.value(row.cells.get(column.index))) is not None
        }
        label = line.title or line.raw_title
        total = self.money.total_of(row)
        if total is not None and (year := re.fullmatch(r"(?:năm )?((?:19|20)\d\d)", label.lower())):
            by_year = {int(year[1]): total}
        sources = self.money.sources_of(row) or budget["sources"]
        if not sources and is_source(label, self.money.spellings):
            sources = [source.value for source in sources_in(label, self.money.spellings)[0]]
        summed = not any("quantity" in one and one["quantity"] is not None for one in budget["lines"])
        plain = (
            summed
            and not self.money.columns.crossed
            and not line.extra
            and not node.children
            and not node.sources
            and not self.money.columns.periods
        )
        marked = any(one["amount"] is None for one in budget["lines"])
        return {
            "number": line.number or None,
            "label": label,
            "group": None,
            "task": None,
            "total": total,
            "by_source": by_source,
            "by_year": by_year,
            "sources": sources,
            "source_text": "; ".join(filter(None, [row.source_text if row.sources else "", budget["text"]]))
            or None,
            "lines": [] if plain and not marked else budget["lines"],
        }

    def _by_source(self, row: RowMoney, node: Node) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for column in self.money.columns.by_one_source():
            value = self.money.value(row.cells.get(column.index))
            if value is not None and len(column.sources) == 1:
                code = column.sources[0].value
                found[code] = found.get(code, 0) + value
        for line in node.sources:
            use_title(self.report, line)
            sources = sources_in(line.title, self.money.spellings)[0]
            value = self.money.total_of(self.money.rows[id(line)])
            if value is not None and len(sources) == 1:
                found[sources[0].value] = value
        return found

    def _totals(self) -> dict[str, Any] | None:
        lines = self.tree.totals
        if not lines:
            return None
        line = next((one for one in reversed(lines) if fold(one.raw_title).startswith("tong")), lines[-1])
        row = self.money.rows[id(line)]
        label = line.raw_title or line.own(line.filled[0])
        for one in lines:
            use_title(self.report, one)
        by_source = {}
        for column in self.money.columns.by_one_source():
            value = self.money.value(row.cells.get(column.index))
            if value is not None and len(column.sources) == 1:
                code = column.sources[0].value
                by_source[code] = by_source.get(code, 0) + value
        for one in self.tree.total_sources:
            use_title(self.report, one)
            sources = sources_in(one.title, self.money.spellings)[0]
            value = self.money.total_of(self.money.rows[id(one)])
            if value is not None and len(sources) == 1:
                by_source[sources[0].value] = value
        by_year = {
            column.year: value
            for column in self.money.columns.by_year
            if (value := self.money.value(row.cells.get(column.index))) is not None
        }
        return {
            "label": label.replace("\n", " ")[:100],
            "total": self.money.total_of(row),
            "by_source": by_source,
            "by_year": by_year,
        }

    def _target(self, node: Node, parent: Node | None, groups: list[dict[str, Any]], years: set[int | None]):
        """The group and task that a row is about: by title, and by number where the titles do not contradict."""
        nearer = sorted(groups, key=lambda group: not _in_phase(group, years))
        label, number = node.line.title, node.line.number
        if parent is not None and (group := _group_of(parent.line.title, parent.line.number, nearer)):
            task = _task_of(label, number, group)
            if task:
                return group, task
        if group := _group_of(label, number, nearer):
            return group, None
        for group in nearer:
            if task := _task_of(label, number, group, by_title=True):
                return group, task
        if parent is not None and (group := _group_of(parent.line.title, parent.line.number, nearer)):
            return group, None
        return None, None


def _leaves(nodes: list[Node], parent: Node | None):
    """The rows that hold amounts of their own, with the heading above each."""
    for node in nodes:
        if node.children and (node.line.heading or node.line.kind is Kind.PHASE):
            yield from _leaves(node.children, node)
        else:
            yield node, parent


def _in_phase(group: dict[str, Any], years: set[int | None]) -> bool:
    if not group["phase"] or not years:
        return False
    start, _, end = group["phase"].partition("-")
    return any(year is not None and int(start) <= year <= int(end or start) for year in years)


def _group_of(title: str, number: str, groups: list[dict[str, Any]]) -> dict[str, Any] | None:
    close = [group for group in groups if alike(title, group["title"])]
    same = [group for group in close if (group["number"] or "") == number]
    return next(iter(same or close), None)


def _task_of(
    title: str, number: str, group: dict[str, Any], *, by_title: bool = False
) -> dict[str, Any] | None:
    close = [task for task in group["tasks"] if alike(title, task["action"])]
    same = [task for task in close if (task["number"] or "") == number]
    if close:
        return (same or close)[0]
    if by_title or not number:
        return None
    numbered = [task for task in group["tasks"] if task["number"] == number]
    close = [task for task in numbered if fuzz.token_set_ratio(fold(title), fold(task["action"])) >= 60]
    return next(iter(close), None)


def _key(table: Table, year: int | None, taken: set[str]) -> str:
    words = fold(table.title)
    name = slugify_vi(table.annex)
    if not name:
        name = (
            next((known.replace(" ", "-") for known in _NAMED_KEYS if words.startswith(known)), "")
            or "-".join(words.split()[:4])
            or "bang-kinh-phi"
        )
        name = f"{name}-{year}" if year else name
    number, key = 2, name
    while key in taken:
        key = f"{name}-{number}"
        number += 1
    taken.add(key)
    return key[:100]


def _includes_dn(rows: list[dict[str, Any]]) -> bool | None:
    """Whether printed totals count the enterprises' money; None where nothing tells, or rows differ."""
    answers = set()
    for row in rows:
        own = row["by_source"].get(Source.DN.value)
        if row["total"] is None or not own:
            continue
        state = sum(value for code, value in row["by_source"].items() if code != Source.DN.value)
        answers.add(True if row["total"] == state + own else False if row["total"] == state else None)
    return answers.pop() if len(answers) == 1 else None
