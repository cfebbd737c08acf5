"""Demonstration accounts of every role, from `fixtures/demo/accounts.yaml`. Never in production."""

import functools
import hashlib
import hmac
from dataclasses import asdict, dataclass
from pathlib import Path

import yaml
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from agencies.enums import AgencyKind, Role
from agencies.models import Agency, ApiToken, Membership, Province, User
from agencies.rights import NEEDS_SECOND_FACTOR
from agencies.second_factor import give_second_factor
from core.search import search_words
from core.sorting import sort_key

FILE = Path(settings.BASE_DIR) / "fixtures" / "demo" / "accounts.yaml"


@dataclass(frozen=True)
class DemoAccount:
    """What a person needs to try the portal in a role. `totp_secret` is None where the role asks for none."""

    email: str
    password: str
    totp_secret: str | None
    api_token: str
    role: str
    agency: str
    province: str | None

    def as_data(self) -> dict:
        return asdict(self)


def demo_accounts(provinces: list[str]) -> list[DemoAccount]:
    """The demonstration accounts for these provinces (slugs) and the national ones.

    Raises ImproperlyConfigured in production.
    """
    _refuse_production()
    data = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    accounts = [_account(data, entry, None) for entry in data["national"]]
    return accounts + [_account(data, entry, slug) for slug in provinces for entry in data["provincial"]]


@transaction.atomic
def make_demo_accounts(provinces: list[str]) -> int:
    """Makes the demonstration accounts that are not there yet and returns how many were made.

    A token that somebody revoked, or that another SECRET_KEY made, is given again, and so is a second factor that
    was taken away: the list must be true.
    """
    accounts = demo_accounts(provinces)
    known = set(User.objects.filter(is_demo=True).values_list("email", flat=True))
    missing = [account for account in accounts if account.email not in known]
    hashed = functools.cache(make_password)  # slow on purpose, and the password is published anyway
    for account in missing:
        _make(account, hashed(account.password))
    _give_tokens(accounts)
    _give_second_factors(accounts)
    return len(missing)


def _give_tokens(accounts: list[DemoAccount]) -> None:
    wanted = {ApiToken.digest_of(account.api_token): account.email for account in accounts}
    valid = set(ApiToken.objects.valid().filter(digest__in=wanted).values_list("digest", flat=True))
    ApiToken.objects.filter(digest__in=set(wanted) - valid).update(revoked_at=None)
    known = set(ApiToken.objects.filter(digest__in=wanted).values_list("digest", flat=True))
    for user in User.objects.filter(email__in=[wanted[digest] for digest in set(wanted) - known]):
        digest = next(digest for digest, email in wanted.items() if email == user.email)
        ApiToken.objects.create(user=user, membership=user.membership, name="Trình diễn", digest=digest)


def _give_second_factors(accounts: list[DemoAccount]) -> None:
    secrets = {account.email: account.totp_secret for account in accounts if account.totp_secret}
    for user in User.objects.filter(email__in=secrets, is_demo=True):
        give_second_factor(user, secrets[user.email])


def _refuse_production() -> None:
    if not settings.DEMO_ACCOUNTS:
        raise ImproperlyConfigured("Tài khoản trình diễn không có ở chế độ vận hành (SXSH_ENV=production).")


def _account(data: dict, entry: dict, province: str | None) -> DemoAccount:
    mailbox = entry["mailbox"] + (f".{province.replace('-', '')}" if province else "")
    email = f"{mailbox}@{data['domain']}"
    token = hmac.new(settings.SECRET_KEY.encode(), f"demo {email}".encode(), hashlib.sha256).hexdigest()
    secret = data["totp_secret"] if entry["role"] in NEEDS_SECOND_FACTOR else None
    return DemoAccount(
        email, data["password"], secret, f"demo_{token[:40]}", entry["role"], entry["agency"], province
    )


def _make(account: DemoAccount, password: str) -> None:
    province = Province.objects.get(slug=account.province) if account.province else None
    agency = Agency.objects.filter(province=province, slug=account.agency).first() or _facility(
        province, account
    )
    role = Role(account.role)
    place = f", {province.names.first().name}" if province else ""
    user = User.objects.create(
        email=account.email,
        password=password,
        full_name=f"{role.label}{place} (trình diễn)",
        is_demo=True,
    )
    Membership.objects.create(user=user, agency=agency, province=province, role=role)


def _facility(province: Province, account: DemoAccount) -> Agency:
    facility = yaml.safe_load(FILE.read_text(encoding="utf-8"))["facility"]
    if account.agency != facility["slug"]:
        raise ImproperlyConfigured(f"Danh bạ của {province} không có cơ quan {account.agency}.")
    return Agency.objects.create(
        province=province,
        slug=facility["slug"],
        name=facility["name"],
        kind=AgencyKind.FACILITY,
        is_demo=True,
        sort_key=sort_key(facility["name"]),
        search_text=search_words(facility["name"]),
    )
