"""The documents of a plan: asking for them, and those that were asked for."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from plans.models import Plan, PlanVersion
from reporting.enums import ReportKind
from reporting.forms import HeadingForm
from reporting.models import ReportRun
from reporting.permissions import can_request_documents
from reporting.services import request_document

SHOWN = 20


class PlanFilesView(View):
    """The report as PDF, the annexes as XLSX, and the latest runs of this plan that the person may see."""

    def get(self, request, slug):
        return self._page(_version_or_404(request, slug), HeadingForm())

    def post(self, request, slug):
        version, kind = _version_or_404(request, slug), request.POST.get("kind")
        form = HeadingForm(request.POST if kind == ReportKind.PLAN_PDF else {})
        if kind not in ReportKind.values:
            raise Http404
        if not form.is_valid():
            return self._page(version, form, status=422)
        try:
            run = request_document(version, kind, by=request.user, params=form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return self._page(version, form, status=422)
        return redirect("run", run.public_id)

    def _page(self, version: PlanVersion, form: HeadingForm, status: int = 200):
        user = self.request.user
        runs = ReportRun.objects.visible_to(user).filter(version__plan=version.plan_id).with_names()
        context = {"version": version, "form": form, "runs": runs[:SHOWN]}
        context["may_request"] = can_request_documents(user)
        return render(self.request, "plan/files.html", context, status=status)


def _version_or_404(request, slug: str) -> PlanVersion:
    """The version that `?version=` names, without it the one in force, else the last draft."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user), slug=slug)
    versions = PlanVersion.objects.visible_to(request.user).filter(plan=plan).order_by("-number")
    number = request.GET.get("version")
    if number is not None:
        versions = (
            versions.filter(number=int(number)) if number.isdecimal() and len(number) < 5 else versions.none()
        )
    elif plan.current_version_id:
        versions = versions.filter(pk=plan.current_version_id)
    version = versions.select_related("plan", "province").prefetch_related("province__names").first()
    if version is None:
        raise Http404
    return version
