"""The report at hand: the obligation, its newest version, what each task's answer is like, and what may be done now."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import Truncator

from agencies.models import User
from portal.report_pages.difficulties import DifficultyLine, open_beside
from portal.report_pages.words import STATE_LOOKS, STATUS_LOOKS, day_words, left_words
from portal.selectors import plan_title
from reporting.enums import ObligationBasis, ObligationState, ReportStatus
from reporting.models import Obligation, ProductEntry, Remark, Report, ReportStep, TaskEntry
from reporting.models.report import content
from reporting.permissions import can_report, can_review
from reporting.printed_tasks import PrintedTask, is_task
from reporting.report_faults import (
    GENERAL,
    PRODUCTS,
    Fault,
    entry_faults,
    entry_state,
    faults_of,
    ordered_entries,
    product_state,
)
from reporting.services.report_drafts import why_closed
from reporting.services.reports import awaits_whole_year, missing_places, printed_of

ENTRY_STATES = {
    "empty": ("chưa nhập", ""),
    "begun": ("đang nhập", "state-warn"),
    "done": ("xong", "state-ok"),
}


@dataclass(frozen=True)
class TaskLine:
    """A task on the task list: what it is, how far its answer is."""

    entry: TaskEntry
    task: PrintedTask | None
    url: str
    files: int
    remarks: int

    @property
    def title(self) -> str:
        return self.task.title if self.task else self.entry.place.partition(":")[2]

    @property
    def label(self) -> str:
        return self.task.label if self.task else "Nhiệm vụ"

    @property
    def state(self) -> tuple[str, str]:
        return ENTRY_STATES[entry_state(self.entry)]


class ReportPage:
    """What all pages of one obligation show; `report` is its newest version that the person may see, or None."""

    def __init__(self, user: User, obligation: Obligation):
        self.user, self.obligation = user, obligation
        self.year = obligation.year

    @cached_property
    def report(self) -> Report | None:
        found = self._versions().newest()
        if found:
            found.obligation = self.obligation
            if found.version_id == self.year.version_id:
                found.version = self.year.version
        return found

    @cached_property
    def written(self) -> Report:
        """The report with all that it says."""
        prefetch_related_objects([self.report], *content())
        for entry in self.report.taskentry_rows.all():
            entry.report = self.report
        return self.report

    @cached_property
    def versions(self) -> list[Report]:
        if self.report is None or self.report.number == 1:
            return [self.report] if self.report else []
        return list(self._versions().select_related("sent_by").order_by("-number"))

    def _versions(self):
        return Report.objects.visible_to(self.user).filter(obligation=self.obligation)

    @property
    def is_own(self) -> bool:
        return can_report(self.user, self.obligation)

    @property
    def reviews(self) -> bool:
        """If the person is of the department that reviews the report."""
        return can_review(self.user, self.obligation)

    @property
    def may_write(self) -> bool:
        """If the newest version is the person's to write: what came on paper the department's, else its agency's."""
        return self.reviews if self.report and self.report.is_paper else self.is_own

    @property
    def closed(self) -> str:
        """Why nothing may change now; empty where it may."""
        return why_closed(self.obligation)

    @property
    def draft(self) -> Report | None:
        """The version that the person may write in now."""
        report = self.report
        return report if report and report.is_draft and not self.closed and self.may_write else None

    @property
    def is_withheld(self) -> bool:
        """If something was sent that the person may not read (yet): the ministry, before it was accepted."""
        return self.report is None and self.obligation.state != ObligationState.NOT_SENT

    @property
    def may_begin(self) -> bool:
        ended = (ReportStatus.RECALLED, ReportStatus.RETURNED)
        return self.is_own and not self.closed and (self.report is None or self.report.status in ended)

    @property
    def may_recall(self) -> bool:
        report = self.report
        waits = report and report.status == ReportStatus.SUBMITTED and not report.review_began_at
        return bool(waits and not self.closed and self.may_write)

    @property
    def awaits_whole_year(self) -> bool:
        """If the accepted report has estimates and its year's data have closed since: the department may open it again."""
        return bool(self.report and awaits_whole_year(self.report) and not self.closed)

    @property
    def is_entered_now(self) -> bool:
        """If the department is just entering what came on paper, which its agency sees when it is done."""
        return bool(self.report and self.report.is_draft and self.report.is_paper)

    @property
    def may_enter(self) -> bool:
        """If the department may begin to enter what came on paper, or go on with it."""
        ended = (ReportStatus.RECALLED, ReportStatus.RETURNED)
        is_open = self.report is None or self.report.status in ended or self.is_entered_now
        is_others = self.obligation.basis != ObligationBasis.OWN
        return self.reviews and is_open and is_others and not self.closed

    @property
    def given_since(self) -> int:
        """How many tasks the plan gave the agency since the draft was begun."""
        return len(missing_places(self.written)) if self.draft else 0

    @cached_property
    def printed(self) -> dict[str, PrintedTask]:
        return printed_of(self.written)

    @cached_property
    def entries(self) -> list[TaskEntry]:
        return ordered_entries(self.written, self.printed)

    @cached_property
    def faults(self) -> list[Fault]:
        return faults_of(self.written, self.printed)

    @property
    def open_faults(self) -> list[Fault]:
        """Those without which it is sent all the same left out."""
        return [fault for fault in self.faults if fault.must]

    def fault_rows(self, *, must: bool) -> list[tuple[Fault, str, str]]:
        """The faults with the address of their field and the name of their part."""
        rows = []
        for fault in self.faults:
            task = self.printed.get(fault.place)
            title = self._title_of(fault.place, task)
            if fault.must == must:
                rows.append((fault, f"{self.url_of(fault.place)}#id_{fault.field}", title))
        return rows

    def _title_of(self, place: str, task: PrintedTask | None) -> str:
        if place == GENERAL:
            return "Phần chung"
        if place.startswith("product"):
            return next((str(one) for one in self.products if one.place == place), "Sản phẩm").capitalize()
        if task is None:
            return "Nhiệm vụ"
        return task.label if task.number else f"Nhiệm vụ “{Truncator(task.title).chars(60)}”"

    @cached_property
    def products(self) -> list[ProductEntry]:
        """What a facility says of its products."""
        return list(self.written.productentry_rows.all())

    @property
    def product_lines(self) -> list[tuple[ProductEntry, str, tuple[str, str], int]]:
        """The products on the task list: with their addresses, how far they are, and remarks that wait for an answer."""
        year = self.year.year
        return [
            (
                one, self.url_of(one.place), ENTRY_STATES[product_state(one, year)],
                self.open_remarks_at(one.place),
            )
            for one in self.products
        ]  # fmt: skip

    def product_at(self, number: str) -> ProductEntry:
        """The product with that number, without the rest of the report; 404 where it has none."""
        if not number.isdecimal():
            raise Http404
        rows = ProductEntry.objects.filter(report=self.report, position=int(number) - 1)
        rows = rows.select_related("changed_by").prefetch_related("resource_rows")
        product = get_object_or_404(rows)
        product.report = self.report
        return product

    @property
    def difficulties(self) -> list[DifficultyLine]:
        """What the agency raised and nobody has closed."""
        return open_beside(self.user, self.obligation)

    @cached_property
    def returned_because(self) -> str:
        """What the department said when it returned the newest version, or the one of which that is the next draft."""
        number = self.report.number - self.report.is_draft if self.report else 0
        if not number:
            return ""
        steps = ReportStep.objects.filter(report__obligation=self.obligation, report__number=number)
        step = steps.filter(after=ReportStatus.RETURNED).last()
        return step.comment if step else ""

    @cached_property
    def remarks(self) -> list[Remark]:
        """The department's remarks on the newest version that was returned, and on the one at hand."""
        if self.report is None or (self.report.is_draft and self.report.number == 1):
            return []  # nobody has read it yet
        return list(
            Remark.objects.visible_to(self.user)
            .filter(report__obligation=self.obligation)
            .select_related("by", "answered_by", "report")
        )

    def remarks_at(self, place: str) -> list[Remark]:
        return [remark for remark in self.remarks if remark.place == place]

    def open_remarks_at(self, place: str) -> int:
        """How many remarks on a part wait for an answer."""
        return sum(not remark.answer for remark in self.remarks_at(place))

    @property
    def remarks_elsewhere(self) -> list[Remark]:
        """Remarks that no page of a part shows: on the signed paper, and on products that were taken out since."""
        return [remark for remark in self.remarks if not self._has_page(remark.place)]

    @property
    def open_general_remarks(self) -> int:
        return self.open_remarks_at(GENERAL)

    def page_after_answer(self, place: str) -> str:
        """Where an answer to a remark leads back to: the page on which the remark stands."""
        return self.url_of(place) if self._has_page(place) else self.url("report")

    def _has_page(self, place: str) -> bool:
        return place == GENERAL or is_task(place) or place in {one.place for one in self.products}

    @property
    def lines(self) -> list[TaskLine]:
        files = [one.place for one in self.written.evidence_rows.all()]
        return [
            TaskLine(
                entry, self.printed.get(entry.place), self.url_of(entry.place), files.count(entry.place),
                self.open_remarks_at(entry.place),
            )
            for entry in self.entries
        ]  # fmt: skip

    @property
    def done(self) -> int:
        return sum(not any(fault.must for fault in entry_faults(entry)) for entry in self.entries)

    def entry_at(self, place: str) -> TaskEntry:
        """The answer on the task at that place, beside the others; 404 where the report has none."""
        for entry in self.entries:
            if entry.place == place:
                return entry
        raise Http404

    def entry_alone(self, place: str) -> TaskEntry:
        """The same without the others, to be written; 404 where the report has none."""
        rows = TaskEntry.objects.filter(report=self.report, place=place).select_related("changed_by")
        entry = get_object_or_404(rows.prefetch_related("outputentry_rows__kind", "moneyentry_rows"))
        entry.report = self.report
        return entry

    def place_after(self, place: str) -> str:
        """The next task of the report; empty after the last."""
        places = [entry.place for entry in self.entries]
        return next(iter(places[places.index(place) + 1 :]), "")

    @property
    def send_url(self) -> str:
        """Where a draft that lacks nothing goes on to: sent by its agency, or noted as having come on paper."""
        return self.url("report_paper" if self.report.is_paper else "report_send")

    def url(self, name: str, **arguments) -> str:
        return reverse(name, kwargs={"public_id": self.obligation.public_id} | arguments)

    def url_of(self, place: str) -> str:
        """The page on which what is said at a place is written."""
        kind, _, position = place.partition(":")
        if kind == PRODUCTS:
            return self.url("report")
        if kind == "product":
            return self.url("report_product", number=int(position) + 1)
        if not is_task(place):
            return self.url("report_general")
        return self.url("report_task", place=place)

    @property
    def title(self) -> str:
        return f"Báo cáo năm {self.year.year}"

    @property
    def plan(self) -> str:
        return plan_title(self.year.version)

    @property
    def left(self) -> str:
        return left_words(self.obligation)

    @property
    def day(self) -> str:
        return day_words(self.obligation)

    @property
    def status(self) -> tuple[str, str]:
        """The state of the newest version in a word, and its look."""
        if self.is_withheld:
            return self.obligation.get_state_display(), STATE_LOOKS[self.obligation.state]
        if self.report is None:
            return "chưa bắt đầu", ""
        return self.report.get_status_display(), STATUS_LOOKS[self.report.status]

    def crumbs(self, *labels: str) -> list[tuple[str, str]]:
        """Where the page is; the last label is the page itself."""
        found = [("Báo cáo", reverse("reports")), (self.title, self.url("report") if labels else "")]
        return [*found, *((label, "") for label in labels)]


def report_page_or_404(user: User, public_id) -> ReportPage:
    """The page of an obligation of an opened year that the person may see."""
    rows = Obligation.objects.visible_to(user).filter(year__opened_at__isnull=False)
    rows = rows.select_related("year__plan", "year__version__province", "agency")
    obligation = get_object_or_404(rows, public_id=public_id)
    obligation.province = obligation.year.version.province  # the same row
    return ReportPage(user, obligation)
