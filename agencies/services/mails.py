"""What administrators decide about mails in doubt."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models.functions import Now

from agencies.enums import MailAnswer
from agencies.models import MailDecision, OutgoingMail, User
from agencies.outbox.handing import BLANK, RELEASED
from agencies.rights import Right

SETTLED = "Thư này không còn ở tình trạng “chưa rõ đã đến”; hãy xem lại danh sách."


@transaction.atomic
def decide_mail(mail: OutgoingMail, answer: MailAnswer, *, by: User) -> None:
    """Notes that a mail in doubt has arrived, or has it sent again, once; who decided and when is kept.

    Raises PermissionDenied; ValidationError where the mail is not in doubt any more.
    """
    if not by.may(Right.DECIDE_MAILS):
        raise PermissionDenied("Bạn không được quyết định về thư.")
    ended = {"sent_at": Now(), **BLANK}
    again = {"handing_at": None, "due_at": Now()}
    changes = ended if answer == MailAnswer.ARRIVED else again
    in_doubt = OutgoingMail.objects.in_doubt().filter(pk=mail.pk)
    MailDecision.objects.create(mail=mail, answer=answer, by=by)
    if not in_doubt.update(doubt_at=None, **RELEASED, **changes):
        raise ValidationError(SETTLED)
