"""What the pages of one plan show, read once from a loaded version and put into words.

Each page has a module that turns the version (`header.PlanPage`) into plain rows with finished texts: templates
only lay them out. Nothing here knows requests. Start reading in `header`.
"""
