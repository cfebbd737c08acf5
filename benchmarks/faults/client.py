"""What people do during a run: agencies send their reports, the department returns some and gives others more time.

    python -m benchmarks.faults.client SEED

One thing at a time, by a seeded plan, through the services, until it is ended. What the database does not take while
it is away is tried again as something else.
"""

import contextlib
import os
import random
import sys
import time
from datetime import timedelta
from pathlib import Path

import django
from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError, connection

from benchmarks.faults.clock import SharedClock

PAUSE = 1  # seconds between two things on average
SHARES = {"send": 6, "return": 3, "extend": 1, "accept": 1}
KEPT = 3  # one of so many never sends: somebody has to be reminded up to the end


class People:
    """The year's people by turns."""

    def __init__(self, draw: random.Random):
        from portal.sample.people import department_people
        from reporting.models import Obligation
        from reporting.obligors import collector_of

        self.draw = draw
        rows = Obligation.objects.filter(withdrawn_at=None).select_related("agency", "year__plan")
        kept = list(rows.order_by("pk").values_list("pk", flat=True))[::KEPT]
        self.rows, first = rows.exclude(pk__in=kept), rows.first()
        department = collector_of(first.province, first.year.opened_at.date())
        self.editor, self.approver = department_people(department)

    def act(self) -> None:
        what = self.draw.choices(list(SHARES), list(SHARES.values()))[0]
        getattr(self, f"_{what}")()

    def _one(self, *states: str):
        rows = list(self.rows.filter(state__in=states).order_by("pk"))
        return self.draw.choice(rows) if rows else None

    def _next_reminded(self, *states: str):
        """Who is about to get a reminder, the last in the queue: report and mail overtake each other."""
        from agencies.models import OutgoingMail
        from reporting.models import Reminder

        rows = self.rows.filter(state__in=states)
        coming = Reminder.objects.filter(mail__in=OutgoingMail.objects.waiting(), obligation__in=rows)
        newest = coming.order_by("mail").last()
        return rows.get(pk=newest.obligation_id) if newest else None

    def _send(self) -> None:
        from benchmarks.faults.world import people_of
        from reporting.services import start_report, submit_report
        from reporting.services.entries import save_general

        owed = ("not_sent", "returned")
        if one := self._next_reminded(*owed) or self._one(*owed):
            by = people_of(one.agency)
            report = start_report(one, by=by)
            nothing = {"is_nil": True, "nil_reason": "Trong năm không phát sinh."}
            report = save_general(report, revision=report.revision, by=by, **nothing)
            submit_report(report, by=by, officer_name="Nguyễn Văn A", officer_title="Phó Giám đốc")

    def _return(self) -> None:
        from reporting.services import return_report

        if one := self._one("sent"):
            reason = f"Thiếu số liệu ({self.draw.random()})."
            return_report(one.reports.order_by("number").last(), by=self.editor, comment=reason)

    def _accept(self) -> None:
        from reporting.services import accept_report

        if one := self._one("sent"):
            accept_report(one.reports.order_by("number").last(), by=self.approver, despite=True)

    def _extend(self) -> None:
        from reporting.services import extend

        if one := self._one("not_sent"):
            days = timedelta(days=self.draw.randint(1, 4))
            extend(one, by=self.editor, before=one.before + days, reason="Bão lũ.")


def main(seed: str) -> None:
    from core import clock

    shared, draw = SharedClock(Path(os.environ["FAULTS_CLOCK"])), random.Random(f"client/{seed}")
    people = None
    while True:
        time.sleep(draw.uniform(0, 2 * PAUSE))
        try:
            people = people or People(draw)
            with clock.standing_at(shared.now()), contextlib.suppress(ValidationError):
                people.act()
        except (OperationalError, InterfaceError) as error:
            print(f"{type(error).__name__}", flush=True)
            connection.close()


if __name__ == "__main__":
    django.setup()
    main(sys.argv[1])
