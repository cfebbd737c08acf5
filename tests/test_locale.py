"""The Vietnamese catalogue of library texts: compiled, complete for what users meet, with intact placeholders."""

import ast
import re
from pathlib import Path

import allauth
import django
import django_filters
import polib
import pytest
import rest_framework
from django.conf import settings
from django.utils import translation

CATALOGUE = Path(settings.LOCALE_PATHS[0]) / "vi" / "LC_MESSAGES" / "django.po"
# What the API, the sign-in page and the forms of the portal can show.
SECOND_FACTORS = ("mfa/base/forms.py", "mfa/totp/forms.py", "mfa/recovery_codes/forms.py")
SPEAKERS = {
    django: (
        "core/paginator.py",
        "core/validators.py",
        "forms/*.py",
        "db/models/constraints.py",
        "db/models/fields/*.py",
        "utils/ipv6.py",
        "views/csrf.py",
        "contrib/auth/forms.py",
        "contrib/auth/password_validation.py",
        "contrib/auth/validators.py",
    ),
    rest_framework: ("*.py", "schemas/utils.py"),
    django_filters: ("*.py", "rest_framework/*.py"),
    allauth: ("account/adapter.py", "account/fields.py", "account/forms.py", *SECOND_FACTORS),
}
THE_SAME_IN_VIETNAMESE = {"IPv4", "IPv6", "Slug", "URL", "…", ":", ":?.!"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sdr]|%[sd]|\{\w+(?::\w+)?\}")


def spoken_by(package) -> set[tuple[str, ...]]:
    """The texts (singular and plural, or context and text) that the package's code hands to gettext."""
    folder = Path(package.__file__).parent
    trees = [
        ast.parse(file.read_text(encoding="utf-8"))
        for pattern in SPEAKERS[package]
        for file in sorted(folder.glob(pattern))
    ]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {message for call in calls if (message := message_of(call))}


def message_of(call: ast.Call) -> tuple[str, ...] | None:
    name = getattr(call.func, "id", getattr(call.func, "attr", "")).removesuffix("_lazy")
    length = {"_": 1, "gettext": 1, "ngettext": 2, "pgettext": 2}.get(name)
    texts = [
        part.value for part in call.args if isinstance(part, ast.Constant) and isinstance(part.value, str)
    ]
    return (name, *texts[:length]) if length and texts else None


def in_vietnamese(name: str, *texts: str) -> str:
    with translation.override("vi"):
        if name == "ngettext":
            return translation.ngettext(*texts, 2)
        return getattr(translation, name.replace("_", "gettext"))(*texts)


@pytest.mark.parametrize("package", SPEAKERS, ids=lambda package: package.__name__)
def test_every_message_that_users_meet_is_in_vietnamese(package):
    messages = spoken_by(package)
    english = [
        texts[-1]
        for name, *texts in messages
        if in_vietnamese(name, *texts) == texts[-1] and texts[-1] not in THE_SAME_IN_VIETNAMESE
    ]

    assert len(messages) > 25
    assert sorted(english) == []


def test_the_compiled_catalogue_is_in_step_with_its_source():
    source = polib.pofile(str(CATALOGUE))
    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))

    assert len(source) > 200
    assert {known(entry) for entry in compiled} == {known(entry) for entry in source}, (
        "compile locale/vi again; the head of django.po says how"
    )


def known(entry: polib.POEntry) -> tuple:
    return entry.msgctxt, entry.msgid, entry.msgid_plural, entry.msgstr, entry.msgstr_plural.get(0)


def test_translations_keep_every_placeholder():
    for entry in polib.pofile(str(CATALOGUE)):
        said = entry.msgstr_plural[0] if entry.msgid_plural else entry.msgstr

        assert entry.translated(), entry.msgid
        assert set(PLACEHOLDER.findall(said)) == set(PLACEHOLDER.findall(entry.msgid)), entry.msgid


def test_the_catalogue_of_the_portal_wins_over_that_of_the_library():
    with translation.override("vi"):
        assert translation.gettext("Enter a whole number.") == "Hãy nhập số nguyên."
        assert translation.gettext("This list may not be empty.") == "Danh sách không được rỗng."
