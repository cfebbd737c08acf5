"""Places of a plan document (docs/plan-document.md) in the words of who reads a report: no codes, no paths."""

import re
from collections.abc import Mapping
from datetime import date

from core.dates import MonthDay, format_date, format_month_day

WORDS = {
    "action": "hành động",
    "amount_in_words": "số tiền bằng chữ",
    "annexes": "phụ lục",
    "before": "hạn báo cáo",
    "budget": "kinh phí",
    "budget_tables": "bảng kinh phí",
    "by_source": "cột theo nguồn",
    "by_year": "cột theo năm",
    "clause": "điều khoản",
    "component": "hợp phần",
    "contents": "nội dung",
    "coordinating": "phối hợp",
    "end": "năm cuối",
    "expected_results": "kết quả dự kiến",
    "financing": "quy định về nguồn kinh phí",
    "group": "nhóm",
    "groups": "nhóm nhiệm vụ",
    "includes_dn": "tổng gồm kinh phí doanh nghiệp",
    "in_force_from": "ngày áp dụng",
    "issued_on": "ngày ban hành",
    "issuer": "cơ quan ban hành",
    "items": "khoản",
    "label": "nhãn",
    "lead": "chủ trì",
    "legal_bases": "căn cứ",
    "lines": "chi tiết",
    "note": "ghi chú",
    "number": "số, ký hiệu",
    "objectives": "mục tiêu",
    "obligors": "đối tượng phải báo cáo",
    "outputs": "kết quả định lượng",
    "past_results": "kết quả kỳ trước",
    "period": "thời kỳ",
    "phases": "giai đoạn",
    "place": "nơi ban hành",
    "recipients": "nơi nhận",
    "related": "văn bản được dẫn",
    "reporting": "quy định báo cáo",
    "responsibilities": "trách nhiệm",
    "rows": "dòng",
    "sections": "mục",
    "self_references": "chỗ tự dẫn số, ngày",
    "signer": "người ký",
    "source_text": "nguồn in",
    "sources": "nguồn",
    "start": "năm đầu",
    "subject": "trích yếu",
    "targets": "giá trị mục tiêu",
    "tasks": "nhiệm vụ",
    "text": "câu chữ",
    "time": "thời gian",
    "title": "tên",
    "total": "tổng",
    "totals": "dòng tổng",
    "unit": "đơn vị tính",
    "version": "bản",
    "year": "năm",
}
KEYS = {
    "mo-dau": "mở đầu",
    "cut": "bị cắt",
    "missing": "không có",
    "true": "có",
    "false": "không",
    "null": "để trống",
    "specific": "cụ thể",
    "general": "chung",
    "NSDP": "NSĐP",
    "KHAC": "nguồn khác",
}
_CODE = re.compile(rf"(?<![\w-])({'|'.join(sorted({**WORDS, **KEYS}, key=len, reverse=True))})(?![\w])")
_ISO_DATE = re.compile(r"(?<!\d)(?:19|20)\d\d-[01]\d-[0-3]\d(?!\d)")


def in_words(text: str) -> str:
    """The text with the codes of the plan document as words and its dates as people write them."""
    words = _CODE.sub(lambda code: {**WORDS, **KEYS}[code[0]], text)
    return _ISO_DATE.sub(lambda day: format_date(date.fromisoformat(day[0])), words)


def days_in_words(text: str) -> str:
    """The same of a reading of the yearly day, which a plan document writes month first: "12-15" as "15/12"."""
    days = re.sub(r"(?<!\d)[01]\d-[0-3]\d(?!\d)", lambda day: format_month_day(MonthDay.read(day[0])), text)
    return in_words(days)


def place_in_words(place: str, names: Mapping[str, str]) -> str:
    """ "groups/4/tasks/4.2/time" as "Nhóm nhiệm vụ 4, nhiệm vụ 4.2, thời gian"; `names` of keys that are none."""
    parts, keyed = [], False
    for token in place.split("/"):
        named = any(word in re.split(r"\W+", token) for word in WORDS)
        words = names.get(token) or in_words(token)
        if named or not parts:
            parts.append(words)
        elif token != "*":
            parts[-1] += f"{'/' if keyed else ' '}{words}"
        keyed = not named
    text = ", ".join(parts)
    return text[:1].upper() + text[1:]
