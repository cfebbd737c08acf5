"""The consolidated report of a year, put together: heading, body, tables."""

from collections import defaultdict
from dataclasses import replace

from core import clock
from core.dates import HANOI, format_date
from core.numbers import format_million
from reporting.builders.consolidated import agencies, money, targets, tasks
from reporting.builders.consolidated.facts import YearFacts
from reporting.builders.consolidated.texts import GENERAL, source_words
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
from reporting.models import ConsolidatedText, Consolidation

SAMPLE = "SỐ LIỆU MẪU"
NO_COMPONENT = "Nhiệm vụ chưa gắn hợp phần"


def build_consolidated(consolidation: Consolidation, facts: YearFacts | None = None) -> ConsolidatedReport:
    """What a version says as its rows stand now; of one that was sent read `contents` instead."""
    facts = facts or YearFacts(consolidation.year)
    texts = list(
        consolidation.texts.select_related("report__obligation__agency").exclude(text="").order_by("id")
    )
    of_place: dict[str, list[Paragraph]] = defaultdict(list)
    for one in texts:
        if (
            one.report.obligation_id in facts.report_of
        ):  # else the report was opened again, or is not owed any more
            of_place[one.place].append(_paragraph(one))
    unknowns = Unknowns()
    tables = _tables(facts, unknowns)
    heading = _heading(consolidation, facts)
    version, year = facts.version, facts.year.year
    plan = (
        f"Kế hoạch thực hiện {version.plan.programme.title} trên địa bàn {version.province_name.in_sentence}"
    )
    return ConsolidatedReport(
        heading=heading,
        subject=f"Kết quả năm {year} của {plan}",
        opening=f"{heading.issuing_body} báo cáo kết quả năm {year} của {plan} (giai đoạn {version.period_start} - "
        f"{version.period_end}) như sau:",
        edition=_edition(consolidation),
        is_sample=facts.year.is_sample,
        parts=tuple(_parts(consolidation, facts, of_place)),
        closing=f"Trên đây là báo cáo kết quả năm {year}; {heading.issuing_body} kính báo cáo "
        f"{', '.join(heading.addressees)}./.",
        tables=tables,
        definitions=_marked(targets.definition_sheet(), facts),
        unknowns=_marked(unknowns.sheet(), facts),
    )


def _heading(consolidation: Consolidation, facts: YearFacts) -> Heading:
    sent = consolidation.sent_at
    day = consolidation.document_day or (sent.astimezone(HANOI).date() if sent else clock.today())
    given = {
        name: value
        for name in ("signer_authority", "signer_title", "signer_name")
        if (value := getattr(consolidation, name))
    }
    return build_heading(facts.version, day=day, number=consolidation.document_number, **given)


def _edition(consolidation: Consolidation) -> tuple[str, ...]:
    if not consolidation.is_sent:
        return (f"Bản số {consolidation.number}, đang lập, chưa gửi",)
    moment = consolidation.sent_at.astimezone(HANOI)
    return (
        f"Bản số {consolidation.number}, số gửi {consolidation.receipt_number}",
        f"Gửi trên cổng lúc {moment:%H:%M} ngày {format_date(moment.date())}",
    )


def _tables(facts: YearFacts, unknowns: Unknowns) -> tuple[Sheet, ...]:
    sheets = (
        tasks.progress_sheet(facts),
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
    return tuple(_marked(sheet, facts) for sheet in sheets)


def _marked(sheet: Sheet, facts: YearFacts) -> Sheet:
    """Says above a table that its figures are invented, where they are."""
    return replace(sheet, title=(*sheet.title, SAMPLE)) if facts.year.is_sample else sheet


# The body


def _parts(consolidation: Consolidation, facts: YearFacts, of_place: dict[str, list[Paragraph]]):
    """The parts in their order; the department's words before those of the agencies."""
    yield BodyPart(
        "Kết quả chung",
        _compliance(consolidation, facts),
        (*_own(consolidation.results), *of_place[GENERAL]),
        annexes=(agencies.COMPLIANCE,),
    )
    yield BodyPart(
        "Kết quả theo hợp phần và nhóm nhiệm vụ",
        (_progress(facts),),
        components=_components(facts, of_place),
        annexes=(tasks.PROGRESS, tasks.TASKS, tasks.KINDS, tasks.OUTPUTS),
    )
    yield BodyPart(
        "Kinh phí",
        (_money(facts),),
        annexes=(money.BY_GROUP, money.BY_SOURCE, money.BY_YEAR, money.BY_TASK),
    )
    yield BodyPart("Mục tiêu", (_targets(facts),), annexes=(targets.TARGETS,))
    yield BodyPart(
        "Khó khăn, vướng mắc",
        ("Khó khăn, vướng mắc do các cơ quan nêu và việc trả lời được ghi ở phụ lục.",),
        annexes=(agencies.DIFFICULTIES,),
    )
    found = (
        f"cho thấy {count} điểm; số in được giữ nguyên, không sửa"
        if (count := len(facts.findings))
        else "không thấy điểm nào"
    )
    yield BodyPart(
        "Sai lệch trong văn bản kế hoạch",
        (f"Đối chiếu trong nội bộ văn bản kế hoạch {found}.",),
        annexes=("Sai lệch",) if count else (),
    )
    yield BodyPart(
        "Kiến nghị", (), _own(consolidation.petitions), annexes=(agencies.PROPOSALS, agencies.COMMENDED)
    )
    yield BodyPart("Phương hướng", (), _own(consolidation.directions))


def _own(text: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(line) for line in text.split("\n") if line.strip())


def _paragraph(one: ConsolidatedText) -> Paragraph:
    return Paragraph(one.text, source_words(one.report), one.is_edited)


def _compliance(consolidation: Consolidation, facts: YearFacts) -> tuple[str, ...]:
    owed = agencies.owed_by_others(facts)
    received = [one for one in owed if one.first_received_at]
    late = sum(one.is_late for one in received)
    paper = sum(one.is_paper for one in received)
    said = [
        f"Có {len(owed)} cơ quan, đơn vị phải báo cáo; {len(received)} đã gửi, trong đó {len(received) - late} đúng hạn, "
        f"{late} muộn, {paper} bằng văn bản giấy; {sum(one.pk in facts.report_of for one in owed)} báo cáo được duyệt."
    ]
    if missing := agencies.missing_of(facts):
        names = "; ".join(f"{one.agency} ({one.get_state_display()})" for one in missing)
        said.append(f"Báo cáo này chưa gồm nội dung của: {names}.")
        if consolidation.note:
            said.append(f"Lý do tổng hợp khi còn thiếu báo cáo: {consolidation.note}")
    return tuple(said)


def _progress(facts: YearFacts) -> str:
    counted = tasks.counts(facts.tasks)
    states = "; ".join(f"{counted[state]} {state.label}" for state in tasks.STATES if counted[state])
    more = [
        f"{counted[key]} {words}"
        for key, words in (("", "có báo cáo khác nhau"), (None, "chưa có báo cáo được duyệt"))
        if counted[key]
    ]
    told = "; ".join([*([states] if states else []), *more])
    return f"Năm {facts.year.year} kế hoạch có {counted['all']} nhiệm vụ" + (f": {told}." if told else ".")


def _money(facts: YearFacts) -> str:
    spent, unknown = money.spent_total(facts)
    amount = UNKNOWN if spent is None else f"{format_million(spent)} triệu đồng"
    said = f"Kinh phí đã thực hiện theo báo cáo của các cơ quan chủ trì: {amount}"
    return said + (f"; {unknown} khoản chưa rõ, không tính trong số này." if unknown else ".")


def _targets(facts: YearFacts) -> str:
    known, reached, count = targets.reached_count(facts)
    if not count:
        return "Kế hoạch không đặt mục tiêu có thể đo được."
    return f"Trong {count} mục tiêu của kế hoạch, {known} mục tiêu có số liệu năm {facts.year.year}, {reached} đạt."


def _components(facts: YearFacts, of_place: dict[str, list[Paragraph]]) -> tuple[ComponentPart, ...]:
    found: dict[str, list[GroupPart]] = {}
    for group in facts.groups:
        told = tuple(
            TaskPart(task.printed.label, task.printed.title, tuple(of_place[task.printed.place]))
            for task in group.tasks
            if of_place.get(task.printed.place)
        )
        title = f"{group.title} ({group.phase})" if group.phase else group.title
        found.setdefault(group.component or NO_COMPONENT, []).append(GroupPart(group.number, title, told))
    return tuple(ComponentPart(name, tuple(groups)) for name, groups in found.items())
