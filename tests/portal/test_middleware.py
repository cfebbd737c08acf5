"""A request is done whole or not at all: views of our own behind the portal's middleware."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation, ValidationError
from django.db import connection, transaction
from django.http import Http404, HttpResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.urls import include, path
from rest_framework import exceptions
from rest_framework.decorators import api_view
from rest_framework.response import Response

from agencies.enums import Role
from agencies.models import Agency
from tests.factories import AgencyFactory

pytestmark = pytest.mark.django_db
TRACE = "dau-vet"
depths = []  # how many savepoints were open when something happened


def write() -> None:
    AgencyFactory(slug=TRACE)


def answering(make):
    """A view that writes and then answers so, or fails so."""

    def view(request):
        write()
        depths.append(len(connection.savepoint_ids))
        return make(request)

    return view


def raising(error):
    def fail(request):
        raise error

    return answering(fail)


def breaking_the_database(request):
    write()  # the same slug again


def recovering(request):
    with pytest.raises(Exception, match="agency_slug_once"), transaction.atomic():
        write()
    return HttpResponse("còn")


def rendering(request):
    text = "{% for depth in depths %}{{ depth }}{% endfor %}{{ more }}"
    context = {
        "depths": lambda: [depths.append(len(connection.savepoint_ids)) or ""],
        "more": more_of(request),
    }
    return TemplateResponse(request, engines["django"].from_string(text), context)


def more_of(request):
    def fail():
        raise LookupError("while rendering")

    return fail if "fail" in request.GET else "xong"


def api_answering(make):
    @api_view(["GET"])
    def view(request):
        write()
        return make()

    return view


def api_raising(error):
    def fail():
        raise error

    return api_answering(fail)


def named(request, name):
    return HttpResponse(Agency.objects.filter(slug=name).count())


urlpatterns = [
    path("named/<path:name>/", named),
    path("ok/", answering(lambda request: HttpResponse("xong"))),
    path("unfit/", answering(lambda request: HttpResponse("chưa", status=422))),
    path("error-answer/", answering(lambda request: HttpResponse("hỏng", status=503))),
    path("error/", raising(LookupError("hỏng"))),
    path("not-found/", raising(Http404())),
    path("forbidden/", raising(PermissionDenied())),
    path("suspicious/", raising(SuspiciousOperation())),
    path("unfit-error/", raising(ValidationError("hỏng"))),
    path("broken/", answering(breaking_the_database)),
    path("recovered/", answering(recovering)),
    path("rendered/", answering(rendering)),
    path("api/ok/", api_answering(lambda: Response({"a": 1}))),
    path("api/unfit/", api_raising(exceptions.ValidationError("hỏng"))),
    path("api/not-found/", api_raising(Http404())),
    path("api/forbidden/", api_raising(PermissionDenied())),
    path("api/error/", api_raising(LookupError("hỏng"))),
    path("", include("sxsh_portal.urls")),
]


@pytest.fixture
def get(signed_in, settings):
    """get(address) is what a signed-in person gets from the views above."""
    settings.ROOT_URLCONF = __name__
    client = signed_in(Role.MINISTRY_OFFICIAL)  # whose role of the database may write a national agency
    client.raise_request_exception = False
    depths.clear()
    return client.get


def is_written() -> bool:
    return Agency.objects.filter(slug=TRACE).exists()


@pytest.mark.parametrize(
    ("address", "status"), [("/ok/", 200), ("/unfit/", 422), ("/recovered/", 200), ("/api/ok/", 200)]
)
def test_an_answer_keeps_what_was_written(address, status, get):
    assert get(address).status_code == status
    assert is_written()


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/error/", 500),
        ("/error-answer/", 503),
        ("/not-found/", 404),
        ("/forbidden/", 403),
        ("/suspicious/", 400),
        ("/unfit-error/", 500),
        ("/broken/", 500),
        ("/api/unfit/", 400),
        ("/api/not-found/", 404),
        ("/api/forbidden/", 403),
        ("/api/error/", 500),
    ],
)
def test_a_failure_takes_back_what_was_written(address, status, get):
    assert get(address).status_code == status
    assert not is_written()
    assert get("/account/").status_code == 200  # and the connection can be used


def test_a_page_is_rendered_inside_the_transaction_of_its_view(get):
    outside = len(connection.savepoint_ids)
    answer = get("/rendered/")

    assert answer.content.decode() == "xong"
    assert depths == [outside + 1, outside + 1]
    assert is_written()


def test_a_page_that_cannot_be_rendered_takes_back_what_was_written(get):
    assert get("/rendered/?fail").status_code == 500
    assert not is_written()


@pytest.mark.parametrize("address", ["/not-found/", "/forbidden/"])
def test_the_page_of_a_failure_may_still_read(address, get):
    answer = get(address)

    assert str(answer.wsgi_request.user) in answer.content.decode()


@pytest.mark.parametrize("address", ["/named/a\0b/", "/named/\0/", "/\0"])
def test_an_address_with_a_nul_character_leads_nowhere(address, get):
    assert get("/named/khong-co/").content == b"0"
    assert get(address).status_code == 404


@pytest.mark.parametrize("address", ["/ok/", "/api/ok/", "/not-found/", "/error/", "/account/"])
def test_no_answer_may_be_kept_on_the_way(address, get):
    assert "no-store" in get(address).headers["Cache-Control"]
