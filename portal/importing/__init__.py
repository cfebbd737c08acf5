"""Bringing a plan's annexes in from a Word or Excel file: upload, reading by a job, decisions, a draft.

Start reading in `requests` (what people ask for); `reading` is the job, `questions` what a person is asked, `result`
what was read as pages show it, `finishing` the only place that writes into a plan.
"""
