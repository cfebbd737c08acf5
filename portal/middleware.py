"""What happens around every request."""

from django.db import transaction


class RequestTransactionMiddleware:
    """One transaction around view and rendering: a request is done whole or not at all.

    Templates are rendered inside it, and any exception (also 404 and 403) takes back what was written.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.has_failed = False
        with transaction.atomic():
            response = self.get_response(request)
            if request.has_failed or response.status_code >= 500:
                transaction.set_rollback(True)
            return response

    def process_exception(self, request, exception):
        request.has_failed = True  # rolled back at the end: the error page may still read
