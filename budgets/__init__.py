"""The money of a plan (kinh phí) as planned, and the findings (sai lệch) of its printed figures.

Money is whole đồng. A split between sources that the plan does not give stays unknown. Printed totals
are kept beside the computed ones, and every difference is shown, never mended. What was spent has its
home in `reporting`. Start reading at `models/money.py`, then `findings/`.
"""
