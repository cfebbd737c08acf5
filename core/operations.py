"""Migration operations for rules that the database itself must hold."""

from django.db.migrations.operations import RunSQL


def same_province(table: str, column: str, parent: str) -> RunSQL:
    """A row's province is its parent's: composite foreign key (column, province_id) -> parent.

    `parent` needs a unique constraint on (id, province_id). Checked at the end of the transaction.
    """
    name = f"{table}_{column}_same_province"
    return RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({column}, province_id) "
        f"REFERENCES {parent} (id, province_id) DEFERRABLE INITIALLY DEFERRED",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )
