"""The pages of one plan, a view for each tab. What they show is read by `portal.plan_pages`."""

from collections.abc import Callable
from datetime import date

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views import View

from agencies.rights import Right
from budgets.tables import money_by_source, money_by_year
from core.dates import format_date
from plans.models import Plan, PlanVersion
from portal.downloads import table_download
from portal.plan_forms import ComparisonForm, DayForm, TaskFilterForm
from portal.plan_pages import document, money, objectives, responsibilities
from portal.plan_pages.body import body_parts
from portal.plan_pages.days import moved_now
from portal.plan_pages.header import PlanPage, plan_page
from portal.plan_pages.overview import overview
from portal.plan_pages.task import task_page
from portal.plan_pages.task_rows import named_components, named_parties, narrowed, rows_of, task_groups
from portal.plan_pages.timeline import timeline
from portal.plan_pages.versions import visible_versions
from reporting.builders.money_sheets import money_sheet
from reporting.builders.task_sheets import task_sheet
from reporting.contents.workbook import Sheet


class NoVersionOnDayError(Exception):
    """No version can be shown for the day that the address names; `form` says why, at its field."""

    def __init__(self, plan: Plan, form: DayForm, status: int):
        super().__init__(plan, form.errors)
        self.plan, self.form, self.status = plan, form, status


def page_or_404(
    request, slug: str, *, in_force: bool = False, number: int | None = None, is_whole: bool = True
) -> PlanPage:
    """The plan in the version that the address asks for by `?version=` or `?on=`, by itself the one in force.

    404 if there is none; NoVersionOnDayError for a day that is none, or on which nothing was in force yet. With
    `in_force`, or the `number` of a version, nothing else is shown, whatever the address asks for. `is_whole` as in `plan_page`.
    """
    plans = Plan.objects.visible_to(request.user).select_related("province", "programme")
    plan, asked = get_object_or_404(plans, slug=slug), {} if in_force else request.GET
    if number is not None:
        asked = {"version": str(number)}
    by_day = "on" in asked and "version" not in asked
    day = _asked_day(plan, asked) if by_day else None
    try:
        return plan_page(request.user, plan, asked.get("version"), day, is_whole=is_whole)
    except PlanVersion.DoesNotExist:
        if not by_day:
            raise Http404 from None
        form = DayForm(asked)
        form.add_error("on", f"Ngày {format_date(day)} chưa có bản nào của kế hoạch này được áp dụng.")
        raise NoVersionOnDayError(plan, form, 404) from None


def _asked_day(plan: Plan, asked) -> date:
    form = DayForm(asked)
    if not form.is_valid():
        raise NoVersionOnDayError(plan, form, 422)
    return form.cleaned_data["on"]


class PlanView(View):
    """A page of a plan; where none of its versions can be shown for the day asked for, it says so."""

    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except NoVersionOnDayError as error:
            issued = PlanVersion.objects.visible_to(request.user).issued().filter(plan=error.plan)
            first = min(issued, key=lambda one: (one.applies_from or date.max, one.number), default=None)
            context = {"plan": error.plan, "form": error.form, "first": first}
            return render(request, "plan/no_version.html", context, status=error.status)


class PlanTab(PlanView):
    """A tab: derived classes name the tab's address and template, and say in `content` what it shows.

    `is_whole` is false where none of what the plan says is shown. `sheets` are the tables that `?download=` gives as XLSX: their titles, and what makes them of the page.
    """

    tab: str
    template_name: str
    is_whole = True
    sheets: dict[str, tuple[str, Callable[[PlanPage], Sheet]]] = {}

    def get(self, request, slug):
        page = page_or_404(request, slug, is_whole=self.is_whole)
        if request.GET.get("download") in self.sheets:
            title, sheet = self.sheets[request.GET["download"]]
            name = f"{title}, {page.name}"
            return table_download(sheet(page), name, by=request.user, version=page.version.pk)
        return render(request, self.template_name, {"page": page, "tab": self.tab} | self.content(page))

    def content(self, page: PlanPage) -> dict:
        """What the tab's own template needs, beside `page` and `tab` of `templates/plan/base.html`."""
        raise NotImplementedError


class PlanOverviewView(PlanTab):
    """What is asked of whom, by when, for how much, at a glance."""

    tab = "plan"
    template_name = "plan/overview.html"

    def content(self, page):
        return {
            "overview": overview(page, task_groups(page)),
            "objectives": objectives.objective_rows(page, []),
        }


class PlanObjectivesView(PlanTab):
    """Objectives beside the national targets, never ranked."""

    tab = "plan_objectives"
    template_name = "plan/objectives.html"

    def content(self, page):
        national = objectives.national_targets(page)
        return {
            "objectives": objectives.objective_rows(page, national),
            "not_taken_up": objectives.not_taken_up(page, national),
        }


class PlanTasksView(PlanTab):
    """Tasks under their groups, narrowed by agency, year, component and words."""

    tab = "plan_tasks"
    template_name = "plan/tasks.html"
    sheets = {"tasks": ("Nhiệm vụ", lambda page: task_sheet(page.version))}

    def content(self, page):
        groups = task_groups(page)
        form = TaskFilterForm(
            self.request.GET,
            parties=named_parties(groups),
            years=range(page.version.period_start, page.version.period_end + 1),
            components=named_components(groups),
        )
        shown = narrowed(groups, **form.cleaned_data) if form.is_valid() else groups
        return {
            "form": form,
            "groups": shown,
            "shown": len(rows_of(shown)),
            "total": len(rows_of(groups)),
            "is_narrowed": form.is_valid() and any(form.cleaned_data.values()),
            "has_parties": any(row.leads or row.coordinating or row.time for row in rows_of(groups)),
            "has_money": any(row.money for row in rows_of(groups)),
        }


class PlanTimelineView(PlanTab):
    """Tasks along the years."""

    tab = "plan_timeline"
    template_name = "plan/timeline.html"

    def content(self, page):
        return {"timeline": timeline(page, task_groups(page))}


class PlanMoneyView(PlanTab):
    """Money by group, source and year, and each budget table as printed."""

    tab = "plan_money"
    template_name = "plan/money.html"
    sheets = {
        "source": (
            "Kinh phí theo nguồn",
            lambda page: money_sheet(money_by_source(page.money), "Theo nguồn", (page.name,)),
        ),
        "year": (
            "Kinh phí theo năm",
            lambda page: money_sheet(money_by_year(page.money, page.version), "Theo năm", (page.name,)),
        ),
    }

    def content(self, page):
        return {
            "by_source": money_by_source(page.money),
            "by_year": money_by_year(page.money, page.version),
            "tables": money.printed_tables(page),
            "clauses": money.clauses_of_money(page),
            "checks": money.check_rows(page),
        }


class PlanResponsibilitiesView(PlanTab):
    """Who must do what: all clauses, or what is asked of one agency."""

    tab = "plan_responsibilities"
    template_name = "plan/responsibilities.html"

    def content(self, page):
        clauses = responsibilities.clause_rows(page)
        duties = responsibilities.all_duties(clauses, task_groups(page))
        key = self.request.GET.get("agency", "")
        chosen = next((one for one in duties if one.party.key == key), None)
        if key and chosen is None:
            raise Http404
        return {"clauses": clauses, "duties": duties, "chosen": chosen}


class PlanTextView(PlanTab):
    """The body of the document."""

    tab = "plan_text"
    template_name = "plan/text.html"

    def content(self, page):
        return {"parts": body_parts(page)}


class PlanDocumentView(PlanTab):
    """The data of the document."""

    tab = "plan_document"
    template_name = "plan/document.html"

    def content(self, page):
        rule = document.reporting_rule(page)
        return {
            "rule": rule,
            "reporting_day": document.reporting_day(rule.before) if rule else "",
            "obligors": document.obligor_rows(page),
            "moved": moved_now(page),
            "related": document.mention_rows(page, own=False),
            "self_references": document.mention_rows(page, own=True),
            "annexes": page.version.annex_rows.all(),
            "past_results": document.past_rows(page),
            "readings": document.reading_rows(page),
        }


class PlanVersionsView(PlanTab):
    """The versions of the plan, from which two are chosen to compare, or a day."""

    tab = "plan_versions"
    template_name = "plan/versions.html"
    is_whole = False

    def content(self, page):
        found = visible_versions(self.request.user, page.plan)
        may_add = self.request.user.may(Right.WRITE_PLANS, province=page.plan.province)
        day = DayForm({"on": format_date(page.on)} if page.on else None)
        return {
            "versions": found,
            "form": ComparisonForm(None, versions=found),
            "day_form": day,
            "may_add": may_add,
        }


class TaskView(PlanView):
    """One task, whole."""

    def get(self, request, slug, key):
        page = page_or_404(request, slug)
        shown = task_page(page, key)
        if shown is None:
            raise Http404
        address = request.build_absolute_uri(f"{request.path}?version={page.version.number}")
        context = {"page": page, "tab": "plan_tasks", "shown": shown, "address": address}
        return render(request, "plan/task.html", context)
