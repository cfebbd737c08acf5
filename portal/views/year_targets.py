"""The department's own part of a reporting year: the list of the plan's targets, and the figures of one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from agencies.rights import Right
from core.editing import StaleWriteError
from portal.downloads import table_download
from portal.forms.revised import refuse
from portal.forms.targets import TargetValueForm
from portal.plan_pages.header import PlanPage
from portal.plan_pages.year_targets import TargetLine, YearTargets
from portal.views.plan import page_or_404
from reporting.models import ReportingYear
from reporting.services.target_values import save_target_value

NOT_READ = "Số liệu theo mục tiêu dành cho Sở Công Thương và người đọc báo cáo của tỉnh."


def year_targets_or_404(request, slug: str, year: int) -> tuple[PlanPage, YearTargets]:
    """The targets of an opened year that the person may see; PermissionDenied for who reads no reports there."""
    page = page_or_404(request, slug, in_force=True, is_whole=False)
    years = ReportingYear.objects.visible_to(request.user).opened().select_related("version", "locked_by")
    row = get_object_or_404(years, plan=page.plan, year=year)
    if not request.user.may(Right.READ_REPORTS, province=page.plan.province):
        raise PermissionDenied(NOT_READ)
    row.plan = page.plan
    return page, YearTargets(request.user, row)


class YearTargetsView(View):
    """All targets with what was counted, beside the plan and last year; `?download=xlsx` as a table."""

    def get(self, request, slug, year):
        page, targets = year_targets_or_404(request, slug, year)
        if request.GET.get("download") == "xlsx" and not targets.is_withheld:
            title = f"Số liệu theo mục tiêu năm {year}, {page.name}"
            return table_download(
                targets.sheet(title), title, by=request.user, version=targets.year.version_id
            )
        context = {"page": page, "tab": "plan_years", "row": targets.year, "targets": targets}
        return render(request, "reporting_year/targets.html", context)


class YearTargetView(View):
    """The figures of one target, for the department to write."""

    def get(self, request, slug, year, number):
        page, targets, line = self._line(request, slug, year, number)
        form = TargetValueForm(target=line.target, row=line.row)
        if "proposal" in request.GET and (proposal := targets.proposal(line)):
            form = TargetValueForm.proposing(proposal.values, target=line.target, row=line.row)
        return self._page(page, targets, line, form)

    def post(self, request, slug, year, number):
        page, targets, line = self._line(request, slug, year, number)
        form = TargetValueForm(request.POST, target=line.target)
        if not form.is_valid():
            return self._page(page, targets, line, form, status=422)
        seen, wanted = form.cleaned_data["revision"], form.wanted
        try:
            save_target_value(targets.year, line.target, revision=seen, by=request.user, **wanted)
        except ValidationError as error:
            refuse(form, error)
            return self._page(page, targets, line, form, status=422)
        except StaleWriteError as error:
            form, conflicts = form.after(error)
            return self._page(page, targets, line, form, status=409, conflicts=conflicts)
        messages.success(request, "Đã ghi số liệu.")
        if line.number == len(targets.lines):
            return redirect("plan_year_targets", slug, year)
        return redirect("plan_year_target", slug, year, line.number + 1)

    def _line(self, request, slug, year, number) -> tuple[PlanPage, YearTargets, TargetLine]:
        page, targets = year_targets_or_404(request, slug, year)
        if not targets.may_write:
            raise PermissionDenied("Chỉ Sở Công Thương của tỉnh ghi số liệu theo mục tiêu.")
        for line in targets.lines:
            if str(line.number) == number:
                return page, targets, line
        raise Http404

    def _page(self, page, targets, line, form, status=200, **extra):
        context = {
            "page": page, "tab": "plan_years", "row": targets.year, "targets": targets, "line": line, "form": form,
            "proposal": targets.proposal(line), "is_proposed": "proposal" in self.request.GET,
        }  # fmt: skip
        return render(self.request, "reporting_year/target.html", context | extra, status=status)
