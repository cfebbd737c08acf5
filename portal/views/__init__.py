"""Pages, one module for each thing that they are about."""

from portal.views.account import AccountView, RevokeTokenView
from portal.views.agencies import AgencyListView, AgencyView
from portal.views.home import HomeView
from portal.views.plans import PlanListView
from portal.views.provinces import ProvinceListView, ProvinceView
from portal.views.search import SearchView

__all__ = [
    "AccountView",
    "AgencyListView",
    "AgencyView",
    "HomeView",
    "PlanListView",
    "ProvinceListView",
    "ProvinceView",
    "RevokeTokenView",
    "SearchView",
]
