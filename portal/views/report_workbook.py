"""A report filled in as a workbook: given out prefilled, read when it comes back, written when the person agrees."""

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from agencies.services import log_download
from core.editing import StaleWriteError
from portal.annexes.opening import AnnexRefusedError
from portal.downloads import attachment
from portal.forms.report import WorkbookForm
from portal.report_pages.page import ReportPage
from portal.report_workbook.changes import outcome_of, write_chosen
from portal.report_workbook.reading import read_workbook
from portal.report_workbook.writing import report_workbook
from portal.uploads import file_name_of
from portal.views.reports import draft_page_or_moved
from reporting.renderers.workbook_xlsx import MEDIA_TYPE

OVERTAKEN = "Chưa ghi gì vào báo cáo: trong lúc bạn xem, có người đã sửa phần này trên cổng. Hãy nộp lại tệp để xem lại."
OLD_PREVIEW = "Chưa ghi gì vào báo cáo: trang xem trước đã cũ. Hãy nộp lại tệp."


class ReportWorkbookView(View):
    """The draft as a workbook to fill in."""

    def get(self, request, public_id):
        page = draft_page_or_moved(request, public_id)
        if not isinstance(page, ReportPage):
            return page
        content = report_workbook(page)
        about = ("reporting_report", str(page.report.pk))
        log_download(
            request.user, about=about, version=page.report.version_id, name="tệp Excel để điền báo cáo"
        )
        response = HttpResponse(content, content_type=MEDIA_TYPE)
        response["Content-Disposition"] = attachment(f"{page.title}, {page.obligation.agency}", "xlsx")
        return response


class ReportWorkbookUploadView(View):
    """Takes a filled-in workbook: first shows what is wrong or what would change, then (`chosen`) writes it."""

    def get(self, request, public_id):
        page = draft_page_or_moved(request, public_id)
        return self._page(page, WorkbookForm()) if isinstance(page, ReportPage) else page

    def post(self, request, public_id):
        page = draft_page_or_moved(request, public_id)
        if not isinstance(page, ReportPage):
            return page
        if "chosen" in request.POST:
            return self._write(page, request.POST["chosen"])
        form, outcome = WorkbookForm(request.POST, request.FILES), None
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                outcome = outcome_of(page, read_workbook(file.read(), file_name_of(file.name)))
            except AnnexRefusedError as refusal:
                form.add_error("file", str(refusal))
        is_right = outcome is not None and not outcome.errors
        return self._page(page, form, status=200 if is_right else 422, outcome=outcome)

    def _write(self, page, chosen: str):
        try:
            count = write_chosen(page, chosen, by=self.request.user)
        except (signing.BadSignature, StaleWriteError, ValidationError) as error:
            messages.error(self.request, _refusal(error))
            return redirect(page.url("report_workbook_upload"))
        messages.success(self.request, f"Đã ghi {count} thay đổi từ tệp vào báo cáo.")
        return redirect(page.url("report"))

    def _page(self, page, form, status=200, outcome=None):
        context = {"page": page, "form": form, "outcome": outcome, "crumbs": page.crumbs("Điền bằng Excel")}
        return render(self.request, "report/workbook.html", context, status=status)


def _refusal(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return f"Chưa ghi gì vào báo cáo. {' '.join(error.messages)}"
    return OVERTAKEN if isinstance(error, StaleWriteError) else OLD_PREVIEW
