"""The last evening before the reports are due, played on this machine: `script/bench deadline`.

`sample` makes the database, `parts` runs the portal as in production, `load` (a process of its own) plays the agencies
with `browser` and `visit`, `outcome` compares what they were told with what the database holds.
"""
