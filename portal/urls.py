"""Addresses of the portal's pages."""

from django.urls import path

from portal import views

urlpatterns = [
    path("", views.HomeView.as_view(), name="home"),
    path("account/", views.AccountView.as_view(), name="account"),
    path("account/tokens/<uuid:public_id>/revoke/", views.RevokeTokenView.as_view(), name="revoke_token"),
    path(
        "account/membership/<uuid:public_id>/",
        views.SwitchMembershipView.as_view(),
        name="switch_membership",
    ),
    path("history/", views.LogView.as_view(), name="history"),
    path("roles/", views.RolesView.as_view(), name="roles"),
    path("people/", views.PeopleView.as_view(), name="people"),
    path("people/invite/", views.InviteView.as_view(), name="invite"),
    path("people/invitations/", views.InvitationListView.as_view(), name="invitations"),
    path(
        "people/invitations/<uuid:public_id>/renew/",
        views.RenewInvitationView.as_view(),
        name="invitation_renew",
    ),
    path(
        "people/invitations/<uuid:public_id>/revoke/",
        views.RevokeInvitationView.as_view(),
        name="invitation_revoke",
    ),
    path("people/<uuid:public_id>/", views.PersonView.as_view(), name="person"),
    path("people/<uuid:public_id>/close/", views.CloseAccountView.as_view(), name="person_close"),
    path("people/<uuid:public_id>/reopen/", views.ReopenAccountView.as_view(), name="person_reopen"),
    path(
        "people/memberships/<uuid:public_id>/end/",
        views.EndMembershipView.as_view(),
        name="person_membership_end",
    ),
    path("join/", views.JoinView.as_view(), name="join"),
    path("gallery/", views.GalleryView.as_view(), name="gallery"),
    path("plans/<slug:slug>/edit/money/", views.DraftMoneyView.as_view(), name="draft_money"),
    path(
        "plans/<slug:slug>/edit/money/cells/", views.MoneyCellsView.as_view(), name="draft_money_cells"
    ),
    path("plans/<slug:slug>/edit/task-table/", views.DraftTaskTableView.as_view(), name="draft_task_table"),
    path(
        "plans/<slug:slug>/edit/task-table/cells/",
        views.TaskCellsView.as_view(),
        name="draft_task_table_cells",
    ),
    path("plans/<slug:slug>/files/", views.PlanFilesView.as_view(), name="plan_files"),
    path("compare/", views.CompareView.as_view(), name="compare"),
    path("compare/targets/", views.CompareTargetsView.as_view(), name="compare_targets"),
    path("compare/money/", views.CompareMoneyView.as_view(), name="compare_money"),
    path("compare/map/", views.CompareMapView.as_view(), name="compare_map"),
    path("plans/", views.PlanListView.as_view(), name="plans"),
    path("search/", views.SearchView.as_view(), name="search"),
    path("agencies/", views.AgencyListView.as_view(), name="agencies"),
    path("agencies/new/", views.NewAgencyView.as_view(), name="agency_new"),
    path("agencies/<uuid:public_id>/", views.AgencyView.as_view(), name="agency"),
    path("agencies/<uuid:public_id>/edit/", views.AgencyEditView.as_view(), name="agency_edit"),
    path("agencies/<uuid:public_id>/history/", views.AgencyHistoryView.as_view(), name="agency_history"),
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
    path("plans/<slug:slug>/history/", views.PlanHistoryView.as_view(), name="plan_history"),
    path("health/", views.HealthView.as_view(), name="health"),
    path("metrics/", views.MetricsView.as_view(), name="metrics"),
]
