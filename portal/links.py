"""Addresses of the portal's pages, and the names of the places on them."""

from urllib.parse import quote, urlencode
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from agencies.models import Agency
from reporting.enums import ConsolidationKind
from reporting.services import Links

# What stands in addresses of consolidated reports, and in their names.
CONSOLIDATED = {
    ConsolidationKind.YEAR: "consolidated",
    ConsolidationKind.INTERIM: "interim",
    ConsolidationKind.FINAL: "final",
}

# The kinds of things that have a place on a page of their plan, and what its name begins with.
PLACES = {
    "finding": "sai-lech",
    "group": "nhom",
    "item": "khoan",
    "objective": "mt",
    "responsibility": "tn",
    "section": "muc",
    "task": "nv",
}


def place(kind: str, key: str) -> str:
    """The name (id) of the place where a page shows the thing with this key; an id holds no white space."""
    return f"{PLACES[kind]}-{'_'.join(key.split())}"


def page(name: str, **query) -> str:
    """A page that is about no one thing, perhaps with a query."""
    return _address(name, "", query)


def plan_page(slug: str, tab: str = "plan", anchor: str = "", **query) -> str:
    """A tab of a plan (by the name of its address), at a place of it, perhaps with a query."""
    return _address(tab, anchor, query, slug=slug)


def draft_page(slug: str, part: str = "", key: str = "") -> str:
    """The page on which a draft is written, one of its parts, or a row of it."""
    if not part:
        return _address("draft", "", {}, slug=slug)
    return _address("draft_row" if key else "draft_part", "", {"key": key}, slug=slug, part=part)


def year_page(slug: str, year: int, name: str = "plan_year", **query) -> str:
    """A page of one reporting year of a plan, by the name of its address."""
    return _address(name, "", query, slug=slug, year=year)


def consolidated_name(kind: str, part: str = "") -> str:
    """The name of an address of a consolidated report of this kind (a ConsolidationKind): of one of its pages."""
    return f"plan_year_{CONSOLIDATED[kind]}" + (f"_{part}" if part else "")


def consolidated_page(year, part: str = "", *, kind: str = ConsolidationKind.YEAR, **arguments) -> str:
    """A page of the consolidated report of a ReportingYear, or of the period that ends with it.

    `part` says which: "part" with its place, "version" with its number; the overview by itself.
    """
    return _address(consolidated_name(kind, part), "", {}, slug=year.plan.slug, year=year.year, **arguments)


def obligation_page(obligation) -> str:
    """The page on which an Obligation stands with its grounds, its day and what was decided about it."""
    return _address("obligation", "", {}, public_id=obligation.public_id)


def report_page(obligation) -> str:
    """Where the people of its agency write the report of an Obligation, and others read it."""
    return _address("report", "", {}, public_id=obligation.public_id)


def review_page(obligation) -> str:
    """Where the department decides on the report of an Obligation."""
    return _address("report_review", "", {}, public_id=obligation.public_id)


def task_page(slug: str, key: str) -> str:
    """The page of a task, or of an item that is one."""
    return _address("task", "", {}, slug=slug, key=key)


def agency_page(agency: Agency | None) -> str:
    """The page of an agency; empty for a collective that the text leaves open."""
    return _address("agency", "", {}, public_id=agency.public_id) if agency else ""


def catalogue_page(kind: str, public_id: UUID) -> str:
    """The page of an entry of the catalogue."""
    return _address("catalogue_entry", "", {}, kind=kind, public_id=public_id)


def target_page(year, number: int) -> str:
    """The page on which the figures of a target are written, by its place on the list of its ReportingYear."""
    return _address("plan_year_target", "", {}, slug=year.plan.slug, year=year.year, number=number)


def difficulty_page(difficulty) -> str:
    """The page of a Difficulty."""
    return _address("difficulty", "", {}, public_id=difficulty.public_id)


def amend_page(plan, reason: str) -> str:
    """The page that opens an amendment, with a reason that can still be changed."""
    return _address("plan_amend", "", {"reason": reason}, slug=plan.slug)


def close_page(plan, reason: str) -> str:
    """The page that closes a plan, with a reason that can still be changed."""
    return _address("plan_close", "", {"reason": reason}, slug=plan.slug)


def next_plan_page(plan) -> str:
    """The page that begins a new plan, from this one unless another is chosen there."""
    return _address("plan_new", "", {"begin": plan.slug})


def stage_page(number: int) -> str:
    """The page on which one stage of reminding is changed, by its place on the list."""
    return _address("reminder_stage", "", {}, number=number)


def public(address: str) -> str:
    """The address as mails that a job writes tell it; empty where the portal's own is not set."""
    return f"{settings.PUBLIC_ADDRESS}{address}" if settings.PUBLIC_ADDRESS else ""


def reminder_links() -> Links:
    """Where the mails of reminders lead."""
    return Links(
        report=lambda obligation: public(report_page(obligation)),
        review=lambda obligation: public(review_page(obligation)),
        year=lambda year: public(year_page(year.plan.slug, year.year, "plan_year_reminders")),
    )


def _address(name: str, anchor: str, query: dict, **arguments) -> str:
    asked = {key: value for key, value in query.items() if value not in (None, "")}
    address = reverse(name, kwargs=arguments)
    return address + (f"?{urlencode(asked)}" if asked else "") + (f"#{quote(anchor)}" if anchor else "")
