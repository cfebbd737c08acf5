"""Models, one module for each thing: what plans say about reports (rules), which of their days were moved, the reporting
year, who owes its reports (obligation), what was decided about both (year_decision), the reports themselves, what those of
facilities say (facility), what the department counts for the plan's targets (target_value), what stands in an
agency's way (difficulty), who was reminded of what (reminder), what the province makes of them all (consolidation), its
figures one by one (figure) and its signed paper (signed_copy), documents (run) and kept parts of the national one (part),
both made by workers (made)."""

from reporting.models.consolidation import ConsolidatedText, Consolidation
from reporting.models.difficulty import Difficulty, DifficultyReply
from reporting.models.facility import ProductEntry, ResourceEntry
from reporting.models.figure import ConsolidatedFigure
from reporting.models.made import MAX_ATTEMPTS, Made
from reporting.models.moved_day import MovedDay
from reporting.models.obligation import Extension, Obligation, ObligationGround
from reporting.models.part import RenderedPart
from reporting.models.reminder import ENDED, Reminder, ReminderStage
from reporting.models.report import Evidence, MoneyEntry, OutputEntry, Remark, Report, ReportStep, TaskEntry
from reporting.models.rules import Obligor, ReportingRule
from reporting.models.run import ReportRun
from reporting.models.signed_copy import SignedCopy
from reporting.models.target_value import TargetValue
from reporting.models.year import CollectiveDecision, CollectiveMember, HeirDecision, ReportingYear
from reporting.models.year_decision import YearDecision

__all__ = [
    "ENDED",
    "MAX_ATTEMPTS",
    "CollectiveDecision",
    "CollectiveMember",
    "ConsolidatedFigure",
    "ConsolidatedText",
    "Consolidation",
    "Difficulty",
    "DifficultyReply",
    "Evidence",
    "Extension",
    "HeirDecision",
    "Made",
    "MoneyEntry",
    "MovedDay",
    "Obligation",
    "ObligationGround",
    "Obligor",
    "OutputEntry",
    "ProductEntry",
    "Remark",
    "Reminder",
    "ReminderStage",
    "RenderedPart",
    "Report",
    "ReportRun",
    "ReportStep",
    "ReportingRule",
    "ReportingYear",
    "ResourceEntry",
    "SignedCopy",
    "TargetValue",
    "TaskEntry",
    "YearDecision",
]
