"""The life of a plan: its steps from draft to issued and closed, amendments, and drafts that are thrown away."""

from datetime import date

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View

from agencies.rights import Right
from core.dates import format_date
from plans.services import (
    approve_version,
    close_plan,
    discard_draft,
    issue_version,
    return_version,
    withdraw_version,
)
from plans.services.life import GIVEN_AT_ISSUE
from portal.drafting.open_points import is_mended_in_draft
from portal.drafting.scans import keep_scan
from portal.drafting.starting import start_amendment
from portal.drafting.submitting import missing_before_submitting, submit_draft
from portal.forms.life import LONGEST_COMMENT, AmendmentForm, CommentForm, IssueForm, ReasonForm
from portal.links import draft_page
from portal.plan_pages.header import PlanPage
from portal.plan_pages.life import life_of
from portal.views.plan import page_or_404

# The steps that need no more than a comment, by the word in their address: the service, the form, what is said after.
STEPS = {
    "submitted": (submit_draft, CommentForm, "Đã gửi duyệt; lãnh đạo Sở được báo qua thư."),
    "withdraw": (withdraw_version, CommentForm, "Đã rút lại; bạn sửa tiếp được."),
    "returned": (return_version, ReasonForm, "Đã trả lại; người gửi được báo qua thư."),
    "approved": (approve_version, CommentForm, "Đã duyệt. Khi quyết định đã ký, hãy ban hành."),
}


def life_page_or_404(request, slug: str) -> PlanPage:
    """The page of the version that is on its way, else of the one in force; 404 for who may not see it at all."""
    page = page_or_404(request, slug, in_force=True, is_whole=False)
    if page.coming is not None and page.coming != page.version:
        page = page_or_404(request, slug, number=page.coming.number, is_whole=False)
    if not page.may_see_life:
        raise Http404
    return page


def link_to(request, page: PlanPage, name: str = "plan_life") -> str:
    """The address to which mails about a step lead: the plan's life, or what everybody who is told may see."""
    return request.build_absolute_uri(reverse(name, args=[page.plan.slug]))


class PlanLifeView(View):
    """Where a version stands, what it went through, what this person may do now and who has to go on."""

    def get(self, request, slug):
        return show_life(request, life_page_or_404(request, slug))


def show_life(request, page: PlanPage, failed: CommentForm | None = None, name: str = "", status: int = 200):
    """The page. `failed` is the form of the step `name` that could not be taken, with what was typed."""
    life = life_of(page, request.user)
    missing = missing_before_submitting(page.version) if page.version.is_writable else []
    offers = [(offer, _form_of(offer.name, failed, name)) for offer in life.offers]
    context = {"page": page, "tab": "plan_life", "life": life, "offers": offers, "missing": missing}
    context["contradictions"] = len(
        [one for one in page.findings if one.decision is None and is_mended_in_draft(one)]
    )
    context |= {"failed": failed, "draft_url": draft_page(page.plan.slug)}
    return render(request, "plan/life.html", context, status=status)


def _form_of(name: str, failed: CommentForm | None, failed_name: str) -> CommentForm | None:
    if name not in STEPS:
        return None
    return failed if failed is not None and name == failed_name else STEPS[name][1](auto_id=f"{name}-%s")


class StepView(View):
    """Takes a step of the version that is on its way; what cannot be is shown with what was typed."""

    def post(self, request, slug, name):
        page = life_page_or_404(request, slug)
        if name not in STEPS:
            raise Http404
        service, form_class, said = STEPS[name]
        form = form_class(request.POST, auto_id=f"{name}-%s")
        if form.is_valid():
            try:
                service(
                    page.version,
                    by=request.user,
                    link=link_to(request, page),
                    comment=form.cleaned_data["comment"],
                )
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, said)
                return redirect("plan_life", slug)
        return show_life(request, page, form, name, status=422)


class LifeFormView(View):
    """A step with a page of its own: derived classes say who comes so far, which form it has and what it does."""

    template_name: str
    form_class: type[forms.Form]
    right: Right

    def get(self, request, slug):
        page = self.asked(slug)
        return self.page(page, self.form_class(initial=self.initial(page)))

    def post(self, request, slug):
        page = self.asked(slug)
        form = self.form_class(request.POST, request.FILES)
        if form.is_valid():
            try:
                return self.done(page, form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error)
        return self.page(page, form, status=422)

    def asked(self, slug) -> PlanPage:
        """The page, for who has the right; PermissionDenied for others of the province."""
        page = life_page_or_404(self.request, slug)
        if not self.request.user.may(self.right, province=page.plan.province):
            raise PermissionDenied("Bạn không có quyền làm bước này với kế hoạch của tỉnh.")
        return page

    def initial(self, page: PlanPage) -> dict:
        return {}

    def done(self, page: PlanPage, given: dict):
        """Takes the step with what was given and answers; ValidationError for what cannot be."""
        raise NotImplementedError

    def page(self, page: PlanPage, form, status: int = 200):
        context = {"page": page, "tab": "plan_life", "form": form}
        return render(self.request, self.template_name, context, status=status)

    def after(self, page: PlanPage, said: str):
        messages.success(self.request, said)
        return redirect("plan_life", page.plan.slug)


class IssueView(LifeFormView):
    """Issues an approved version with what its decision brings, and the scan where there is one already."""

    template_name = "plan/issue.html"
    form_class = IssueForm
    right = Right.APPROVE_PLANS

    def initial(self, page):
        given = {name: getattr(page.version, name) for name in GIVEN_AT_ISSUE}
        return {
            name: value.isoformat() if isinstance(value, date) else value for name, value in given.items()
        }

    def done(self, page, given):
        scan = given.pop("scan")
        with transaction.atomic():
            link = link_to(self.request, page, "plan")
            issued = issue_version(page.version, by=self.request.user, link=link, **given)
            if scan:
                keep_scan(issued, scan, by=self.request.user)
        day = format_date(issued.in_force_from)
        return self.after(page, f"Đã ban hành bản số {issued.number}, áp dụng từ {day}.")


class AmendView(LifeFormView):
    """Opens an amendment of the version in force."""

    template_name = "plan/amend.html"
    form_class = AmendmentForm
    right = Right.WRITE_PLANS

    def initial(self, page):
        return {"reason": self.request.GET.get("reason", "")[:LONGEST_COMMENT]}

    def done(self, page, given):
        start_amendment(page.plan, reason=given["reason"], by=self.request.user)
        messages.success(self.request, "Đã mở bản điều chỉnh; bản đang áp dụng giữ nguyên đến khi ban hành.")
        return redirect(draft_page(page.plan.slug))


class CloseView(LifeFormView):
    """Closes a plan: nothing is amended any more."""

    template_name = "plan/close.html"
    form_class = ReasonForm
    right = Right.APPROVE_PLANS

    def initial(self, page):
        return {"comment": self.request.GET.get("reason", "")[:LONGEST_COMMENT]}

    def done(self, page, given):
        link = link_to(self.request, page, "plan")
        close_plan(page.plan, by=self.request.user, link=link, comment=given["comment"])
        return self.after(page, "Đã kết thúc kế hoạch.")


class DiscardView(LifeFormView):
    """Throws a draft away, after saying what is lost and what stays."""

    template_name = "plan/discard.html"
    form_class = forms.Form
    right = Right.WRITE_PLANS

    def done(self, page, given):
        discard_draft(page.version, by=self.request.user)
        messages.success(
            self.request, f"Đã bỏ bản số {page.version.number}; người của tỉnh vẫn xem được bản đã bỏ."
        )
        return redirect("plan", page.plan.slug) if page.version.amends else redirect("plans")
