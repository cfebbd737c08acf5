"""Pages as text, tables as rows, and downloads as sheets."""

import html
import io
import re
from collections.abc import Callable

import openpyxl
import pytest
from django.test import Client

from agencies.enums import Role
from portal.nationwide.choice import Choice
from portal.nationwide.plans import ProvincePlan, plans_in_force


def text_of(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def rows_of(markup: str) -> list[str]:
    """The texts of the table rows of a page."""
    return [text_of(row) for row in re.findall(r"<tr\b.*?</tr>", markup, re.S)]


@pytest.fixture
def ministry(signed_in) -> Client:
    return signed_in(Role.MINISTRY_OFFICIAL)


@pytest.fixture
def page(ministry) -> Callable[..., str]:
    """page(address) is the page's markup for the ministry; it must be there."""

    def get(address: str) -> str:
        answer = ministry.get(address)
        assert answer.status_code == 200
        return answer.content.decode()

    return get


@pytest.fixture
def sheet(ministry) -> Callable[..., list[tuple]]:
    """sheet(address) are the rows of the downloaded workbook's one sheet, as values."""

    def get(address: str) -> list[tuple]:
        answer = ministry.get(f"{address}{'&' if '?' in address else '?'}download=xlsx")
        assert answer["Content-Type"].endswith("spreadsheetml.sheet")
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        assert len(book.sheetnames) == 1
        return list(book.active.iter_rows(values_only=True))

    return get


@pytest.fixture
def plans(person) -> Callable[..., list[ProvincePlan]]:
    """plans(**asked) are the plans that the ministry compares, e.g. plans(year="2012")."""
    user = person(Role.MINISTRY_OFFICIAL)
    return lambda **asked: plans_in_force(user, Choice(asked, user))
