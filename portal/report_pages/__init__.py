"""The pages of an agency's report: what it owes (`owed`), the report at hand (`page`), what a version says (`content`).

Templates are in `templates/report/`. Start reading with `page`.
"""
