"""The list of plans."""

from django.shortcuts import render
from django.views import View

from agencies.rights import Right
from portal.downloads import table_download
from portal.filters import PlanListForm
from portal.plan_list_sheet import plan_list_sheet
from portal.selectors import PLAN_COLUMNS, listed_versions, plan_overviews
from portal.table_sort import TableSort
from portal.views.lists import address_of, asked_of, page_of


class PlanListView(View):
    """The plans that the person may see, filtered and sorted, with what they hold."""

    def get(self, request):
        versions = listed_versions(request.user)
        form = PlanListForm(request.GET, versions)
        sort = TableSort(form.order, PLAN_COLUMNS, asked_of(request))
        plans = sort.sorted(plan_overviews(form.chosen(versions)))
        if request.GET.get("download") == "xlsx":
            return table_download(plan_list_sheet(plans), "Kế hoạch của các tỉnh", by=request.user)
        context = {
            "form": form,
            "page": page_of(request, plans),
            "has_any": bool(plans) or versions.exists(),
            "sort": sort,
            "may_write": request.user.may(Right.WRITE_PLANS),
            "other_page": address_of(request) + "&page=",
            "download": address_of(request) + "&download=xlsx",
        }
        return render(request, "portal/plans.html", context)
