"""Tasks (nhiệm vụ) of a plan: what is to be done, by whom, when, with which expected results.

What was done has its home in `reporting`, the money in `budgets`. Units of work of Celery are jobs,
never tasks. Start reading at `models.py`.
"""
