"""The Celery application. Units of work are called jobs and live in each app's `jobs` module.

A row in PostgreSQL is the truth and the broker only the doorbell, so a lost message costs time, never
data. The settings are those that survived `kill -9` of worker and broker in trials.
"""

import logging.config
import os

from celery import Celery
from celery.signals import celeryd_init, setup_logging
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sxsh_portal.settings")

app = Celery("sxsh_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(related_name="jobs")
app.steps["worker"].add(DjangoStructLogInitStep)


@celeryd_init.connect
def make_sure_of_the_database(**_) -> None:
    """No job runs where the database would let a forgotten filter through."""
    from sxsh_portal.serving import refuse_unsafe_database

    refuse_unsafe_database()


@setup_logging.connect
def write_lines_as_the_portal_does(**_) -> None:
    """Worker and beat log by the LOGGING setting; Celery's own set-up and --loglevel do not apply."""
    from django.conf import settings

    logging.config.dictConfig(settings.LOGGING)
