"""The reports of periods of a plan (báo cáo sơ kết, tổng kết): their list, and the beginning of one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.views import View

from agencies.rights import Right
from portal.forms.consolidated import PeriodForm
from portal.forms.revised import refuse
from portal.links import consolidated_page
from portal.plan_pages.periods import Periods
from portal.views.consolidated import NOT_READ, NOT_WRITTEN
from portal.views.plan import page_or_404
from reporting.enums import ConsolidationKind
from reporting.services.consolidations import start_consolidation


class PeriodsView(View):
    """The list; POST begins a report."""

    def get(self, request, slug):
        page, shown = self._asked(slug)
        last, end = shown.opened[0].year, page.version.period_end
        kind = ConsolidationKind.FINAL if last == end else ConsolidationKind.INTERIM
        initial = {"kind": kind, "from_year": page.version.period_start, "year": last}
        return self._page(page, shown, self._form(page, shown, initial=initial))

    def post(self, request, slug):
        page, shown = self._asked(slug)
        if not shown.may_write:
            raise PermissionDenied(NOT_WRITTEN)
        form = self._form(page, shown, request.POST)
        if form.is_valid():
            given = dict(form.cleaned_data)
            last = given.pop("year")
            year = next(one for one in shown.opened if one.year == last)
            year.plan = page.plan
            try:
                made = start_consolidation(year, by=request.user, **given)
            except ValidationError as error:
                refuse(form, error)
            else:
                messages.success(request, f"Đã đưa nội dung các báo cáo năm đã gửi vào {made.title}.")
                return redirect(consolidated_page(year, kind=made.kind))
        return self._page(page, shown, form, status=422)

    def _asked(self, slug):
        page = page_or_404(self.request, slug, in_force=True)
        shown = Periods(self.request.user, page.plan)
        if not shown.opened:
            raise Http404
        if not self.request.user.may(Right.READ_REPORTS, province=page.plan.province):
            raise PermissionDenied(NOT_READ)
        return page, shown

    def _form(self, page, shown: Periods, *data, **options) -> PeriodForm:
        phases = [f"{one.start} - {one.end}" for one in page.version.phase_rows.all()]
        return PeriodForm(*data, years=[one.year for one in shown.opened], phases=phases, **options)

    def _page(self, page, shown, form, status=200):
        context = {"page": page, "tab": "plan_years", "shown": shown, "form": form}
        return render(self.request, "consolidated/periods.html", context, status=status)
