"""The reports that an agency owes, by year."""

from dataclasses import dataclass
from itertools import groupby

from portal.report_pages.words import STATE_LOOKS, day_words, left_words
from portal.selectors import plan_title
from reporting.enums import ObligationState
from reporting.models import Obligation


@dataclass(frozen=True)
class OwedReport:
    """An obligation on the list: which plan, why, by when, how far."""

    obligation: Obligation

    @property
    def plan(self) -> str:
        return plan_title(self.obligation.year.version)

    @property
    def look(self) -> str:
        return STATE_LOOKS[self.obligation.state]

    @property
    def is_open(self) -> bool:
        """If something is still to be sent."""
        waiting = self.obligation.state in (ObligationState.NOT_SENT, ObligationState.RETURNED)
        return waiting and self.obligation.withdrawn_at is None

    @property
    def left(self) -> str:
        return left_words(self.obligation) if self.is_open else ""

    @property
    def day(self) -> str:
        return day_words(self.obligation)


def owed_reports(user) -> list[tuple[int, list[OwedReport]]]:
    """The reports of the person's own agency, the newest year first."""
    own = Obligation.objects.none()
    if user.membership:
        own = Obligation.objects.visible_to(user).filter(
            agency=user.membership.agency_id, year__opened_at__isnull=False
        )
    rows = own.select_related("year__plan", "year__version__province", "agency").order_by(
        "-year__year", "before", "year__plan__slug"
    )
    return [
        (year, [OwedReport(one) for one in found]) for year, found in groupby(rows, lambda one: one.year.year)
    ]
