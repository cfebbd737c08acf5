"""Settings: development needs none, production refuses to start on unsafe ones and says which."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# What a person has set who has set nothing for the portal.
PLAIN = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "PYTHONUTF8")}
SAFE = {
    "SXSH_ENV": "production",
    "SECRET_KEY": "q7Zr2Vw9Kx4Nb6Tm1Yc8Ld3Gf5Hs0Jp-Ae_Ru.Oi,Wt;Xv:Bn=Mk+",
    "ALLOWED_HOSTS": "sxsh.example,www.sxsh.example",
    "DATABASE_URL": "postgresql://sxsh_web:mat-khau@db.example/sxsh",
    "DATABASE_WORKER_URL": "postgresql://sxsh_worker:mat-khau@db.example/sxsh",
    "DATABASE_OWNER_URL": "postgresql://sxsh_owner:mat-khau@db.example/sxsh",
    "REDIS_URL": "redis://redis.example/0",
}
HEAD = "Không khởi động ở chế độ vận hành (SXSH_ENV=production):"
FAULTS = {
    "no key": ({"SECRET_KEY": ""}, ["Thiếu SECRET_KEY."]),
    "short key": (
        {"SECRET_KEY": SAFE["SECRET_KEY"][:49]},
        ["SECRET_KEY quá yếu: cần ít nhất 50 ký tự ngẫu nhiên."],
    ),
    "dull key": ({"SECRET_KEY": "abcdefghi" * 9}, ["SECRET_KEY quá yếu: cần ít nhất 50 ký tự ngẫu nhiên."]),
    "key of development": (
        {"SECRET_KEY": "development-only-secret-key" + SAFE["SECRET_KEY"]},
        ["SECRET_KEY là khóa dành cho phát triển."],
    ),
    "key of startproject": (
        {"SECRET_KEY": "django-insecure-" + SAFE["SECRET_KEY"]},
        ["SECRET_KEY là khóa dành cho phát triển."],
    ),
    "short key of second factors": (
        {"SECOND_FACTOR_KEY": "ngan"},
        ["SECOND_FACTOR_KEY quá yếu: cần ít nhất 50 ký tự ngẫu nhiên."],
    ),
    "sign-on in plain text": (
        {"OIDC_SERVER_URL": "//sso.example", "OIDC_CLIENT_ID": "sxsh"},
        ["OIDC_SERVER_URL phải là địa chỉ https.", "Thiếu OIDC_SECRET."],
    ),
    "debug": ({"DEBUG": "true"}, ["DEBUG đang bật."]),
    "no hosts": ({"ALLOWED_HOSTS": ""}, ["Thiếu ALLOWED_HOSTS."]),
    "all hosts": ({"ALLOWED_HOSTS": "sxsh.example,*"}, ["ALLOWED_HOSTS không được là *."]),
    "no database": ({"DATABASE_URL": ""}, ["Thiếu DATABASE_URL."]),
    "no database for the worker": (
        {"SXSH_DATABASE_ROLE": "worker", "DATABASE_WORKER_URL": ""},
        ["Thiếu DATABASE_WORKER_URL."],
    ),
    "no database for the owner": (
        {"SXSH_DATABASE_ROLE": "owner", "DATABASE_OWNER_URL": ""},
        ["Thiếu DATABASE_OWNER_URL."],
    ),
    "one role for two": (
        {"DATABASE_WORKER_URL": "postgresql://sxsh_web:mat-khau@db.example/sxsh"},
        [
            "DATABASE_URL, DATABASE_WORKER_URL, DATABASE_OWNER_URL phải là của những vai trò khác nhau "
            "trong cơ sở dữ liệu."
        ],
    ),
    "no broker": ({"REDIS_URL": ""}, ["Thiếu REDIS_URL."]),
    "moved clock": ({"SXSH_NOW": "2018-12-20"}, ["SXSH_NOW (đồng hồ trình diễn) không được đặt."]),
}
SHOWN = """
import json
from sxsh_portal import settings
print(json.dumps({name: value for name, value in vars(settings).items() if name.isupper()}, default=str))
"""


def start(environment: dict[str, str], *command: str) -> subprocess.CompletedProcess:
    command = command or ("-c", SHOWN)
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=PLAIN | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


def settings_with(environment: dict[str, str]) -> dict:
    started = start(environment)
    assert started.returncode == 0, started.stderr
    return json.loads(started.stdout)


def refusal(environment: dict[str, str]) -> list[str]:
    """The faults that a start names, or fails if it starts."""
    started = start(environment)
    assert started.returncode == 1, started.stdout
    message = started.stderr.rpartition("ImproperlyConfigured: ")[2].splitlines()
    assert message[0] == HEAD
    return [line.removeprefix("- ") for line in message[1:]]


@pytest.mark.parametrize("fault", FAULTS)
def test_production_refuses_and_names_the_fault(fault):
    changes, named = FAULTS[fault]
    assert refusal(SAFE | changes) == named


def test_a_missing_setting_is_as_bad_as_an_empty_one():
    assert refusal({"SXSH_ENV": "production"}) == [
        "Thiếu SECRET_KEY.",
        "Thiếu ALLOWED_HOSTS.",
        "Thiếu DATABASE_URL.",
        "Thiếu REDIS_URL.",
    ]


def test_all_faults_are_named_at_once():
    unsafe = {"SECRET_KEY": "ngan", "DEBUG": "1", "ALLOWED_HOSTS": "*", "SXSH_NOW": "2018-12-20"}

    assert len(refusal({"SXSH_ENV": "production"} | unsafe)) == 6


def test_no_command_runs_on_unsafe_settings():
    for command in (["manage.py", "check"], ["-m", "celery", "-A", "sxsh_portal", "report"]):
        started = start(SAFE | {"DEBUG": "true"}, *command)
        assert started.returncode != 0
        assert "DEBUG đang bật." in started.stderr


def test_production_starts_on_safe_settings_and_django_finds_no_fault():
    started = start(SAFE, "manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert started.returncode == 0, started.stderr
    assert "no issues (0 silenced)" in started.stdout + started.stderr


def test_production_is_strict():
    settings = settings_with(SAFE)

    assert settings["DEBUG"] is False
    assert settings["DEMO_ACCOUNTS"] is False
    assert settings["SXSH_NOW"] is None
    assert settings["ALLOWED_HOSTS"] == ["sxsh.example", "www.sxsh.example"]
    for name in ("SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"):
        assert settings[name] is True
    assert settings["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert settings["DATABASES"]["default"]["ENGINE"] == "django_prometheus.db.backends.postgresql"
    assert settings["DATABASES"]["default"]["HOST"] == "db.example"
    assert settings["CELERY_BROKER_URL"] == "redis://redis.example/0"
    assert "Manifest" in settings["STORAGES"]["staticfiles"]["BACKEND"]


def test_development_needs_no_setting():
    settings = settings_with({})

    assert settings["DEBUG"] is False  # pages of errors are those that users see
    assert settings["DEMO_ACCOUNTS"] is True
    assert settings["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert settings["DATABASES"]["default"]["ENGINE"] == "sxsh_portal.embedded_postgres"
    assert settings["DATABASES"]["default"]["USER"] == "sxsh_web"
    assert settings["CELERY_BROKER_URL"].startswith("redis://127.0.0.1:")


def test_what_is_set_is_taken():
    settings = settings_with(
        {
            "DEBUG": "true",
            "SXSH_NOW": "2018-12-20",
            "DATABASE_URL": "postgresql://a:b@localhost:6000/c",
            "DATABASE_POOL_SIZE": "3",
            "REDIS_URL": "redis://localhost:6001/2",
            "CSRF_TRUSTED_ORIGINS": "https:" + "//sxsh.example",
        }
    )

    assert (settings["DEBUG"], settings["SXSH_NOW"]) == (True, "2018-12-20")
    database = settings["DATABASES"]["default"]
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("localhost", 6000, "c")
    assert database["OPTIONS"]["pool"]["max_size"] == 3
    assert settings["CELERY_BROKER_URL"] == "redis://localhost:6001/2"
    assert settings["CSRF_TRUSTED_ORIGINS"] == ["https:" + "//sxsh.example"]


def test_vietnamese_is_the_language_and_hanoi_the_time(settings):
    assert (settings.LANGUAGE_CODE, settings.TIME_ZONE) == ("vi", "Asia/Ho_Chi_Minh")
    assert settings.USE_TZ is True
    assert settings.AUTH_USER_MODEL == "agencies.User"


def test_a_misspelt_environment_does_not_start_as_development():
    started = start({"SXSH_ENV": "prod"})

    assert started.returncode != 0
    assert "SXSH_ENV=prod: chỉ nhận development hoặc production." in started.stderr


@pytest.mark.parametrize("role", ["web", "worker", "owner"])
def test_with_one_address_everybody_signs_in_there_and_becomes_what_it_should_be(role):
    database = settings_with({"DATABASE_URL": "postgresql://a:b@localhost/c", "SXSH_DATABASE_ROLE": role})[
        "DATABASES"
    ]

    assert database["default"]["USER"] == "a"
    become = {"owner": "-c app.all_provinces=on"}.get(role, f"-c role=sxsh_{role}")
    assert database["default"]["OPTIONS"]["options"] == become


@pytest.mark.parametrize("role", ["web", "worker", "owner"])
def test_with_an_address_for_each_everybody_has_its_own(role):
    addresses = {
        f"DATABASE_{name}URL": f"postgresql://{role}:b@localhost/c"
        for name, role in (("", "web"), ("WORKER_", "worker"), ("OWNER_", "owner"))
    }
    database = settings_with(addresses | {"SXSH_DATABASE_ROLE": role})["DATABASES"]["default"]

    assert database["USER"] == role
    assert database["OPTIONS"].get("options", "") == ("-c app.all_provinces=on" if role == "owner" else "")


def test_a_misspelt_role_does_not_start():
    assert (
        "SXSH_DATABASE_ROLE=boss: chỉ nhận web, worker, owner."
        in start({"SXSH_DATABASE_ROLE": "boss"}).stderr
    )


def test_no_variable_opens_the_first_wall():
    assert settings_with({"FIRST_WALL_OPEN": "true"})["FIRST_WALL_OPEN"] is False
