"""The first page."""

from django.shortcuts import render
from django.urls import reverse
from django.views import View

from core import clock
from portal.home.sections import home_sections


class HomeView(View):
    """What the person must do now, and by when, for each role that they hold."""

    def get(self, request):
        context = {
            "sections": home_sections(request.user),
            "today": clock.today(),
            "plans_url": reverse("plans"),
        }
        return render(request, "portal/home.html", context)
