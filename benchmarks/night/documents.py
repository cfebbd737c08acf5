"""Documents that departments ask for while the agencies send their reports."""

import threading

KINDS = ("plan_pdf", "plan_xlsx", "plan_docx")
PAUSE = 10  # seconds between two requests


class Asking:
    """Use it as a context: within it one plan's document after the other is asked for, in a thread."""

    def __init__(self):
        self.asked = 0
        self.faults: list[str] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._ask_all, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        self._thread.join()

    def _ask_all(self) -> None:
        from django.db import connection

        wanted = self._wanted()
        while not self._over.wait(PAUSE) and wanted:
            try:
                self._ask(*wanted.pop())
                self.asked += 1
            except Exception as error:  # told at the end; the evening goes on
                self.faults.append(f"document: {type(error).__name__} {error}")
        connection.close()

    @staticmethod
    def _wanted() -> list[tuple]:
        from agencies.enums import Role
        from agencies.models import Membership
        from plans.models import PlanVersion

        editors = Membership.objects.active().filter(role=Role.DEPARTMENT_EDITOR).select_related("user")
        of_province = {one.province_id: one for one in editors}
        versions = PlanVersion.objects.current().order_by("plan__slug")
        pairs = [(one, of_province[one.province_id]) for one in versions if one.province_id in of_province]
        return [(version, kind, member) for kind in KINDS for version, member in pairs]

    @staticmethod
    def _ask(version, kind: str, member) -> None:
        from agencies.access import scope_of
        from core.scope import scoped
        from reporting.services import request_document

        member.user.act_under(member.public_id)
        with scoped(scope_of(member.user)):
            request_document(version, kind, by=member.user)


def seconds_for_one() -> float:
    """The median time from asking for a document until it was there."""
    import statistics

    from reporting.enums import RunStatus
    from reporting.models import ReportRun

    rows = ReportRun.objects.filter(status=RunStatus.DONE).values_list("queued_at", "finished_at")
    taken = [(done - asked).total_seconds() for asked, done in rows]
    return statistics.median(taken) if taken else 0.0
