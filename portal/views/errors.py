"""What is answered where nothing is, before any view is found."""

from django.http import JsonResponse
from django.views import defaults

API = "/api/"
NOT_THERE = "Không có địa chỉ này; xem /api/v1/docs/."


def not_found(request, exception):
    """The page that says so; below the API its own form, also for addresses that no route can hold."""
    if request.path.startswith(API):
        return JsonResponse({"detail": NOT_THERE}, status=404)
    return defaults.page_not_found(request, exception)
