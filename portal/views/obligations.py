"""One obligation: why it is, by when, what was decided about it, and deciding: more time, withdrawn, unlocked."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from plans.models import PlanVersion
from portal.forms.revised import refuse
from portal.forms.years import ExtensionForm, YearReasonForm
from portal.links import obligation_page, report_page
from portal.plan_pages.places import Places
from portal.plan_pages.year_reminders import ReminderRow, chat_of, reminders_of
from portal.plan_pages.years import obligation_rows
from portal.selectors import plan_title
from reporting.models import Obligation, YearDecision
from reporting.obligors import WITH_OBLIGORS
from reporting.permissions import can_open_years, can_report, can_review
from reporting.services import extend, lock_report, unlock_report, withdraw


def obligation_or_404(request, public_id) -> Obligation:
    """The obligation with its year and plan, for its agency and its province; what they decide is no one else's matter."""
    own = Obligation.objects.visible_to(request.user).filter(province__in=request.user.province_ids())
    rows = own.select_related("agency__province", "year__plan__province", "year__locked_by")
    return get_object_or_404(rows.prefetch_related("grounds", "extensions__decided_by"), public_id=public_id)


class ObligationView(View):
    """Why the agency owes the report, by when, and what was decided about it."""

    def get(self, request, public_id):
        obligation = obligation_or_404(request, public_id)
        loaded = PlanVersion.objects.prefetch_related(*WITH_OBLIGORS).select_related("plan", "province")
        version = loaded.get(pk=obligation.year.version_id)
        places = Places(version)
        [row] = obligation_rows([obligation], version, obligation.year.year)
        grounds = [(one, places.words(one.place), places.url(one.place)) for one in obligation.grounds.all()]
        decisions = YearDecision.objects.visible_to(request.user).filter(obligation=obligation)
        context = {
            "obligation": obligation,
            "row": row,
            "plan_title": plan_title(version),
            "grounds": grounds,
            "decisions": decisions.select_related("by").order_by("-id"),
            "may_open": can_open_years(request.user, obligation.year.plan),
            "reminders": reminders_shown(request, obligation),
            "chat": chat_of(obligation, request.build_absolute_uri(report_page(obligation))),
        }
        return render(request, "reporting_year/obligation.html", context)


def reminders_shown(request, obligation) -> list[ReminderRow] | None:
    """Its reminders for the department and for the agency's own people; None for others."""
    reviews = can_review(request.user, obligation)
    if not reviews and not can_report(request.user, obligation):
        return None
    obligation.province = obligation.year.plan.province
    return reminders_of(obligation, request.user, reviews=reviews)


class ObligationFormView(View):
    """A decision about one obligation: derived classes say which form, what it does and what is said afterwards."""

    template_name: str
    form_class = YearReasonForm

    def get(self, request, public_id):
        return self.page(self.asked(public_id), self.form_class())

    def post(self, request, public_id):
        obligation, form = self.asked(public_id), self.form_class(request.POST)
        if form.is_valid():
            try:
                said = self.done(obligation, form.cleaned_data)
            except ValidationError as error:
                refuse(form, error)
            else:
                messages.success(request, said)
                return redirect(obligation_page(obligation))
        return self.page(obligation, form, status=422)

    def asked(self, public_id) -> Obligation:
        obligation = obligation_or_404(self.request, public_id)
        if not can_open_years(self.request.user, obligation.year.plan):
            raise PermissionDenied("Chỉ Sở Công Thương của tỉnh quyết định về nghĩa vụ báo cáo này.")
        return obligation

    def done(self, obligation: Obligation, given: dict) -> str:
        raise NotImplementedError

    def page(self, obligation: Obligation, form, status: int = 200):
        return render(
            self.request, self.template_name, {"obligation": obligation, "form": form}, status=status
        )


class ExtendView(ObligationFormView):
    """Gives the agency more time."""

    template_name = "reporting_year/extend.html"
    form_class = ExtensionForm

    def done(self, obligation, given):
        extend(obligation, by=self.request.user, **given)
        return f"Đã gia hạn cho {obligation.agency}."


class WithdrawView(ObligationFormView):
    """Says that the report is not owed after all."""

    template_name = "reporting_year/withdraw.html"

    def done(self, obligation, given):
        withdraw(obligation, by=self.request.user, reason=given["reason"])
        return f"Đã thôi yêu cầu {obligation.agency} báo cáo."


class UnlockView(ObligationFormView):
    """Opens one report of a locked year, or locks it again."""

    template_name = "reporting_year/unlock.html"

    def done(self, obligation, given):
        if obligation.unlocked_at:
            lock_report(obligation, by=self.request.user, reason=given["reason"])
            return f"Đã khóa lại báo cáo của {obligation.agency}."
        unlock_report(obligation, by=self.request.user, reason=given["reason"])
        return f"Đã mở khóa riêng báo cáo của {obligation.agency}."
