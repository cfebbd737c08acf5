"""What the API answers when it refuses.

Most texts of Django REST framework are in `locale/vi`; here are those that name Python's own things, and so
cannot be translated.
"""

from django.core.exceptions import RequestDataTooBig
from django.http import Http404
from rest_framework import status
from rest_framework.exceptions import APIException, NotFound, ParseError
from rest_framework.response import Response
from rest_framework.views import exception_handler


class TooLarge(APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = "Nội dung gửi lên quá lớn."


def refusal(error: Exception, context: dict) -> Response | None:
    """The answer to a request that ended with this error; None for an error of ours."""
    if isinstance(error, Http404):  # "No PlanVersion matches the given query."
        error = NotFound()
    elif isinstance(error, RequestDataTooBig):
        error = TooLarge()
    elif isinstance(error, ParseError):  # "JSON parse error - Expecting value: line 1"
        error = ParseError("Nội dung gửi lên không phải là JSON.")
    return exception_handler(error, context)
