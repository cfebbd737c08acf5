"""What the comparison of totals means: totals that differ, enterprises' money, unsplit sources, groups
without money, clauses that name different sources."""

from collections import defaultdict
from collections.abc import Iterator

from budgets.enums import Source, source_names
from budgets.findings.finding import Finding, FindingCode, million
from budgets.findings.totals import TotalCheck, short, total_checks
from budgets.models import FundingSource
from core.words import vnd_in_words
from plans.models import PlanVersion, TaskGroup


def money_findings(version: PlanVersion, sub_sources: dict[str, str]) -> Iterator[Finding]:
    """Findings on amounts and sources. `sub_sources` gives the names of the local budget's parts."""
    checks = total_checks(version)
    yield from (_differing(check) for check in checks if not check.agrees)
    yield from _enterprise_findings(version, checks)
    yield from _unsplit_findings(version)
    yield from _unbudgeted_groups(version)
    yield from _funding_clauses(version, sub_sources)


def sub_source_names() -> dict[str, str]:
    return dict(FundingSource.objects.exclude(parent=None).values_list("code", "name"))


def _differing(check: TotalCheck) -> Finding:
    if check.in_words:
        read = "không đọc được thành số" if check.printed is None else f"tức {million(check.printed)}"
        return Finding(
            FindingCode.WORDS_DIFFER,
            check.place,
            check.where,
            f"{check.printed_text} ({read})",
            f"{million(check.computed)} ({vnd_in_words(int(check.computed))})",
            "Số tiền bằng chữ không phải là số tiền bằng số. Cả hai được giữ như đã in; các phép cộng dùng số.",
        )
    gap = check.printed - check.expected
    direction = "nhiều hơn" if gap > 0 else "ít hơn"
    return Finding(
        FindingCode.TOTAL_DIFFERS,
        check.place,
        check.where,
        million(check.printed),
        million(check.expected),
        f"Số in {direction} tổng các thành phần {million(abs(gap))}. Không số nào bị sửa.",
    )


def _enterprise_findings(version: PlanVersion, checks: list[TotalCheck]) -> Iterator[Finding]:
    for table in version.budgettable_rows.all():
        place = f"budget_tables/{table.key}"
        own = [
            check for check in checks if check.place.startswith(f"{place}/") and check.without_dn is not None
        ]
        whole = next((check for check in own if check.place == f"{place}/totals/by_source"), None)
        if whole is None or not whole.agrees:
            continue
        dn = million(whole.computed - whole.without_dn)
        if whole.leaves_dn_out:
            yield Finding(
                FindingCode.ENTERPRISE_EXCLUDED,
                f"{place}/totals/total",
                f"Bảng “{table.title}”, tổng cộng",
                million(whole.printed),
                million(whole.computed),
                f"Tổng in chỉ gồm ngân sách; cộng cả {dn} của doanh nghiệp là {million(whole.computed)}. "
                "Khi so với tỉnh khác phải nói rõ tính theo cách nào.",
            )
        else:
            yield Finding(
                FindingCode.ENTERPRISE_INCLUDED,
                f"{place}/totals/total",
                f"Bảng “{table.title}”, tổng cộng",
                million(whole.printed),
                million(whole.computed),
                f"Tổng in đã gồm {dn} của doanh nghiệp; riêng ngân sách là {million(whole.without_dn)}.",
            )


def _unsplit_findings(version: PlanVersion) -> Iterator[Finding]:
    single, unsplit = defaultdict(int), defaultdict(int)
    for group in version.taskgroup_rows.all():
        for task in group.tasks.all():
            budget = getattr(task, "budget", None)
            if budget is None or budget.total is None or budget.lines.all():
                continue
            if len(budget.sources) > 1:
                unsplit[tuple(budget.sources)] += budget.total
            elif budget.sources:
                single[budget.sources[0]] += budget.total
    published = {
        row.sources[0]: row.amount
        for row in version.financingstatement_rows.all()
        if row.amount is not None and len(row.sources) == 1
    }
    for sources, amount in unsplit.items():
        names = source_names(sources)
        conclusion = _split_by_totals(sources, amount, single, published) if len(unsplit) == 1 else {}
        if conclusion:
            parts = ", ".join(
                f"{Source(source).label} {million(part)}" for source, part in conclusion.items()
            )
            note = (
                "Từng nhiệm vụ không tách nguồn. Trừ phần đã rõ nguồn khỏi tổng công bố theo nguồn thì suy ra được "
                "tổng của cả nhóm này, nhưng không suy ra được cho từng nhiệm vụ."
            )
        else:
            parts, note = "chưa rõ", "Văn bản không cho biết mỗi nguồn bao nhiêu; không tự chia."
        yield Finding(
            FindingCode.UNSPLIT_SOURCES,
            "tasks/budget/" + "+".join(sources),
            f"Kinh phí các nhiệm vụ, nguồn {names}",
            f"{million(amount)} ({names})",
            parts,
            note,
        )


def _split_by_totals(sources, amount: int, single: dict, published: dict) -> dict[str, int]:
    """What each source gives of an unsplit sum, where published totals by source leave only one answer."""
    if not set(sources) <= set(published):
        return {}
    parts = {source: published[source] - single[source] for source in sources}
    return parts if sum(parts.values()) == amount and min(parts.values()) >= 0 else {}


def _unbudgeted_groups(version: PlanVersion) -> Iterator[Finding]:
    groups = list(version.taskgroup_rows.all())
    for table in version.budgettable_rows.all():
        budgeted = {row.group_id for row in table.rows.all() if row.group_id}
        if not table.complete or not budgeted:
            continue
        expected = [group for group in groups if table.year is None or _runs_in(group, table.year)]
        for group in expected:
            if group.pk not in budgeted:
                when = f" năm {table.year}" if table.year else ""
                yield Finding(
                    FindingCode.GROUP_UNBUDGETED,
                    f"budget_tables/{table.key}/groups/{group.key}",
                    f"Bảng “{table.title}”, nhóm {group.number}: {short(group.title)}",
                    "không có dòng kinh phí",
                    f"{len(group.tasks.all())} nhiệm vụ{when}",
                    "Nhóm có nhiệm vụ trong thời gian của bảng nhưng bảng không bố trí kinh phí: "
                    "chưa rõ là không cần tiền hay bị bỏ sót.",
                )


def _runs_in(group: TaskGroup, year: int) -> bool:
    return any(
        task.every_year or (task.start and int(task.start[:4]) <= year <= int((task.end or task.start)[:4]))
        for task in group.tasks.all()
    )


def _funding_clauses(version: PlanVersion, names: dict[str, str]) -> Iterator[Finding]:
    """A responsibility that draws on a sub-source which the chapter on money does not name."""
    duties = {row.clause for row in version.responsibility_rows.all()}
    statements = [row for row in version.financingstatement_rows.all() if row.sub_sources]
    chapter = [row for row in statements if row.clause not in duties]
    named = {code for row in chapter for code in row.sub_sources}
    if not named:
        return
    clauses = ", ".join(dict.fromkeys(row.clause for row in chapter))
    for row in statements:
        foreign = [code for code in row.sub_sources if code not in named]
        if row.clause in duties and foreign:
            yield Finding(
                FindingCode.FUNDING_CLAUSE_DIFFERS,
                f"financing/{row.clause}/" + "+".join(foreign),
                f"Mục {row.clause} và mục {clauses}",
                f"Mục {row.clause}: " + ", ".join(names.get(code, code) for code in row.sub_sources),
                f"Mục {clauses}: " + ", ".join(names.get(code, code) for code in sorted(named)),
                f"Mục {row.clause} nêu nguồn mà mục về kinh phí không nêu: "
                + ", ".join(names.get(code, code) for code in foreign)
                + ".",
            )
