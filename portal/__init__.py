"""What spans the apps: the plan document, the API root, search, the pages. No models.

Start reading at `plan_document/schema.py`: the one shape in which a plan travels.
"""
