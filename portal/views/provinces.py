"""Provinces, as they were and as they are."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views import View

from agencies.models import Province
from portal.provinces import current_provinces, former_provinces, province_sheet


class ProvinceListView(View):
    """The provinces since the merger and before it, with their codes and plans."""

    def get(self, request):
        context = {"current": current_provinces(request.user), "former": former_provinces(request.user)}
        return render(request, "portal/provinces.html", context)


class ProvinceView(View):
    """A province's names and codes over time, who followed whom, its plans and its agencies."""

    def get(self, request, slug):
        try:
            sheet = province_sheet(slug, request.user)
        except Province.DoesNotExist:
            raise Http404 from None
        crumbs = [("Tỉnh, thành phố", reverse("provinces")), (sheet.name, "")]
        return render(request, "portal/province.html", {"sheet": sheet, "crumbs": crumbs})
