"""What the header shows: the parts of the portal, and as whom the person acts."""

from dataclasses import dataclass

from django.urls import reverse

from agencies.models import Membership
from agencies.rights import Right
from reporting.permissions import can_read_national

# What people read -> the page, and the beginnings of the names of the pages that belong to it.
HOME = {"Trang đầu": ("home", ("home",))}
# For those who report on their agency's tasks; who only reads reports begins at their numbers.
_REPORTING = ("report", "completeness", "commended")
REPORTS = {"Báo cáo": ("reports", _REPORTING)}
READS_REPORTS = {"Báo cáo": ("completeness", _REPORTING)}
PARTS = {
    "Kế hoạch": ("plans", ("plan", "draft", "annex", "task", "search")),
    "Cơ quan": ("agencies", ("agenc",)),
    "Tỉnh, thành phố": ("provinces", ("province",)),
    "Danh mục": ("catalogue", ("catalogue",)),
    "So sánh": ("compare", ("compare",)),
    "Tài liệu": ("runs", ("run",)),
}
# For the ministry.
NATION = {"Toàn quốc": ("national", ("national",))}
# For those who look after people, and who read what all have done.
PEOPLE = {"Người dùng": ("people", ("people", "person", "invit", "mail"))}
LOG = {"Nhật ký": ("history", ("history",))}


@dataclass(frozen=True)
class Item:
    """A link of the header; `is_current` is the value of aria-current, empty on other pages."""

    label: str
    url: str
    is_current: str


def navigation(request) -> dict:
    """A context processor: the header's links for who is signed in."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}  # also where a request was refused before anybody was asked who they are
    name = getattr(request.resolver_match, "url_name", None) or ""
    reports = READS_REPORTS if request.user.may(Right.READ_REPORTS) else {}
    parts = HOME | (REPORTS if request.user.may(Right.REPORT) else reports) | PARTS
    parts |= NATION if can_read_national(request.user) else {}
    parts |= PEOPLE if request.user.may(Right.SEE_PEOPLE) else {}
    parts |= LOG if request.user.may(Right.EXPORT_LOG) else {}
    return {
        "acting": request.user.membership,
        "other_memberships": _others(request.user),
        "navigation": [
            Item(
                label, reverse(page), ("page" if name == page else "true") if name.startswith(begins) else ""
            )
            for label, (page, begins) in parts.items()
        ],
    }


def _others(user) -> list[Membership]:
    """The memberships that the person may switch to, with the names of provinces, which tell them apart."""
    if len(user.active_memberships) < 2:
        return []
    return [membership for membership in user.active_memberships if membership != user.membership]
