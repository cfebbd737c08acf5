"""Models, one module for each thing: what plans say about reports (rules), which of their days were moved, documents."""

from reporting.models.moved_day import MovedDay
from reporting.models.rules import Obligor, ReportingRule
from reporting.models.run import MAX_ATTEMPTS, ReportRun

__all__ = ["MAX_ATTEMPTS", "MovedDay", "Obligor", "ReportRun", "ReportingRule"]
