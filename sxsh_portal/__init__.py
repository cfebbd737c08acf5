"""The project: settings, addresses, the Celery application. No models, no rules."""

from sxsh_portal.celery import app as celery_app

__all__ = ["celery_app"]
