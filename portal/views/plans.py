"""The list of plans."""

from django.shortcuts import render
from django.views import View

from portal.downloads import table_download
from portal.filters import PlanListForm
from portal.plan_list_sheet import plan_list_sheet
from portal.selectors import listed_versions, sorted_overviews
from portal.views.lists import address_with, column, page_of


class PlanListView(View):
    """The plans that the person may see, filtered and sorted, with what they hold."""

    def get(self, request):
        versions = listed_versions(request.user)
        form = PlanListForm(request.GET, versions)
        plans = sorted_overviews(form.chosen(versions), form.order)
        if request.GET.get("download") == "xlsx":
            return table_download(plan_list_sheet(plans), "Kế hoạch của các tỉnh")
        context = {
            "form": form,
            "page": page_of(request, plans),
            "has_any": bool(plans) or versions.exists(),
            "columns": [column(request, *head, form.order, *rest) for head, rest in COLUMNS],
            "other_page": address_with(request) + "&page=",
            "download": address_with(request) + "&download=xlsx",
        }
        return render(request, "portal/plans.html", context)


COLUMNS = (
    (("province", "Tỉnh ban hành"), ()),
    (("number", "Văn bản"), ()),
    (("period", "Thời kỳ"), ()),
    (("tasks", "Nhiệm vụ"), ("", True)),
    (("money", "Kinh phí"), ("triệu đồng", True)),
    (("findings", "Sai lệch"), ("", True)),
)
