"""Reminders planned and written: what the calendar says is due becomes rows and mails, in one transaction.

Run each minute by a job, in the worker's scope; twice, or by two workers at once, it writes nothing twice: one plans a
department's provinces at a time, a row of one obligation, cycle, stage and person exists once, and its mail has the id
that follows from them. A worker that dies leaves neither rows nor mails (docs/adr/0028).
"""

import logging
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F, Q

from agencies.models import Membership, OutgoingMail, Province
from agencies.outbox import write_all
from agencies.rights import HOLDERS, Right
from core import clock
from core.scope import WORKER, Scope, scoped
from reporting.enums import ReminderAudience, ReminderKind, ReminderState
from reporting.models import ENDED, Obligation, Reminder, ReportingYear
from reporting.reminder_facts import done_of, facts_of, stages_of, still_to_remind, with_facts
from reporting.reminders import Facts, Key, Moment, Stage, Turn, due, still_stands
from reporting.services.notices import reporters
from reporting.services.reminder_mails import Links, said_of, to_agency, to_department, to_reviewer

logger = logging.getLogger(__name__)

MAIL_KIND = "reminder"
NAMESPACE = uuid.UUID(
    "5f0d6c3e-8f43-4f5b-9d0a-6d9a3c1f7a28"
)  # of the ids that follow from what is reminded of
LOCK = (
    0x72656D69  # "remi": beside the number of the province that answers, the lock of who plans its reminders
)
STILL_BOUNCES = timedelta(days=30)  # as long a sent mail may come back
NOBODY = "không có người nhận"
LATER_ONE = "hệ thống gián đoạn, chỉ gửi lần nhắc sau cùng"
NEWER_ONE = "đã có lần nhắc sau"
TOO_OLD = "quá 60 ngày nên không nhắc bù"
NOT_OWED = "báo cáo đã gửi, hoặc không còn phải gửi"
OTHER_DAY = "ngày phải gửi đã đổi"
SWITCHED_OFF = "chặng nhắc đã tắt"
GONE = "người nhận không còn làm việc này"

Person = tuple[int | None, str]  # primary key and address; nobody is (None, "")


@dataclass(frozen=True)
class Entry:
    """A reminder to be recorded: of which obligation, for whom; with `reason` it is not sent."""

    obligation: Obligation
    moment: Moment
    audience: ReminderAudience
    person: Person
    state: ReminderState = ReminderState.PLANNED
    reason: str = ""

    @property
    def name(self) -> str:
        """What its mail's id follows from."""
        return f"{self.obligation.public_id}/{self.moment.cycle}/{self.moment.stage.code}/{self.person[1]}"


@dataclass
class People:
    """Who is reminded: the people of each agency who report for it, those who review the reports of each province."""

    of_agency: dict[int, list[Person]] = field(default_factory=dict)
    reviewers: dict[int, list[Person]] = field(default_factory=dict)

    def of(self, audience: ReminderAudience, obligation: Obligation) -> list[Person]:
        """Nobody where there is nobody."""
        if audience == ReminderAudience.AGENCY:
            theirs = self.of_agency.get(obligation.agency_id)
        else:
            theirs = self.reviewers.get(obligation.province_id)
        return theirs or [(None, "")]


def plan_reminders(*, links: Links | None = None) -> int:
    """Plans what is due by now in every province; returns how many reminders were recorded.

    What one department answers for is planned together. A province that fails stops no other; its error is raised at
    the end.
    """
    everywhere = frozenset(Province.objects.values_list("pk", flat=True))
    with scoped(Scope(role=WORKER, provinces=everywhere, request="plan_reminders")):
        opened = ReportingYear.objects.opened().order_by().values_list("province", flat=True).distinct()
        answered = defaultdict(list)
        for one in Province.objects.filter(pk__in=list(opened)).order_by("pk"):
            answered[one.successor_id or one.pk].append(one)
    count, fault = 0, None
    for department, provinces in answered.items():
        reach = frozenset({department, *(one.pk for one in provinces)})
        try:
            with scoped(Scope(role=WORKER, provinces=reach, request="plan_reminders")):
                count += plan_provinces(provinces, links=links or Links())
        except Exception as error:
            logger.exception("reminders of %s were not planned", ", ".join(map(str, provinces)))
            fault = error
    if fault:
        raise fault
    return count


def plan_provinces(provinces: list[Province], *, links: Links) -> int:
    """Plans what is due in provinces of one department, in the running transaction; nothing while somebody else does.

    In a constant number of queries. Returns how many reminders were recorded.
    """
    if not _locked(provinces[0].successor_id or provinces[0].pk):
        return 0
    settle(provinces)
    now = clock.now()
    rows = list(still_to_remind(provinces))
    done = done_of(rows)
    turns = turns_of(rows, provinces, now, done)
    if not turns:
        return 0
    entries = entries_of(turns, people_of(rows, provinces))
    mails = _mails(entries, now, links)
    written = write_all(((message, mail_id) for message, mail_id, _ in mails), kind=MAIL_KIND)
    of_entry = {entry: written[mail_id] for _, mail_id, group in mails for entry in group}
    Reminder.objects.bulk_create(
        (_row(entry, of_entry.get(entry), now) for entry in entries), ignore_conflicts=True
    )
    return len(entries)


def turns_of(
    rows: list[Obligation], provinces: list[Province], now: datetime, done: dict[int, set[Key]]
) -> list[tuple[Obligation, list[Turn]]]:
    """What the calendar says is due of each obligation, of which anything is."""
    stages, facts = stages_of(provinces), facts_of(rows, now)
    found = [(one, due(facts[one.pk], stages[one.province_id], now, done[one.pk])) for one in rows]
    return [(one, turns) for one, turns in found if turns]


def entries_of(turns: Iterable[tuple[Obligation, list[Turn]]], people: People) -> list[Entry]:
    """The reminders that are to be recorded: a mail about the newest stage, the others with the reason why not."""
    entries = []
    for obligation, theirs in turns:
        for turn in theirs:
            for person in people.of(turn.audience, obligation):
                entries += _entries(obligation, turn, person)
    return entries


def people_of(rows: list[Obligation], provinces: list[Province]) -> People:
    """Who is reminded of these obligations, in two queries."""
    members = reporters().filter(agency__in={one.agency_id for one in rows}).order_by("user__email", "user")
    of_agency = defaultdict(list)
    for agency, *person in members.values_list("agency", "user", "user__email").distinct():
        of_agency[agency].append(tuple(person))
    heirs = {one.pk: {one.pk, one.successor_id} for one in provinces}
    reviewing = Membership.objects.active().filter(
        role__in=HOLDERS[Right.REVIEW_REPORTS],
        province__in=set().union(*heirs.values()) - {None},
        user__is_active=True,
    )
    reviewers = defaultdict(list)
    found = reviewing.order_by("user__email", "user").values_list("province", "user", "user__email")
    for home, *person in found.distinct():
        for pk in (pk for pk, either in heirs.items() if home in either):
            if tuple(person) not in reviewers[pk]:
                reviewers[pk].append(tuple(person))
    return People(dict(of_agency), dict(reviewers))


def settle(provinces: list[Province]) -> None:
    """Notes how the mails of the provinces' reminders ended, as far as that is new."""
    recent = Q(state=ReminderState.SENT, send_at__gte=clock.now() - STILL_BOUNCES)
    rows = Reminder.objects.filter(
        Q(state__in=(ReminderState.PLANNED, ReminderState.IN_DOUBT)) | recent,
        province__in=[one.pk for one in provinces],
        mail__isnull=False,
    )
    changed = list(rows.settled().exclude(now_state=F("state")))
    for one in changed:
        one.state, one.reason = one.now_state, one.now_reason
    if changed:
        Reminder.objects.bulk_update(changed, ["state", "reason"])


def still_wanted(mail: OutgoingMail) -> str:
    """The guard of the outbox: why a reminder is not handed over after all; empty where it still is to be.

    Locks its obligations until the mark is committed, so that a report that was sent before it stops the mail. Of a
    list for the department one report that is still missing is enough.
    """
    everywhere = frozenset(Province.objects.values_list("pk", flat=True))
    with scoped(Scope(role=WORKER, provinces=everywhere, request="remind")):
        reminders = list(
            Reminder.objects.filter(mail=mail).select_related("obligation").order_by("obligation")
        )
        of_them = (
            with_facts()
            .select_related("province")
            .filter(pk__in=[one.obligation_id for one in reminders])
            .order_by("pk")
        )
        rows = list(of_them.select_for_update(of=("self",), no_key=True))
        facts = facts_of(rows, clock.now())
        provinces = [one.province for one in rows]
        newest, people, stages = _newest(reminders), people_of(rows, provinces), stages_of(provinces)
        faults = {
            one: _why_not(one, facts[one.obligation_id], newest[_line(one)])
            or _switched_off(one, stages[one.province_id])
            or _gone(one, people)
            for one in reminders
        }
        if stopped := [one for one, why in faults.items() if why and one.state not in ENDED]:
            for one in stopped:
                one.state, one.reason = faults[one]
            Reminder.objects.bulk_update(stopped, ["state", "reason"])
        return faults[reminders[0]][1] if all(faults.values()) else ""


def _why_not(reminder: Reminder, facts: Facts, newest: datetime) -> tuple[ReminderState, str] | None:
    if facts.kind != reminder.kind:
        return ReminderState.SUPPRESSED, NOT_OWED
    if not still_stands(facts, reminder.cycle, reminder.kind):
        return ReminderState.SUPPRESSED, OTHER_DAY
    return (ReminderState.SUPERSEDED, NEWER_ONE) if newest > reminder.send_at else None


def _switched_off(reminder: Reminder, stages: tuple[Stage, ...]) -> tuple[ReminderState, str] | None:
    """Why not, where the department has switched the stage off since."""
    is_on = any(one.is_on for one in stages if one.code == reminder.stage)
    return None if is_on else (ReminderState.SUPPRESSED, SWITCHED_OFF)


def _gone(reminder: Reminder, people: People) -> tuple[ReminderState, str] | None:
    """Why not, where the person does not do that any more."""
    theirs = people.of(reminder.audience, reminder.obligation)
    if reminder.recipient_id in {person for person, _ in theirs}:
        return None
    return ReminderState.SUPPRESSED, GONE


def _newest(reminders: list[Reminder]) -> dict[tuple, datetime]:
    """When the newest reminder fell due of which a mail was written, of the same obligations and people."""
    mailed = Reminder.objects.filter(
        obligation__in={one.obligation_id for one in reminders},
        recipient__in={one.recipient_id for one in reminders},
        mail__isnull=False,
    )
    return {_line(one): one.send_at for one in mailed.order_by("send_at")}


def _line(reminder: Reminder) -> tuple:
    """Reminders with the same one follow each other: of one cycle, of what waits of all weeks."""
    cycle = "" if reminder.kind == ReminderKind.WAITING else reminder.cycle
    return reminder.obligation_id, reminder.recipient_id, reminder.audience, reminder.kind, cycle


def _locked(department: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK, department])
        return cursor.fetchone()[0]


def _entries(obligation: Obligation, turn: Turn, person: Person) -> list[Entry]:
    def entry(moment: Moment, state: ReminderState, reason: str = "") -> Entry:
        return Entry(obligation, moment, turn.audience, person, state, reason)

    found = [entry(one, ReminderState.SUPERSEDED, LATER_ONE) for one in turn.superseded]
    found += [entry(one, ReminderState.SUPPRESSED, TOO_OLD) for one in turn.lapsed]
    if turn.send and person[0] is None:
        found.append(entry(turn.send, ReminderState.SUPPRESSED, NOBODY))
    elif turn.send:
        found.append(entry(turn.send, ReminderState.PLANNED))
    return found


def _mails(entries: list[Entry], now: datetime, links: Links) -> list[tuple]:
    """The mails with their ids and the reminders that each is about."""
    groups = defaultdict(list)
    for entry in entries:
        if entry.state == ReminderState.PLANNED:
            groups[_group(entry)].append(entry)
    said = said_of({entry.obligation for group in groups.values() for entry in group})
    told = _told_before([group[0] for group in groups.values()])
    return [(_message(group, said, told, now, links), _mail_id(group), group) for group in groups.values()]


def _told_before(entries: list[Entry]) -> dict[tuple[int, int], str]:
    """The cycle of the day that each person was last told by mail, by obligation and person."""
    theirs = {one.obligation.pk for one in entries if one.audience == ReminderAudience.AGENCY}
    rows = Reminder.objects.filter(
        obligation__in=theirs, audience=ReminderAudience.AGENCY, kind=ReminderKind.DUE
    ).exclude(state__in=ENDED)
    found = rows.order_by("planned_at", "id").values_list("obligation", "recipient", "cycle")
    return {(obligation, person): cycle for obligation, person, cycle in found}


def _group(entry: Entry) -> tuple:
    """Reminders with the same one share a mail: those of the department by year, of what waits all."""
    if entry.audience == ReminderAudience.AGENCY:
        return entry.obligation.pk, entry.person
    year = entry.obligation.year
    if entry.moment.stage.kind == ReminderKind.WAITING:
        return "waiting", year.is_sample, entry.person
    return "missing", year.pk, entry.person


def _mail_id(group: list[Entry]) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, "\n".join(sorted(f"{entry.audience}/{entry.name}" for entry in group)))


def _message(group: list[Entry], said, told_before: dict, now: datetime, links: Links):
    first = group[0]
    told = {"to": first.person[1], "now": now, "links": links}
    if first.audience == ReminderAudience.AGENCY:
        cycle, before = first.moment.cycle, told_before.get((first.obligation.pk, first.person[0]))
        is_moved = first.moment.stage.kind == ReminderKind.DUE and before not in (None, cycle)
        return to_agency(first.obligation, first.moment, said, is_moved=is_moved, **told)
    obligations = [entry.obligation for entry in group]
    if first.moment.stage.kind == ReminderKind.WAITING:
        return to_reviewer(obligations, **told)
    return to_department(obligations, said, **told)


def _row(entry: Entry, mail: OutgoingMail | None, now: datetime) -> Reminder:
    moment = entry.moment
    return Reminder(
        obligation=entry.obligation,
        province_id=entry.obligation.province_id,
        cycle=moment.cycle,
        stage=moment.stage.code,
        kind=moment.stage.kind,
        audience=entry.audience,
        recipient_id=entry.person[0],
        email=entry.person[1],
        due_on=moment.due_on,
        send_at=moment.send_at,
        planned_at=now,
        mail=mail,
        state=entry.state,
        reason=entry.reason,
    )
