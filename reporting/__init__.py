"""The reporting year: who owes a yearly report by which clause, and by when.

What an agency did, how far it is and what it spent will have its one home here. For now it holds what
each plan itself says about reporting (`models.py`): the day and the obligors, each with its clause.
"""
