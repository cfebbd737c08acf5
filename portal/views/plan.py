"""The pages of one plan, a view for each tab. What they show is read by `portal.plan_pages`."""

from collections.abc import Callable

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views import View

from agencies.rights import Right
from budgets.tables import money_by_source, money_by_year
from plans.models import Plan, PlanVersion
from portal.downloads import table_download
from portal.plan_forms import ComparisonForm, TaskFilterForm
from portal.plan_pages import document, money, objectives, responsibilities, versions
from portal.plan_pages.body import body_parts
from portal.plan_pages.header import PlanPage, plan_page
from portal.plan_pages.overview import overview
from portal.plan_pages.task import task_page
from portal.plan_pages.task_rows import named_parties, narrowed, rows_of, task_groups
from portal.plan_pages.timeline import timeline
from reporting.builders.money_sheets import money_sheet
from reporting.builders.task_sheets import task_sheet
from reporting.contents.workbook import Sheet


def page_or_404(request, slug: str, *, asked: str | None = None) -> PlanPage:
    """The plan in the version with the number that is asked for, by itself the one in force; 404 if there is none."""
    plans = Plan.objects.visible_to(request.user).select_related("province", "programme")
    plan = get_object_or_404(plans, slug=slug)
    try:
        return plan_page(request.user, plan, asked)
    except PlanVersion.DoesNotExist:
        raise Http404 from None


class PlanTab(View):
    """A tab: derived classes name the tab's address and template, and say in `content` what it shows.

    `sheets` are the tables that `?download=` gives as XLSX: their titles, and what makes them of the page.
    """

    tab: str
    template_name: str
    sheets: dict[str, tuple[str, Callable[[PlanPage], Sheet]]] = {}

    def get(self, request, slug):
        page = page_or_404(request, slug, asked=request.GET.get("version"))
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
            components={group.component for group in groups},
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
            "related": document.mention_rows(page, own=False),
            "self_references": document.mention_rows(page, own=True),
            "annexes": page.version.annex_rows.all(),
            "past_results": document.past_rows(page),
            "readings": document.reading_rows(page),
        }


class PlanVersionsView(PlanTab):
    """The versions of the plan, and what differs between two of them."""

    tab = "plan_versions"
    template_name = "plan/versions.html"

    def content(self, page):
        found = versions.visible_versions(self.request.user, page.plan)
        asked = self.request.GET if "before" in self.request.GET or "after" in self.request.GET else None
        form = ComparisonForm(asked, versions=found)
        rows = None
        if form.is_valid():
            by_number = {version.number: version for version in found}
            before, after = (by_number[form.cleaned_data[name]] for name in ("before", "after"))
            rows = versions.difference_rows(page.plan, before, after)
        may_add = self.request.user.may(Right.WRITE_PLANS, province=page.plan.province)
        return {"versions": found, "form": form, "differences": rows, "may_add": may_add}


class TaskView(View):
    """One task, whole."""

    def get(self, request, slug, key):
        page = page_or_404(request, slug, asked=request.GET.get("version"))
        shown = task_page(page, key)
        if shown is None:
            raise Http404
        address = request.build_absolute_uri(f"{request.path}?version={page.version.number}")
        context = {"page": page, "tab": "plan_tasks", "shown": shown, "address": address}
        return render(request, "plan/task.html", context)
