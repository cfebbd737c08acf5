"""The cache that counts attempts to sign in: what Django promises of a cache, in one statement a change."""

import time

import pytest
from django.core.cache import caches

from sxsh_portal import table_cache

pytestmark = pytest.mark.django_db


@pytest.fixture
def cache():
    return caches["default"]


def test_what_is_set_is_got_until_it_expires(cache):
    cache.set("a", [1, "đ"], timeout=60)
    cache.set("gone", 1, timeout=-1)
    cache.set("lasting", 2, timeout=None)

    assert cache.get_many(["a", "gone", "lasting"]) == {"a": [1, "đ"], "lasting": 2}


def test_set_replaces_and_add_does_not(cache):
    cache.set("a", 1)
    cache.set("a", 2)

    assert not cache.add("a", 3)
    assert cache.get("a") == 2


def test_add_takes_the_place_of_what_has_expired(cache):
    assert cache.add("lock", 1, timeout=0.01)
    time.sleep(0.02)

    assert cache.add("lock", 2)
    assert not cache.add("lock", 3)
    assert cache.get("lock") == 2


def test_touch_prolongs_only_what_is_there(cache):
    cache.set("a", 1, timeout=60)
    cache.set("gone", 1, timeout=-1)

    assert cache.touch("a", 600)
    assert not cache.touch("gone", 600)
    assert not cache.touch("never", 600)


def test_each_change_is_one_statement(cache, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(table_cache, "COUNTED", 0)
    for change in (cache.set, cache.add):
        with django_assert_num_queries(1):
            change("a", 1)


def test_rows_beyond_the_limit_are_taken_out(cache, monkeypatch):
    monkeypatch.setattr(table_cache, "COUNTED", 1)
    monkeypatch.setattr(cache, "_max_entries", 10)
    for number in range(30):
        cache.set(f"{number}", number, timeout=60)

    assert len(cache.get_many([str(number) for number in range(30)])) < 15
