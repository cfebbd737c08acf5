"""What reminders say: how long there is still time, what is missing, and a short text to paste into a chat group."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from core.dates import format_date, format_date_in_words
from reporting.enums import ObligationState, ReminderKind
from reporting.models import Obligation
from reporting.reminders import Stage

CHAT_NAMES = 60  # more names than this no chat group reads


@dataclass(frozen=True)
class Written:
    """How far the report is: whether a draft was begun, and of how many parts (tasks, of a facility products) it says something."""

    is_begun: bool
    done: int
    total: int
    is_facility: bool = False

    @property
    def words(self) -> str:
        """ "Đã ghi 2 trong 5 nhiệm vụ, còn 3 nhiệm vụ chưa ghi."; what is missing in one sentence."""
        if self.is_facility:
            return f"Đã nhập {self.done} sản phẩm, chưa gửi." if self.done else "Chưa nhập sản phẩm nào."
        if not self.is_begun:
            wanted = f"; có {self.total} nhiệm vụ phải báo cáo" if self.total else ""
            return f"Báo cáo chưa bắt đầu lập{wanted}."
        if self.done < self.total:
            return f"Đã ghi {self.done} trong {self.total} nhiệm vụ, còn {self.total - self.done} nhiệm vụ chưa ghi."
        return f"Đã ghi đủ {self.total} nhiệm vụ nhưng chưa gửi." if self.total else "Báo cáo chưa gửi."


def stage_words(stage: Stage) -> str:
    """A stage as lists name it: "trước ngày phải gửi 7 ngày", "ngày cuối", "quá hạn 1 ngày"."""
    if stage.kind == ReminderKind.RETURNED:
        return f"bị trả lại {stage.days} ngày"
    if stage.kind == ReminderKind.WAITING:
        return "thứ Hai hằng tuần, báo cáo chờ xem xét"
    if stage.days < -1:
        return f"còn {-stage.days} ngày"
    return "ngày cuối" if stage.days == -1 else f"quá hạn {stage.days + 1} ngày"


def headline(before: date, today: date) -> str:
    """How long there is still time, today counted: "Còn 7 ngày", "Hôm nay 14/12/2018 là ngày cuối", "Quá hạn 2 ngày"."""
    days = (before - today).days
    if days > 1:
        return f"Còn {days} ngày (kể cả hôm nay)"
    return f"Hôm nay {format_date(today)} là ngày cuối" if days == 1 else f"Quá hạn {1 - days} ngày"


def last_day_words(obligation: Obligation) -> str:
    """ "ngày 14 tháng 12 năm 2018, trước 24 giờ"; empty where no day is printed."""
    return f"{format_date_in_words(obligation.last_day)}, trước 24 giờ" if obligation.before else ""


def is_returned(obligation: Obligation) -> bool:
    """If the report, which is wanted still, was sent and returned; it may have been recalled since."""
    return obligation.state == ObligationState.RETURNED or obligation.first_received_at is not None


def chat_words(obligation: Obligation, today: date, link: str = "") -> str:
    """A short text for a chat group of the agency."""
    year = obligation.year
    told = f"báo cáo năm {year.year} về sản xuất sạch hơn"
    if is_returned(obligation):
        said = f"{told} đã bị trả lại, đề nghị sửa và gửi lại."
    elif obligation.before is None:
        said = f"{told} chưa gửi."
    else:
        when = headline(obligation.before, today)
        day = format_date(obligation.last_day)
        said = f"{told} gửi chậm nhất hết ngày {day}. {when}, cổng chưa nhận được báo cáo."
    return _marked(year, f"Nhắc báo cáo: {obligation.agency}, {said}{f' {link}' if link else ''}")


def chat_words_of_year(year, missing: list[Obligation], link: str = "") -> str:
    """A short text for a chat group of all agencies: from whom a report is wanted still, by last day."""
    if not missing:
        return _marked(
            year, f"Các đơn vị đã gửi đủ báo cáo năm {year.year} về sản xuất sạch hơn. Cảm ơn các đơn vị."
        )
    groups = defaultdict(list)
    for one in sorted(
        missing, key=lambda one: (is_returned(one), one.before is None, one.before or date.max)
    ):
        groups[_when(one)].append(str(one.agency))
    parts = "; ".join(f"{_shown(names)} ({when})" for when, names in groups.items())
    wanted = "còn thiếu" if any(is_returned(one) for one in missing) else "cổng chưa nhận được"
    return _marked(
        year,
        f"Báo cáo năm {year.year} về sản xuất sạch hơn, {wanted} của {len(missing)} đơn vị: {parts}. "
        f"Đề nghị các đơn vị gửi trên cổng{f': {link}' if link else '.'}",
    )


def _when(one: Obligation) -> str:
    if is_returned(one):
        return "bị trả lại, đề nghị sửa và gửi lại"
    return f"hạn cuối {format_date(one.last_day)}" if one.before else "không quy định ngày"


def _shown(names: list[str]) -> str:
    more = f" và {len(names) - CHAT_NAMES} đơn vị khác" if len(names) > CHAT_NAMES else ""
    return ", ".join(names[:CHAT_NAMES]) + more


def _marked(year, text: str) -> str:
    return f"SỐ LIỆU MẪU. {text}" if year.is_sample else text
