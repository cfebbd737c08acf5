"""What differs between two versions of a plan: the page, and the papers of it."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render

from portal.plan_forms import ComparisonForm
from portal.plan_pages.header import PlanPage
from portal.plan_pages.versions import visible_versions
from portal.views.plan import PlanView, page_or_404
from reporting.builders.comparison.build import build_comparison
from reporting.enums import COMPARISONS, ReportKind
from reporting.permissions import can_request_documents
from reporting.services import request_document


class PlanComparisonView(PlanView):
    """Two versions that the person may see side by side, `?before=1&after=2`; POST asks for the paper of a `kind`."""

    def get(self, request, slug):
        page = page_or_404(request, slug)
        form = self._form(page, request.GET if {"before", "after"} & set(request.GET) else None)
        return self._page(page, form, status=422 if form.errors else 200)

    def post(self, request, slug):
        page, kind = page_or_404(request, slug), request.POST.get("kind")
        if kind not in COMPARISONS:
            raise Http404
        form = self._form(page, request.POST)
        if not form.is_valid():
            return self._page(page, form, status=422)
        before, after = self._chosen(form)
        try:
            run = request_document(after, ReportKind(kind), by=request.user, compared_with=before)
        except ValidationError as error:
            form.add_error(None, error)
            return self._page(page, form, status=422)
        return redirect("run", run.public_id)

    def _form(self, page: PlanPage, data) -> ComparisonForm:
        self.versions = visible_versions(self.request.user, page.plan)
        return ComparisonForm(data, versions=self.versions)

    def _chosen(self, form: ComparisonForm):
        by_number = {version.number: version for version in self.versions}
        return (by_number[form.cleaned_data[name]] for name in ("before", "after"))

    def _page(self, page: PlanPage, form: ComparisonForm, status: int):
        context = {
            "page": page,
            "tab": "plan_versions",
            "form": form,
            "versions": self.versions,
            "comparison": build_comparison(*self._chosen(form)) if form.is_valid() else None,
            "may_request": can_request_documents(self.request.user),
        }
        return render(self.request, "plan/comparison.html", context, status=status)
