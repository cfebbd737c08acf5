"""Words that the pages of reports share."""

from datetime import date

from core import clock
from core.dates import format_date
from core.numbers import format_million, format_number
from reporting.enums import ObligationState, ReportStatus
from reporting.models import Obligation, ProductEntry, ResourceEntry
from reporting.savings import saving_of
from reporting.services.receipts import due_words

UNKNOWN = "chưa rõ"
STATE_LOOKS = {
    ObligationState.NOT_SENT: "",
    ObligationState.SENT: "state-sent",
    ObligationState.RETURNED: "state-warn",
    ObligationState.ACCEPTED: "state-ok",
}
STATUS_LOOKS = {
    ReportStatus.DRAFT: "",
    ReportStatus.SUBMITTED: "state-sent",
    ReportStatus.RECALLED: "",
    ReportStatus.RETURNED: "state-warn",
    ReportStatus.ACCEPTED: "state-ok",
}


def left_words(obligation: Obligation) -> str:
    """How long there is still time: "còn 9 ngày", "hôm nay là ngày cuối", "đã quá hạn 2 ngày".

    Of what was returned the first sending has decided.
    """
    if obligation.before is None:
        return "không quy định ngày"
    if obligation.state == ObligationState.RETURNED:
        return f"đã tính {'muộn' if obligation.is_late else 'đúng hạn'} theo lần gửi đầu"
    days = (obligation.last_day - clock.today()).days
    if days > 0:
        return f"còn {days} ngày"
    return "hôm nay là ngày cuối" if days == 0 else f"quá hạn {-days} ngày"


def day_words(obligation: Obligation) -> str:
    """By when: "trước ngày 30/11/2018 (ngày cuối: 29/11)"."""
    return due_words(obligation)


def quantity_words(value, unit: str) -> str:
    """ "2 hội nghị"; "chưa rõ" for what was left open."""
    return UNKNOWN if value is None else f"{format_number(value)} {unit}".strip()


def money_words(dong) -> str:
    """Triệu đồng; "chưa rõ" for what was left open."""
    return UNKNOWN if dong is None else format_million(dong)


def date_words(day: date | None) -> str:
    return format_date(day) if day else ""


def saving_words(product: ProductEntry, row: ResourceEntry) -> str:
    """ "năm gốc 12,5 kWh/tấn, nay 11 kWh/tấn: tiết kiệm 12%"; empty where it cannot be computed."""
    saving = saving_of(product, row)
    if saving is None:
        return ""
    unit = f"{row.get_unit_display()}/{product.unit or 'đơn vị sản phẩm'}"
    change = saving.words if saving.percent < 0 else f"tiết kiệm {saving.words}"
    return f"năm gốc {format_number(saving.before)} {unit}, nay {format_number(saving.now)} {unit}: {change}"
