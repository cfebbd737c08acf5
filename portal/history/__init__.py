"""The history as people read it: which entries a page is about, and what they say, field by field, with names.

Start reading at `changes.listed_changes`. What is kept, and by whom it may be read, is `agencies.models.history`'s.
"""
