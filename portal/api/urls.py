"""Addresses of the API."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from portal.api import catalogue, consolidated, national, reporting, views

router = SimpleRouter()
router.register("plans", views.PlanViewSet, basename="plan")
router.register("agencies", views.AgencyViewSet, basename="agency")
router.register("provinces", views.ProvinceViewSet, basename="province")
router.register("findings", views.FindingViewSet, basename="finding")
router.register("reporting-years", reporting.ReportingYearViewSet, basename="reporting-year")
router.register("obligations", reporting.ObligationViewSet, basename="obligation")
router.register("consolidated-reports", consolidated.SentReportViewSet, basename="consolidated-report")
router.register("catalogue/programmes", catalogue.ProgrammeViewSet, basename="programme")
router.register("catalogue/components", catalogue.ComponentViewSet, basename="component")
router.register("catalogue/indicators", catalogue.IndicatorViewSet, basename="indicator")
router.register("catalogue/output-kinds", catalogue.OutputKindViewSet, basename="output-kind")
router.register("catalogue/national-targets", catalogue.NationalTargetViewSet, basename="national-target")

app_name = "api"
urlpatterns = [
    *router.urls,
    path("tasks/", views.TaskViewSet.as_view({"get": "list"}), name="task-list"),
    path("tasks/<slug:plan>/<path:key>/", views.TaskViewSet.as_view({"get": "retrieve"}), name="task-detail"),
    path("search/", views.SearchView.as_view(), name="search"),
    path("national-report/", national.NationalReportView.as_view(), name="national-report"),
    path("schema/", views.SchemaView.as_view(api_version=None), name="schema"),
    path("docs/", views.DocsView.as_view(url_name="api:schema"), name="docs"),
    path("", views.UnknownView.as_view(), name="root"),
    path("<path:rest>", views.UnknownView.as_view(), name="unknown"),
]
