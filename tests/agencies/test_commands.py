"""manage.py api_token."""

import pytest
from django.core.management import CommandError, call_command

from agencies.models import ApiToken
from agencies.services import MAX_TOKENS, create_api_token
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return UserFactory(email="lan@example.vn")


def test_the_secret_is_all_that_is_printed(user, capsys):
    call_command("api_token", " Lan@example.VN ", name="Bảng tính")
    printed = capsys.readouterr().out

    token = ApiToken.objects.for_secret(printed.removesuffix("\n")).get()
    assert (token.user, token.name) == (user, "Bảng tính")


def test_a_token_without_name_says_where_it_came_from(user):
    call_command("api_token", user.email)

    assert user.api_tokens.get().name == "Tạo từ dòng lệnh"


@pytest.mark.parametrize("email", ["khong-ai@example.vn", "dong@example.vn"])
def test_nobody_and_closed_accounts_get_none(email):
    UserFactory(email="dong@example.vn", is_active=False)
    with pytest.raises(CommandError, match=f"Không có người dùng đang hoạt động với thư điện tử {email}"):
        call_command("api_token", email)

    assert not ApiToken.objects.exists()


def test_a_name_that_does_not_fit_is_told(user):
    with pytest.raises(CommandError, match="Tên không quá 100 ký tự"):
        call_command("api_token", user.email, name="x" * 101)


def test_the_limit_of_tokens_is_told(user):
    for number in range(MAX_TOKENS):
        create_api_token(user, name=f"Mã {number}")
    with pytest.raises(CommandError, match="Đã có 20 mã đang dùng"):
        call_command("api_token", user.email)
