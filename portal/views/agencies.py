"""The directory of agencies, and what all plans ask of one."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views import View

from agencies.rights import Right
from portal.directory import agency_sheet, listed_agencies, with_counts
from portal.filters import AgencyListForm
from portal.views.lists import address_of, page_of


class AgencyListView(View):
    """The agencies that the person may see, filtered, by province and name."""

    def get(self, request):
        agencies = listed_agencies(request.user)
        form = AgencyListForm(request.GET, agencies)
        page = page_of(request, form.chosen(agencies))
        context = {
            "form": form,
            "page": page,
            "rows": with_counts(page.object_list, request.user),
            "other_page": address_of(request) + "&page=",
            "may_add": request.user.may(Right.EDIT_AGENCIES),
        }
        return render(request, "portal/agencies.html", context)


class AgencyView(View):
    """Everything that an agency leads, coordinates and must do, and who follows whom."""

    def get(self, request, public_id):
        agency = get_object_or_404(listed_agencies(request.user), public_id=public_id)
        sheet = agency_sheet(agency, request.user)
        directory = reverse("agencies")
        crumbs = [("Cơ quan", directory), (agency.name, "")]
        if sheet.province:
            crumbs.insert(1, (sheet.province.name, f"{directory}?province={agency.province.slug}"))
        return render(request, "portal/agency.html", {"sheet": sheet, "crumbs": crumbs})
