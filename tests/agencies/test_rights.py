"""The table of rights: complete, told the same by code, page and docs/roles.md, and what all permissions come from."""

import ast
import re

import pytest
from django.urls import reverse

from agencies.enums import NATIONAL_ROLES, Role
from agencies.models import Province, User
from agencies.rights import HOLDERS, SHOULD_HOLD, Right, reach_words
from tests.agencies.conftest import agency
from tests.factories import MembershipFactory, UserFactory
from tests.house import ROOT, modules, name_of, parsed, text_of
from tests.portal.pages import main_text

DOCUMENT = ROOT / "docs" / "roles.md"
# Where a role is named for another reason than to ask what somebody may do.
NAMING_ROLES = {
    "agencies/demo.py",  # who tries the portal
    "agencies/enums.py",
    "agencies/rights.py",
    "agencies/services/accounts.py",  # the first administrator
    "agencies/services/people.py",  # the last administrator
    "agencies/services/placing.py",  # which role belongs to which agency
    "plans/services/notices.py",  # whom a step of a plan's life is told
    "portal/home/sections.py",  # what each role finds on its desk
    "portal/home/accounts.py",
    "portal/filters.py",
    "portal/forms/people.py",
    "portal/views/roles.py",
    "portal/management/commands/demo_accounts.py",
    "portal/sample/people.py",  # who acts in a sample year
}


def table_of_code() -> str:
    """docs/roles.md's two tables, from the code."""
    who = [f"| `{role}` | {role.label} | {SHOULD_HOLD[role]} |" for role in Role]
    heads = " | ".join(f"`{role}`" for role in Role)
    rights = [
        f"| {right.label} (`{right}`) | "
        + " | ".join(reach_words(role, right) or "-" for role in Role)
        + " |"
        for right in Right
    ]
    lines = ["| role | vai trò | ai nên giữ |", "|---|---|---|", *who, ""]
    lines += [f"| quyền | {heads} |", "|---|" + "---|" * len(Role), *rights]
    return "\n".join(lines)


def test_the_document_has_the_table_of_the_code():
    assert table_of_code() in text_of(DOCUMENT), f"docs/roles.md should hold:\n{table_of_code()}"


def test_every_right_has_holders_and_every_role_says_who_should_hold_it():
    assert set(HOLDERS) == set(Right)
    assert all(HOLDERS.values())
    assert set(SHOULD_HOLD) == set(Role)


def test_every_right_is_asked_for_somewhere():
    asked = {
        node.attr
        for file in modules()
        if name_of(file) != "agencies/rights.py"
        for node in ast.walk(parsed(file))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Right"
    }
    # Everybody signed in reads what has been issued, so nothing asks for it.
    assert {right.name for right in Right} - asked <= {"READ_ISSUED"}


def test_nothing_but_the_table_names_roles():
    naming = {
        name_of(file)
        for file in modules()
        if re.search(r"\bRole\.[A-Z_]+\b|\bfor role in Role\b|\bRole\.choices\b", text_of(file))
    }
    assert naming - NAMING_ROLES == {"agencies/models/user.py"}  # a superuser is an administrator


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("right", Right)
def test_a_right_reaches_as_far_as_the_table_says(right, role):
    national = role in NATIONAL_ROLES
    home = agency(None, "bo-cong-thuong") if national else agency("quang-ngai")
    user = MembershipFactory(agency=home, role=role).user
    places = {
        "own": "quang-ngai",
        "taken over": "kon-tum",
        "other": "ha-tinh",
    }
    reached = {
        name: user.may(right, province=Province.objects.get(slug=slug)) for name, slug in places.items()
    } | {"national": user.may(right, province=None)}
    words = reach_words(role, right)

    expected = {
        "": dict.fromkeys(reached, False),
        "tỉnh mình": {"own": True, "taken over": True, "other": False, "national": False},
        "trung ương": {"own": False, "taken over": False, "other": False, "national": True},
        "mọi tỉnh": dict.fromkeys(reached, True),
    }[words]
    assert reached == expected
    assert user.may(right) == bool(words)
    assert bool(user.provinces_where(right)) == (bool(words) and not national)


@pytest.mark.django_db
def test_who_belongs_nowhere_has_no_right_and_a_superuser_those_of_the_portal():
    nobody, root = UserFactory(), UserFactory(is_superuser=True)

    assert [right for right in Right if nobody.may(right)] == []
    assert {right for right in Right if root.may(right)} == {
        right for right in Right if Role.PORTAL_ADMIN in HOLDERS[right]
    }
    assert not User().may(Right.INVITE)


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.AGENCY_REPORTER, Role.PORTAL_ADMIN])
def test_the_page_tells_the_table_and_marks_ones_own_role(role, signed_in):
    page = signed_in(role, None if role in NATIONAL_ROLES else "ha-tinh").get(reverse("roles"))
    text = main_text(page)

    for words in (*(right.label for right in Right), *SHOULD_HOLD.values()):
        assert words in text
    assert text.count("vai trò của bạn") == 1
    assert f"{role.label} vai trò của bạn" in text
    for right in Right:
        row = re.search(rf"{re.escape(right.label)}</th>(.*?)</tr>", page.content.decode(), re.S)[1]
        cells = re.findall(r"<td[^>]*>([^<]*)</td>", row)
        assert cells == [reach_words(one, right) for one in Role]
