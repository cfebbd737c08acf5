"""Findings of a plan, and the department's decisions on them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views import View

from budgets.permissions import can_decide_findings
from budgets.services import note_decision
from portal.links import place
from portal.plan_forms import DecisionForm
from portal.plan_pages.findings import finding_rows
from portal.plan_pages.header import PlanPage
from portal.views.plan import PlanTab, page_or_404


def findings_context(request, page: PlanPage, failed: DecisionForm | None = None) -> dict:
    """What the page of findings shows. `failed` is the form that could not be taken, with what was typed."""
    may_decide = can_decide_findings(request.user, page.plan)
    return {
        "page": page,
        "tab": PlanFindingsView.tab,
        "rows": [(row, _form(row, failed)) for row in finding_rows(page)],
        "failed": failed,
        "may_decide": may_decide and not page.query,  # an old version is for reading
        "could_decide": may_decide,
    }


def _form(row, failed: DecisionForm | None) -> DecisionForm:
    if failed is not None and failed["key"].value() == row.finding.key:
        return failed
    return DecisionForm(initial={"key": row.finding.key}, auto_id=f"{row.anchor}-%s")


class PlanFindingsView(PlanTab):
    """Where the document contradicts itself, and what the department says to it."""

    tab = "plan_findings"
    template_name = "plan/findings.html"

    def content(self, page):
        return findings_context(self.request, page)


class DecideFindingView(View):
    """Notes a decision on a finding of the version in force; what cannot be taken is shown again as typed."""

    def post(self, request, slug):
        page = page_or_404(request, slug, in_force=True)
        key = request.POST.get("key", "")
        form = DecisionForm(request.POST, auto_id=f"{place('finding', key)}-%s")
        if form.is_valid():
            try:
                finding = note_decision(page.version, key, by=request.user, text=form.cleaned_data["text"])
            except ValidationError as error:
                form.add_error(None if "key" in error.message_dict else "text", error.messages)
            else:
                messages.success(request, f"Đã ghi quyết định về sai lệch “{finding.code.label}”.")
                return redirect(f"{page.url('plan_findings')}#{place('finding', finding.key)}")
        context = findings_context(request, page, failed=form)
        return render(request, PlanFindingsView.template_name, context, status=422)
