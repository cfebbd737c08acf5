"""What people change about money: amounts of a draft's tasks, and decisions noted on findings."""

from budgets.services.decisions import MAX_DECISION_LENGTH, note_decision
from budgets.services.task_money import save_task_money

__all__ = ["MAX_DECISION_LENGTH", "note_decision", "save_task_money"]
