"""Places and values of a plan document in words, for who compares two versions."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from agencies.models import Agency
from budgets.enums import Source
from budgets.findings.money import sub_source_names
from core.dates import MonthDay, format_date, format_month_day, format_partial
from core.numbers import format_number
from plans.enums import (
    AnnexStatus,
    Component,
    DocumentKind,
    ObjectiveKind,
    SectionKind,
    VersionKind,
    VersionStatus,
)
from plans.models import Indicator, OutputKind, Plan
from reporting.enums import ObligorKind

NOTHING = "không có"
# The keys of docs/plan-document.md. A list is named by what one of its items is.
LABELS = {
    "agencies": "cơ quan",
    "agency": "cơ quan",
    "action": "hành động",
    "amends": "sửa đổi bản số",
    "amount": "số tiền",
    "amount_in_words": "số tiền bằng chữ",
    "annexes": "phụ lục",
    "announced_in": "nêu tại",
    "approximate": "khoảng",
    "authority": "thẩm quyền ký",
    "before": "trước ngày",
    "budget": "kinh phí",
    "budget_tables": "bảng kinh phí",
    "by_source": "theo nguồn",
    "by_year": "theo năm",
    "clause": "điều khoản",
    "code": "mã",
    "columns": "cột",
    "complete": "đủ các dòng",
    "component": "hợp phần",
    "contents": "nội dung",
    "coordinating": "phối hợp",
    "end": "kết thúc",
    "every_year": "hằng năm",
    "expected_results": "kết quả dự kiến",
    "financing": "quy định về nguồn",
    "group": "nhóm nhiệm vụ",
    "groups": "nhóm nhiệm vụ",
    "in_force_from": "áp dụng từ ngày",
    "includes_dn": "tổng gồm kinh phí doanh nghiệp",
    "indicator": "chỉ tiêu",
    "issued_on": "ngày",
    "issuer": "cơ quan ban hành",
    "items": "khoản",
    "key": "khóa",
    "kind": "loại",
    "label": "nội dung",
    "lead": "chủ trì",
    "legal_bases": "căn cứ",
    "letter": "chữ cái",
    "lines": "khoản kinh phí",
    "max": "đến",
    "min": "từ",
    "name": "tên",
    "note": "ghi chú",
    "number": "số",
    "objectives": "mục tiêu",
    "obligors": "đối tượng phải báo cáo",
    "outputs": "kết quả định lượng",
    "past_results": "kết quả kỳ trước",
    "per_year": "mỗi năm",
    "period": "thời kỳ",
    "phase": "giai đoạn",
    "phases": "giai đoạn",
    "place": "nơi ban hành",
    "population": "đối tượng tính",
    "printed": "chữ in",
    "programme": "chương trình",
    "province": "tỉnh",
    "quantity": "số lượng",
    "read_as": "đọc là",
    "readings": "cách đọc",
    "reason": "lý do",
    "recipients": "nơi nhận",
    "related": "văn bản được nêu",
    "reportable": "phải báo cáo",
    "reporting": "quy định báo cáo",
    "responsibilities": "trách nhiệm",
    "rows": "dòng",
    "sections": "mục",
    "self_references": "nơi tự dẫn số, ngày",
    "signer": "người ký",
    "slug": "mã kế hoạch",
    "source_text": "nguồn in",
    "sources": "nguồn",
    "start": "bắt đầu",
    "status": "tình trạng",
    "sub_sources": "nguồn chi tiết",
    "subject": "trích yếu",
    "targets": "giá trị mục tiêu",
    "task": "nhiệm vụ",
    "tasks": "nhiệm vụ",
    "text": "chữ in",
    "time": "thời gian",
    "title": "tên",
    "total": "tổng",
    "totals": "dòng tổng",
    "unit": "đơn vị",
    "unit_price": "đơn giá",
    "version": "bản",
    "where": "vị trí",
    "why": "lý do",
    "year": "năm",
}
CODES = {
    choice.value: choice.label
    for choices in (
        Component, DocumentKind, VersionKind, VersionStatus, ObjectiveKind, SectionKind, AnnexStatus,
        ObligorKind, Source,
    )
    for choice in choices
}  # fmt: skip
CODED = {"kind", "component", "status", "sources", "sub_sources", "agency", "indicator"}


def place_in_words(path: str) -> str:
    """Where two documents differ: "groups[1].tasks[1/1.1].time.end" as "nhóm nhiệm vụ 1 › nhiệm vụ 1/1.1 › ..."."""
    path, _, order = path.partition(" (")
    words = []
    for label, name in re.findall(r"\[([^\[\]]*)\]|([^.\[\]]+)", path):
        if name:
            words.append(LABELS.get(name) or CODES.get(name, name))
        else:
            words[-1] = f"{words[-1]} {_row(label)}"
    found = " › ".join(words)
    return f"{found} ({order}" if order else found


def reading_place(place: str) -> str:
    """Where a reading stands: "groups/I/tasks/1.3/action (cuối)" in words; what is in words already stays."""
    path, _, more = place.partition(" (")
    parts = path.split("/")
    if parts[0] not in LABELS:
        return place
    words, is_row = [], False
    for part in parts:
        names = part.split(", ")  # a reading may stand for several places: "lead, coordinating"
        named = ", ".join(LABELS.get(name) or _row(name) for name in names)
        if names[0] in LABELS:
            words.append(named)
        else:
            words[-1] += f"{'/' if is_row else ' '}{named}"
        is_row = names[0] not in LABELS
    found = " › ".join(words)
    return f"{found} ({more}" if more else found


def _row(key: str) -> str:
    """The keys that are not printed numbers: "specific-1", "mo-dau"."""
    kind, _, number = key.partition("-")
    if kind in ObjectiveKind.values:
        return f"{'chung' if kind == ObjectiveKind.GENERAL else 'cụ thể'} {number}"
    return key.replace("mo-dau", "mở đầu")


class Values:
    """Values of two documents in words; names of agencies, indicators and kinds are read once."""

    def __init__(self, plan: Plan):
        agencies = Agency.objects.filter(province__in=[plan.province_id]).values_list("slug", "name")
        self._names = {
            **CODES,
            **sub_source_names(),
            **dict(agencies),
            **dict(Indicator.objects.values_list("code", "short_name")),
            **dict(OutputKind.objects.values_list("code", "name")),
        }

    def in_words(self, value: Any, name: str = "") -> str:
        """A value as people read it; `name` is the key under which it stands."""
        if value is None or value == [] or value == {}:
            return NOTHING
        if isinstance(value, dict):
            parts = (
                (LABELS.get(k) or self._names.get(k, k), k, v)
                for k, v in value.items()
                if v not in (None, [], {}, False)
            )
            return "; ".join(f"{label}: {self.in_words(v, k)}" for label, k, v in parts)
        if isinstance(value, list):
            return ", ".join(self.in_words(item, name) for item in value)
        return self._single(value, name)

    def _single(self, value: Any, name: str) -> str:
        if isinstance(value, bool):
            return "có" if value else "không"
        if isinstance(value, date):
            return format_date(value)
        if isinstance(value, Decimal):
            return format_number(value)
        if name == "before":
            return format_month_day(MonthDay.read(value))
        if name in ("start", "end"):
            return format_partial(str(value))
        return self._names.get(value, value) if name in CODED else str(value)
