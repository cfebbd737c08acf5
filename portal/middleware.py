"""What happens around every request."""

from django.db import transaction
from django.http import Http404


class RequestTransactionMiddleware:
    """One transaction around view and rendering: a request is done whole or not at all.

    Templates are rendered inside it, and any exception (also 404 and 403, also one that the API turned into
    its answer) takes back what was written.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\0" in request.path:
            raise Http404  # nothing has such a name, and PostgreSQL cannot even be asked for it
        request.has_failed = False
        with transaction.atomic():
            response = self.get_response(request)
            request.has_failed |= getattr(response, "exception", False)  # set by Django REST framework
            if request.has_failed or response.status_code >= 500:
                transaction.set_rollback(True)
            return response

    def process_exception(self, request, exception):
        request.has_failed = True  # rolled back at the end: the error page may still read
