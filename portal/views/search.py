"""Search over all plans and the directory."""

from django.shortcuts import render
from django.views import View

from portal.found import found_places
from portal.views.lists import address_of


class SearchView(View):
    """Every place that holds the words asked, by kind; of one kind all of them, in parts."""

    def get(self, request):
        asked = request.GET.get("q", "").replace("\0", "").strip()[:200]
        found = found_places(request.user, asked, request.GET.get("kind", ""), request.GET.get("page", ""))
        context = {"asked": asked, "found": found, "other_page": address_of(request) + "&page="}
        return render(request, "portal/search.html", context)
