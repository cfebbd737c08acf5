"""Who has reported and who has not, in time or late: counted by province, kind of agency and year; units to commend.

Counted from the columns of obligations, so that the ministry too sees who owes what without seeing a report. Invented
figures are never in one sum with others. Start reading at `figures.py`.
"""
