"""The reporting years of a plan: the list, one year, opening and locking it, asking for a report."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.views import View

from agencies.rights import Right
from portal.downloads import table_download
from portal.forms.revised import refuse
from portal.forms.years import AskForm, CutOffForm, OpenYearForm, YearReasonForm
from portal.links import report_page, year_page
from portal.plan_pages.header import PlanPage
from portal.plan_pages.year_obligors import agencies_of
from portal.plan_pages.year_table import year_table
from portal.plan_pages.years import waiting_reports, year_lines, year_sheet
from portal.views.plan import page_or_404
from reporting.due_days import report_years
from reporting.models import ReportingYear, YearDecision
from reporting.permissions import can_consolidate, can_open_years
from reporting.services import (
    accept_many,
    ask_report,
    lock_year,
    open_year,
    set_data_until,
    set_opening_day,
    unlock_year,
)


def years_page_or_404(request, slug: str) -> PlanPage:
    """The plan in force, or its draft where there is none, for who may know of its years."""
    page = page_or_404(request, slug, in_force=True, is_whole=False)
    if not page.may_see_years:
        raise Http404
    return page


def year_or_404(request, slug: str, year: int) -> tuple[PlanPage, ReportingYear | None]:
    """The plan with one of its years; None for one that nobody has prepared. 404 for one that it does not have."""
    page = years_page_or_404(request, slug)
    row = ReportingYear.objects.visible_to(request.user).filter(plan=page.plan, year=year).first()
    if row is None and not (page.is_in_force and year in report_years(page.version)):
        raise Http404
    if row:
        row.plan = page.plan
    return page, row


def decided_page(
    request, slug: str, year: int, *, is_open: bool = False
) -> tuple[PlanPage, ReportingYear | None]:
    """The same for who decides about the year; PermissionDenied for others. With `is_open` 404 before it is opened."""
    page, row = year_or_404(request, slug, year)
    if not can_open_years(request.user, page.plan):
        raise PermissionDenied("Chỉ Sở Công Thương của tỉnh quyết định về kỳ báo cáo của kế hoạch này.")
    if is_open and not (row and row.is_open):
        raise Http404
    return page, row


def link_of(request):
    """The address to which the mail about an obligation leads."""
    return lambda obligation: request.build_absolute_uri(report_page(obligation))


class PlanYearsView(View):
    """The years of the plan, opened, prepared, and those that can be."""

    def get(self, request, slug):
        page = years_page_or_404(request, slug)
        may_open = page.is_in_force and can_open_years(request.user, page.plan)
        years = year_lines(page, request.user)
        context = {"page": page, "tab": "plan_years", "years": years, "may_open": may_open}
        if any(one.row and one.row.is_open for one in years):
            context["reads_reports"] = request.user.may(Right.READ_REPORTS, province=page.plan.province)
            context["may_consolidate"] = can_consolidate(request.user, page.plan)
        return render(request, "reporting_year/years.html", context)


class PlanYearView(View):
    """One year: everybody who owes a report, how far it is, and what waits for a decision."""

    def get(self, request, slug, year):
        page, row = year_or_404(request, slug, year)
        context = {"page": page, "tab": "plan_years", "year": year, "row": row}
        if row is None or not row.is_open:
            context["may_open"] = can_open_years(request.user, page.plan)
            return render(request, "reporting_year/not_open.html", context)
        asked, kind = request.GET.get("state", ""), request.GET.get("kind", "")
        sheet = year_sheet(row, request.user, known=page.version, asked=asked, kind=kind)
        if request.GET.get("download") == "xlsx":
            title = f"Kỳ báo cáo năm {year}, {page.name}"
            return table_download(year_table(sheet, title), title, by=request.user, version=row.version_id)
        decisions = YearDecision.objects.visible_to(request.user).filter(year=row)
        context["decisions"] = decisions.select_related("by", "obligation__agency").order_by("-id")
        return render(request, "reporting_year/year.html", context | {"sheet": sheet})


class AcceptManyView(View):
    """Accepts the reports that were marked, each by itself, and says what became of every one."""

    def post(self, request, slug, year):
        page, row = year_or_404(request, slug, year)
        if row is None or not row.is_open:
            raise Http404
        if not request.user.may(Right.REVIEW_REPORTS, province=page.plan.province):
            raise PermissionDenied("Chỉ Sở Công Thương của tỉnh duyệt báo cáo.")
        reports = waiting_reports(request.user, row, request.POST.getlist("report"))
        outcomes = accept_many(
            reports, by=request.user, link=lambda one: request.build_absolute_uri(report_page(one.obligation))
        )
        context = {"page": page, "tab": "plan_years", "year": year, "row": row, "outcomes": outcomes}
        return render(request, "reporting_year/accepted.html", context)


class YearFormView(View):
    """A form about one year, for who decides about it: derived classes say which form, and what it does."""

    template_name: str
    is_open = True

    def get(self, request, slug, year):
        page, row = decided_page(request, slug, year, is_open=self.is_open)
        return self.page(page, row, year, self.form(page, row, year, None))

    def post(self, request, slug, year):
        page, row = decided_page(request, slug, year, is_open=self.is_open)
        form = self.form(page, row, year, request.POST)
        if form.is_valid():
            try:
                said = self.done(page, row, year, form.cleaned_data)
            except ValidationError as error:
                refuse(form, error)
            else:
                messages.success(request, said)
                return redirect(self.next_url(slug, year))
        return self.page(page, row, year, form, status=422)

    def next_url(self, slug: str, year: int) -> str:
        return year_page(slug, year)

    def form(self, page, row, year, data):
        raise NotImplementedError

    def done(self, page, row, year, given) -> str:
        """Decides, and gives what is said afterwards; ValidationError for what cannot be."""
        raise NotImplementedError

    def page(self, page, row, year, form, status: int = 200):
        context = {"page": page, "tab": "plan_years", "row": row, "year": year, "form": form}
        return render(self.request, self.template_name, context | self.more(page, row, year), status=status)

    def more(self, page, row, year) -> dict:
        """What the template needs beside."""
        return {}


class OpenYearView(YearFormView):
    """Opens a year now, or has it open by itself."""

    template_name = "reporting_year/open.html"
    is_open = False

    def form(self, page, row, year, data):
        usual = OpenYearForm.usual_cut_off(year) if row is None else row.data_until
        days = {"data_until": usual, "opens_on": row.opens_on if row else None}
        return OpenYearForm(data, initial={name: day.isoformat() for name, day in days.items() if day})

    def done(self, page, row, year, given):
        by, data_until = self.request.user, given["data_until"]
        if "later" in self.request.POST:
            set_opening_day(page.plan, year, by=by, opens_on=given["opens_on"], data_until=data_until)
            return "Đã ghi ngày tự mở." if given["opens_on"] else "Đã bỏ ngày tự mở."
        open_year(page.plan, year, by=by, data_until=data_until, link=link_of(self.request))
        return f"Đã mở kỳ báo cáo năm {year}; người báo cáo của các cơ quan được báo qua thư."


class YearLockView(YearFormView):
    """Locks a year, or opens a locked one again."""

    template_name = "reporting_year/lock.html"

    def form(self, page, row, year, data):
        return YearReasonForm(data)

    def done(self, page, row, year, given):
        if row.is_locked:
            unlock_year(row, by=self.request.user, reason=given["reason"])
            return f"Đã mở khóa kỳ báo cáo năm {year}."
        lock_year(row, by=self.request.user, reason=given["reason"])
        return f"Đã khóa kỳ báo cáo năm {year}."


class YearCutOffView(YearFormView):
    """Up to which day the figures of the year are told."""

    template_name = "reporting_year/cut_off.html"

    def form(self, page, row, year, data):
        day = row.data_until.isoformat() if row.data_until else None
        return CutOffForm(data, initial={"data_until": day})

    def done(self, page, row, year, given):
        set_data_until(row, by=self.request.user, data_until=given["data_until"])
        return "Đã ghi ngày chốt số liệu."


class AskView(YearFormView):
    """Asks an agency for a report that it does not owe by the plan; `?agency=` names one."""

    template_name = "reporting_year/ask.html"

    def form(self, page, row, year, data):
        return AskForm(
            data,
            agencies=agencies_of(page.plan.province),
            initial={"agency": self.request.GET.get("agency", "")},
        )

    def done(self, page, row, year, given):
        ask_report(row, by=self.request.user, link=link_of(self.request), **given)
        return f"Đã yêu cầu {given['agency']} báo cáo năm {year}."
