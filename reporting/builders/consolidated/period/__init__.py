"""The report of a period of the plan (báo cáo sơ kết, tổng kết): its years read one by one, put side by side and added up.

Figures are those of accepted reports, as in the years' own reports; words are taken from these, as they were sent. Only
what is counted is added over years; a share keeps the last value that is known, with its year.
"""
