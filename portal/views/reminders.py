"""Reminders: who was and will be reminded of the reports of a year, and when a province's department has it done."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.views import View

from agencies.models import Province
from agencies.rights import Right
from core.editing import StaleWriteError
from portal.forms.reminders import StageForm
from portal.forms.revised import refuse
from portal.plan_pages.year_reminders import reminder_sheet
from portal.reminder_stages import StageLine, stage_lines
from portal.views.years import year_or_404
from reporting.permissions import can_set_reminders
from reporting.services.reminder_stages import save_stage


class YearRemindersView(View):
    """Who was and will be reminded, by day and state; for the department."""

    def get(self, request, slug, year):
        page, row = year_or_404(request, slug, year)
        if not request.user.may(Right.REVIEW_REPORTS, province=page.plan.province):
            raise PermissionDenied("Chỉ Sở Công Thương của tỉnh xem ai đã được nhắc báo cáo.")
        if row is None or not row.is_open:
            raise Http404
        sheet = reminder_sheet(
            row, request.user, state=request.GET.get("state", ""), day=request.GET.get("day", "")
        )
        context = {"page": page, "tab": "plan_years", "year": year, "row": row, "sheet": sheet}
        return render(request, "reporting_year/reminders.html", context)


class ReminderStagesView(View):
    """The stages of reminding as the person's province has them; for its department."""

    def get(self, request):
        lines = stage_lines(own_province(request))
        return render(request, "reporting_year/stages.html", {"lines": lines})


class ReminderStageView(View):
    """One stage, to be changed."""

    def get(self, request, number):
        line = self._line(request, number)
        return self._page(line, StageForm(stage=line.default, row=line.row))

    def post(self, request, number):
        line = self._line(request, number)
        form = StageForm(request.POST, stage=line.default, row=line.row)
        if not form.is_valid():
            return self._page(line, form, status=422)
        seen = form.cleaned_data["revision"]
        try:
            save_stage(line.province, line.default.code, revision=seen, by=request.user, **form.wanted)
        except ValidationError as error:
            refuse(form, error)
            return self._page(line, form, status=422)
        except StaleWriteError as error:
            form, conflicts = form.after(error)
            return self._page(line, form, status=409, conflicts=conflicts)
        messages.success(request, "Đã ghi lịch nhắc.")
        return redirect("reminder_stages")

    def _line(self, request, number: str) -> StageLine:
        for line in stage_lines(own_province(request)):
            if str(line.number) == number:
                return line
        raise Http404

    def _page(self, line, form, status=200, **extra):
        context = {"line": line, "form": form} | extra
        return render(self.request, "reporting_year/stage.html", context, status=status)


def own_province(request) -> Province:
    """The province of the person's department; PermissionDenied for others."""
    membership = request.user.membership
    province = membership.province if membership else None
    if not can_set_reminders(request.user, province):
        raise PermissionDenied("Chỉ Sở Công Thương của tỉnh đặt lịch nhắc báo cáo.")
    return province
