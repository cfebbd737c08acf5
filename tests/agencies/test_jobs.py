"""Jobs of the app. That a real worker runs them is tested in tests/sxsh_portal/test_celery.py."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from agencies.jobs import clear_expired_sessions, seal_history
from agencies.models import HistoryEntry, HistorySeal
from tests.agencies.signing_in import sign_in_wholly, somebody
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
def test_from_where_a_session_was_used_and_old_attempts_are_forgotten_with_it():
    here = sign_in_wholly(somebody())
    gone = sign_in_wholly(somebody())
    Session.objects.filter(session_key=gone.session.session_key).update(
        expire_date=timezone.now() - timedelta(seconds=1)
    )
    cache.set("lasts", 1, timeout=60)
    cache.set("over", 1, timeout=-3600)

    clear_expired_sessions()

    assert [used.session_key for used in UserSession.objects.all()] == [here.session.session_key]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT cache_key FROM agencies_cache WHERE cache_key LIKE ANY (ARRAY['%lasts', '%over'])"
        )
        assert cursor.fetchall() == [(":1:lasts",)]


@pytest.mark.django_db
def test_the_history_is_sealed_once_however_often_it_is_asked():
    UserFactory()
    seal_history()
    seals = HistorySeal.objects.count()
    seal_history()

    assert HistorySeal.objects.count() == seals > 0
    assert not HistoryEntry.objects.unsealed().exists()
