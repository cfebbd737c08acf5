"""The province's consolidated report of a year: what is read for it (facts), its tables and its body, all together (build).

Of a task that several agencies report, the figures of those that lead it are added up; what coordinating ones report
stands beside, because it may be the same once more. Unknown stays unknown: it is counted, never taken for zero.
"""
