"""The history: of a plan, a task, an objective, an agency; and the log of all, for administrators."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views import View

from agencies.models import HistoryEntry
from agencies.models.history import HistoryEntryQuerySet
from agencies.rights import Right
from portal.directory import listed_agencies
from portal.downloads import table_download
from portal.forms.history import LogForm
from portal.history import entries as about
from portal.history.changes import grouped, listed_changes
from portal.history.log_sheet import LONGEST, log_sheet
from portal.views.lists import address_of
from portal.views.plan import PlanTab

PAGE_SIZE = 20


def listed(request, entries: HistoryEntryQuerySet) -> dict:
    """What the template of a history needs: a page of changes, and how the others are reached."""
    page = Paginator(grouped(entries), PAGE_SIZE).get_page(request.GET.get("page"))
    changes = listed_changes(page.object_list, entries, request.user)
    return {"page_of_history": page, "changes": changes, "other_page": address_of(request) + "&page="}


class PlanHistoryView(PlanTab):
    """What was changed in a plan; with `?task=` or `?objective=` about the one with this key alone."""

    tab = "plan_history"
    template_name = "plan/history.html"
    is_whole = False

    def content(self, page):
        if not page.may_see_history:
            raise PermissionDenied("Chỉ Sở Công Thương, UBND tỉnh và quản trị xem được lịch sử của kế hoạch.")
        entries, asked = about.of_plan(self.request.user, page.plan), self.request.GET
        shown = ""
        for name, tables, word in (
            ("task", about.TASKS, "nhiệm vụ"),
            ("objective", about.OBJECTIVES, "mục tiêu"),
        ):
            if key := asked.get(name, "").replace("\0", ""):
                entries, shown = about.of_key(entries, tables, key), f"{word} {key}"
        return listed(self.request, entries) | {"shown": shown}


class AgencyHistoryView(View):
    """What was changed about an agency in the directory."""

    def get(self, request, public_id):
        agency = get_object_or_404(listed_agencies(request.user), public_id=public_id)
        if not request.user.may(Right.SEE_HISTORY, province=agency.province):
            raise PermissionDenied("Chỉ người của tỉnh được giao mới xem được lịch sử của cơ quan này.")
        crumbs = [
            ("Cơ quan", reverse("agencies")),
            (agency.name, reverse("agency", args=[public_id])),
            ("Lịch sử", ""),
        ]
        context = {"agency": agency, "crumbs": crumbs} | listed(
            request, about.of_agency(request.user, agency)
        )
        return render(request, "portal/agency_history.html", context)


class LogView(View):
    """Everything that was changed and done, for administrators: filtered, and as a sheet."""

    def get(self, request):
        if not request.user.may(Right.EXPORT_LOG):
            raise PermissionDenied("Chỉ quản trị của tỉnh và quản trị cổng xem được nhật ký.")
        form = LogForm(request.GET, request.user)
        entries = form.chosen(HistoryEntry.objects.visible_to(request.user))
        if request.GET.get("download") == "xlsx":
            groups = list(grouped(entries)[: LONGEST + 1])
            changes = listed_changes(groups[:LONGEST], entries, request.user)
            sheet = log_sheet(changes, form.words(), is_cut=len(groups) > LONGEST)
            return table_download(sheet, "Nhật ký", by=request.user)
        context = {"form": form, "download": address_of(request) + "&download=xlsx"}
        return render(request, "portal/history.html", context | listed(request, entries))
