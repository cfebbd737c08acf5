"""Backups of all that the portal keeps: the database and the stored files, in one folder with a manifest.

A backup is a folder `sxsh-<time>` with `database.dump` (pg_dump's custom format), `files.tar` and
`manifest.json`. It is written beside its place and renamed when it is whole, so there are no half backups.
Start reading at `making.make_backup` and `restoring.restore_backup`; `script/backup` and `script/restore` call
them. Works with the embedded PostgreSQL and any other, with the rights of the portal's own role.
"""
