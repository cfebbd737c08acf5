"""Beginning a new plan: from nothing, from an earlier one, or from a file."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View

from agencies.models import Province
from agencies.rights import Right
from core import clock
from portal.drafting.starting import carry_forward, proposed_title, start_plan, valid_programmes
from portal.forms.life import EMPTY, NewPlanForm
from portal.links import draft_page
from portal.selectors import listed_versions


class NewPlanView(View):
    """The form, and the new draft made of it."""

    def get(self, request):
        year = clock.today().year
        begin = request.GET.get("begin") or EMPTY
        return self._page(self._form(initial={"begin": begin, "start": year, "end": year + 4}))

    def post(self, request):
        form = self._form(request.POST)
        if form.is_valid():
            try:
                version = self._start(form)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(
                    request, "Đã tạo kế hoạch mới; chỉ người của tỉnh xem được đến khi ban hành."
                )
                return redirect(draft_page(version.plan.slug))
        return self._page(form, status=422)

    def _form(self, *data, **options) -> NewPlanForm:
        user = self.request.user
        if not user.may(Right.WRITE_PLANS):
            raise PermissionDenied("Chỉ người của Sở Công Thương tỉnh soạn được kế hoạch.")
        inherited = Province.objects.inherited_by(user.membership.province)
        versions = listed_versions(user).filter(province__in=inherited)
        earlier = [one for one in versions if not one.is_unissued]
        options |= {"programmes": valid_programmes(), "province": user.membership.province}
        return NewPlanForm(*data, earlier=earlier, **options)

    def _start(self, form: NewPlanForm):
        given, user = form.cleaned_data, self.request.user
        province = user.membership.province
        years = {"start": given["start"], "end": given["end"]}
        title = given["title"] or proposed_title(given["programme"], province, **years)
        if given["begin"] is None:
            return start_plan(province, given["programme"], title=title, by=user, **years)
        return carry_forward(given["begin"], given["programme"], title=title, by=user, **years)

    def _page(self, form, status=200):
        crumbs = [("Kế hoạch", reverse("plans")), ("Soạn kế hoạch mới", "")]
        context = {"form": form, "import_url": reverse("plan_import"), "crumbs": crumbs}
        return render(self.request, "portal/plan_new.html", context, status=status)
