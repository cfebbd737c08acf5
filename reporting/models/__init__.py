"""Models, one module for each thing: what plans say about reports (rules), documents being made (run)."""

from reporting.models.rules import Obligor, ReportingRule
from reporting.models.run import MAX_ATTEMPTS, ReportRun

__all__ = ["MAX_ATTEMPTS", "Obligor", "ReportRun", "ReportingRule"]
