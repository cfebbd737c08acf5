"""The national report of a year: `front.build_national`, its tables (`tables`), and `chapters.chapter_contents`.

`facts` reads what was chosen in a constant number of queries: sent consolidated reports by their figures
(`ConsolidatedFigure`), issued plans by their budget lines (`planned`). Drafts and reports of agencies are never read.
Provinces are added up by numerators and denominators; no percentage is averaged.
"""
