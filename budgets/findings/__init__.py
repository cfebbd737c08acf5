"""Findings (sai lệch): where a plan's printed figures, words, numbers and dates contradict each other.

Computed from the loaded rows each time, never stored and never mended. `totals` compares every printed
total with the computed one; `money` reads what the totals mean; `documents` looks at numbers, dates and
annexes; `structure` at numbering and periods. A person may note a decision (`budgets.services`).
"""

from budgets.findings.compute import findings_of, findings_of_all
from budgets.findings.finding import Finding, FindingCode
from budgets.findings.totals import TotalCheck, total_checks

__all__ = ["Finding", "FindingCode", "TotalCheck", "findings_of", "findings_of_all", "total_checks"]
