"""What is counted of requests for monitoring: answers by status, the time of each page, and what went wrong.

django-prometheus counts some twenty things more, in a file that all processes share: that took a fortieth of a page.
"""

from django_prometheus import middleware

COUNTED = {
    "django_http_requests_latency_seconds_by_view_method",
    "django_http_responses_total_by_status",
    "django_http_exceptions_total_by_type",
    "django_http_exceptions_total_by_view",
}


class _Uncounted:
    """Takes what a metric is told, and forgets it."""

    def labels(self, **_):
        return self

    def inc(self):
        pass

    def observe(self, _):
        pass


class RequestMetrics(middleware.Metrics):
    """The metrics of django-prometheus under their names, those in COUNTED alone."""

    def register_metric(self, metric_cls, name, documentation, labelnames=(), **options):
        if name not in COUNTED:
            return _Uncounted()
        return super().register_metric(metric_cls, name, documentation, labelnames, **options)


class CountingMiddleware(middleware.PrometheusAfterMiddleware):
    """Counts requests, and how long each takes inside; among the last middlewares, around the views."""

    metrics_cls = RequestMetrics
