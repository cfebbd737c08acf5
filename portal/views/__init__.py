"""Pages, one module for each thing that they are about."""

from portal.views.account import AccountView, RevokeTokenView
from portal.views.agencies import AgencyListView, AgencyView
from portal.views.compare import CompareMapView, CompareMoneyView, CompareTargetsView, CompareView
from portal.views.files import PlanFilesView
from portal.views.gallery import GalleryView
from portal.views.home import HomeView
from portal.views.plan import (
    PlanDocumentView,
    PlanMoneyView,
    PlanObjectivesView,
    PlanOverviewView,
    PlanResponsibilitiesView,
    PlanTasksView,
    PlanTextView,
    PlanTimelineView,
    PlanVersionsView,
    TaskView,
)
from portal.views.plan_findings import DecideFindingView, PlanFindingsView
from portal.views.plans import PlanListView
from portal.views.provinces import ProvinceListView, ProvinceView
from portal.views.search import SearchView
from portal.views.status import HealthView, MetricsView

__all__ = [
    "AccountView",
    "AgencyListView",
    "AgencyView",
    "CompareMapView",
    "CompareMoneyView",
    "CompareTargetsView",
    "CompareView",
    "DecideFindingView",
    "GalleryView",
    "HealthView",
    "HomeView",
    "MetricsView",
    "PlanDocumentView",
    "PlanFilesView",
    "PlanFindingsView",
    "PlanListView",
    "PlanMoneyView",
    "PlanObjectivesView",
    "PlanOverviewView",
    "PlanResponsibilitiesView",
    "PlanTasksView",
    "PlanTextView",
    "PlanTimelineView",
    "PlanVersionsView",
    "ProvinceListView",
    "ProvinceView",
    "RevokeTokenView",
    "SearchView",
    "TaskView",
]
