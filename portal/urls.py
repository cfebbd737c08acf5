"""Addresses of the portal's pages."""

from django.urls import path

from portal import views
from portal.links import CONSOLIDATED, consolidated_name

# The pages of a consolidated report, of a year or of a period that ends with it: name, address, view.
CONSOLIDATED_PAGES = (
    ("", "", views.ConsolidatedView),
    ("renew", "renew/", views.RenewConsolidatedView),
    ("own", "own/", views.OwnWordsView),
    ("heading", "heading/", views.ConsolidatedHeadingView),
    ("send", "send/", views.SendConsolidatedView),
    ("source", "parts/<path:place>/source/", views.TakeSourceView),
    ("part", "parts/<path:place>/", views.ConsolidatedPartView),
    ("version", "versions/<slug:number>/", views.ConsolidatedVersionView),
    ("file", "versions/<slug:number>/files/", views.ConsolidatedFileView),
    ("signed", "versions/<slug:number>/signed/", views.SignedCopyView),
    ("signed_file", "versions/<slug:number>/signed/<uuid:file>/", views.SignedCopyFileView),
)

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
    path("people/mails/", views.MailListView.as_view(), name="mails"),
    path("people/mails/<uuid:public_id>/", views.MailDecisionView.as_view(), name="mail_decide"),
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
    path("plans/<slug:slug>/edit/money/cells/", views.MoneyCellsView.as_view(), name="draft_money_cells"),
    path("plans/<slug:slug>/edit/task-table/", views.DraftTaskTableView.as_view(), name="draft_task_table"),
    path(
        "plans/<slug:slug>/edit/task-table/cells/",
        views.TaskCellsView.as_view(),
        name="draft_task_table_cells",
    ),
    path(
        "plans/<slug:slug>/edit/task-table/rows/", views.TaskRowsView.as_view(), name="draft_task_table_rows"
    ),
    path("plans/<slug:slug>/edit/", views.DraftView.as_view(), name="draft"),
    path("plans/<slug:slug>/edit/typing/", views.TypingView.as_view(), name="draft_typing"),
    path("plans/<slug:slug>/edit/renumber/", views.RenumberView.as_view(), name="draft_renumber"),
    path("plans/<slug:slug>/edit/<slug:part>/", views.PartView.as_view(), name="draft_part"),
    path("plans/<slug:slug>/edit/<slug:part>/row/", views.RowView.as_view(), name="draft_row"),
    path("plans/<slug:slug>/edit/<slug:part>/order/", views.OrderView.as_view(), name="draft_order"),
    path("plans/<slug:slug>/edit/<slug:part>/remove/", views.RemoveView.as_view(), name="draft_remove"),
    path("plans/<slug:slug>/files/", views.PlanFilesView.as_view(), name="plan_files"),
    path("compare/", views.CompareView.as_view(), name="compare"),
    path("compare/targets/", views.CompareTargetsView.as_view(), name="compare_targets"),
    path("compare/money/", views.CompareMoneyView.as_view(), name="compare_money"),
    path("national/", views.NationalView.as_view(), name="national"),
    path("national/file/", views.NationalFileView.as_view(), name="national_file"),
    path("national/components/", views.NationalView.as_view(tab="components"), name="national_components"),
    path("national/outputs/", views.NationalView.as_view(tab="outputs"), name="national_outputs"),
    path("national/targets/", views.NationalView.as_view(tab="targets"), name="national_targets"),
    path("national/money/", views.NationalView.as_view(tab="money"), name="national_money"),
    path("national/compliance/", views.NationalView.as_view(tab="compliance"), name="national_compliance"),
    path("compare/map/", views.CompareMapView.as_view(), name="compare_map"),
    path("plans/new/", views.NewPlanView.as_view(), name="plan_new"),
    path("plans/import/", views.NewImportView.as_view(), name="plan_import"),
    path("plans/import/<uuid:public_id>/", views.ImportView.as_view(), name="annex_import"),
    path(
        "plans/import/<uuid:public_id>/progress/", views.ImportProgressView.as_view(), name="annex_progress"
    ),
    path("plans/import/<uuid:public_id>/mapping/", views.ImportMappingView.as_view(), name="annex_mapping"),
    path("plans/import/<uuid:public_id>/again/", views.ReadAgainView.as_view(), name="annex_again"),
    path("plans/import/<uuid:public_id>/file/", views.ReplaceFileView.as_view(), name="annex_file"),
    path("plans/import/<uuid:public_id>/discard/", views.DiscardImportView.as_view(), name="annex_discard"),
    path("plans/", views.PlanListView.as_view(), name="plans"),
    path("search/", views.SearchView.as_view(), name="search"),
    path("agencies/", views.AgencyListView.as_view(), name="agencies"),
    path("agencies/new/", views.NewAgencyView.as_view(), name="agency_new"),
    path("agencies/<uuid:public_id>/", views.AgencyView.as_view(), name="agency"),
    path("agencies/<uuid:public_id>/edit/", views.AgencyEditView.as_view(), name="agency_edit"),
    path("agencies/<uuid:public_id>/history/", views.AgencyHistoryView.as_view(), name="agency_history"),
    path("catalogue/", views.CatalogueView.as_view(), name="catalogue"),
    path("catalogue/<slug:kind>/", views.CatalogueListView.as_view(), name="catalogue_list"),
    path("catalogue/<slug:kind>/new/", views.NewCatalogueEntryView.as_view(), name="catalogue_new"),
    path(
        "catalogue/<slug:kind>/<uuid:public_id>/", views.CatalogueEntryView.as_view(), name="catalogue_entry"
    ),
    path(
        "catalogue/<slug:kind>/<uuid:public_id>/edit/",
        views.CatalogueEditView.as_view(),
        name="catalogue_edit",
    ),
    path(
        "catalogue/<slug:kind>/<uuid:public_id>/end/", views.CatalogueEndView.as_view(), name="catalogue_end"
    ),
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
    path(
        "plans/<slug:slug>/years/<int:year>/targets/",
        views.YearTargetsView.as_view(),
        name="plan_year_targets",
    ),
    path(
        "plans/<slug:slug>/years/<int:year>/targets/<slug:number>/",
        views.YearTargetView.as_view(),
        name="plan_year_target",
    ),
    path("plans/<slug:slug>/days/", views.PlanDaysView.as_view(), name="plan_days"),
    path("plans/<slug:slug>/years/", views.PlanYearsView.as_view(), name="plan_years"),
    path("plans/<slug:slug>/years/<int:year>/", views.PlanYearView.as_view(), name="plan_year"),
    path("plans/<slug:slug>/years/<int:year>/open/", views.OpenYearView.as_view(), name="plan_year_open"),
    path(
        "plans/<slug:slug>/years/<int:year>/accept/", views.AcceptManyView.as_view(), name="plan_year_accept"
    ),
    path("plans/<slug:slug>/years/<int:year>/lock/", views.YearLockView.as_view(), name="plan_year_lock"),
    path("plans/<slug:slug>/years/<int:year>/data/", views.YearCutOffView.as_view(), name="plan_year_data"),
    path("plans/<slug:slug>/years/<int:year>/ask/", views.AskView.as_view(), name="plan_year_ask"),
    path(
        "plans/<slug:slug>/years/<int:year>/refresh/",
        views.YearRefreshView.as_view(),
        name="plan_year_refresh",
    ),
    path(
        "plans/<slug:slug>/years/<int:year>/obligors/",
        views.YearObligorsView.as_view(),
        name="plan_year_obligors",
    ),
    path(
        "plans/<slug:slug>/years/<int:year>/obligors/collective/",
        views.CollectiveView.as_view(),
        name="plan_year_collective",
    ),
    path(
        "plans/<slug:slug>/years/<int:year>/obligors/nobody/",
        views.NobodysView.as_view(),
        name="plan_year_nobodys",
    ),
    path(
        "plans/<slug:slug>/years/<int:year>/obligors/heir/", views.HeirView.as_view(), name="plan_year_heir"
    ),
    path(
        "plans/<slug:slug>/years/<int:year>/reminders/",
        views.YearRemindersView.as_view(),
        name="plan_year_reminders",
    ),
    path("reminders/stages/", views.ReminderStagesView.as_view(), name="reminder_stages"),
    path("reminders/stages/<slug:number>/", views.ReminderStageView.as_view(), name="reminder_stage"),
    path("plans/<slug:slug>/periods/", views.PeriodsView.as_view(), name="plan_periods"),
    *(
        path(
            f"plans/<slug:slug>/years/<int:year>/{word}/{rest}",
            view.as_view(),
            {"kind": kind},
            consolidated_name(kind, part),
        )
        for kind, word in CONSOLIDATED.items()
        for part, rest, view in CONSOLIDATED_PAGES
    ),
    path("obligations/<uuid:public_id>/", views.ObligationView.as_view(), name="obligation"),
    path("obligations/<uuid:public_id>/extend/", views.ExtendView.as_view(), name="obligation_extend"),
    path("obligations/<uuid:public_id>/withdraw/", views.WithdrawView.as_view(), name="obligation_withdraw"),
    path("obligations/<uuid:public_id>/unlock/", views.UnlockView.as_view(), name="obligation_unlock"),
    path("plans/<slug:slug>/versions/", views.PlanVersionsView.as_view(), name="plan_versions"),
    path("plans/<slug:slug>/life/", views.PlanLifeView.as_view(), name="plan_life"),
    path("plans/<slug:slug>/life/issue/", views.IssueView.as_view(), name="plan_issue"),
    path("plans/<slug:slug>/life/amend/", views.AmendView.as_view(), name="plan_amend"),
    path("plans/<slug:slug>/life/close/", views.CloseView.as_view(), name="plan_close"),
    path("plans/<slug:slug>/life/discard/", views.DiscardView.as_view(), name="plan_discard"),
    path("plans/<slug:slug>/life/<slug:name>/", views.StepView.as_view(), name="plan_step"),
    path("plans/<slug:slug>/decision/", views.AddDecisionView.as_view(), name="plan_decision_add"),
    path("plans/<slug:slug>/decision/<slug:checksum>/", views.DecisionView.as_view(), name="plan_decision"),
    path("plans/<slug:slug>/compare/", views.PlanComparisonView.as_view(), name="plan_comparison"),
    path("plans/<slug:slug>/history/", views.PlanHistoryView.as_view(), name="plan_history"),
    path("difficulties/", views.DifficultyListView.as_view(), name="difficulties"),
    path("difficulties/new/", views.RaiseDifficultyView.as_view(), name="difficulty_new"),
    path("difficulties/<uuid:public_id>/", views.DifficultyView.as_view(), name="difficulty"),
    path("reports/", views.ReportListView.as_view(), name="reports"),
    path("reports/completeness/", views.CompletenessView.as_view(), name="completeness"),
    path("reports/commended/", views.CommendedView.as_view(), name="commended"),
    path("reports/<uuid:public_id>/", views.ReportView.as_view(), name="report"),
    path(
        "reports/<uuid:public_id>/task/<path:place>/last-year/",
        views.LastYearView.as_view(),
        name="report_last_year",
    ),
    path("reports/<uuid:public_id>/task/<path:place>/", views.ReportTaskView.as_view(), name="report_task"),
    path("reports/<uuid:public_id>/products/", views.AddProductView.as_view(), name="report_products"),
    path(
        "reports/<uuid:public_id>/products/<slug:number>/",
        views.ReportProductView.as_view(),
        name="report_product",
    ),
    path(
        "reports/<uuid:public_id>/products/<slug:number>/remove/",
        views.RemoveProductView.as_view(),
        name="report_product_remove",
    ),
    path("reports/<uuid:public_id>/general/", views.ReportGeneralView.as_view(), name="report_general"),
    path("reports/<uuid:public_id>/evidence/", views.EvidenceView.as_view(), name="report_evidence"),
    path(
        "reports/<uuid:public_id>/evidence/<uuid:file>/", views.EvidenceFileView.as_view(), name="report_file"
    ),
    path(
        "reports/<uuid:public_id>/evidence/<uuid:file>/remove/",
        views.RemoveEvidenceView.as_view(),
        name="report_file_remove",
    ),
    path("reports/<uuid:public_id>/answers/<uuid:remark>/", views.AnswerView.as_view(), name="report_answer"),
    path(
        "reports/<uuid:public_id>/workbook.xlsx", views.ReportWorkbookView.as_view(), name="report_workbook"
    ),
    path(
        "reports/<uuid:public_id>/workbook/",
        views.ReportWorkbookUploadView.as_view(),
        name="report_workbook_upload",
    ),
    path("reports/<uuid:public_id>/check/", views.ReportCheckView.as_view(), name="report_check"),
    path("reports/<uuid:public_id>/send/", views.ReportSendView.as_view(), name="report_send"),
    path("reports/<uuid:public_id>/recall/", views.ReportRecallView.as_view(), name="report_recall"),
    path("reports/<uuid:public_id>/review/", views.ReviewView.as_view(), name="report_review"),
    path("reports/<uuid:public_id>/review/remark/", views.RemarkView.as_view(), name="report_remark"),
    path("reports/<uuid:public_id>/review/return/", views.ReturnView.as_view(), name="report_return"),
    path("reports/<uuid:public_id>/review/accept/", views.AcceptView.as_view(), name="report_accept"),
    path(
        "reports/<uuid:public_id>/compare/<slug:older>/<slug:newer>/",
        views.CompareVersionsView.as_view(),
        name="report_compare",
    ),
    path("obligations/<uuid:public_id>/paper/", views.PaperView.as_view(), name="report_paper"),
    path("reports/<uuid:public_id>/receipt/", views.ReceiptView.as_view(), name="report_receipt"),
    path("reports/<uuid:public_id>/receipt.pdf", views.ReceiptPdfView.as_view(), name="report_receipt_pdf"),
    path(
        "reports/<uuid:public_id>/versions/<slug:number>/",
        views.ReportVersionView.as_view(),
        name="report_version",
    ),
    path("health/", views.HealthView.as_view(), name="health"),
    path("metrics/", views.MetricsView.as_view(), name="metrics"),
]
