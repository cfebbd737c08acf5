"""What stands in an agency's way: the list, raising it, one with what was said about it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.views import View

from agencies.rights import Right
from plans.models import Plan
from portal.forms.difficulty import RaiseForm, ReplyForm
from portal.forms.revised import refuse
from portal.links import difficulty_page
from portal.report_pages.difficulties import (
    DifficultyLine,
    DifficultyList,
    is_year,
    plans_to_choose,
    task_asked_about,
    thread_of,
)
from portal.views.lists import address_of, page_of
from reporting.enums import DifficultyState
from reporting.models import ReportingYear
from reporting.services.difficulties import raise_difficulty, reply


def _link(request):
    return lambda difficulty: request.build_absolute_uri(difficulty_page(difficulty))


class DifficultyListView(View):
    """Those of one's agency; all of the province for the department. `?state=` narrows it."""

    def get(self, request):
        found = DifficultyList(request.user, request.GET.get("state", ""))
        page = page_of(request, found.rows)
        context = {
            "found": found,
            "page": page,
            "lines": [DifficultyLine(row) for row in page.object_list],
            "other_page": address_of(request) + "&page=",
            "may_raise": bool(request.user.membership) and request.user.may(Right.REPORT),
            "answers": request.user.may(Right.REVIEW_REPORTS),
        }
        return render(request, "difficulty/list.html", context)


class RaiseDifficultyView(View):
    """Raises one; `?plan=`, `year=` and `place=` say what it is about where one comes from a report."""

    def dispatch(self, request, *args, **kwargs):
        if not (request.user.membership and request.user.may(Right.REPORT)):
            raise PermissionDenied("Chỉ người được cử báo cáo của cơ quan nêu được vướng mắc.")
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        return self._page(
            RaiseForm(plans=plans_to_choose(request.user), initial={"plan": request.GET.get("plan")})
        )

    def post(self, request):
        form = RaiseForm(request.POST, plans=plans_to_choose(request.user))
        if form.is_valid():
            try:
                plan, year = self._about(form.cleaned_data["plan"])
                given = {"text": form.cleaned_data["text"], "place": request.GET.get("place", "")[:120]}
                made = raise_difficulty(by=request.user, link=_link(request), plan=plan, year=year, **given)
            except ValidationError as error:
                refuse(form, error)
            else:
                messages.success(request, "Đã nêu vướng mắc; Sở Công Thương được báo qua thư.")
                return redirect(difficulty_page(made))
        return self._page(form, status=422)

    def _about(self, slug: str) -> tuple[Plan | None, ReportingYear | None]:
        """The plan that was chosen, and the year from which one comes."""
        if not slug:
            return None, None
        plans = Plan.objects.visible_to(self.request.user).select_related("province", "current_version")
        plan, year = plans.get(slug=slug), self.request.GET.get("year", "")
        if slug != self.request.GET.get("plan") or not is_year(year):
            return plan, None
        years = ReportingYear.objects.visible_to(self.request.user).opened().select_related("version")
        return plan, years.filter(plan=plan, year=year).first()

    def _page(self, form, status=200):
        asked = (self.request.GET.get(name, "") for name in ("plan", "year", "place"))
        context = {"form": form, "task": task_asked_about(self.request.user, *asked)}
        return render(self.request, "difficulty/new.html", context, status=status)


class DifficultyView(View):
    """One with all that was said; both sides write here."""

    STEPS = {
        "add": (DifficultyState.OPEN, "Đã gửi Sở Công Thương."),
        "answer": (DifficultyState.ANSWERED, "Đã trả lời; cơ quan được báo qua thư."),
        "forward": (DifficultyState.FORWARDED, "Đã ghi nơi chuyển; cơ quan được báo qua thư."),
        "close": (DifficultyState.CLOSED, "Đã khép vướng mắc."),
    }

    def get(self, request, public_id):
        return self._page(self._thread(public_id), ReplyForm())

    def post(self, request, public_id):
        thread, form = self._thread(public_id), ReplyForm(request.POST)
        step = next((name for name in self.STEPS if name in request.POST), "")
        if step and form.is_valid():
            after, said = self.STEPS[step]
            try:
                reply(thread.row, after, by=request.user, link=_link(request), **form.cleaned_data)
            except ValidationError as error:
                refuse(form, error)
            else:
                messages.success(request, said)
                return redirect(thread.url)
        return self._page(thread, form, status=422)

    def _thread(self, public_id):
        thread = thread_of(self.request.user, public_id)
        if thread is None:
            raise Http404
        return thread

    def _page(self, thread, form, status=200):
        return render(
            self.request, "difficulty/difficulty.html", {"thread": thread, "form": form}, status=status
        )
