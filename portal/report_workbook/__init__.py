"""An agency's report filled in as a workbook: prefilled and given out, read again when it comes back, and compared.

Start at `layout`: which sheets there are and how a cell is known again, wherever people moved it. `writing` makes the
file, `reading` finds its cells, `changes` says cell by cell what is wrong or what would change in the draft.
"""
