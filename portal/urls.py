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
    path("plans/<slug:slug>/", views.PlanOverviewView.as_view(), name="plan"),
    path("plans/<slug:slug>/objectives/", views.PlanObjectivesView.as_view(), name="plan_objectives"),
    path("plans/<slug:slug>/tasks/", views.PlanTasksView.as_view(), name="plan_tasks"),
    path("plans/<slug:slug>/tasks/<path:key>/", views.TaskView.as_view(), name="task"),
    path("plans/<slug:slug>/timeline/", views.PlanTimelineView.as_view(), name="plan_timeline"),
    path("plans/<slug:slug>/money/", views.PlanMoneyView.as_view(), name="plan_money"),
    path(
        "plans/<slug:slug>/responsibilities/",
        views.PlanResponsibilitiesView.as_view(),
        name="plan_responsibilities",
    ),
    path("plans/<slug:slug>/text/", views.PlanTextView.as_view(), name="plan_text"),
    path("plans/<slug:slug>/findings/", views.PlanFindingsView.as_view(), name="plan_findings"),
    path("plans/<slug:slug>/findings/decide/", views.DecideFindingView.as_view(), name="decide_finding"),
    path("plans/<slug:slug>/document/", views.PlanDocumentView.as_view(), name="plan_document"),
    path("plans/<slug:slug>/versions/", views.PlanVersionsView.as_view(), name="plan_versions"),
    path("health/", views.HealthView.as_view(), name="health"),
    path("metrics/", views.MetricsView.as_view(), name="metrics"),
]
