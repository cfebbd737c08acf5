"""Pages, one module for each thing that they are about."""

from portal.views.account import AccountView, RevokeTokenView
from portal.views.home import HomeView
from portal.views.plan import PlanOverviewView

__all__ = ["AccountView", "HomeView", "PlanOverviewView", "RevokeTokenView"]
