"""Ringing for a worker: a broker that is away or hangs costs next to nothing."""

import socket
import time

import pytest
from celery import current_app

from core import doorbell
from sxsh_portal import embedded_redis

JOB = "agencies.jobs.deliver_mail"


@pytest.fixture
def broker_at(monkeypatch):
    def use(port: int) -> None:
        monkeypatch.setattr(current_app.conf, "broker_write_url", embedded_redis.url(port))

    return use


@pytest.fixture
def hanging():
    """The port of a broker that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def seconds_of_ringing() -> float:
    began = time.monotonic()
    doorbell.ring(JOB, "x")
    return time.monotonic() - began


def test_a_broker_that_hangs_is_waited_for_once(broker_at, hanging, caplog):
    broker_at(hanging)

    assert 1 < seconds_of_ringing() < 8
    assert seconds_of_ringing() + seconds_of_ringing() < 0.5
    assert len(caplog.records) == 1


def test_a_broker_that_was_away_is_rung_for_again_after_a_while(broker_at, monkeypatch):
    port = embedded_redis.free_port()
    broker_at(port)
    doorbell.ring(JOB, "x")
    with embedded_redis.running(port) as url, current_app.connection_for_write() as connection:
        doorbell.ring(JOB, "too soon")
        assert connection.SimpleQueue("celery").qsize() == 0, url
        monkeypatch.setattr(doorbell, "_silent_until", {})
        doorbell.ring(JOB, "x")
        assert current_app.connection_for_write().SimpleQueue("mail").qsize() == 1


def test_another_broker_is_rung_for_all_the_same(broker_at, hanging):
    broker_at(hanging)
    doorbell.ring(JOB, "x")
    port = embedded_redis.free_port()
    with embedded_redis.running(port):
        broker_at(port)
        doorbell.ring(JOB, "x")
        assert current_app.connection_for_write().SimpleQueue("mail").qsize() == 1
