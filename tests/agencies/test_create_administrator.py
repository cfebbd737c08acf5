"""manage.py create_administrator."""

import io
import os
import pty
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from agencies.enums import Role
from agencies.models import Agency, Membership, User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "Sông Đà chảy 2026"


@pytest.fixture
def create(monkeypatch):
    def run(email="Quan.Tri@Example.VN ", name="Trần Thị Bình", password=PASSWORD):
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{password}\nnot read\n"))
        call_command("create_administrator", email=email, name=name, password_stdin=True)

    return run


def test_the_administrator_signs_in_and_sees_all_provinces(create, client, capsys):
    create()

    user = User.objects.get(email="quan.tri@example.vn")
    membership = Membership.objects.get(user=user)
    assert (membership.role, membership.agency.slug, membership.province) == (
        Role.PORTAL_ADMIN,
        "bo-cong-thuong",
        None,
    )
    assert user.sees_all_provinces
    assert (user.full_name, user.is_superuser, user.is_demo) == ("Trần Thị Bình", False, False)
    assert capsys.readouterr().out == "Đã tạo tài khoản quản trị cổng quan.tri@example.vn.\n"
    answer = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"password": "ngan"}, "ít nhất 12 ký tự"),
        ({"password": "password1234"}, "phổ biến"),
        ({"password": "quan.tri@example.vn"}, "giống"),
        ({"email": "khong phai dia chi"}, "hợp lệ"),
        ({"name": "  "}, "để trắng"),
        ({"name": "a\x00b"}, "hãy nhập lại"),
    ],
)
def test_what_does_not_fit_is_told_in_vietnamese_and_makes_nothing(create, wrong, message):
    before = User.objects.count()
    with pytest.raises(CommandError, match=message):
        create(**wrong)

    assert (User.objects.count(), Membership.objects.filter(role=Role.PORTAL_ADMIN).count()) == (before, 0)


def test_an_account_that_exists_is_left_alone(create):
    user = UserFactory(email="quan.tri@example.vn", full_name="Người khác")
    with pytest.raises(CommandError, match=r"Đã có tài khoản quan\.tri@example\.vn"):
        create()

    user.refresh_from_db()
    assert (user.full_name, user.memberships.count()) == ("Người khác", 0)


def test_before_the_reference_data_are_loaded_it_says_what_to_do(create):
    Agency.objects.filter(slug="bo-cong-thuong", province=None).update(slug="khac")
    with pytest.raises(CommandError, match=r"hãy chạy manage\.py prepare trước"):
        create()


def at_a_terminal(url: str, *typed: str) -> tuple[int, str]:
    """Exit code and what the terminal shows when these lines are typed at the questions."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "create_administrator", "--email=quan.tri@example.vn", "--name=Bình"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url, "PYTHONUTF8": "1"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    shown, deadline = b"", time.monotonic() + 60
    answers = iter(typed)
    while time.monotonic() < deadline:
        try:
            shown += os.read(ours, 4096)
        except OSError:  # the other side is closed
            break
        if shown.endswith("khẩu: ".encode()):
            os.write(ours, f"{next(answers)}\n".encode())
    os.close(ours)
    return process.wait(timeout=10), shown.decode()


def test_at_a_terminal_the_password_is_asked_twice_and_not_shown(cloned_database):
    code, shown = at_a_terminal(cloned_database, PASSWORD, "another")
    assert (code, "Hai lần nhập không giống nhau" in shown) == (1, True)

    code, shown = at_a_terminal(cloned_database, PASSWORD, PASSWORD)
    assert (code, PASSWORD in shown) == (0, False), shown
    with psycopg.connect(cloned_database) as database:
        assert database.execute("SELECT email, full_name FROM agencies_user").fetchall() == [
            ("quan.tri@example.vn", "Bình")
        ]
