"""Faults planted into the outbox, to see that a run finds them. Each function plants one into its process."""

from datetime import timedelta

from django.db.models import Q
from django.db.models.functions import Now

from agencies.models.mail import OutgoingMailQuerySet
from agencies.outbox import handing, smtp
from reporting.services import reminders


def mark_after_dot() -> None:
    """The mark is committed when the mail server has answered, not before it is told that the mail is whole."""

    def data(self, msg):
        answer = super(smtp._MarksTheEnd, self).data(msg)
        if answer[0] == smtp.TAKEN:
            self._before_end()
        return answer

    smtp._MarksTheEnd.data = data


def resend_stranded() -> None:
    """What was handed over by a worker that died is sent again."""

    def due(self):
        free = Q(lease_until__isnull=True) | Q(lease_until__lt=Now())
        return self.waiting().filter(free, due_at__lte=Now())

    def stranded(self):
        self.filter(handing_at__isnull=False, lease_until__lt=Now(), doubt_at__isnull=True).open().update(
            handing_at=None
        )
        return self.none()

    OutgoingMailQuerySet.due, OutgoingMailQuerySet.stranded = due, stranded


def no_lease() -> None:
    """A mail that another worker has in its hands is taken too, and the mark is not asked whose the mail is."""

    def due(self):
        return self.waiting().filter(due_at__lte=Now())

    def mark(self):
        type(self.mail).objects.filter(pk=self.mail.pk).update(handing_at=Now())
        self.is_marked = True

    OutgoingMailQuerySet.due, handing.Handover._mark = due, mark


def guard_says_yes() -> None:
    """Nobody asks just before a reminder goes out whether it is still wanted."""
    handing._guards[reminders.MAIL_KIND] = lambda mail: ""


def an_hour_early() -> None:
    """Reminders are planned by a clock that is fast."""
    right = reminders.due
    reminders.due = lambda facts, stages, now, done: right(facts, stages, now + timedelta(hours=1), done)


PLANTS = {
    plant.__name__.replace("_", "-"): plant
    for plant in (mark_after_dot, resend_stranded, no_lease, guard_says_yes, an_hour_early)
}
