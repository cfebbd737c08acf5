"""Pages, one module for each thing that they are about."""

from portal.views.account import AccountView, RevokeTokenView
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

__all__ = [
    "AccountView",
    "DecideFindingView",
    "HomeView",
    "PlanDocumentView",
    "PlanFindingsView",
    "PlanMoneyView",
    "PlanObjectivesView",
    "PlanOverviewView",
    "PlanResponsibilitiesView",
    "PlanTasksView",
    "PlanTextView",
    "PlanTimelineView",
    "PlanVersionsView",
    "RevokeTokenView",
    "TaskView",
]
