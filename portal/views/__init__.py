"""Pages, one module for each thing that they are about."""

from portal.views.account import AccountView, RevokeTokenView
from portal.views.compare import CompareMapView, CompareMoneyView, CompareTargetsView, CompareView
from portal.views.files import PlanFilesView
from portal.views.gallery import GalleryView
from portal.views.home import HomeView

__all__ = [
    "AccountView",
    "CompareMapView",
    "CompareMoneyView",
    "CompareTargetsView",
    "CompareView",
    "GalleryView",
    "HomeView",
    "PlanFilesView",
    "RevokeTokenView",
]
