"""Addresses of the portal's pages."""

from django.urls import path

from portal import views

urlpatterns = [
    path("", views.HomeView.as_view(), name="home"),
    path("account/", views.AccountView.as_view(), name="account"),
    path("account/tokens/<uuid:public_id>/revoke/", views.RevokeTokenView.as_view(), name="revoke_token"),
    path("gallery/", views.GalleryView.as_view(), name="gallery"),
    path("plans/<slug:slug>/files/", views.PlanFilesView.as_view(), name="plan_files"),
    path("compare/", views.CompareView.as_view(), name="compare"),
    path("compare/targets/", views.CompareTargetsView.as_view(), name="compare_targets"),
    path("compare/money/", views.CompareMoneyView.as_view(), name="compare_money"),
    path("compare/map/", views.CompareMapView.as_view(), name="compare_map"),
    path("plans/", views.PlanListView.as_view(), name="plans"),
    path("search/", views.SearchView.as_view(), name="search"),
    path("agencies/", views.AgencyListView.as_view(), name="agencies"),
    path("agencies/<uuid:public_id>/", views.AgencyView.as_view(), name="agency"),
    path("provinces/", views.ProvinceListView.as_view(), name="provinces"),
    path("provinces/<slug:slug>/", views.ProvinceView.as_view(), name="province"),
]
