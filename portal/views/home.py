"""The first page."""

from django.shortcuts import render
from django.views import View

from portal.selectors import plan_overview


class HomeView(View):
    """The plans that the person may see, with what they hold and where they contradict themselves."""

    def get(self, request):
        return render(request, "portal/home.html", {"plans": plan_overview(request.user)})
