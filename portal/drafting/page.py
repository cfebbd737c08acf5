"""What the pages of writing a plan have in common: which draft, and the frame around each of them."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from agencies.models import User
from agencies.rights import Right
from plans.models import Plan, PlanVersion
from portal.selectors import plan_title


@dataclass(frozen=True)
class DraftPage:
    """The version of a plan that is being written (or waits), as its pages of writing show it.

    `may_write`: the person may, and the version is open for writing; else its pages are for reading and say why.
    """

    plan: Plan
    version: PlanVersion
    may_write: bool

    @property
    def name(self) -> str:
        return plan_title(self.version)

    def url(self, page: str, *arguments) -> str:
        return reverse(page, args=[self.plan.slug, *arguments])

    def crumbs(self, label: str = "") -> list[tuple[str, str]]:
        """Where the page stands; `label` is a page below the draft's first."""
        above = [("Kế hoạch", reverse("plans")), (self.name, self.url("plan"))]
        own = "Điều chỉnh" if self.version.amends else "Soạn kế hoạch"
        return [*above, (own, self.url("draft") if label else ""), *([(label, "")] if label else [])]


def draft_page_or_404(user: User, slug: str) -> DraftPage:
    """The draft of a plan, for who may read drafts of its province; 404 for others and where there is none."""
    plans = Plan.objects.visible_to(user).select_related("province", "programme", "current_version")
    plan = get_object_or_404(plans, slug=slug)
    if not user.may(Right.READ_DRAFTS, province=plan.province):
        raise Http404
    versions = PlanVersion.objects.visible_to(user).unissued().select_related("province", "plan")
    version = versions.filter(plan=plan).first()
    if version is None:
        raise Http404
    may_write = version.is_writable and user.may(Right.WRITE_PLANS, province=plan.province)
    return DraftPage(plan, version, may_write)
