"""What a run came to: what the mail server stored, beside the mails, the reminders and the reports of the database."""

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from functools import cached_property

from django.db import connection
from django.db.models import F

from agencies.enums import MailState
from agencies.models import OutgoingMail
from benchmarks.faults.clock import SharedClock
from benchmarks.faults.flights import Stored
from core.dates import HANOI
from reporting.enums import ReminderKind, ReminderState, ReportStatus
from reporting.models import Extension, Reminder, ReportingYear
from reporting.reminder_facts import done_of, still_to_remind
from reporting.reminders import DEFAULT_STAGES, at_eight
from reporting.services.reminders import MAIL_KIND, NEWER_ONE, NOT_OWED, turns_of

WRONGS = ("lost", "doubled", "early", "after submission")  # any of them, and the run has failed
DAYS = {stage.code: stage.days for stage in DEFAULT_STAGES}
SENT = (ReportStatus.SUBMITTED, ReportStatus.ACCEPTED)
AT_ONCE = timedelta(seconds=10)  # a planner may have read so long before its mail was written
MARKS = "SELECT mail_id, pg_xact_commit_timestamp(xmin) FROM faults_mark ORDER BY 2"
STEPS = """
SELECT report.obligation_id, step.after, pg_xact_commit_timestamp(step.xmin) AS at
FROM reporting_reportstep AS step JOIN reporting_report AS report ON report.id = step.report_id ORDER BY at
"""


class Verdict:
    """Reads all once; the counts are of mails, those of `lost` also of reminders that were never written."""

    def __init__(self, stored: list[Stored], clock: SharedClock):
        self.stored, self.clock = stored, clock
        self.stored_ids = Counter(one.id for one in stored)
        self.mails = {str(mail.public_id): mail for mail in OutgoingMail.objects.all()}
        self.of_mail: dict[int, list[Reminder]] = defaultdict(list)
        for one in Reminder.objects.exclude(mail=None):
            self.of_mail[one.mail_id].append(one)
        self.marks, self.steps = defaultdict(list), defaultdict(list)
        for mail, at in _rows(MARKS):
            self.marks[mail].append(at)
        for obligation, after, at in _rows(STEPS):
            self.steps[obligation].append((after, at))

    def figures(self) -> dict[str, int]:
        """All counts by name; none of `WRONGS` is left out."""
        doubts = [name for name, mail in self.mails.items() if mail.state == MailState.IN_DOUBT]
        arrived = [name for name in doubts if name in self.stored_ids]
        reminders = {name for name, mail in self.mails.items() if mail.kind == MAIL_KIND}
        return {
            "reminders delivered": len(reminders & set(self.stored_ids)),
            "other mails delivered": len(set(self.stored_ids) - reminders),
            "stopped by the guard": sum(mail.state == MailState.SUPPRESSED for mail in self.mails.values()),
            "still waiting": sum(mail.state == MailState.WAITING for mail in self.mails.values()),
            "in doubt": len(doubts),
            "in doubt, stored": len(arrived),
            "in doubt, not stored": len(doubts) - len(arrived),
            "lost": len(self.lost),
            "doubled": len(self.doubled),
            "early": len(self.early),
            "after submission": len(self.after_submission),
        }

    @cached_property
    def lost(self) -> list[str]:
        """Ended without being stored, and not stopped for a cause; or due and never written; or told otherwise."""
        found = [f"never written: {obligation}" for obligation in overdue(self.clock.now())]
        found += [f"told otherwise: {one}" for one in unsettled() if one.state != ReminderState.PLANNED]
        for name, mail in self.mails.items():
            if mail.state == MailState.SUPPRESSED:
                without = [one for one in self.of_mail[mail.pk] if not self._has_cause(one)]
                found += [f"stopped without cause: {one}" for one in without]
            elif name not in self.stored_ids and mail.state not in (MailState.IN_DOUBT, MailState.WAITING):
                found.append(f"{mail.state}: {name}")
        return found

    @cached_property
    def doubled(self) -> list[str]:
        """Stored twice: under one id, of one obligation, stage and person, or with the same words for one person."""
        found = [name for name, count in self.stored_ids.items() if count > 1]
        found += [f"unknown: {name}" for name in self.stored_ids if name not in self.mails]
        keys = Counter(
            (one.obligation_id, one.cycle, one.stage, one.audience, one.email)
            for name in self.stored_ids
            if name in self.mails
            for one in self.of_mail[self.mails[name].pk]
        )
        words = Counter({(one.id, one.recipient, one.digest) for one in self.stored})
        said = Counter((recipient, digest) for _, recipient, digest in words)
        return found + [str(key) for key, count in (keys + said).items() if count > 1]

    @cached_property
    def early(self) -> list[str]:
        """Stored before the moment of any of its reminders, by the business clock."""
        found = []
        for one in self.stored:
            mail = self.mails.get(one.id)
            moments = [max(row.send_at, _moment_of(row)) for row in self.of_mail[mail.pk]] if mail else []
            if moments and self.clock.was(one.at) < max(moments):
                found.append(one.id)
        return found

    @cached_property
    def after_submission(self) -> list[str]:
        """Marked when all reports that it asks for had been sent; or stored though it had been stopped, or unmarked."""
        found = []
        for name, mail in self.mails.items():
            rows, marks = self.of_mail[mail.pk], self.marks[mail.pk]
            asks = [one for one in rows if one.kind != ReminderKind.WAITING]
            if asks and any(all(self._was_sent(one, at) for one in asks) for at in marks):
                found.append(name)
            elif name in self.stored_ids and (mail.state == MailState.SUPPRESSED or not marks):
                found.append(f"stopped or unmarked: {name}")
        return found

    def _was_sent(self, reminder: Reminder, at: datetime) -> bool:
        known = [after for after, moment in self.steps[reminder.obligation_id] if moment < at]
        return bool(known) and known[-1] in SENT

    def _has_cause(self, reminder: Reminder) -> bool:
        """Whether something happened that makes the reminder unwanted: after it was written, but for the newer one."""
        since = reminder.mail.created_at - AT_ONCE
        moved_on = any(at > since for _, at in self.steps[reminder.obligation_id])
        if reminder.reason == NEWER_ONE:
            line = {"obligation": reminder.obligation_id, "email": reminder.email, "kind": reminder.kind}
            later = Reminder.objects.filter(**line, send_at__gt=reminder.send_at, mail__isnull=False)
            return later.exists()
        if reminder.reason == NOT_OWED:
            return moved_on
        return moved_on or Extension.objects.filter(obligation=reminder.obligation_id).exists()


def overdue(now: datetime) -> list:
    """Obligations of which anything is due by now and was not recorded."""
    found = []
    for year in ReportingYear.objects.opened().select_related("province"):
        provinces = [year.province]
        rows = list(still_to_remind(provinces))
        found += [one for one, _ in turns_of(rows, provinces, now, done_of(rows))]
    return found


def unsettled() -> list:
    """Reminders that tell otherwise than their mails, or wait."""
    rows = Reminder.objects.filter(mail__isnull=False).settled()
    return list(rows.exclude(now_state=F("state")) | rows.filter(state=ReminderState.PLANNED))


def is_open(now: datetime) -> bool:
    """Whether anything is still to be planned, sent or noted."""
    return OutgoingMail.objects.waiting().exists() or bool(unsettled()) or bool(overdue(now))


def _moment_of(reminder: Reminder) -> datetime:
    """When its stage falls, by what its cycle is named after."""
    _, _, text = reminder.cycle.partition(" ")
    if reminder.kind == ReminderKind.WAITING:
        return at_eight(date.fromisoformat(text))
    if reminder.kind == ReminderKind.RETURNED:
        start = datetime.fromisoformat(text).astimezone(HANOI).date()
    else:
        start = date.fromisoformat(text)
    return at_eight(start + timedelta(days=DAYS[reminder.stage]))


def _rows(sql: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()
