"""A sent report as the department reviews it: each part beside what the plan prints, last year's, and the version before."""

from dataclasses import dataclass
from functools import cached_property

from django.http import Http404

from core.dates import format_date
from portal.report_pages.content import ReportContent, Section, report_content
from portal.report_pages.page import ReportPage, report_page_or_404
from portal.report_pages.words import STATUS_LOOKS
from reporting.enums import ReportStatus
from reporting.models import Report, ReportStep
from reporting.report_faults import faults_of
from reporting.services.reports import awaits_whole_year, printed_of
from reporting.services.review import concerns_of, waiting_words, why_own_work


@dataclass(frozen=True)
class ReviewPart:
    """A part of the report: what it says, what the version before said where that differs, what was said last year."""

    section: Section
    before: Section | None
    last: Section | None

    @property
    def unanswered(self) -> int:
        """How many remarks at it wait for their answer."""
        return sum(not one.answer for one in self.section.remarks)

    @property
    def is_new(self) -> bool:
        """If the version before did not have this part."""
        return self.section.differs and self.before is None


class ReviewPage(ReportPage):
    """What the page of a review shows of the newest version that was sent."""

    @cached_property
    def reviewed(self) -> Report:
        """That version; 404 where nothing was sent."""
        found = self._versions().sent().with_content().order_by("-number").first()
        if found is None:
            raise Http404
        found.obligation = self.obligation
        for entry in found.taskentry_rows.all():
            entry.report = found
        return found

    @cached_property
    def before(self) -> Report | None:
        """The version sent before it."""
        if self.reviewed.number == 1:
            return None
        rows = self._versions().sent().with_content().filter(number__lt=self.reviewed.number)
        return rows.order_by("-number").first()

    @cached_property
    def last_year(self) -> Report | None:
        """The agency's last report of the year before on the same plan; of invented figures only beside such."""
        rows = Report.objects.visible_to(self.user).sent().with_content()
        return (
            rows.filter(
                obligation__agency=self.obligation.agency_id,
                obligation__year__plan=self.year.plan_id,
                obligation__year__year=self.year.year - 1,
                obligation__year__is_sample=self.year.is_sample,
            )
            .exclude(status=ReportStatus.RECALLED)
            .order_by("-number")
            .first()
        )

    @cached_property
    def content(self) -> ReportContent:
        return report_content(self.reviewed, before=self.before, remarks=self.remarks)

    @cached_property
    def parts(self) -> list[ReviewPart]:
        before = _by_place(self.before)
        last = _by_place(self.last_year)
        return [
            ReviewPart(one, before.get(one.place) if one.differs else None, last.get(one.place))
            for one in self.content.sections
        ]

    @property
    def is_waiting(self) -> bool:
        """If the version may be decided on now."""
        return self.reviewed.status == ReportStatus.SUBMITTED and not self.closed

    @property
    def may_reopen(self) -> bool:
        return self.reviewed.status == ReportStatus.ACCEPTED and not self.closed

    @property
    def true_up_words(self) -> str:
        """The reason for which an accepted report with estimates is opened once its year's data have closed."""
        if not (self.may_reopen and awaits_whole_year(self.reviewed)):
            return ""
        closed = format_date(self.obligation.year.data_until)
        return f"Số liệu đã chốt đến hết ngày {closed}: đề nghị cập nhật số cả năm thay cho số ước."

    @cached_property
    def own_work(self) -> str:
        """Why the person may not accept it; empty where she may."""
        return why_own_work(self.reviewed, self.user)

    @cached_property
    def concerns(self) -> list[str]:
        return concerns_of(self.reviewed, faults_of(self.reviewed, printed_of(self.reviewed)))

    @property
    def status_reviewed(self) -> tuple[str, str]:
        """The state of that version in a word, and its look."""
        return self.reviewed.get_status_display(), STATUS_LOOKS[self.reviewed.status]

    @cached_property
    def steps(self) -> list[ReportStep]:
        """All steps of all versions, in their order."""
        rows = ReportStep.objects.visible_to(self.user).filter(report__obligation=self.obligation)
        return list(rows.select_related("by", "report").order_by("id"))

    @property
    def returned_because(self) -> str:
        """What the department said when it returned the version."""
        own = [one for one in self.steps if one.report_id == self.reviewed.pk]
        return own[-1].comment if own and own[-1].after == ReportStatus.RETURNED else ""

    @property
    def waits(self) -> str:
        return waiting_words(self.obligation)


@dataclass(frozen=True)
class ComparedPart:
    """A part of two versions, side by side."""

    title: str
    older: Section | None
    newer: Section | None

    @property
    def differs(self) -> bool:
        return self.older is None or self.newer is None or self.older.said != self.newer.said


def compared_parts(older: Report, newer: Report) -> list[ComparedPart]:
    """The parts of two versions from `with_content`, in the order of the newer one."""
    old, new = _by_place(older), _by_place(newer)
    return [
        ComparedPart((new.get(place) or old[place]).title, old.get(place), new.get(place))
        for place in dict.fromkeys((*new, *old))
    ]


def review_page_or_404(user, public_id) -> ReviewPage:
    """The page of the review of an obligation that the person may see."""
    return ReviewPage(user, report_page_or_404(user, public_id).obligation)


def _by_place(report: Report | None) -> dict[str, Section]:
    return {one.place: one for one in report_content(report).sections} if report else {}
