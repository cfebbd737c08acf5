"""The first page by role. Start reading at `sections.py`."""
