"""What is answered where nothing is, before any view is found."""

from django.core.exceptions import RequestDataTooBig
from django.http import JsonResponse
from django.shortcuts import render
from django.views import defaults

API = "/api/"
NOT_THERE = "Không có địa chỉ này; xem /api/v1/docs/."


def not_found(request, exception):
    """The page that says so; below the API its own form, also for addresses that no route can hold."""
    if request.path.startswith(API):
        return JsonResponse({"detail": NOT_THERE}, status=404)
    return defaults.page_not_found(request, exception)


def bad_request(request, exception):
    """The page that says so; of what was too large to be read it says that, and how to go on."""
    if isinstance(exception, RequestDataTooBig):
        return render(request, "too_large.html", status=413)
    return defaults.bad_request(request, exception)
