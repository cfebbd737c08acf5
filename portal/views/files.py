"""The documents of a plan: asking for them, and those that were asked for."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render

from portal.plan_pages.header import PlanPage
from portal.views.plan import PlanView, page_or_404
from reporting.enums import COMPARISONS, CONSOLIDATED, ReportKind
from reporting.forms import HeadingForm
from reporting.models import ReportRun
from reporting.permissions import can_give_heading, can_request_documents
from reporting.services import request_document

SHOWN = 20


class PlanFilesView(PlanView):
    """The report as PDF, the annexes as XLSX and DOCX, and the latest runs of this plan that the person may see."""

    def get(self, request, slug):
        return self._page(page_or_404(request, slug, is_whole=False), HeadingForm())

    def post(self, request, slug):
        page, kind = page_or_404(request, slug, is_whole=False), request.POST.get("kind")
        form = HeadingForm(request.POST if kind == ReportKind.PLAN_PDF else {})
        if kind not in set(ReportKind.values) - {*COMPARISONS, *CONSOLIDATED}:
            raise Http404
        if not form.is_valid():
            return self._page(page, form, status=422)
        try:
            run = request_document(page.version, kind, by=request.user, params=form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return self._page(page, form, status=422)
        return redirect("run", run.public_id)

    def _page(self, page: PlanPage, form: HeadingForm, status: int = 200):
        user = self.request.user
        runs = ReportRun.objects.visible_to(user).filter(version__plan=page.plan).with_names()
        context = {"page": page, "tab": "plan_files", "form": form, "runs": runs[:SHOWN]}
        context["may_request"] = can_request_documents(user)
        context["may_give_heading"] = can_give_heading(user, page.plan)
        return render(self.request, "plan/files.html", context, status=status)
