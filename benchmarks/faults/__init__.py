"""What is left of the reminders when everything that sends them is killed: `script/bench faults --faults 60 --seed 1`.

A PostgreSQL cluster, a Redis, a Celery worker, beat and a mail server (`sink`) of its own run a small reporting year
(`world`) while agencies send their reports (`client`). By a seeded plan the mail server misbehaves and each part is
killed by SIGKILL, preferably while a mail is in flight (`runner`). Days pass: in each round the business clock stands
just before 08:00 of the next one. At the end what the mail server stored is compared with the database (`verdict`).
"""
