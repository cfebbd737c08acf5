"""The plan of a province as a document: its data, objectives, groups, body text and responsibilities.

A plan (Kế hoạch) has versions; all rows of its content hang on one version. Its tasks live in `tasks`,
its money in `budgets`, what it says about reporting in `reporting`. The national catalogue (programmes,
indicators, national targets, output kinds, laws) is here too. Start reading at `models/plan.py`.
"""
