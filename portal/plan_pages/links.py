"""Addresses of the pages that a plan's pages lead to."""

from django.urls import NoReverseMatch, reverse

from agencies.models import Agency


def address(page: str, *arguments) -> str:  # MERGE: reverse itself when all pages are there
    """The address of a page by its name; empty where the portal does not have it."""
    try:
        return reverse(page, args=arguments)
    except NoReverseMatch:
        return ""


def agency_address(agency: Agency | None) -> str:
    """The page of an agency of the directory; empty for a collective that the text leaves open."""
    return address("agency", agency.public_id) if agency else ""
