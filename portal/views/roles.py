"""What each role may do, for everybody signed in."""

from django.shortcuts import render
from django.views import View

from agencies.enums import Role
from agencies.rights import SHOULD_HOLD, Right, reach_words


class RolesView(View):
    """Who should hold which role, and how far each right of it reaches; one's own role is marked."""

    def get(self, request):
        acting = request.user.membership
        context = {
            "acting": acting,
            "roles": [(role, SHOULD_HOLD[role]) for role in Role],
            "rights": [(right, [(role, reach_words(role, right)) for role in Role]) for right in Right],
        }
        return render(request, "portal/roles.html", context)
