"""Attempts to sign in are counted for all processes of the web together, without Redis."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.cache import cache

from tests.agencies.signing_in import somebody

# Six wrong passwords, and what was said to each.
GUESS = """
import re, sys, django
django.setup()
from django.test import Client
client = Client(SERVER_NAME="localhost")
sys.stdin.readline()
for number in range(6):
    answer = client.post("/accounts/login/", {"login": sys.argv[1], "password": f"sai {number}"})
    [said] = re.findall('field-error">(.*?)<|<li>([^<]+)</li>', answer.content.decode())[:1]
    print(said[1], flush=True)
"""
NOBODY = "redis://127.0.0.1:9/0"


@pytest.mark.usefixtures("on_clone")
def test_two_processes_that_guess_at_once_have_five_guesses_together(cloned_database):
    user = somebody()
    environment = os.environ | {
        "DATABASE_URL": cloned_database,
        "DJANGO_SETTINGS_MODULE": "sxsh_portal.settings",
        "REDIS_URL": NOBODY,
        "SXSH_DATABASE_ROLE": "web",
    }
    guessing = [
        subprocess.Popen(
            [sys.executable, "-c", GUESS, user.email],
            cwd=settings.BASE_DIR,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for process in guessing:
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [line for process in guessing for line in process.communicate()[0].splitlines()]

    assert [process.returncode for process in guessing] == [0, 0]
    assert sorted(said) == sorted(
        ["Nhập sai quá nhiều lần. Hãy đợi vài phút rồi thử lại."] * 7
        + ["Thư điện tử hoặc mật khẩu không đúng. Hãy kiểm tra và nhập lại."] * 5
    )


@pytest.mark.django_db
def test_the_cache_forgets_what_has_run_out():
    cache.set("lasts", 1, timeout=60)
    cache.set("over", 1, timeout=-1)

    assert (cache.get("lasts"), cache.get("over")) == (1, None)
    assert cache.add("lasts", 2) is False
