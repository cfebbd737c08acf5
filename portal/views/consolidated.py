"""The consolidated report of a year or a period: the department puts it together, edits and sends it; others read what was sent."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from agencies.rights import Right
from core.editing import StaleWriteError
from portal.forms.consolidated import NoteForm, OwnWordsForm, ParagraphForm, YearHeadingForm
from portal.forms.revised import refuse
from portal.links import consolidated_page
from portal.plan_pages.header import PlanPage
from portal.plan_pages.signed_copies import NO_TRUST, copy_lines
from portal.plan_pages.year_consolidated import YearConsolidated, printed
from portal.views.plan import page_or_404
from portal.views.report_task import OVERTAKEN, told_badly, told_well
from reporting.documents import consolidated_report
from reporting.enums import CONSOLIDATED
from reporting.models import Consolidation, ReportingYear
from reporting.services import request_document
from reporting.services.consolidations import (
    renew_texts,
    save_consolidation,
    save_text,
    send_consolidation,
    start_consolidation,
    take_source,
)

NOT_READ = "Báo cáo tổng hợp dành cho Sở Công Thương và người đọc báo cáo của tỉnh."
TAKEN_OVER = "Người khác vừa sửa đoạn này nên chưa lấy lại; hãy xem nội dung mới, nếu vẫn muốn thì bấm lại."
NOT_WRITTEN = "Chỉ Sở Công Thương của tỉnh lập báo cáo tổng hợp."


def consolidated_or_404(request, slug: str, year: int, kind: str) -> tuple[PlanPage, YearConsolidated]:
    """The consolidated report of an opened year, or of the period that ends with it, if there is one.

    PermissionDenied for who reads no reports there.
    """
    page = page_or_404(request, slug, in_force=True, is_whole=False)
    years = ReportingYear.objects.visible_to(request.user).opened().select_related("version", "locked_by")
    row = get_object_or_404(years, plan=page.plan, year=year)
    if not request.user.may(Right.READ_REPORTS, province=page.plan.province):
        raise PermissionDenied(NOT_READ)
    row.plan = page.plan
    shown = YearConsolidated(request.user, row, kind)
    if shown.is_of_period and not shown.versions:
        raise Http404
    return page, shown


def written_or_404(request, slug: str, year: int, kind: str) -> tuple[PlanPage, YearConsolidated]:
    """The same with a version that is being written, for who writes it."""
    page, shown = consolidated_or_404(request, slug, year, kind)
    if not shown.may_write:
        raise PermissionDenied(NOT_WRITTEN)
    if shown.at_work is None:
        raise Http404
    return page, shown


def version_or_404(shown: YearConsolidated, number: str) -> Consolidation:
    """One version of it by its number."""
    for one in shown.versions:
        if str(one.number) == number:
            return one
    raise Http404


class ConsolidatedPageView(View):
    """What all its pages have in common."""

    def shown(self, template: str, page: PlanPage, shown: YearConsolidated, status: int = 200, **more):
        context = {"page": page, "tab": "plan_years", "row": shown.year, "shown": shown}
        return render(self.request, template, context | more, status=status)


class ConsolidatedView(ConsolidatedPageView):
    """Its versions, and the parts of the one that is being written; POST begins one."""

    def get(self, request, slug, year, kind):
        page, shown = consolidated_or_404(request, slug, year, kind)
        return self.shown("consolidated/overview.html", page, shown, form=NoteForm())

    def post(self, request, slug, year, kind):
        page, shown = consolidated_or_404(request, slug, year, kind)
        form = NoteForm(request.POST)
        if form.is_valid():
            try:
                start_consolidation(
                    shown.year,
                    by=request.user,
                    note=form.cleaned_data["note"],
                    kind=kind,
                    from_year=shown.from_year,
                )
            except ValidationError as error:
                refuse(form, error)
            else:
                taken = "báo cáo năm đã gửi" if shown.is_of_period else "báo cáo được duyệt"
                messages.success(request, f"Đã đưa nội dung các {taken} vào {shown.title}.")
                return redirect(shown.url)
        return self.shown("consolidated/overview.html", page, shown, status=422, form=form)


class RenewConsolidatedView(View):
    """Brings the paragraphs up to the reports as they are accepted now."""

    def post(self, request, slug, year, kind):
        _, shown = written_or_404(request, slug, year, kind)
        done = renew_texts(shown.at_work, by=request.user)
        said = f"Thêm {done.added} đoạn, cập nhật {done.updated}, bỏ {done.removed}."
        if done.outdated:
            said += f" {done.outdated} đoạn đã biên tập được giữ nguyên dù nguồn đã thay đổi."
        messages.success(request, said)
        return redirect(shown.url)


class RevisedPartView(ConsolidatedPageView):
    """A form over a row of the version that is being written; `autosave` in what is sent asks for an answer in JSON."""

    def answer(self, page, shown, form, row, write):
        """Writes by `write(revision, values)`, and says what came of it."""
        is_auto = "autosave" in self.request.POST
        if not form.is_valid():
            return told_badly(form) if is_auto else self.again(page, shown, row, form, status=422)
        try:
            saved = write(form.cleaned_data["revision"], form.wanted)
        except ValidationError as error:
            refuse(form, error)
            return told_badly(form) if is_auto else self.again(page, shown, row, form, status=422)
        except StaleWriteError as error:
            if is_auto:
                return JsonResponse({"message": OVERTAKEN}, status=409)
            form, conflicts = form.after(error)
            return self.again(page, shown, row, form, status=409, conflicts=conflicts)
        if is_auto:
            return told_well(form, saved)
        messages.success(self.request, "Đã lưu.")
        return redirect(shown.url)


class VersionFormView(RevisedPartView):
    """A form over the version itself; derived classes say which."""

    form_class: type
    template: str

    def get(self, request, slug, year, kind):
        page, shown = written_or_404(request, slug, year, kind)
        return self.again(page, shown, shown.at_work, self.form_class(row=shown.at_work))

    def post(self, request, slug, year, kind):
        page, shown = written_or_404(request, slug, year, kind)
        row = shown.at_work

        def write(revision: int, values: dict) -> Consolidation:
            return save_consolidation(row, revision=revision, by=request.user, **values)

        return self.answer(page, shown, self.form_class(request.POST), row, write)

    def again(self, page, shown, row, form, status=200, **more):
        return self.shown(self.template, page, shown, status, form=form, **more)


class OwnWordsView(VersionFormView):
    """The department's own words."""

    form_class, template = OwnWordsForm, "consolidated/own.html"


class ConsolidatedHeadingView(VersionFormView):
    """Number, day and signer."""

    form_class, template = YearHeadingForm, "consolidated/heading.html"


class ConsolidatedPartView(RevisedPartView):
    """The paragraphs of one part, each beside what its source says."""

    def get(self, request, slug, year, kind, place):
        page, shown = written_or_404(request, slug, year, kind)
        return self.again(page, shown, self._part(shown, place), None)

    def post(self, request, slug, year, kind, place):
        page, shown = written_or_404(request, slug, year, kind)
        part = self._part(shown, place)
        line = line_or_404(part, request.POST.get("source", ""))

        def write(revision: int, values: dict):
            return save_text(
                line.row, revision=revision, by=request.user, text=values.get("text", line.row.text)
            )

        return self.answer(page, shown, ParagraphForm(request.POST, key=line.key), part, write)

    def again(self, page, shown, row, form, status=200, **more):
        forms = [
            (line, form if form and form.key == line.key else ParagraphForm(row=line.row, key=line.key))
            for line in row.texts
        ]
        return self.shown(
            "consolidated/part.html", page, shown, status, part=row, forms=forms, form=form, **more
        )

    def _part(self, shown: YearConsolidated, place: str):
        part = shown.part(place)
        if part is None:
            raise Http404
        return part


def line_or_404(part, key: str):
    """The paragraph of a part from this source."""
    for line in part.texts:
        if line.key == key:
            return line
    raise Http404


class TakeSourceView(View):
    """Takes what the source says now in place of a paragraph."""

    def post(self, request, slug, year, kind, place):
        _, shown = written_or_404(request, slug, year, kind)
        part = shown.part(place)
        if part is None:
            raise Http404
        try:
            row = line_or_404(part, request.POST.get("source", "")).row
            take_source(row, by=request.user, revision=_seen_revision(request))
            messages.success(request, "Đã lấy lại từ nguồn.")
        except StaleWriteError:
            messages.error(request, TAKEN_OVER)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect(part.url)


def _seen_revision(request) -> int:
    """The revision of the paragraph on the page that was sent; 0, which no row has, where it is none."""
    typed = request.POST.get("revision", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else 0


class ConsolidatedVersionView(ConsolidatedPageView):
    """All that a version says, as it is printed."""

    def get(self, request, slug, year, kind, number):
        page, shown = consolidated_or_404(request, slug, year, kind)
        one = version_or_404(shown, number)
        report = consolidated_report(one)
        more = {"version": one, "report": report, "printed": printed(report)}
        if one.is_sent:
            more |= {"copies": copy_lines(one, request.user), "no_trust": NO_TRUST}
        return self.shown("consolidated/version.html", page, shown, **more)


class ConsolidatedFileView(View):
    """Asks for a version as PDF, DOCX or XLSX."""

    def post(self, request, slug, year, kind, number):
        _, shown = consolidated_or_404(request, slug, year, kind)
        one, wanted = version_or_404(shown, number), request.POST.get("kind")
        if wanted not in CONSOLIDATED:
            raise Http404
        try:
            run = request_document(one.version, wanted, by=request.user, consolidation=one)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(shown.url)
        return redirect("run", run.public_id)


class SendConsolidatedView(ConsolidatedPageView):
    """What is open, once more, and the sending."""

    def get(self, request, slug, year, kind):
        page, shown = self._may_send(request, slug, year, kind)
        return self.shown("consolidated/send.html", page, shown)

    def post(self, request, slug, year, kind):
        page, shown = self._may_send(request, slug, year, kind)
        try:
            sent = send_consolidation(
                shown.at_work, by=request.user, link=self._link, seen=request.POST.get("seen", "")
            )
        except ValidationError as error:
            return self.shown("consolidated/send.html", page, shown, status=422, refused=error.messages)
        messages.success(request, f"Đã gửi {sent.kind_name}, số gửi {sent.receipt_number}.")
        return redirect(shown.url)

    def _may_send(self, request, slug, year, kind):
        page, shown = written_or_404(request, slug, year, kind)
        if not shown.may_send:
            raise PermissionDenied("Chỉ người duyệt của Sở Công Thương gửi báo cáo tổng hợp.")
        return page, shown

    def _link(self, one: Consolidation) -> str:
        address = consolidated_page(one.year, "version", kind=one.kind, number=one.number)
        return self.request.build_absolute_uri(address)
