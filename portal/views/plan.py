"""The pages of one plan, a view for each tab. What they show is read by `portal.plan_pages`."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views import View

from plans.models import Plan, PlanVersion
from portal.plan_pages.header import PlanPage, plan_page


def page_or_404(request, slug: str) -> PlanPage:
    """The plan in the version that `?version=` names, by itself the one in force; 404 where there is none."""
    plans = Plan.objects.visible_to(request.user).select_related("province", "programme")
    plan = get_object_or_404(plans, slug=slug)
    try:
        return plan_page(request.user, plan, request.GET.get("version"))
    except PlanVersion.DoesNotExist:
        raise Http404 from None


class PlanTab(View):
    """A tab: derived classes name the tab's address and template, and say in `content` what it shows."""

    tab: str
    template_name: str

    def get(self, request, slug):
        page = page_or_404(request, slug)
        return render(request, self.template_name, self.context(page) | self.content(page))

    def context(self, page: PlanPage) -> dict:
        """What `templates/plan/base.html` needs."""
        return {"page": page, "tab": self.tab}

    def content(self, page: PlanPage) -> dict:
        """What the tab's own template needs."""
        return {}


class PlanOverviewView(PlanTab):
    """What is asked of whom, by when, for how much, at a glance."""

    tab = "plan"
    template_name = "plan/overview.html"
