"""By when a plan wants each year's reports, and moving a day."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render

from core import clock
from portal.forms.days import MovedDayForm
from portal.forms.revised import refuse
from portal.plan_pages.days import day_choices, decided_days, kind_days
from portal.plan_pages.header import PlanPage
from portal.views.plan import PlanTab, page_or_404
from reporting.permissions import can_move_days
from reporting.services import move_day


class PlanDaysView(PlanTab):
    """The days of all years, printed and moved, with every decision; the department posts a new one here."""

    tab = "plan_days"
    template_name = "plan/days.html"
    is_whole = False

    def content(self, page):
        years, kinds = day_choices(page)
        this_year = clock.today().year
        initial = {"year": this_year if this_year in years else None}
        return self._content(page, MovedDayForm(years=years, kinds=kinds, initial=initial))

    def post(self, request, slug):
        page = page_or_404(request, slug, is_whole=False)
        if not can_move_days(request.user, page.plan):
            raise PermissionDenied("Chỉ Sở Công Thương của tỉnh được dời ngày báo cáo.")
        years, kinds = day_choices(page)
        form = MovedDayForm(request.POST, years=years, kinds=kinds)
        if form.is_valid():
            try:
                move_day(page.version, by=request.user, **form.cleaned_data)
            except ValidationError as error:
                refuse(form, error)
            else:
                messages.success(request, "Đã ghi ngày báo cáo.")
                return redirect("plan_days", slug)
        context = {"page": page, "tab": self.tab} | self._content(page, form)
        return render(request, self.template_name, context, status=422)

    def _content(self, page: PlanPage, form: MovedDayForm) -> dict:
        may_move = page.is_in_force and can_move_days(self.request.user, page.plan)
        kinds = kind_days(page)
        return {
            "kinds": kinds,
            "decisions": decided_days(page),
            "form": form if form.is_bound or (may_move and kinds) else None,
        }
