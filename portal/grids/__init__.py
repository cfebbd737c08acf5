"""Parts of a draft that are edited like a spreadsheet: the money of tasks, and the task table.

`batch` reads what people type or paste, cell by cell, and never guesses; `money` and `tasks` are the two tables, each
with its rows as a page needs them and its way to write. A cell's text travels in the one form that can be read back
(`core.numbers.editable_number`), so what a person saw can be compared with what stands there now.
"""
