"""API tokens: made once with a secret, ended at once."""

import pytest
from django.core.exceptions import ValidationError

from agencies.models import ApiToken
from agencies.services import MAX_TOKENS, create_api_token, revoke_api_token
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_a_token_comes_with_a_secret_of_which_only_the_digest_is_kept():
    token, secret = create_api_token(UserFactory(), name="  Bảng   tính\u00a0năm 2026 ")
    _other, other_secret = create_api_token(token.user, name="Bảng tính năm 2026")

    assert secret.startswith("sxsh_")
    assert len(secret) >= 40
    assert secret != other_secret
    assert ApiToken.objects.for_secret(secret).get() == token
    token.refresh_from_db()
    assert token.name == "Bảng tính năm 2026"
    assert token.digest == ApiToken.digest_of(secret)
    assert token.last_used_on is None


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "Hãy đặt tên gợi nhớ"),
        (" \u200b\u00a0", "Hãy đặt tên gợi nhớ"),
        ("x" * 101, "không quá 100 ký tự"),
    ],
)
def test_a_token_needs_a_name_that_fits(name, reason):
    user = UserFactory()
    with pytest.raises(ValidationError) as refused:
        create_api_token(user, name=name)

    assert reason in refused.value.message_dict["name"][0]
    assert not user.api_tokens.exists()


def test_tokens_in_use_are_limited_and_ending_one_makes_room():
    user = UserFactory()
    tokens = [create_api_token(user, name=f"Mã {number}")[0] for number in range(MAX_TOKENS)]
    with pytest.raises(ValidationError) as refused:
        create_api_token(user, name="Thừa")
    assert refused.value.message_dict == {"name": ["Đã có 20 mã đang dùng; hãy thu hồi mã không còn cần."]}

    create_api_token(UserFactory(), name="Của người khác")
    revoke_api_token(tokens[0])
    create_api_token(user, name="Vừa đủ")

    assert user.api_tokens.valid().count() == MAX_TOKENS


def test_ending_a_token_ends_it_at_once_and_once():
    token, secret = create_api_token(UserFactory(), name="Excel")
    other, other_secret = create_api_token(token.user, name="Word")

    revoke_api_token(token)
    token.refresh_from_db()
    ended_at = token.revoked_at
    revoke_api_token(token)
    token.refresh_from_db()

    assert ended_at is not None
    assert token.revoked_at == ended_at
    assert not ApiToken.objects.for_secret(secret).exists()
    assert ApiToken.objects.for_secret(other_secret).get() == other


def test_closing_an_account_ends_its_tokens():
    token, secret = create_api_token(UserFactory(), name="Excel")
    token.user.is_active = False
    token.user.save()

    assert not ApiToken.objects.for_secret(secret).exists()
