"""What else a plan says, on sheets: objectives, past results, responsibilities, findings, document data."""

from dataclasses import replace

from budgets.enums import source_names
from budgets.findings import Finding
from core.dates import HANOI
from core.numbers import dong_to_million
from plans.models import NationalTarget, Objective, PlanVersion, Target
from plans.targets import beside
from reporting.builders.fields import (
    COVERED,
    Field,
    Record,
    columns,
    filled,
    head,
    heading,
    line,
    listed,
    nothing,
)
from reporting.contents.workbook import Cell, Column, Row, Sheet

_OBJECTIVE = (
    Field("phase", Column("Giai đoạn", width=14)),
    Field("kind", Column("Loại mục tiêu", width=10)),
    Field("text", Column("Mục tiêu", width=40)),
    Field("indicator", Column("Chỉ tiêu", width=26)),
    Field("population", Column("Đối tượng tính", width=24)),
    Field("minimum", Column("Từ", "number"), "Giá trị mục tiêu"),
    Field("maximum", Column("Đến", "number"), "Giá trị mục tiêu"),
    Field("unit", Column("Đơn vị", width=12), "Giá trị mục tiêu"),
    Field("year", Column("Năm đạt", "year"), "Giá trị mục tiêu"),
    Field("national_minimum", Column("Từ", "number"), "Mục tiêu quốc gia"),
    Field("national_maximum", Column("Đến", "number"), "Mục tiêu quốc gia"),
    Field("national_unit", Column("Đơn vị", width=12), "Mục tiêu quốc gia"),
    Field("national_period", Column("Giai đoạn", width=14), "Mục tiêu quốc gia"),
    Field("national_population", Column("Đối tượng tính", width=24), "Mục tiêu quốc gia"),
)
_COMPARE = (
    "Tỉnh và cả nước có thể tính trên đối tượng khác nhau: các số đặt cạnh nhau để đọc, không để xếp hạng."
)


def objective_sheet(version: PlanVersion) -> Sheet:
    """Objectives with the figures they set, beside the national targets of the plan's programme."""
    national = list(version.plan.programme.targets.all())
    records = [
        record
        for row in version.objective_rows.all()
        for record in _objective_records(row, national, version.period_end)
    ]
    fields = filled(_OBJECTIVE, records, always=("kind", "text"))
    rows = tuple(line(fields, record) for record in records)
    return Sheet(
        name="Mục tiêu",
        title=("Mục tiêu của kế hoạch",),
        columns=columns(fields),
        header=head(fields),
        rows=rows or (nothing(fields, "Kế hoạch không nêu mục tiêu."),),
        notes=(_COMPARE,) if national else (),
    )


def _objective_records(objective: Objective, national: list[NationalTarget], last_year: int) -> list[Record]:
    """One record for each target and national target beside it; the objective's words lie over all of them."""
    pairs = [
        (target, one)
        for target in objective.targets.all()
        for one in beside(target, national, last_year) or [None]
    ] or [(None, None)]
    phase = objective.phase.title if objective.phase else ""
    words = {"phase": phase, "kind": objective.get_kind_display(), "text": objective.text}
    first = {name: Cell(value, rowspan=len(pairs)) if value else "" for name, value in words.items()}
    covered = {name: COVERED if value else "" for name, value in words.items()}
    return [
        (covered if index else first) | _target_record(target) | _national_record(one)
        for index, (target, one) in enumerate(pairs)
    ]


def _target_record(target: Target | None) -> Record:
    if target is None:
        return {}
    return {
        "indicator": target.indicator.name,
        "population": target.population,
        "minimum": target.minimum,
        "maximum": target.maximum,
        "unit": target.unit,
        "year": target.year,
    }


def _national_record(target: NationalTarget | None) -> Record:
    if target is None:
        return {}
    return {
        "national_minimum": target.minimum,
        "national_maximum": target.maximum,
        "national_unit": target.unit,
        "national_period": f"{target.period_start}–{target.period_end}",
        "national_population": target.population,
    }


_PAST = (
    Field("text", Column("Chữ in", width=60)),
    Field("kind", Column("Loại kết quả", width=26)),
    Field("quantity", Column("Số lượng", "number")),
    Field("unit", Column("Đơn vị", width=20)),
    Field("amount", Column("Số tiền (triệu đồng)", "money")),
    Field("sources", Column("Nguồn", width=16)),
    Field("start", Column("Từ năm", "year")),
    Field("end", Column("Đến năm", "year")),
)


def past_result_sheet(version: PlanVersion) -> Sheet | None:
    """Results of the period before; None where the plan reports none."""
    records = [
        {
            "text": row.text,
            "kind": row.kind.name if row.kind else "",
            "quantity": row.quantity,
            "unit": row.unit,
            "amount": None if row.amount is None else dong_to_million(row.amount),
            "sources": source_names(row.sources),
            "start": row.start,
            "end": row.end,
        }
        for row in version.pastresult_rows.all()
    ]
    if not records:
        return None
    fields = filled(_PAST, records)
    return Sheet(
        name="Kết quả kỳ trước",
        title=("Kết quả kỳ trước nêu trong kế hoạch",),
        columns=columns(fields),
        rows=tuple(line(fields, record) for record in records),
        filtered=True,
    )


_RESPONSIBILITY = (
    Field("clause", Column("Điều khoản", width=10)),
    Field("heading", Column("Cơ quan (chữ in)", width=24)),
    Field("agencies", Column("Cơ quan trong danh bạ", width=28)),
    Field("items", Column("Trách nhiệm", width=100)),
)


def responsibility_sheet(version: PlanVersion) -> Sheet:
    """Who must do what, verbatim, by clause."""
    records = [
        {
            "clause": row.clause,
            "heading": row.heading,
            "agencies": listed(party.agency.name for party in row.agencies.all() if party.agency),
            "items": listed(row.items),
        }
        for row in version.responsibility_rows.all()
    ]
    fields = filled(_RESPONSIBILITY, records, always=("clause", "heading", "items"))
    rows = tuple(line(fields, record) for record in records)
    return Sheet(
        name="Trách nhiệm",
        title=("Tổ chức thực hiện",),
        columns=columns(fields),
        rows=rows or (nothing(fields, "Kế hoạch không nêu trách nhiệm của cơ quan nào."),),
    )


_FINDING = (
    Field("title", Column("Sai lệch", width=22)),
    Field("severity", Column("Mức", width=12)),
    Field("where", Column("Ở đâu", width=26)),
    Field("printed", Column("Đã in", width=26)),
    Field("computed", Column("Tính được", width=26)),
    Field("note", Column("Nghĩa là", width=30)),
    Field("decision", Column("Quyết định", width=26), "Ghi chú của cơ quan"),
    Field("by", Column("Người ghi", width=15), "Ghi chú của cơ quan"),
    Field("at", Column("Ngày ghi", "date"), "Ghi chú của cơ quan"),
    Field("outdated", Column("Còn đúng", width=12), "Ghi chú của cơ quan"),
)


def finding_sheet(findings: list[Finding]) -> Sheet:
    """Where the printed document contradicts itself, with what was decided about it."""
    records = [_finding_record(finding) for finding in findings]
    fields = filled(_FINDING, records, always=("title", "severity", "where", "decision"))
    if sum(bool(field.over) for field in fields) == 1:  # nothing decided yet: no head to share
        fields = [replace(field, over="") for field in fields]
    rows = tuple(line(fields, record) for record in records)
    return Sheet(
        name="Sai lệch",
        title=("Sai lệch trong văn bản kế hoạch",),
        columns=columns(fields),
        header=head(fields),
        rows=rows or (nothing(fields, "Không tìm thấy sai lệch nào."),),
    )


def _finding_record(finding: Finding) -> Record:
    data = finding.as_data()
    decision = data["decision"] or {}
    return {
        "title": data["title"],
        "severity": "Lưu ý" if finding.is_notice else "Mâu thuẫn",
        **{name: data[name] for name in ("where", "printed", "computed", "note")},
        "decision": decision.get("text") or Cell("chưa có", unknown=True),
        "by": decision.get("by"),
        "at": finding.decision.decided_at.astimezone(HANOI).date() if finding.decision else None,
        "outdated": "Số liệu đã đổi" if decision.get("outdated") else "",
    }


_DOCUMENT = (Field("name", Column("Mục", width=26)), Field("value", Column("Nội dung", width=90)))


def document_sheet(version: PlanVersion) -> Sheet:
    """The document's own data: number and date, signer, period, legal bases, recipients, reporting, annexes."""
    fields = _DOCUMENT
    parts = (
        ("Văn bản", _identity(version)),
        ("Căn cứ", [("", text) for text in version.legal_bases]),
        ("Văn bản được nêu", [_mention(row) for row in version.documentmention_rows.all()]),
        ("Báo cáo hằng năm", _reporting(version)),
        ("Phụ lục", [_annex(row) for row in version.annex_rows.all()]),
        ("Nơi nhận", [("", text) for text in version.recipients]),
    )
    rows: list[Row] = []
    for title, pairs in parts:
        said = [(name, value) for name, value in pairs if value not in (None, "")]
        if said:
            rows.append(heading(fields, "", title))
            rows += [Row(pair) for pair in said]
    return Sheet(
        name="Văn bản",
        title=(version.title,),
        columns=columns(fields),
        rows=tuple(rows),
        orientation="portrait",
    )


def _identity(version: PlanVersion) -> list[tuple]:
    programme = version.plan.programme
    return [
        ("Trích yếu quyết định", version.subject),
        ("Loại văn bản", version.get_document_kind_display()),
        ("Số, ký hiệu", version.document_number or "không in"),
        ("Ngày ban hành", version.issued_on or "không in"),
        ("Nơi ban hành", version.place),
        ("Cơ quan ban hành", version.issuer),
        ("Thẩm quyền ký", version.signer_authority),
        ("Chức vụ người ký", version.signer_title),
        ("Người ký", version.signer_name),
        ("Thời kỳ", f"{version.period_start}–{version.period_end}"),
        *(("Giai đoạn", phase.title) for phase in version.phase_rows.all()),
        ("Chương trình", f"{programme.number}: {programme.title}"),
        ("Bản trên cổng thông tin", f"Bản {version.number} ({version.get_kind_display()})"),
        ("Áp dụng từ ngày", version.in_force_from),
        ("Lý do của bản này", version.reason),
    ]


def _mention(row) -> tuple[str, str]:
    number = f"{row.number}, ngày {row.issued_on:%d/%m/%Y}" if row.number and row.issued_on else row.number
    return (
        "Chính văn bản này" if row.is_own else number or "",
        f"{row.text} ({row.place})" if row.place else row.text,
    )


def _reporting(version: PlanVersion) -> list[tuple[str, str]]:
    rules = [(f"Trước ngày {_day(rule.before)}", rule.text) for rule in version.reportingrule_rows.all()]
    obligors = [
        (f"{row.get_kind_display()} ({row.clause}), trước ngày {_day(row.before)}", row.text)
        for row in version.obligor_rows.all()
    ]
    return rules + obligors


def _day(before: str) -> str:
    """ "12-15" as "15/12"; a plan may name no day."""
    return "/".join(reversed(before.split("-"))) if before else "(không nêu)"


def _annex(row) -> tuple[str, str]:
    lines = [
        row.title,
        row.text and f"Nêu tại {row.announced_in}: {row.text}" if row.announced_in else row.text,
    ]
    if row.columns:
        lines.append(f"Các cột in: {'; '.join(row.columns)}")
    number = row.number or "Phụ lục không số"
    return f"{number} ({row.get_status_display()})", "\n".join(text for text in lines if text)
