"""What every part of the portal needs to read and write the ministry's papers.

A closed list, without models and without rules of the plans themselves: text as people type it
(`text`), Vietnamese order (`sorting`), numbers and money (`numbers`), amounts in words (`words`),
dates as printed (`dates`), the portal's business clock (`clock`), files that last (`files`) and work in
child processes with limits (`children`).
Nothing here imports another app.
"""
