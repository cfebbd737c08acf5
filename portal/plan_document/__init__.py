"""The plan document: one shape for fixtures, import, export, comparison and the API.

schema -- the strict shape; reader -- text to data with line numbers; loader -- data to rows; exporter --
rows to data; comparison -- what differs between two documents. docs/plan-document.md says what the keys
mean.
"""
