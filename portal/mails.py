"""Mails that did not arrive, in words for their administrator: what became of each and what she can do."""

from dataclasses import dataclass
from datetime import datetime

from agencies.enums import MailState
from agencies.models import OutgoingMail

KINDS = {"": "thư của cổng", "reminder": "nhắc báo cáo"}
SHAPES = {MailState.IN_DOUBT: "state-warn", MailState.REFUSED: "state-late", MailState.GIVEN_UP: "state-late"}
WHAT_TO_DO = {
    MailState.IN_DOUBT: "Kết nối bị ngắt đúng lúc trao thư. Hãy hỏi người nhận, hoặc xem nhật ký của máy chủ thư.",
    MailState.REFUSED: "Địa chỉ sai hoặc hộp thư không nhận; hãy hỏi lại địa chỉ rồi mời lại bằng địa chỉ đúng.",
    MailState.GIVEN_UP: "Đã thử nhiều lần; máy chủ thư không nhận. Hãy báo người vận hành cổng.",
    MailState.SUPPRESSED: "Khi đến lượt gửi thì không còn cần nữa.",
}


@dataclass(frozen=True)
class MailRow:
    """A line of the list. `fault` is the server's code or the reason; `decidable` where a person may end the doubt."""

    mail: OutgoingMail
    kind: str
    state: MailState
    shape: str
    since: datetime
    fault: str
    what_to_do: str

    @property
    def decidable(self) -> bool:
        return self.state == MailState.IN_DOUBT


def mail_row(mail: OutgoingMail) -> MailRow:
    """The mail as the list shows it; of a mail that did not arrive."""
    state = mail.state
    since = mail.doubt_at or mail.refused_at or mail.given_up_at or mail.suppressed_at
    fault = mail.refusal or mail.suppression
    return MailRow(
        mail, KINDS.get(mail.kind, mail.kind), state, SHAPES.get(state, ""), since, fault, WHAT_TO_DO[state]
    )
