"""The portal, each answer telling how many queries it took; beside it in the same processes a bare Django view."""

from django.core.handlers.wsgi import WSGIRequest
from django.db import connection
from django.http import HttpResponse

from benchmarks._portal import BARE, QUERIES
from sxsh_portal.wsgi import application as portal


def bare(request) -> HttpResponse:
    """As little as Django can answer: no middleware, no database, no template."""
    return HttpResponse(f"{request.method} {request.path}")


def application(environ, start_response):
    if environ["PATH_INFO"] == BARE:
        response = bare(WSGIRequest(environ))
        start_response("200 OK", list(response.items()))
        return response
    asked = 0

    def counted(execute, *arguments):
        nonlocal asked
        asked += 1
        return execute(*arguments)

    def start(status, headers, *exc_info):
        return start_response(status, [*headers, (QUERIES, str(asked))], *exc_info)

    with connection.execute_wrapper(counted):
        return portal(environ, start)
