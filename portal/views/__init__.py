"""Pages, one module for each thing that they are about."""

from portal.views.account import AccountView, RevokeTokenView
from portal.views.home import HomeView
from portal.views.status import HealthView, MetricsView

__all__ = ["AccountView", "HealthView", "HomeView", "MetricsView", "RevokeTokenView"]
