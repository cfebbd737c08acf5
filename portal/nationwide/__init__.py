"""The plans of all provinces side by side, for the ministry and for who wants to see how others do.

Every page is computed from the issued plans in force that the person may see: `choice` reads what an address asks
for, `plans` loads them, `components`, `targets`, `money` and `tiles` each make one page's table, and `sheets` says
the same table as a sheet of a workbook. Money is added by `budgets.sums` and shown by the cells of
`budgets.tables`. Provinces are never ranked by their targets, because they count different populations.
"""
