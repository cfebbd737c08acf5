"""Pages, one module for each thing that they are about."""

from portal.views.account import AccountView, RevokeTokenView
from portal.views.files import PlanFilesView
from portal.views.gallery import GalleryView
from portal.views.home import HomeView

__all__ = [
    "AccountView",
    "GalleryView",
    "HomeView",
    "PlanFilesView",
    "RevokeTokenView",
]
