"""Reads one version of a plan into the province plan report; money is `plan_money`.

Nothing is added to what the plan says: what it does not print is said to be "không in", what cannot be known
"chưa rõ".
"""

from datetime import date

from budgets.enums import source_names
from budgets.findings import Finding, findings_of
from core.dates import HANOI, format_date
from core.numbers import format_million, format_number
from core.text import quoted
from plans.document_words import said
from plans.enums import ObjectiveKind
from plans.models import Annex, NationalTarget, PastResult, PlanVersion, Section, Target
from plans.targets import beside, value_text
from reporting.builders.plan_money import build_money
from reporting.contents import plan_report as contents
from reporting.contents.heading import Heading
from reporting.models import Obligor, ReportingRule
from tasks.enums import PartyRole
from tasks.models import Task

NOT_PRINTED = "không in"
SAMPLE = "số liệu mẫu, không phải kế hoạch thật"
PROSE_REMARK = (
    "Kế hoạch không có bảng danh mục nhiệm vụ; các khoản của phần nhiệm vụ và giải pháp dưới đây được coi là "
    "nhiệm vụ. Kế hoạch không in kết quả dự kiến, cơ quan chủ trì, cơ quan phối hợp và thời gian của từng khoản."
)


def build_plan_report(version: PlanVersion, heading: Heading) -> contents.PlanReport:
    """The report on a version that comes from `budgets.selectors.with_content`."""
    objectives = list(version.objective_rows.all())
    general = [row.text for row in objectives if row.kind == ObjectiveKind.GENERAL]
    targets, notes = _targets(version, [target for row in objectives for target in row.targets.all()])
    groups = _groups(version)
    return contents.PlanReport(
        heading=heading,
        subject=_subject(version),
        opening=_opening(version, heading),
        succession=_succession(version, heading.day),
        facts=tuple(_facts(version)),
        legal_bases=tuple(version.legal_bases),
        general_objectives=tuple(general),
        specific_objectives=_specific_objectives(objectives),
        targets=targets,
        target_notes=notes,
        groups=groups or _prose_groups(version),
        groups_remark="" if groups else PROSE_REMARK,
        money=build_money(version),
        responsibilities=tuple(
            contents.Responsibility(row.clause, row.heading, tuple(row.items))
            for row in version.responsibility_rows.all()
        ),
        reporting=tuple(_reporting(version)),
        findings=tuple(_finding(finding) for finding in findings_of(version)),
        sections=tuple(_section(section) for section in version.section_rows.all()),
        past_results=tuple(_past_result(row) for row in version.pastresult_rows.all()),
        readings=tuple(_readings(version)),
    )


# Which plan


def _province(version: PlanVersion) -> str:
    return version.province_name.in_sentence


def _name(version: PlanVersion) -> str:
    return (
        f"Kế hoạch thực hiện {version.plan.programme.title} trên địa bàn {_province(version)} "
        f"(giai đoạn {version.period_start} - {version.period_end})"
    )


def _subject(version: PlanVersion) -> str:
    return f"Về {_name(version)}" + (f" ({SAMPLE})" if version.plan.is_sample else "")


def _opening(version: PlanVersion, heading: Heading) -> str:
    return f"{heading.issuing_body} báo cáo nội dung {_name(version)} như sau:"


def _succession(version: PlanVersion, day: date) -> str:
    """That the province of the plan has been taken over, where that is so on the day of the report."""
    today = version.province.answering_on(day)
    if today == version.province:
        return ""
    first_day = date.fromordinal(version.province.ended_on.toordinal() + 1)
    return (
        f"Từ ngày {format_date(first_day)}, {_province(version)} được nhập vào {today.name_on(day).in_sentence}. Tên tỉnh, "
        "tên cơ quan trong nội dung kế hoạch được giữ như khi ban hành."
    )


def _facts(version: PlanVersion):
    programme = version.plan.programme
    signer = (version.signer_authority, version.signer_title, version.signer_name)
    facts = [
        ("Tên kế hoạch", version.title),
        ("Trích yếu quyết định", version.subject),
        ("Loại văn bản", version.get_document_kind_display()),
        ("Số, ký hiệu", version.document_number or "không in số"),
        ("Ngày ban hành", format_date(version.issued_on) if version.issued_on else f"{NOT_PRINTED} ngày"),
        ("Nơi ban hành", version.place or NOT_PRINTED),
        ("Cơ quan ban hành", version.issuer),
        ("Người ký", ", ".join(part for part in signer if part)),
        ("Thời kỳ", f"{version.period_start} - {version.period_end}"),
        ("Giai đoạn", "; ".join(phase.title for phase in version.phase_rows.all())),
        ("Chương trình", f"{programme.title} ({programme.number} ngày {format_date(programme.issued_on)})"),
        ("Phụ lục của kế hoạch", "; ".join(_annex(annex) for annex in version.annex_rows.all())),
        ("Nơi nhận của kế hoạch", " ".join(version.recipients)),
        ("Bản trong hệ thống", _version_text(version)),
    ]
    return (contents.Fact(label, value) for label, value in facts if value)


def _annex(annex: Annex) -> str:
    name = ": ".join(part for part in (annex.number, annex.title) if part) or annex.text
    return f"{name} ({annex.get_status_display()})"


def _version_text(version: PlanVersion) -> str:
    since = f", áp dụng từ ngày {format_date(version.in_force_from)}" if version.in_force_from else ""
    reason = f"; lý do: {version.reason}" if version.reason else ""
    return f"Bản số {version.number} ({version.get_kind_display()}){since}{reason}"


# Objectives


def _specific_objectives(objectives: list) -> tuple[contents.ObjectivePart, ...]:
    parts: dict[str, list[str]] = {}
    for row in objectives:
        if row.kind == ObjectiveKind.SPECIFIC:
            parts.setdefault(row.phase.title if row.phase else "", []).append(row.text)
    return tuple(contents.ObjectivePart(title, tuple(texts)) for title, texts in parts.items())


def _targets(version: PlanVersion, targets: list[Target]) -> tuple[tuple, tuple[str, ...]]:
    """The targets beside the national ones, and where those were taken from."""
    national = list(
        NationalTarget.objects.filter(programme=version.plan.programme).select_related("indicator")
    )
    rows, shown = [], []
    for target in targets:
        same = beside(target, national, version.period_end)
        shown += same
        rows.append(
            contents.TargetRow(
                target.indicator.name,
                target.population or NOT_PRINTED,
                f"{value_text(target)}{f' (năm {target.year})' if target.year else ''}",
                tuple(_national(row) for row in same),
            )
        )
    sources = [f"Nguồn mục tiêu quốc gia: {row.source.rstrip('.')}." for row in shown]
    return tuple(rows), tuple(dict.fromkeys(sources))


def _national(row: NationalTarget) -> str:
    population = f"; tính trên: {row.population}" if row.population else ""
    return f"{value_text(row)} (giai đoạn {row.period_start} - {row.period_end}{population})"


# Tasks


def _groups(version: PlanVersion) -> tuple[contents.TaskGroup, ...]:
    return tuple(
        contents.TaskGroup(
            group.number,
            group.title,
            group.phase.title if group.phase else "",
            version.component_name(group.component),
            tuple(_task(task) for task in group.tasks.all()),
        )
        for group in version.taskgroup_rows.all()
    )


def _task(task: Task) -> contents.TaskRow:
    parties = list(task.parties.all())
    return contents.TaskRow(
        number=task.number,
        action=task.action,
        contents=tuple(task.contents),
        results=tuple(task.expected_results),
        leads=tuple(party.text for party in parties if party.role == PartyRole.LEAD),
        coordinating=tuple(party.text for party in parties if party.role == PartyRole.COORDINATING),
        time=task.time_text,
        money=_task_money(task),
        note=task.note,
    )


def _task_money(task: Task) -> str:
    budget = getattr(task, "budget", None)
    if budget is None or budget.text:
        return budget.text if budget else ""
    if budget.total is None:
        return ""
    sources = f" ({source_names(budget.sources)})" if budget.sources else ""
    return f"{format_million(budget.total)} triệu đồng{sources}"


def _prose_groups(version: PlanVersion) -> tuple[contents.TaskGroup, ...]:
    """The reportable sections of a plan without a task table, their items as tasks."""
    return tuple(
        contents.TaskGroup(
            section.number,
            section.title,
            "",
            version.component_name(section.component),
            tuple(
                contents.TaskRow(item.letter, item.text, (), (), (), (), "", "", "")
                for item in section.items.all()
            ),
        )
        for section in version.section_rows.all()
        if section.reportable
    )


# Reporting, findings, body


def _reporting(version: PlanVersion):
    for rule in ReportingRule.objects.filter(version=version):
        yield contents.Fact("Quy định báo cáo", rule.text)
    for obligor in Obligor.objects.filter(version=version):
        yield contents.Fact(f"{obligor.get_kind_display()} ({obligor.clause})", obligor.text)


def _finding(finding: Finding) -> contents.FindingRow:
    return contents.FindingRow(
        title=finding.code.label,
        kind="Lưu ý khi đọc" if finding.is_notice else "Mâu thuẫn",
        where=finding.where,
        printed=finding.printed,
        computed=finding.computed,
        note=finding.note,
        decision=_decision(finding),
    )


def _decision(finding: Finding) -> str:
    decision = finding.decision
    if decision is None:
        return ""
    day = format_date(decision.decided_at.astimezone(HANOI).date())
    outdated = (decision.printed, decision.computed) != (finding.printed, finding.computed)
    changed = "; số liệu đã thay đổi sau ngày này" if outdated else ""
    return f"{decision.text} ({decision.decided_by}, ngày {day}{changed})"


def _section(section: Section) -> contents.SectionPart:
    items = (contents.Fact(_marker(item.letter), item.text) for item in section.items.all())
    heading = ". ".join(part for part in (section.number, section.title) if part)
    return contents.SectionPart(
        heading, section.number.count(".") + 1, section.text, tuple(items), section.note
    )


def _marker(letter: str) -> str:
    if not letter:
        return "-"
    return f"{letter}." if letter.isdecimal() else f"{letter})"


def _past_result(row: PastResult) -> contents.PastResult:
    years = [str(year) for year in (row.start, row.end) if year]
    quantity = f"{format_number(row.quantity)} {row.unit}".strip() if row.quantity is not None else ""
    amount = ""
    if row.amount is not None:
        sources = f" ({source_names(row.sources)})" if row.sources else ""
        amount = f"{format_million(row.amount)}{sources}"
    return contents.PastResult(row.text, " - ".join(dict.fromkeys(years)), quantity, amount)


def _readings(version: PlanVersion):
    tables = {table.key: quoted(table.title) for table in version.budgettable_rows.all()}
    for row in version.reading_rows.all():
        reading = said(row, tables)
        place = ", ".join(reading.place)
        yield contents.ReadingRow(
            place[:1].upper() + place[1:], reading.printed, reading.read_as, reading.why
        )
