"""Who you are, where you belong and what you may see: provinces, agencies, users, memberships.

Provinces and agencies change: names and codes have a validity, agencies a period of existence and
successors by duty (Nghị quyết 202/2025/QH15 made 34 provinces of 63 and ended the district level).
What agencies have to do stands in `plans` and `tasks`. Start reading at `models/province.py`.
"""
