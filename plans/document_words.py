"""The keys of a plan document (docs/plan-document.md) in the words of who reads it, and how a reading is told in them.

A reading says how a broken or unclear place of the source was read; page and report tell it alike.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core.dates import MonthDay, format_date, format_month_day
from plans.enums import ObjectiveKind
from plans.models import Reading

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
    "is_sample": "số liệu mẫu",
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
# Values that stand in readings as codes.
VALUES = {
    "cut": "bị cắt",
    "missing": "không có",
    "true": "có",
    "false": "không",
    "null": "để trống",
    "NSDP": "NSĐP",
    "KHAC": "nguồn khác",
}
_WORDS = LABELS | VALUES
_CODE = re.compile(rf"(?<![\w-])({'|'.join(sorted(_WORDS, key=len, reverse=True))})(?![\w])")
_ISO_DATE = re.compile(r"(?<!\d)(?:19|20)\d\d-[01]\d-[0-3]\d(?!\d)")
_MONTH_DAY = re.compile(r"(?<!\d)[01]\d-[0-3]\d(?!\d)")


@dataclass(frozen=True)
class SaidReading:
    """A reading in words; `place` from the whole to the part."""

    place: tuple[str, ...]
    printed: str
    read_as: str
    why: str


def said(reading: Reading, names: Mapping[str, str]) -> SaidReading:
    """The reading for people; `names` are what stands for keys that say nothing to them (those of budget tables)."""
    read_as = reading.read_as
    if reading.place.startswith("reporting"):  # the yearly day, which a plan document writes month first
        read_as = _MONTH_DAY.sub(lambda day: format_month_day(MonthDay.read(day[0])), read_as)
    place = place_parts(reading.place, names)
    return SaidReading(place, reading.printed, in_words(read_as), in_words(reading.why))


def place_parts(place: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """ "groups/I/tasks/1.3/action (cuối)" in parts: "nhóm nhiệm vụ I", "nhiệm vụ 1.3", "hành động (cuối)".

    A place that is told in words already stays; a token may stand for several places: "lead, coordinating".
    """
    path, _, more = place.partition(" (")
    tokens = path.split("/")
    if tokens[0].split(", ")[0] not in LABELS:
        return (place,)
    parts: list[str] = []
    is_key = False
    for token in tokens:
        several = token.split(", ")
        words = names.get(token) or ", ".join(LABELS.get(one) or key_in_words(one) for one in several)
        if several[0] in LABELS:
            parts.append(words)
        elif token != "*":
            parts[-1] += f"{'/' if is_key else ' '}{words}"
        is_key = several[0] not in LABELS
    return (*parts[:-1], f"{parts[-1]} ({more}") if more else tuple(parts)


def key_in_words(key: str) -> str:
    """The keys that are not printed numbers: "specific-1", "mo-dau"."""
    kind, _, number = key.partition("-")
    if kind in ObjectiveKind.values:
        return f"{'chung' if kind == ObjectiveKind.GENERAL else 'cụ thể'} {number}"
    return key.replace("mo-dau", "mở đầu")


def in_words(text: str) -> str:
    """The text with the codes of the plan document as words and its dates as people write them."""
    words = _CODE.sub(lambda code: _WORDS[code[0]], text)
    return _ISO_DATE.sub(lambda day: format_date(date.fromisoformat(day[0])), words)
