"""Figures for monitoring, in the form of Prometheus: those of requests and queries, and our own.

Requests and queries are counted in each process as they happen (django-prometheus; over all processes of
gunicorn where PROMETHEUS_MULTIPROC_DIR names a folder). Our own are read when they are asked for.
"""

import json
import os
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest, multiprocess
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from agencies.selectors import count_mails
from core import scope
from core.scope import Scope
from plans.models import Plan
from reporting.enums import OPEN_STATUSES, RunStatus
from reporting.selectors import count_runs

CONTENT_TYPE = CONTENT_TYPE_LATEST


def page() -> bytes:
    """All figures of now."""
    requests = REGISTRY
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        requests = CollectorRegistry()
        multiprocess.MultiProcessCollector(requests)
    ours = CollectorRegistry()
    ours.register(PortalCollector())
    return generate_latest(requests) + generate_latest(ours)


class PortalCollector(Collector):
    """What only the portal knows about itself."""

    def describe(self) -> list[Metric]:
        return []  # else registering would already collect

    def collect(self) -> Iterator[Metric]:
        yield GaugeMetricFamily("sxsh_plans", "Plans in force.", plans_in_force())
        yield from runs()
        yield from mails()
        if settings.FILES_DIR.exists():
            free = shutil.disk_usage(settings.FILES_DIR).free
            yield GaugeMetricFamily("sxsh_files_free_bytes", "Room left for documents.", free)
        # A backup's name is its time, and its manifest is written last (sxsh_portal.backup).
        if manifests := sorted(settings.BACKUP_DIR.glob("sxsh-*/manifest.json")):
            made = datetime.fromisoformat(json.loads(manifests[-1].read_text())["time"]).timestamp()
            yield GaugeMetricFamily(
                "sxsh_last_backup_timestamp_seconds", "When the newest backup was made.", made
            )


def plans_in_force() -> int:
    """How many plans everybody may read."""
    with scope.scoped(Scope()):
        return Plan.objects.count()


def runs() -> Iterator[Metric]:
    """How many documents wait, are being made or failed of late, and how long the oldest has been at it."""
    now = timezone.now()
    counted = GaugeMetricFamily(
        "sxsh_runs", "Documents, by status; finished ones of the last day.", labels=["status"]
    )
    oldest = GaugeMetricFamily("sxsh_runs_oldest_seconds", "Age of the oldest, by status.", labels=["status"])
    by_status = count_runs(finished_after=now - timedelta(days=1))
    for status in RunStatus:
        number, since = by_status.get(status, (0, now))
        counted.add_metric([status], number)
        if status in OPEN_STATUSES or status == RunStatus.FAILED:
            oldest.add_metric([status], (now - since).total_seconds())
    yield counted
    yield oldest


def mails() -> Iterator[Metric]:
    """How many mails wait, are due and in doubt, and since when the oldest does."""
    now, by_state = timezone.now(), count_mails()
    counted = GaugeMetricFamily("sxsh_mails", "Mails that have not ended, by state.", labels=["state"])
    oldest = GaugeMetricFamily("sxsh_mails_oldest_seconds", "Age of the oldest, by state.", labels=["state"])
    for state in ("waiting", "due", "in_doubt"):
        number, since = by_state.get(state, (0, now))
        counted.add_metric([state], number)
        oldest.add_metric([state], (now - since).total_seconds())
    yield counted
    yield oldest
