"""The reporting years of a plan: their list, and one year with everybody who owes a report."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Max, Q, prefetch_related_objects

from agencies.models import User
from agencies.rights import Right
from core import clock
from core.dates import format_date
from plans.models import PlanVersion
from portal.links import obligation_page, report_page, review_page, year_page
from portal.plan_pages.header import PlanPage
from reporting.due_days import WITH_DAYS, DueDay, due_day, report_years
from reporting.enums import ObligationBasis, ObligationState, ObligorKind, ReportStatus
from reporting.models import Obligation, Report, ReportingYear
from reporting.obligors import WITH_OBLIGORS, Named, obligors_of
from reporting.permissions import can_open_years
from reporting.services import reporters
from reporting.services.review import waiting_words

LATE, WITHDRAWN = "late", "withdrawn"
FILTERS = {
    **dict(ObligationState.choices),
    LATE: "muộn",
    WITHDRAWN: "thôi yêu cầu",
}
KINDS = {
    **dict(ObligorKind.choices),
    ObligationBasis.ASKED.value: "Do Sở yêu cầu",
    ObligationBasis.OWN.value: "Phần của Sở Công Thương",
}


@dataclass(frozen=True)
class YearLine:
    """One year of a plan on its list; `row` None where nobody has prepared it. `states` counts what the person sees."""

    year: int
    row: ReportingYear | None
    states: Counter
    late: int
    last_day: date | None
    url: str

    @property
    def total(self) -> int:
        return sum(self.states.values())

    @property
    def received(self) -> int:
        """How many have sent a report."""
        return self.states[ObligationState.SENT] + self.states[ObligationState.ACCEPTED]


@dataclass(frozen=True)
class ObligationRow:
    """One obligation as lists show it: with its day in words, how many tasks it is about, how many people it has."""

    obligation: Obligation
    due: DueDay | None
    tasks: int
    people: int
    is_stale: bool = False

    @property
    def url(self) -> str:
        return obligation_page(self.obligation)

    @property
    def kind(self) -> str:
        """The key of its filter by kind of obligor."""
        return self.obligation.kind or self.obligation.basis

    @property
    def state(self) -> str:
        """The key of its filter."""
        return WITHDRAWN if self.obligation.withdrawn_at else self.obligation.state

    @property
    def is_late(self) -> bool:
        return self.obligation.withdrawn_at is None and self.obligation.is_late

    @property
    def version_number(self) -> int | None:
        """Which version of the report was sent last; None where none was."""
        return self.obligation.sent_number

    @property
    def is_wanted(self) -> bool:
        """If a report is still to come."""
        return self.state in (ObligationState.NOT_SENT, ObligationState.RETURNED)

    @property
    def waits(self) -> str:
        """How long it waits for the review; empty where it does not."""
        return waiting_words(self.obligation)

    @property
    def report_url(self) -> str:
        return report_page(self.obligation)

    @property
    def review_url(self) -> str:
        return review_page(self.obligation)

    @property
    def basis_words(self) -> str:
        """ "mục V.3: UBND cấp huyện", "Sở yêu cầu", "phần của Sở Công Thương"."""
        one = self.obligation
        return f"mục {one.clause}: {one.get_kind_display()}" if one.clause else one.get_basis_display()

    @property
    def day_words(self) -> str:
        """ "trước 20/12/2018 (ngày cuối 19/12)"; what was moved or given stands beside (`changed_words`)."""
        day = self.obligation.before
        return (
            f"trước {format_date(day)} (ngày cuối {format_date(self.obligation.last_day)[:5]})" if day else ""
        )

    @property
    def changed_words(self) -> str:
        """Why it is not the printed day: "gia hạn từ 15/12: bão lũ"."""
        given = list(self.obligation.extensions.all())[-1:]
        if given and given[0].before == self.obligation.before:
            since = f" từ {format_date(self.due.before)[:5]}" if self.due else ""
            return f"gia hạn{since}: {given[0].reason}"
        return self.due.moved_words.lstrip(", ") if self.due else ""


@dataclass(frozen=True)
class YearSheet:
    """A year with its obligations as far as the person sees them; `rows` are those that the filter lets through."""

    row: ReportingYear
    all_rows: list[ObligationRow]
    may_open: bool
    reads_all: bool
    reviews: bool = False
    asked: str = ""
    kind: str = ""
    unresolved: int = 0
    to_add: int = 0
    not_bound: list[Named] = field(default_factory=list)

    @property
    def rows(self) -> list[ObligationRow]:
        rows = self.standing
        if self.asked == LATE:
            rows = [one for one in self.all_rows if one.is_late]
        elif self.asked:
            rows = [one for one in self.all_rows if one.state == self.asked]
        return [one for one in rows if self.kind in ("", one.kind)]

    @property
    def waiting(self) -> list[ObligationRow]:
        """Those shown that wait for the review."""
        return [one for one in self.rows if one.waits]

    @property
    def kinds(self) -> list[tuple[str, str, int]]:
        """Key, words and number of each kind of obligor, where there are several."""
        counts = Counter(one.kind for one in self.standing)
        found = [(key, words, counts[key]) for key, words in KINDS.items() if counts[key]]
        return found if len(found) > 1 else []

    @property
    def standing(self) -> list[ObligationRow]:
        """Without those that were withdrawn."""
        return [one for one in self.all_rows if one.obligation.withdrawn_at is None]

    @property
    def filters(self) -> list[tuple[str, str, int]]:
        """Key, words and number of each filter that finds something, and of the one that is asked."""
        counts = Counter(one.state for one in self.all_rows)
        counts[LATE] = sum(one.is_late for one in self.all_rows)
        return [
            (key, words, counts[key]) for key, words in FILTERS.items() if counts[key] or key == self.asked
        ]

    @property
    def counts(self) -> Counter:
        return Counter(one.obligation.state for one in self.standing)

    @property
    def received(self) -> int:
        """How many stand with a report that was sent and not returned."""
        return self.counts[ObligationState.SENT] + self.counts[ObligationState.ACCEPTED]

    @property
    def missing(self) -> int:
        """From how many a report is wanted: none was sent, or it was returned."""
        return len(self.standing) - self.received

    @property
    def overdue(self) -> int:
        """From how many of those that are missing a report should have come by now."""
        return sum(one.is_late and one.is_wanted for one in self.standing)

    @property
    def without_people(self) -> int:
        return sum(not one.people for one in self.standing)

    @property
    def last_day(self) -> date | None:
        """The last day on which the next report that is wanted is in time; None where none is to come."""
        return _next_last_day([one.obligation for one in self.standing])

    @property
    def left_words(self) -> str:
        """ "còn 9 ngày", "hôm nay là ngày cuối"; how the year stands after its days."""
        if self.last_day is None:
            return (
                "đã qua mọi ngày phải gửi"
                if any(one.obligation.before for one in self.standing)
                else "không in ngày"
            )
        days = (self.last_day - clock.today()).days
        return f"còn {days} ngày" if days else "hôm nay là ngày cuối"


def year_lines(page: PlanPage, user: User) -> list[YearLine]:
    """The years of the plan that can be reported on or have been, the newest first."""
    rows = {row.year: row for row in ReportingYear.objects.visible_to(user).filter(plan=page.plan)}
    obligations = list(
        Obligation.objects.visible_to(user).filter(year__plan=page.plan).due().select_related("year")
    )
    of_year: dict[int, list[Obligation]] = {}
    for one in obligations:
        of_year.setdefault(one.year.year, []).append(one)
    years = set(rows) | (set(report_years(page.version)) if page.is_in_force else set())
    return [
        YearLine(
            year=year,
            row=rows.get(year),
            states=Counter(one.state for one in of_year.get(year, ())),
            late=sum(one.is_late for one in of_year.get(year, ())),
            last_day=_next_last_day(of_year.get(year, [])),
            url=year_page(page.plan.slug, year),
        )
        for year in sorted(years, reverse=True)
    ]


def year_sheet(
    row: ReportingYear, user: User, *, known: PlanVersion, asked: str = "", kind: str = ""
) -> YearSheet:
    """The year as the person sees it; who decides about it also sees what is open. In a constant number of queries.

    `known` is the version that the page has loaded: what of it is there is not read again, where it is the year's own.
    """
    may_open = can_open_years(user, row.plan)
    version = known
    if known.pk != row.version_id:
        version = PlanVersion.objects.select_related("plan", "province__successor").get(pk=row.version_id)
    prefetch_related_objects([version], *(WITH_OBLIGORS if may_open else WITH_DAYS))
    visible = Obligation.objects.visible_to(user).filter(year=row).select_related("agency__province", "year")
    rows = list(with_sent_number(visible).prefetch_related("grounds", "extensions"))
    found = obligors_of(version, row.year, clock.today()) if may_open else None
    owed = {one.agency.pk for one in found.owed} if found else None
    there = {one.agency_id for one in rows}
    return YearSheet(
        row=row,
        all_rows=obligation_rows(rows, version, row.year, owed),
        may_open=may_open,
        reads_all=user.may(Right.READ_REPORTS, province=row.plan.province),
        reviews=user.may(Right.REVIEW_REPORTS, province=row.plan.province),
        asked=asked if asked in FILTERS else "",
        kind=kind if kind in KINDS else "",
        unresolved=found.unresolved if found else 0,
        to_add=len(owed - there) if found else 0,
        not_bound=[one for one in found.not_bound if one.agency.pk not in there] if found else [],
    )


def waiting_reports(user: User, row: ReportingYear, marked: list[str]) -> list[Report]:
    """The reports of the year that wait for the review, of the obligations with these addresses; others are left out."""
    wanted = {one for one in marked if len(one) == 36}
    rows = Report.objects.visible_to(user).filter(obligation__year=row, status=ReportStatus.SUBMITTED)
    found = rows.select_related("obligation__agency").order_by("obligation__last_received_at", "pk")
    return [one for one in found if str(one.obligation.public_id) in wanted]


def with_sent_number(rows):
    """The obligations with the number of the version of the report that was sent last, as `sent_number`."""
    return rows.annotate(sent_number=Max("reports__number", filter=~Q(reports__status=ReportStatus.DRAFT)))


def obligation_rows(
    rows: list[Obligation], version: PlanVersion, year: int, owed: set[int] | None = None
) -> list[ObligationRow]:
    """Obligations of one year with what lists say of them. `version` has its obligors and the plan's moved days.

    `owed` are the agencies that owe a report as things stand now: others are stale; None where that is not asked.
    """
    people = dict(
        reporters().filter(agency__in=[one.agency_id for one in rows]).values_list("agency").annotate(
            Count("user", distinct=True)
        ).order_by()
    )  # fmt: skip
    obligors = {obligor.kind: obligor for obligor in version.obligor_rows.all()}
    ordered = sorted(rows, key=lambda one: (one.basis != ObligationBasis.OWN, one.agency.sort_key))
    return [
        ObligationRow(
            obligation=one,
            due=due_day(version, obligors[one.kind], year) if one.kind in obligors else None,
            tasks=len({ground.place for ground in one.grounds.all() if ground.place.startswith("task:")}),
            people=people.get(one.agency_id, 0),
            is_stale=owed is not None
            and one.basis == ObligationBasis.CLAUSE
            and one.withdrawn_at is None
            and one.agency_id not in owed,
        )
        for one in ordered
    ]


def _next_last_day(obligations: list[Obligation]) -> date | None:
    days = [
        one.last_day
        for one in obligations
        if one.last_day and one.state in (ObligationState.NOT_SENT, ObligationState.RETURNED)
    ]
    return min((day for day in days if day >= clock.today()), default=None)
