"""The report of a period, put together: heading, body, tables; printed as the report of a year is."""

from collections import defaultdict

from reporting.builders.consolidated import agencies, money, targets, tasks
from reporting.builders.consolidated.agencies import Compliance
from reporting.builders.consolidated.build import (
    DIFFICULTY_PART,
    components_of,
    edition_of,
    finding_part,
    heading_of,
    marked,
    money_line,
    own_words,
    paragraph_of,
    plan_words,
    progress_line,
)
from reporting.builders.consolidated.period import agencies as period_agencies
from reporting.builders.consolidated.period import money as period_money
from reporting.builders.consolidated.period import tasks as period_tasks
from reporting.builders.consolidated.period.facts import PeriodFacts
from reporting.builders.consolidated.texts import GENERAL
from reporting.builders.consolidated.unknown import Unknowns
from reporting.builders.plan_sheets import finding_sheet
from reporting.contents.consolidated import BodyPart, ConsolidatedReport, Paragraph
from reporting.contents.workbook import Sheet
from reporting.enums import ConsolidationKind
from reporting.models import Consolidation

VERBS = {ConsolidationKind.INTERIM: "Sơ kết", ConsolidationKind.FINAL: "Tổng kết"}


def build_period(consolidation: Consolidation, facts: PeriodFacts) -> ConsolidatedReport:
    """What a version says as its rows stand now; of one that was sent read `contents` instead."""
    rows = consolidation.texts.select_related("taken_from__year").exclude(text="").order_by("id")
    of_place: dict[str, list[Paragraph]] = defaultdict(list)
    for one in sorted(rows, key=lambda row: row.taken_from.year.year):
        if facts.has_source(one):
            of_place[one.place].append(paragraph_of(one))
    unknowns = Unknowns()
    tables = _tables(facts, unknowns)
    version = facts.version
    heading, plan, verb = heading_of(consolidation, version), plan_words(version), VERBS[consolidation.kind]
    return ConsolidatedReport(
        heading=heading,
        subject=f"{verb} {facts.time} thực hiện {plan}",
        opening=f"{heading.issuing_body} báo cáo {verb.lower()} {facts.time} thực hiện {plan} (giai đoạn "
        f"{version.period_start} - {version.period_end}) như sau:",
        edition=edition_of(consolidation),
        is_sample=facts.year.is_sample,
        parts=tuple(_parts(consolidation, facts, of_place)),
        closing=f"Trên đây là báo cáo {verb.lower()} {facts.time}; {heading.issuing_body} kính báo cáo "
        f"{', '.join(heading.addressees)}./.",
        tables=tables,
        definitions=marked(targets.definition_sheet(), facts.year),
        unknowns=marked(unknowns.sheet(), facts.year),
    )


def _tables(facts: PeriodFacts, unknowns: Unknowns) -> tuple[Sheet, ...]:
    sheets = (
        tasks.progress_sheet(facts.groups, facts.time, "Nhiệm vụ trong kỳ"),
        period_tasks.task_sheet(facts, unknowns),
        period_tasks.kind_sheet(facts),
        period_tasks.output_sheet(facts, unknowns),
        period_money.group_money_sheet(facts),
        period_money.source_sheet(facts),
        money.year_sheet(facts.last, facts.from_year),
        period_agencies.target_sheet(facts, unknowns),
        period_agencies.compliance_sheet(facts),
        period_agencies.agency_sheet(facts),
        period_agencies.difficulty_sheet(facts),
        agencies.proposal_sheet(facts.last),
        period_agencies.commended_sheet(facts),
        *([finding_sheet(facts.findings)] if facts.findings else []),
    )
    return tuple(marked(sheet, facts.year) for sheet in sheets)


def _parts(consolidation: Consolidation, facts: PeriodFacts, of_place: dict[str, list[Paragraph]]):
    """The parts in their order; the department's words of the period before those of the years."""
    yield BodyPart(
        "Kết quả chung",
        _compliance(consolidation, facts),
        (*own_words(consolidation.results), *of_place[GENERAL]),
        annexes=(agencies.COMPLIANCE, period_agencies.BY_AGENCY),
    )
    yield BodyPart(
        "Kết quả theo hợp phần và nhóm nhiệm vụ",
        (progress_line(facts.tasks, f"{facts.time.capitalize()}"),),
        components=components_of(facts.groups, of_place),
        annexes=(tasks.PROGRESS, tasks.TASKS, tasks.KINDS, tasks.OUTPUTS),
    )
    yield BodyPart(
        "Kinh phí",
        (money_line(facts.spent_at()),),
        annexes=(money.BY_GROUP, money.BY_SOURCE, money.BY_YEAR),
    )
    yield BodyPart("Mục tiêu", (_targets(facts),), annexes=(targets.TARGETS,))
    yield DIFFICULTY_PART
    yield finding_part(len(facts.findings))
    yield BodyPart(
        "Kiến nghị",
        (),
        own_words(consolidation.petitions),
        annexes=(agencies.PROPOSALS, agencies.COMMENDED),
    )
    yield BodyPart("Phương hướng", (), own_words(consolidation.directions))


def _compliance(consolidation: Consolidation, facts: PeriodFacts) -> tuple[str, ...]:
    told = [Compliance.of(of_year) for of_year in facts.years.values()]
    owed, received, late, accepted = (
        sum(getattr(one, name) for one in told) for name in ("owed", "received", "late", "accepted")
    )
    said = [
        f"Trong {len(facts.numbers)} năm có {len(told)} kỳ báo cáo trên cổng, {owed} lượt cơ quan, đơn vị phải báo cáo; "
        f"{received} lượt đã gửi, trong đó {received - late} đúng hạn, {late} muộn; {accepted} báo cáo được duyệt."
    ]
    if facts.missing:
        said.append(f"Phần lời không có nội dung của: {'; '.join(facts.missing)}.")
        if consolidation.note:
            said.append(f"Lý do tổng hợp khi còn thiếu: {consolidation.note}")
    return tuple(said)


def _targets(facts: PeriodFacts) -> str:
    known, reached, count = targets.reached_count(facts.targets)
    if not count:
        return "Kế hoạch không đặt mục tiêu có thể đo được."
    return (
        f"Trong {count} mục tiêu của kế hoạch, {known} mục tiêu có số liệu (lấy năm mới nhất), {reached} đạt."
    )
