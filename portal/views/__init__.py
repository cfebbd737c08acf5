"""Pages, one module for each thing that they are about."""

from portal.views.account import AccountView, RevokeTokenView, SwitchMembershipView
from portal.views.agencies import AgencyListView, AgencyView
from portal.views.agency_edit import AgencyEditView, NewAgencyView
from portal.views.catalogue import CatalogueEntryView, CatalogueListView, CatalogueView
from portal.views.catalogue_edit import CatalogueEditView, CatalogueEndView, NewCatalogueEntryView
from portal.views.compare import CompareMapView, CompareMoneyView, CompareTargetsView, CompareView
from portal.views.consolidated import (
    ConsolidatedFileView,
    ConsolidatedHeadingView,
    ConsolidatedPartView,
    ConsolidatedVersionView,
    ConsolidatedView,
    OwnWordsView,
    RenewConsolidatedView,
    SendConsolidatedView,
    TakeSourceView,
)
from portal.views.decision import AddDecisionView, DecisionView
from portal.views.difficulties import DifficultyListView, DifficultyView, RaiseDifficultyView
from portal.views.draft import (
    DraftView,
    OrderView,
    RemoveView,
    RenumberView,
    TypingView,
)
from portal.views.draft_form import PartView, RowView
from portal.views.files import PlanFilesView
from portal.views.gallery import GalleryView
from portal.views.grids import DraftMoneyView, DraftTaskTableView, MoneyCellsView, TaskCellsView, TaskRowsView
from portal.views.history import AgencyHistoryView, LogView, PlanHistoryView
from portal.views.home import HomeView
from portal.views.invitations import (
    InvitationListView,
    InviteView,
    RenewInvitationView,
    RevokeInvitationView,
)
from portal.views.join import JoinView
from portal.views.mails import MailDecisionView, MailListView
from portal.views.national import NationalFileView, NationalView
from portal.views.obligations import ExtendView, ObligationView, UnlockView, WithdrawView
from portal.views.paper import PaperView
from portal.views.people import (
    CloseAccountView,
    EndMembershipView,
    PeopleView,
    PersonView,
    ReopenAccountView,
)
from portal.views.periods import PeriodsView
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
from portal.views.plan_comparison import PlanComparisonView
from portal.views.plan_days import PlanDaysView
from portal.views.plan_findings import DecideFindingView, PlanFindingsView
from portal.views.plan_import import (
    DiscardImportView,
    ImportMappingView,
    ImportProgressView,
    ImportView,
    NewImportView,
    ReadAgainView,
    ReplaceFileView,
)
from portal.views.plan_life import (
    AmendView,
    CloseView,
    DiscardView,
    IssueView,
    PlanLifeView,
    StepView,
)
from portal.views.plan_new import NewPlanView
from portal.views.plans import PlanListView
from portal.views.provinces import ProvinceListView, ProvinceView
from portal.views.reminders import ReminderStagesView, ReminderStageView, YearRemindersView
from portal.views.report_files import EvidenceFileView, EvidenceView, RemoveEvidenceView
from portal.views.report_product import AddProductView, RemoveProductView, ReportProductView
from portal.views.report_task import AnswerView, LastYearView, ReportGeneralView, ReportTaskView
from portal.views.report_workbook import ReportWorkbookUploadView, ReportWorkbookView
from portal.views.reports import (
    ReceiptPdfView,
    ReceiptView,
    ReportCheckView,
    ReportListView,
    ReportRecallView,
    ReportSendView,
    ReportVersionView,
    ReportView,
)
from portal.views.review import AcceptView, CompareVersionsView, RemarkView, ReturnView, ReviewView
from portal.views.roles import RolesView
from portal.views.search import SearchView
from portal.views.signed_copies import SignedCopyFileView, SignedCopyView
from portal.views.status import HealthView, MetricsView
from portal.views.timeliness import CommendedView, CompletenessView
from portal.views.year_obligors import (
    CollectiveView,
    HeirView,
    NobodysView,
    YearObligorsView,
    YearRefreshView,
)
from portal.views.year_targets import YearTargetsView, YearTargetView
from portal.views.years import (
    AcceptManyView,
    AskView,
    OpenYearView,
    PlanYearsView,
    PlanYearView,
    YearCutOffView,
    YearLockView,
)

__all__ = [
    "AcceptManyView",
    "AcceptView",
    "AccountView",
    "AddDecisionView",
    "AddProductView",
    "AgencyEditView",
    "AgencyHistoryView",
    "AgencyListView",
    "AgencyView",
    "AmendView",
    "AnswerView",
    "AskView",
    "CatalogueEditView",
    "CatalogueEndView",
    "CatalogueEntryView",
    "CatalogueListView",
    "CatalogueView",
    "CloseAccountView",
    "CloseView",
    "CollectiveView",
    "CommendedView",
    "CompareMapView",
    "CompareMoneyView",
    "CompareTargetsView",
    "CompareVersionsView",
    "CompareView",
    "CompletenessView",
    "ConsolidatedFileView",
    "ConsolidatedHeadingView",
    "ConsolidatedPartView",
    "ConsolidatedVersionView",
    "ConsolidatedView",
    "DecideFindingView",
    "DecisionView",
    "DifficultyListView",
    "DifficultyView",
    "DiscardImportView",
    "DiscardView",
    "DraftMoneyView",
    "DraftTaskTableView",
    "DraftView",
    "EndMembershipView",
    "EvidenceFileView",
    "EvidenceView",
    "ExtendView",
    "GalleryView",
    "HealthView",
    "HeirView",
    "HomeView",
    "ImportMappingView",
    "ImportProgressView",
    "ImportView",
    "InvitationListView",
    "InviteView",
    "IssueView",
    "JoinView",
    "LastYearView",
    "LogView",
    "MailDecisionView",
    "MailListView",
    "MetricsView",
    "MoneyCellsView",
    "NationalFileView",
    "NationalView",
    "NewAgencyView",
    "NewCatalogueEntryView",
    "NewImportView",
    "NewPlanView",
    "NobodysView",
    "ObligationView",
    "OpenYearView",
    "OrderView",
    "OwnWordsView",
    "PaperView",
    "PartView",
    "PeopleView",
    "PeriodsView",
    "PersonView",
    "PlanComparisonView",
    "PlanDaysView",
    "PlanDocumentView",
    "PlanFilesView",
    "PlanFindingsView",
    "PlanHistoryView",
    "PlanLifeView",
    "PlanListView",
    "PlanMoneyView",
    "PlanObjectivesView",
    "PlanOverviewView",
    "PlanResponsibilitiesView",
    "PlanTasksView",
    "PlanTextView",
    "PlanTimelineView",
    "PlanVersionsView",
    "PlanYearView",
    "PlanYearsView",
    "ProvinceListView",
    "ProvinceView",
    "RaiseDifficultyView",
    "ReadAgainView",
    "ReceiptPdfView",
    "ReceiptView",
    "RemarkView",
    "ReminderStageView",
    "ReminderStagesView",
    "RemoveEvidenceView",
    "RemoveProductView",
    "RemoveView",
    "RenewConsolidatedView",
    "RenewInvitationView",
    "RenumberView",
    "ReopenAccountView",
    "ReplaceFileView",
    "ReportCheckView",
    "ReportGeneralView",
    "ReportListView",
    "ReportProductView",
    "ReportRecallView",
    "ReportSendView",
    "ReportTaskView",
    "ReportVersionView",
    "ReportView",
    "ReportWorkbookUploadView",
    "ReportWorkbookView",
    "ReturnView",
    "ReviewView",
    "RevokeInvitationView",
    "RevokeTokenView",
    "RolesView",
    "RowView",
    "SearchView",
    "SendConsolidatedView",
    "SignedCopyFileView",
    "SignedCopyView",
    "StepView",
    "SwitchMembershipView",
    "TakeSourceView",
    "TaskCellsView",
    "TaskRowsView",
    "TaskView",
    "TypingView",
    "UnlockView",
    "WithdrawView",
    "YearCutOffView",
    "YearLockView",
    "YearObligorsView",
    "YearRefreshView",
    "YearRemindersView",
    "YearTargetView",
    "YearTargetsView",
]
