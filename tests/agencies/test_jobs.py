"""Jobs of the app. That a real worker runs them is tested in tests/sxsh_portal/test_celery.py."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from agencies.jobs import clear_expired_sessions, seal_history
from agencies.models import HistoryEntry, HistorySeal
from tests.factories import UserFactory


@pytest.mark.django_db
def test_only_expired_sessions_are_deleted_however_often():
    now = timezone.now()
    for key, left in {"da-het": -1, "het-lau": -400_000, "con": 60}.items():
        Session.objects.create(session_key=key, expire_date=now + timedelta(seconds=left))

    clear_expired_sessions()
    clear_expired_sessions()

    assert list(Session.objects.values_list("session_key", flat=True)) == ["con"]


@pytest.mark.django_db
def test_the_history_is_sealed_once_however_often_it_is_asked():
    UserFactory()
    seal_history()
    seals = HistorySeal.objects.count()
    seal_history()

    assert HistorySeal.objects.count() == seals > 0
    assert not HistoryEntry.objects.unsealed().exists()
