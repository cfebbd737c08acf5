from budgets.models.decision import FindingDecision
from budgets.models.money import (
    BudgetLine,
    BudgetRow,
    BudgetTable,
    FinancingStatement,
    FundingSource,
    PublishedTotal,
    TaskBudget,
)

__all__ = [
    "BudgetLine",
    "BudgetRow",
    "BudgetTable",
    "FinancingStatement",
    "FindingDecision",
    "FundingSource",
    "PublishedTotal",
    "TaskBudget",
]
