"""What programs ask that watch the portal: is it well, and its figures."""

import ipaddress
import secrets

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View

from portal import health, metrics

PROXY_HEADERS = ("X-Forwarded-For", "X-Forwarded-Proto", "Forwarded")


@method_decorator(login_not_required, name="dispatch")
class HealthView(View):
    """Public: ok or not, by part, as JSON or as a page; 503 when nothing can be served."""

    def get(self, request):
        found = health.look()
        status = 200 if found.is_serving else 503
        if request.get_preferred_type(["application/json", "text/html"]) == "text/html":
            response = render(request, "portal/health.html", {"health": found}, status=status)
        else:
            parts = {part.name: "ok" if well else "failing" for part, well in found.parts}
            response = JsonResponse({"status": found.status, "parts": parts}, status=status)
        response["Cache-Control"] = "no-store"
        return response


@method_decorator(login_not_required, name="dispatch")
class MetricsView(View):
    """Figures for who has METRICS_TOKEN; without one set, for programs on this machine. Others find nothing."""

    def get(self, request):
        if not may_read_metrics(request):
            raise Http404
        return HttpResponse(metrics.page(), content_type=metrics.CONTENT_TYPE)


def may_read_metrics(request) -> bool:
    """By the token, where there is one; else a direct request from this machine (a proxy's says so)."""
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "")
        return secrets.compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode())
    if any(header in request.headers for header in PROXY_HEADERS):
        return False
    try:
        return ipaddress.ip_address(request.META["REMOTE_ADDR"]).is_loopback
    except ValueError:
        return False  # a socket of this machine has no address: it is a proxy's
