"""Nothing of a plan document is lost: every text of the five plans is on some page, and every page can be reached."""

import re
from datetime import date
from decimal import Decimal

import pytest

from agencies.enums import Role
from core.dates import format_date
from core.numbers import format_number
from plans.document_words import SaidReading, said
from plans.enums import AnnexStatus, Component, ObjectiveKind, SectionKind
from plans.models import PlanVersion, Reading
from portal.plan_document.exporter import export_document
from tests.conftest import PLAN_SLUGS
from tests.factories.documents import leaves
from tests.portal.plan.pages import TABS, address, links_of, text_of

pytestmark = pytest.mark.django_db

# Names of things inside the portal; pages show what they stand for.
CODED = {
    "agency", "before", "code", "component", "end", "group", "indicator", "key", "kind", "phase", "province",
    "slug", "start", "status", "sources", "sub_sources", "task", "at", "severity",
}  # fmt: skip


@pytest.fixture
def browser(signed_in):
    return signed_in(Role.MINISTRY_OFFICIAL)


def pages_of(browser, slug: str) -> dict[str, object]:
    """Every tab and every task's page, by address."""
    answers = {address(slug, tab): browser.get(address(slug, tab)) for tab in TABS}
    tasks = links_of(answers[address(slug, "tasks/")])
    below = [link for link in tasks if link.startswith(address(slug, "tasks/")) and link not in answers]
    return answers | {link: browser.get(link) for link in below}


def printed(document: dict) -> set[str]:
    """The texts, days and numbers of a document as pages write them."""
    readings = [
        {"printed": told.printed, "read_as": told.read_as, "why": told.why}
        for told in map(_told, document["readings"])
    ]
    return {written(path, value) for path, value in leaves(document | {"readings": readings})} - {""}


def _told(reading: dict) -> SaidReading:
    texts = {name: reading[name] or "" for name in ("printed", "read_as", "why")}
    return said(Reading(place=reading["where"], **texts), {})


def written(path: tuple, value) -> str:
    """A value as pages write it; nothing for what they do not show."""
    names = [name for name in path if isinstance(name, str)]
    is_heading = names == ["responsibilities", "agency"]
    is_coded = names[-1] in CODED and not is_heading
    if value is None or isinstance(value, bool) or is_coded:
        return ""
    if isinstance(value, int | Decimal):
        return str(value) if names[-1] in ("year", "number") else format_number(value)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)):
        return format_date(date.fromisoformat(str(value)))
    return " ".join(str(value).split())


@pytest.mark.parametrize("slug", PLAN_SLUGS)
def test_everything_of_the_document_is_on_some_page(slug, browser):
    answers = pages_of(browser, slug)
    assert {answer.status_code for answer in answers.values()} == {200}
    shown = "\n".join(text_of(answer) for answer in answers.values())
    wanted = printed(export_document(PlanVersion.objects.current().get(plan__slug=slug)))

    assert len(wanted) > 100
    assert sorted(text for text in wanted if text not in shown) == []


@pytest.mark.parametrize("slug", PLAN_SLUGS)
def test_no_code_and_no_english_is_left_on_the_pages(slug, browser):
    lists = (Component, ObjectiveKind, SectionKind, AnnexStatus)
    codes = {choice.value for choices in lists for choice in choices}
    codes |= {"None", "True", "False", "lead", "coordinating", "draft", "issued", "original"}
    for place, answer in pages_of(browser, slug).items():
        words = set(re.findall(r"[A-Za-z_]+", re.sub(r"https?://\S+", "", text_of(answer))))
        assert words & codes == set(), place


@pytest.mark.parametrize("slug", ["kon-tum-2013", "lang-son-2016"])
def test_every_link_leads_somewhere_and_every_anchor_is_there(slug, browser):
    answers = pages_of(browser, slug)
    links = {(place, link) for place, answer in answers.items() for link in links_of(answer)}
    assert len(links) > 100
    for place, link in sorted(links):
        path, _, anchor = link.partition("#")
        target = place.partition("?")[0] + path if path.startswith("?") or not path else path
        target = re.sub("^http://[^/]+", "", target)
        if target not in answers:
            answers[target] = browser.get(target, follow=True)
        assert answers[target].status_code == 200, (place, link)
        if anchor:
            assert f'id="{anchor}"' in answers[target].content.decode(), (place, link)


@pytest.mark.parametrize("slug", PLAN_SLUGS)
@pytest.mark.parametrize("tab", TABS)
def test_each_tab_names_itself_and_has_the_one_header(slug, tab, browser):
    page = browser.get(address(slug, tab)).content.decode()

    assert page.count("<h1>") == 1
    tabs = re.search(r'<nav class="tabs".*?</nav>', page, re.S)[0]
    assert re.findall(r'href="([^"]+)" aria-current="page"', tabs) == [address(slug, tab)]
    assert len(re.findall("<a ", tabs)) >= len(TABS)
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
