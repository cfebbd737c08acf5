"""Addresses of the portal's pages."""

from django.urls import path

from portal import views

urlpatterns = [
    path("", views.HomeView.as_view(), name="home"),
    path("account/", views.AccountView.as_view(), name="account"),
    path("account/tokens/<uuid:public_id>/revoke/", views.RevokeTokenView.as_view(), name="revoke_token"),
    path("health/", views.HealthView.as_view(), name="health"),
    path("metrics/", views.MetricsView.as_view(), name="metrics"),
]
