"""Addresses of runs."""

from django.urls import path

from reporting import views

urlpatterns = [
    path("", views.RunsView.as_view(), name="runs"),
    path("<uuid:public_id>/", views.RunView.as_view(), name="run"),
    path("<uuid:public_id>/progress/", views.RunProgressView.as_view(), name="run_progress"),
    path("<uuid:public_id>/download/", views.RunDownloadView.as_view(), name="run_download"),
    path("<uuid:public_id>/cancel/", views.CancelRunView.as_view(), name="run_cancel"),
    path("<uuid:public_id>/retry/", views.RetryRunView.as_view(), name="run_retry"),
]
