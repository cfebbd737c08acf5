"""Who owes the reports of a year: the preview, whom collectives mean, who follows an agency that has ended."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.views import View

from portal.forms.years import CollectiveForm, HeirForm
from portal.links import year_page
from portal.plan_pages.places import Places
from portal.plan_pages.year_obligors import (
    agencies_of,
    collective_choice,
    heirless_in,
    narrowed,
    year_obligors,
)
from portal.views.years import YearFormView, decided_page, link_of
from reporting.services import decide_collective, decide_heir, refresh_obligations


def refreshed(request, row, said: str) -> str:
    """What is said after a decision, with what came to be owed by it in a year that is open."""
    if row is None or not row.is_open or row.is_locked:
        return said
    new = refresh_obligations(row, by=request.user, link=link_of(request))
    return f"{said} Thêm {len(new)} cơ quan phải báo cáo." if new else said


class YearObligorsView(View):
    """What is unresolved first, then who owes by which clause; before the year is opened a preview."""

    def get(self, request, slug, year):
        page, row = decided_page(request, slug, year)
        context = {"page": page, "tab": "plan_years", "year": year, "row": row}
        return render(
            request, "reporting_year/obligors.html", context | {"shown": year_obligors(page, row, year)}
        )


class YearRefreshView(View):
    """Makes the obligations that later decisions brought."""

    def post(self, request, slug, year):
        _, row = decided_page(request, slug, year, is_open=True)
        try:
            new = refresh_obligations(row, by=request.user, link=link_of(request))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, f"Đã cập nhật: thêm {len(new)} cơ quan phải báo cáo.")
        return redirect(year_page(slug, year))


class NobodysView(View):
    """Says of words that no directory lists ("chuyên gia tư vấn") that they bind nobody in particular."""

    def post(self, request, slug, year):
        page, row = decided_page(request, slug, year)
        shown = year_obligors(page, row, year)
        asked = set(request.POST.getlist("key"))
        texts = [one.collective.text for one in shown.nobodys if one.collective.key in asked]
        try:
            decide_collective(page.plan, texts, [], by=request.user, year=year)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, f"Đã ghi: {len(texts)} cụm từ không chỉ cơ quan nào phải báo cáo.")
        return redirect(year_page(slug, year, "plan_year_obligors"))


class CollectiveView(View):
    """Whom a collective (`?key=`) means: proposed agencies first, the others of the province narrowed by words."""

    def get(self, request, slug, year):
        page, row, choice = self._asked(slug, year)
        initial = {"agencies": [str(one.public_id) for one in choice.preset]}
        return self._page(page, row, year, choice, self._form(choice, None, initial))

    def post(self, request, slug, year):
        page, row, choice = self._asked(slug, year)
        form = self._form(choice, request.POST)
        if "find" in request.POST or not form.is_valid():
            return self._page(page, row, year, choice, form, 200 if "find" in request.POST else 422)
        texts = [choice.row.collective.text, *form.cleaned_data["same"]]
        decide_collective(page.plan, texts, form.cleaned_data["agencies"], by=request.user, year=year)
        messages.success(request, refreshed(request, row, "Đã ghi quyết định."))
        return redirect(year_page(slug, year, "plan_year_obligors"))

    def _asked(self, slug, year):
        page, row = decided_page(self.request, slug, year)
        choice = collective_choice(page, row, year, self.request.GET.get("key", ""))
        if choice is None:
            raise Http404
        return page, row, choice

    def _form(self, choice, data, initial=None):
        same = [(one.collective.text, one.collective.text) for one in choice.same]
        return CollectiveForm(data, agencies=choice.proposed + choice.others, same=same, initial=initial)

    def _page(self, page, row, year, choice, form, status: int = 200):
        checked, asked = set(form["agencies"].value() or ()), self.request.POST.get("q", "")
        found = {one.pk for one in narrowed(choice.others, asked)}
        others = [one for one in choice.others if one.pk in found or str(one.public_id) in checked]
        context = {
            "page": page,
            "tab": "plan_years",
            "row": row,
            "year": year,
            "form": form,
            "choice": choice,
        }
        context |= {
            "checked": checked,
            "others": others,
            "asked": asked,
            "same": set(form["same"].value() or ()),
        }
        return render(self.request, "reporting_year/collective.html", context, status=status)


class HeirView(YearFormView):
    """Who takes the duties of an agency that has ended (`?agency=`)."""

    template_name = "reporting_year/heir.html"
    is_open = False

    def form(self, page, row, year, data):
        self.ended = self._heirless(page, row, year)
        places = Places(page.version)
        named = dict.fromkeys(ground.place for ground in self.ended.grounds)
        choices = [(one, capfirst(places.words(one))) for one in named]
        return HeirForm(data, agencies=agencies_of(page.plan.province), places=choices)

    def done(self, page, row, year, given):
        heir, place = given["agency"], given["place"]
        ended, reason = self.ended.agency, given["reason"]
        decide_heir(page.plan, ended, heir=heir, by=self.request.user, place=place, reason=reason, year=year)
        return refreshed(self.request, row, f"Đã ghi: {heir} nhận việc của {self.ended.agency}.")

    def next_url(self, slug, year):
        return year_page(slug, year, "plan_year_obligors")

    def more(self, page, row, year):
        return {"ended": self.ended}

    def _heirless(self, page, row, year):
        asked = self.request.GET.get("agency", "")
        found = (one for one in heirless_in(page, row, year) if str(one.agency.public_id) == asked)
        if (ended := next(found, None)) is None:
            raise Http404
        return ended
