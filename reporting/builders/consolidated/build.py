"""The consolidated report of a year, put together: heading, body, tables."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from core import clock
from core.dates import HANOI, format_date
from core.numbers import format_million
from plans.models import PlanVersion
from reporting.builders.consolidated import agencies, charts, money, targets, tasks
from reporting.builders.consolidated.facts import GroupFacts, Spent, TaskFacts, YearFacts
from reporting.builders.consolidated.texts import GENERAL, words_of_source
from reporting.builders.consolidated.unknown import UNKNOWN, Unknowns
from reporting.builders.heading import build_heading
from reporting.builders.plan_sheets import finding_sheet
from reporting.contents.consolidated import (
    BodyPart,
    ComponentPart,
    ConsolidatedReport,
    GroupPart,
    Paragraph,
    TaskPart,
)
from reporting.contents.heading import Heading
from reporting.contents.workbook import Sheet
from reporting.models import ConsolidatedText, Consolidation, ReportingYear

SAMPLE = "SỐ LIỆU MẪU"
NO_TASKS = "Kế hoạch không có nhiệm vụ nào của nhóm này trong năm."
NOTHING_TOLD = "Chưa có báo cáo được duyệt nào nói đến nhiệm vụ của nhóm này."
NO_COMPONENT = "Nhiệm vụ chưa gắn hợp phần"
DIFFICULTY_PART = BodyPart(
    "Khó khăn, vướng mắc",
    ("Khó khăn, vướng mắc do các cơ quan nêu và việc trả lời được ghi ở phụ lục.",),
    annexes=(agencies.DIFFICULTIES,),
)


def build_consolidated(consolidation: Consolidation, facts: YearFacts | None = None) -> ConsolidatedReport:
    """What a version says as its rows stand now; of one that was sent read `contents` instead."""
    facts = facts or YearFacts(consolidation.year)
    texts = list(
        consolidation.texts.select_related("report__obligation__agency").exclude(text="").order_by("id")
    )
    of_place: dict[str, list[Paragraph]] = defaultdict(list)
    for one in texts:
        if facts.has_source(one):  # else the report was opened again, or is not owed any more
            of_place[one.place].append(paragraph_of(one))
    unknowns = Unknowns()
    tables = _tables(facts, unknowns)
    version, year = facts.version, facts.year.year
    heading = heading_of(consolidation, version)
    plan = plan_words(version)
    return ConsolidatedReport(
        heading=heading,
        subject=f"Kết quả năm {year} của {plan}",
        opening=f"{heading.issuing_body} báo cáo kết quả năm {year} của {plan} (giai đoạn {version.period_start} - "
        f"{version.period_end}) như sau:",
        edition=edition_of(consolidation),
        is_sample=facts.year.is_sample,
        parts=tuple(_parts(consolidation, facts, of_place, {one.name: one for one in tables})),
        closing=f"Trên đây là báo cáo kết quả năm {year}; {heading.issuing_body} kính báo cáo "
        f"{', '.join(heading.addressees)}./.",
        tables=tables,
        definitions=marked(targets.definition_sheet(), facts.year),
        unknowns=marked(unknowns.sheet(), facts.year),
    )


def plan_words(version: PlanVersion) -> str:
    """What a report calls the plan that it is about."""
    return (
        f"Kế hoạch thực hiện {version.plan.programme.title} trên địa bàn {version.province_name.in_sentence}"
    )


def heading_of(consolidation: Consolidation, version: PlanVersion) -> Heading:
    """The department's, with what was given of number, day and signer."""
    sent = consolidation.sent_at
    day = consolidation.document_day or (sent.astimezone(HANOI).date() if sent else clock.today())
    given = {
        name: value
        for name in ("signer_authority", "signer_title", "signer_name")
        if (value := getattr(consolidation, name))
    }
    return build_heading(version, day=day, number=consolidation.document_number, **given)


def edition_of(consolidation: Consolidation) -> tuple[str, ...]:
    """Which version it is, and when it was sent."""
    if not consolidation.is_sent:
        return (f"Bản số {consolidation.number}, đang lập, chưa gửi",)
    moment = consolidation.sent_at.astimezone(HANOI)
    return (
        f"Bản số {consolidation.number}, số gửi {consolidation.receipt_number}",
        f"Gửi trên cổng lúc {moment:%H:%M} ngày {format_date(moment.date())}",
    )


def _tables(facts: YearFacts, unknowns: Unknowns) -> tuple[Sheet, ...]:
    sheets = (
        tasks.progress_sheet(facts.groups, f"năm {facts.year.year}"),
        tasks.task_sheet(facts, unknowns),
        tasks.kind_sheet(facts),
        tasks.output_sheet(facts, unknowns),
        money.group_money_sheet(facts),
        money.source_sheet(facts),
        money.year_sheet(facts),
        money.task_money_sheet(facts, unknowns),
        targets.target_sheet(facts, unknowns),
        agencies.compliance_sheet(facts),
        agencies.difficulty_sheet(facts),
        agencies.proposal_sheet(facts),
        agencies.commended_sheet(facts),
        *([finding_sheet(facts.findings)] if facts.findings else []),
    )
    return tuple(marked(sheet, facts.year) for sheet in sheets)


def marked(sheet: Sheet, year: ReportingYear) -> Sheet:
    """Says above a table that its figures are invented, where they are."""
    return replace(sheet, title=(*sheet.title, SAMPLE)) if year.is_sample else sheet


# The body


def _parts(
    consolidation: Consolidation,
    facts: YearFacts,
    of_place: dict[str, list[Paragraph]],
    sheets: dict[str, Sheet],
):
    """The parts in their order; the department's words before those of the agencies."""
    yield BodyPart(
        "Kết quả chung",
        _compliance(consolidation, facts),
        (*own_words(consolidation.results), *of_place[GENERAL]),
        annexes=(agencies.COMPLIANCE,),
        charts=charts.compliance_chart(facts),
    )
    yield BodyPart(
        "Kết quả theo hợp phần và nhóm nhiệm vụ",
        (progress_line(facts.tasks, f"Năm {facts.year.year}"),),
        components=components_of(facts.groups, of_place),
        annexes=(tasks.PROGRESS, tasks.TASKS, tasks.KINDS, tasks.OUTPUTS),
        charts=charts.progress_chart(facts, sheets[tasks.PROGRESS]),
    )
    yield BodyPart(
        "Kinh phí",
        (money_line(money.spent_of_year(facts)),),
        annexes=(money.BY_GROUP, money.BY_SOURCE, money.BY_YEAR, money.BY_TASK),
        charts=(
            *charts.source_chart(facts, sheets[money.BY_SOURCE]),
            *charts.year_chart(facts, sheets[money.BY_YEAR]),
        ),
    )
    yield BodyPart(
        "Mục tiêu", (_targets(facts),), annexes=(targets.TARGETS,), charts=charts.target_chart(facts)
    )
    yield DIFFICULTY_PART
    yield finding_part(len(facts.findings))
    yield BodyPart(
        "Kiến nghị", (), own_words(consolidation.petitions), annexes=(agencies.PROPOSALS, agencies.COMMENDED)
    )
    yield BodyPart("Phương hướng", (), own_words(consolidation.directions))


def finding_part(count: int) -> BodyPart:
    """What contradicts itself in the plan's own document."""
    found = f"cho thấy {count} điểm; số in được giữ nguyên, không sửa" if count else "không thấy điểm nào"
    return BodyPart(
        "Sai lệch trong văn bản kế hoạch",
        (f"Đối chiếu trong nội bộ văn bản kế hoạch {found}.",),
        annexes=("Sai lệch",) if count else (),
    )


def own_words(text: str) -> tuple[Paragraph, ...]:
    """The department's, a paragraph a line."""
    return tuple(Paragraph(line) for line in text.split("\n") if line.strip())


def paragraph_of(one: ConsolidatedText) -> Paragraph:
    """As it is printed."""
    return Paragraph(one.text, words_of_source(one), one.is_edited)


def _compliance(consolidation: Consolidation, facts: YearFacts) -> tuple[str, ...]:
    told = agencies.Compliance.of(facts)
    said = [
        f"Có {told.owed} cơ quan, đơn vị phải báo cáo; {told.received} đã gửi, trong đó {told.in_time} đúng hạn, "
        f"{told.late} muộn, {told.paper} bằng văn bản giấy; {told.accepted} báo cáo được duyệt."
    ]
    if missing := agencies.missing_of(facts):
        names = "; ".join(f"{one.agency} ({agencies.missing_words(one)})" for one in missing)
        said.append(f"Báo cáo này chưa gồm nội dung của: {names}.")
        if consolidation.note:
            said.append(f"Lý do tổng hợp khi còn thiếu báo cáo: {consolidation.note}")
    return tuple(said)


def progress_line(of: Iterable[TaskFacts], when: str) -> str:
    """How many tasks there are, and by how far they are."""
    counted = tasks.counts(of)
    states = "; ".join(f"{counted[state]} {state.label}" for state in tasks.STATES if counted[state])
    more = [
        f"{counted[key]} {words}"
        for key, words in (("", "có báo cáo khác nhau"), (None, "chưa có báo cáo được duyệt"))
        if counted[key]
    ]
    told = "; ".join([*([states] if states else []), *more])
    return f"{when} kế hoạch có {counted['all']} nhiệm vụ" + (f": {told}." if told else ".")


def money_line(told: Sequence[Spent]) -> str:
    """What was spent, by those who lead; how many sums are not known."""
    spent, unknown = money.spent_total(told)
    if spent is None and not unknown:
        return "Chưa có báo cáo nào được duyệt của cơ quan chủ trì nêu kinh phí đã thực hiện."
    amount = UNKNOWN if spent is None else f"{format_million(spent)} triệu đồng"
    said = f"Kinh phí đã thực hiện theo báo cáo của các cơ quan chủ trì: {amount}"
    return said + (f"; {unknown} khoản chưa rõ, không tính trong số này." if unknown else ".")


def _targets(facts: YearFacts) -> str:
    known, reached, count = targets.reached_count(facts.targets)
    if not count:
        return "Kế hoạch không đặt mục tiêu có thể đo được."
    return f"Trong {count} mục tiêu của kế hoạch, {known} mục tiêu có số liệu năm {facts.year.year}, {reached} đạt."


def components_of(
    groups: list[GroupFacts], of_place: dict[str, list[Paragraph]]
) -> tuple[ComponentPart, ...]:
    """What is said of the tasks, by component and group."""
    found: dict[str, list[GroupPart]] = {}
    for group in groups:
        told = tuple(
            TaskPart(task.printed.label, task.printed.title, tuple(of_place[task.printed.place]))
            for task in group.tasks
            if of_place.get(task.printed.place)
        )
        remark = NOTHING_TOLD if group.tasks else NO_TASKS
        part = GroupPart(group.number, group.name, told, remark)
        found.setdefault(group.component or NO_COMPONENT, []).append(part)
    return tuple(ComponentPart(name, tuple(groups)) for name, groups in found.items())
