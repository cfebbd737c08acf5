"""An agency's report: the list of those it owes, the report at hand, checking, sending, receipt, earlier versions.

Writing what it says is `report_task`, its files `report_files`.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from agencies.rights import Right
from agencies.services import log_download
from portal.downloads import attachment
from portal.forms.report import SendForm, WorkbookForm
from portal.forms.revised import refuse
from portal.report_pages.content import report_content
from portal.report_pages.owed import owed_reports
from portal.report_pages.page import ReportPage, report_page_or_404
from reporting.models import Remark, Report
from reporting.rendering import RenderError
from reporting.services import recall_report, start_report, submit_report
from reporting.services.receipts import receipt_of, receipt_pdf

NOT_OWN = "Chỉ người được cử báo cáo của cơ quan này lập và gửi được báo cáo."


class ReportListView(View):
    """The reports that the person's own agency owes, by year."""

    def get(self, request):
        context = {
            "years": owed_reports(request.user),
            "reads_others": request.user.may(Right.READ_REPORTS),
            "agency": getattr(request.user.membership, "agency", None),
        }
        return render(request, "report/list.html", context)


class ReportView(View):
    """The report at hand: the task list of a draft, else what was sent; POST begins it or goes on with the next version."""

    def get(self, request, public_id):
        page = report_page_or_404(request.user, public_id)
        if page.draft:
            context = {"page": page, "crumbs": page.crumbs(), "workbook_form": WorkbookForm()}
            return render(request, "report/tasks.html", context)
        context = {"page": page, "crumbs": page.crumbs()}
        if page.report and not page.is_entered_now:
            before = _version_before(request, page.report)
            context["content"] = report_content(
                page.written, before=before, remarks=_remarks_on(request, page.report)
            )
        return render(request, "report/report.html", context)

    def post(self, request, public_id):
        page = own_page_or_refused(request, public_id)
        try:
            start_report(page.obligation, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("report", public_id)


class ReportCheckView(View):
    """All that a draft says, with what is missing, before it is sent."""

    def get(self, request, public_id):
        page = draft_page_or_moved(request, public_id)
        if not isinstance(page, ReportPage):
            return page
        content = report_content(page.written)
        context = {
            "page": page,
            "content": content,
            "sections": [(section, page.url_of(section.place)) for section in content.sections],
            "faults": page.fault_rows(must=True),
            "notices": page.fault_rows(must=False),
            "crumbs": page.crumbs("Kiểm tra nội dung"),
        }
        return render(request, "report/check.html", context)


class ReportSendView(View):
    """Sends the draft on behalf of the officer who has the authority."""

    def get(self, request, public_id):
        page = draft_page_or_moved(request, public_id)
        if not isinstance(page, ReportPage):
            return page
        if page.open_faults or page.report.is_paper:
            return redirect("report_check" if page.open_faults else "report_paper", public_id)
        report = page.report
        return self._page(
            page,
            SendForm(initial={"officer_name": report.officer_name, "officer_title": report.officer_title}),
        )

    def post(self, request, public_id):
        page = draft_page_or_moved(request, public_id)
        if not isinstance(page, ReportPage):
            return page
        form = SendForm(request.POST)
        link = request.build_absolute_uri(page.url("report"))
        if form.is_valid():
            given = {name: value or "" for name, value in form.cleaned_data.items()}
            try:
                submit_report(page.report, by=request.user, link=link, **given)
            except ValidationError as error:
                refuse(form, error)
            else:
                return redirect("report_receipt", public_id)
        return self._page(page, form, status=422)

    def _page(self, page, form, status=200):
        context = {"page": page, "form": form, "crumbs": page.crumbs("Gửi báo cáo")}
        return render(self.request, "report/send.html", context, status=status)


class ReportRecallView(View):
    """Takes a sent report back before its review; the next version is open then."""

    def post(self, request, public_id):
        page = writers_page_or_refused(request, public_id)
        if page.report is None:
            raise Http404
        try:
            recall_report(page.report, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(
                request, "Đã rút lại báo cáo. Nội dung được chép sang lần tiếp theo để sửa và gửi lại."
            )
        return redirect("report", public_id)


class ReceiptView(View):
    """The receipt of the newest version that was sent."""

    def get(self, request, public_id):
        page = report_page_or_404(request.user, public_id)
        report = sent_or_404(request.user, page)
        context = {
            "page": page,
            "report": report,
            "receipt": receipt_of(report),
            "crumbs": page.crumbs("Biên nhận"),
        }
        return render(request, "report/receipt.html", context)


class ReceiptPdfView(View):
    """The same as PDF."""

    def get(self, request, public_id):
        page = report_page_or_404(request.user, public_id)
        report = sent_or_404(request.user, page)
        try:
            pdf = receipt_pdf(report)
        except RenderError as error:
            messages.error(request, error.reason)
            return redirect("report_receipt", public_id)
        log_download(
            request.user,
            about=("reporting_report", str(report.pk)),
            version=report.version_id,
            name="biên nhận",
        )
        response = HttpResponse(pdf, content_type="application/pdf")
        response["Content-Disposition"] = attachment(f"Biên nhận {report.receipt_number}", "pdf")
        return response


class ReportVersionView(View):
    """What one version said when it was sent, with what differs from the one before."""

    def get(self, request, public_id, number):
        page = report_page_or_404(request.user, public_id)
        if not (number.isascii() and number.isdecimal() and len(number) < 5):
            raise Http404
        rows = Report.objects.visible_to(request.user).with_content()
        report = get_object_or_404(rows, obligation=page.obligation, number=number)
        content = report_content(
            report, before=_version_before(request, report), remarks=_remarks_on(request, report)
        )
        context = {"page": page, "content": content, "crumbs": page.crumbs(f"Lần {number}")}
        return render(request, "report/version.html", context)


def own_page_or_refused(request, public_id) -> ReportPage:
    """The page of an obligation of one's own agency; 404 for who does not see it, 403 for who only reads it."""
    page = report_page_or_404(request.user, public_id)
    if not page.is_own:
        raise PermissionDenied(NOT_OWN)
    return page


def writers_page_or_refused(request, public_id) -> ReportPage:
    """The page of a report whose newest version is the person's to write; 404 and 403 as `own_page_or_refused`."""
    page = report_page_or_404(request.user, public_id)
    if not page.may_write:
        raise PermissionDenied(NOT_OWN)
    return page


def draft_page_or_moved(request, public_id):
    """The page of a draft that the person may write in; where there is none a redirection to the report."""
    page = writers_page_or_refused(request, public_id)
    return page if page.draft else redirect("report", public_id)


def sent_or_404(user, page: ReportPage) -> Report:
    if page.report and not page.report.is_draft:
        return page.written
    rows = Report.objects.visible_to(user).sent().with_content().filter(obligation=page.obligation)
    found = rows.order_by("-number").first()
    if found is None:
        raise Http404
    return found


def _version_before(request, report: Report) -> Report | None:
    rows = Report.objects.visible_to(request.user).with_content()
    if report.number == 1:
        return None
    return (
        rows.filter(obligation_id=report.obligation_id, number__lt=report.number).order_by("-number").first()
    )


def _remarks_on(request, report: Report):
    return Remark.objects.visible_to(request.user).filter(report=report).select_related("by", "answered_by")
