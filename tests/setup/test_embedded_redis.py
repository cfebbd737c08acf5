"""The Redis-protocol server of our own: answers, keeps nothing, ends with whoever started it."""

import os

import pytest
import redis

from sxsh_portal import embedded_redis
from sxsh_portal.embedded_redis import EmbeddedRedisError


def test_answers_while_the_block_runs():
    with embedded_redis.running() as url:
        client = redis.Redis.from_url(url)
        assert client.ping()
        assert client.config_get("save", "appendonly") == {"save": "", "appendonly": "no"}
        client.close()

    with pytest.raises(redis.ConnectionError):
        redis.Redis.from_url(url).ping()


def test_runs_without_an_installed_one(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))

    with embedded_redis.running() as url, redis.Redis.from_url(url) as client:
        assert client.ping()


def test_listens_on_loopback_only():
    with embedded_redis.running() as url, redis.Redis.from_url(url) as client:
        assert client.config_get("bind") == {"bind": "127.0.0.1"}


def test_says_why_it_cannot_start():
    with embedded_redis.running() as url:
        taken = int(url.rpartition(":")[2].partition("/")[0])

        with (
            pytest.raises(EmbeddedRedisError, match="không khởi động được ở cổng"),
            embedded_redis.running(taken),
        ):
            pass


def test_ends_when_its_parent_is_killed(in_process, is_alive, wait_until, descendants):
    parent = in_process(
        "from sxsh_portal import embedded_redis\n"
        "with embedded_redis.running() as url:\n"
        "    print(url, flush=True); import time; time.sleep(60)"
    )
    url = parent.stdout.readline().strip()
    assert redis.Redis.from_url(url).ping()
    children = descendants(parent.pid)
    assert children

    parent.kill()

    wait_until(lambda: not any(is_alive(child) for child in children))


def test_ends_when_its_parent_ended_before_it_began(in_process, is_alive, wait_until):
    tied = in_process(
        "import os, subprocess\n"
        "from sxsh_portal.processes import ending_with_parent\n"
        "command = ending_with_parent(['sleep', '60'])\n"
        "command[5] = '1000000000'  # a parent that is no more\n"
        "print(subprocess.run(command).returncode)"
    )

    out, _ = tied.communicate(timeout=20)

    assert out == "1\n"
    assert os.getpid() != 1000000000
