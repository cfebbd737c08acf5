"""Reports at which it is somebody's turn: those that wait for the department's review, those an agency was given back."""

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from agencies.models import User
from agencies.rights import Right
from portal.links import report_page, review_page
from reporting.enums import DifficultyState, ObligationState, ReportStatus
from reporting.models import Difficulty, Obligation, ReportStep
from reporting.services.review import waiting_words

SHOWN = 10


@dataclass(frozen=True)
class Waiting:
    """A sent report that waits for the review."""

    obligation: Obligation

    @property
    def since(self) -> str:
        return waiting_words(self.obligation)

    @property
    def url(self) -> str:
        return review_page(self.obligation)


@dataclass(frozen=True)
class WaitingList:
    """Those that have waited longest, and how many there are."""

    shown: list[Waiting]
    total: int


@dataclass(frozen=True)
class Returned:
    """A report that an agency was given back, with the reason."""

    obligation: Obligation

    @property
    def reason(self) -> str:
        return self.obligation.returned_because or ""

    @property
    def url(self) -> str:
        return report_page(self.obligation)


def waiting_for_review(user: User) -> WaitingList:
    """What waits for the department's review, the oldest first; what the person sent herself too."""
    rows = (
        Obligation.objects.visible_to(user)
        .due()
        .filter(state=ObligationState.SENT, province__in=user.provinces_where(Right.REVIEW_REPORTS))
        .select_related("agency", "year")
        .order_by("last_received_at", "pk")
    )
    found = [Waiting(one) for one in rows]
    return WaitingList(found[:SHOWN], len(found))


def open_difficulties(user: User) -> int:
    """How many difficulties wait for an answer of the person's department."""
    rows = Difficulty.objects.visible_to(user).filter(state=DifficultyState.OPEN)
    return rows.filter(province__in=user.provinces_where(Right.REVIEW_REPORTS)).count()


def returned_to(user: User) -> list[Returned]:
    """The reports of the person's own agency that were given back and wait for it."""
    if not user.membership:
        return []
    reasons = ReportStep.objects.filter(report__obligation=OuterRef("pk"), after=ReportStatus.RETURNED)
    rows = (
        Obligation.objects.visible_to(user)
        .due()
        .filter(state=ObligationState.RETURNED, agency=user.membership.agency_id)
        .annotate(returned_because=Subquery(reasons.order_by("-pk").values("comment")[:1]))
        .select_related("agency", "year")
        .order_by("year__year", "pk")
    )
    return [Returned(one) for one in rows]
