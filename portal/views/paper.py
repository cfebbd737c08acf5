"""Entering for an agency what came on paper: begun, typed on the pages of any report, noted with the day it came in."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.views import View

from portal.forms.report import EvidenceForm
from portal.forms.review import PaperForm
from portal.forms.revised import refuse
from portal.report_pages.page import ReportPage, report_page_or_404
from reporting.services import seal_paper, start_paper
from reporting.services.digests import PAPER


class PaperView(View):
    """Begins what came on paper, and notes it once all is typed in; with its scan."""

    def get(self, request, public_id):
        page = enterers_page(request, public_id)
        form = PaperForm.over(page.report) if page.draft else None
        return self._page(page, form)

    def post(self, request, public_id):
        page = enterers_page(request, public_id)
        if page.draft is None:
            return self._begin(page)
        form = PaperForm(request.POST)
        if form.is_valid():
            link = request.build_absolute_uri(page.url("report"))
            try:
                seal_paper(page.report, form.facts, by=request.user, link=link)
            except ValidationError as error:
                refuse(form, error)
            else:
                messages.success(request, "Đã ghi nhận báo cáo giấy; cơ quan được báo qua thư điện tử.")
                return redirect("report", public_id)
        return self._page(page, form, status=422)

    def _begin(self, page: ReportPage):
        try:
            start_paper(page.obligation, by=self.request.user)
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
            return redirect(page.url("report_paper"))
        return redirect(page.url("report"))

    def _page(self, page: ReportPage, form: PaperForm | None, status: int = 200):
        scans = [one for one in page.written.evidence_rows.all() if one.place == PAPER] if page.draft else []
        context = {
            "page": page,
            "form": form,
            "scans": scans,
            "scan_form": EvidenceForm(initial={"place": PAPER}, auto_id="id_scan_%s"),
            "crumbs": page.crumbs("Nhập thay báo cáo giấy"),
        }
        return render(self.request, "review/paper.html", context, status=status)


def enterers_page(request, public_id) -> ReportPage:
    """The page of a report that the department may enter; 404 for who does not see it, 403 for who may not."""
    page = report_page_or_404(request.user, public_id)
    if not page.reviews:
        raise PermissionDenied("Chỉ Sở Công Thương của tỉnh nhập thay báo cáo giấy.")
    return page
