"""Migration operations for rules that the database itself must hold.

Row security (docs/security.md): a table is opened to the serving roles by `granted`, and a provincial one is
closed again, row by row, by `row_security`. The policies themselves are written out in the migrations.
"""

from collections.abc import Mapping, Sequence

from django.db.migrations.operations import RunSQL

# The rows of the scope's provinces. The inner SELECT is computed once a statement and keeps indexes usable; where
# no scope was set it raises an error.
IN_SCOPE = "province_id = ANY ((SELECT current_setting('app.provinces')::bigint[])::bigint[])"
# Who acts; nobody is nobody's.
IS_USER = "user_id = (SELECT NULLIF(current_setting('app.user'), '')::bigint)"
OWNER_PASSES = "current_setting('app.all_provinces', true) = 'on'"
ALWAYS = dict.fromkeys(("INSERT", "UPDATE", "DELETE"), "true")
ALL_RIGHTS = "SELECT, INSERT, UPDATE, DELETE"
SERVING = "sxsh_web, sxsh_worker, sxsh_ministry"


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


def granted(rights: str, to: str, *tables: str) -> RunSQL:
    """Lets database roles use tables: `granted("SELECT", "sxsh_web", "plans_law")`."""
    names = ", ".join(tables)
    return RunSQL(f"GRANT {rights} ON {names} TO {to}", f"REVOKE {rights} ON {names} FROM {to}")


def row_security(table: str, **policies: str) -> RunSQL:
    """Closes a table, for its owner too, but for what the policies let through.

    Each policy is the text after "ON table": `web_reads="FOR SELECT TO sxsh_web USING (...)"`. The owner passes
    where its connection says so (`OWNER_PASSES`).
    """
    policies |= {"owner": f"TO sxsh_owner USING ({OWNER_PASSES})"}
    create = [f"CREATE POLICY {name} ON {table} {text}" for name, text in policies.items()]
    close = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
    ]
    open_again = [f"DROP POLICY {name} ON {table}" for name in policies]
    open_again += [f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY"]
    return RunSQL(";\n".join(create + close), ";\n".join(open_again))


def written_in_scope(to: str, condition: str = IN_SCOPE) -> dict[str, str]:
    """The policies by which roles add, change and delete the rows of their own provinces alone."""
    return {
        "adds": f"FOR INSERT TO {to} WITH CHECK ({condition})",
        "changes": f"FOR UPDATE TO {to} USING ({condition}) WITH CHECK ({condition})",
        "deletes": f"FOR DELETE TO {to} USING ({condition})",
    }


def counts_revisions(table: str, *columns: str) -> RunSQL:
    """Whatever changes one of the columns, by whatever way, raises the row's revision by one; nothing else does.

    `core.editing.change` writes only the revision that a person has seen.
    """
    watched = ", ".join(f"'{column}'" for column in columns)
    return RunSQL(
        f"CREATE TRIGGER {table}_revision BEFORE UPDATE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION core_count_revision({watched})",
        f"DROP TRIGGER {table}_revision ON {table}",
    )


def never_deleted(table: str) -> list[RunSQL]:
    """Nobody deletes a row of the table, its owner neither: others name it for ever."""
    return [
        RunSQL(
            f"CREATE TRIGGER {table}_{when} BEFORE {event} ON {table} "
            f"FOR EACH {unit} EXECUTE FUNCTION core_refuse_deletion()",
            f"DROP TRIGGER {table}_{when} ON {table}",
        )
        for when, event, unit in (("kept", "DELETE", "ROW"), ("kept_whole", "TRUNCATE", "STATEMENT"))
    ]


# What triggers pass to agencies_record_change, in this order: where a row tells what it is about.
ABOUT = ("province", "plan", "version", "agency", "person")


class KeepsHistory(RunSQL):
    """Makes a table's triggers of the history; `triggers` are their statements, which `portal.kept` looks for."""

    def __init__(self, table: str, triggers: Mapping[str, str]):
        self.table, self.triggers = table, triggers
        drops = [f"DROP TRIGGER {name} ON {table}" for name in triggers]
        super().__init__(";\n".join(triggers.values()), ";\n".join(drops))


def keeps_history(
    table: str,
    *,
    masked: Sequence[str] = (),
    unwatched: Sequence[str] = (),
    for_ministry: Mapping[str, str] | None = None,
    **about: str,
) -> KeepsHistory:
    """Every change of the table's rows, by whatever way, becomes an entry of the history; TRUNCATE is refused.

    `province`, `plan`, `version`, `agency`, `person` name the columns that say what a row is about. Columns in
    `masked` are secrets: stars stand for their values. A change of `unwatched` columns alone is none: programs note
    there that they are at work. `for_ministry` gives for each event ("INSERT", "UPDATE", "DELETE") the condition under
    which the ministry's role may read the entry; without it none is.
    """
    columns = [about.pop(name, "") for name in ABOUT] + list(masked)
    if about:
        raise TypeError(f"keeps_history does not know {', '.join(about)}")
    triggers = {}
    for event in ("INSERT", "UPDATE", "DELETE"):
        told = (for_ministry or {}).get(event, "false")
        for is_told, condition in ((True, told), (False, f"({told}) IS NOT TRUE")):
            if condition in ("false", "(true) IS NOT TRUE"):
                continue
            changed = _changed(unwatched) if event == "UPDATE" else "true"
            name = f"{table}_history_{event.lower()}{'_told' if is_told else ''}"
            arguments = ", ".join(f"'{argument}'" for argument in [str(is_told).lower(), *columns])
            triggers[name] = (
                f"CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW "
                f"WHEN ({changed} AND ({condition})) EXECUTE FUNCTION agencies_record_change({arguments})"
            )
    name = f"{table}_history_truncate"
    triggers[name] = (
        f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION agencies_refuse_truncation()"
    )
    return KeepsHistory(table, triggers)


def _changed(unwatched: Sequence[str]) -> str:
    """The condition that an UPDATE changes something that is watched."""
    if not unwatched:
        return "OLD.* IS DISTINCT FROM NEW.*"
    names = ", ".join(f"'{name}'" for name in unwatched)
    return f"to_jsonb(OLD) - ARRAY[{names}] IS DISTINCT FROM to_jsonb(NEW) - ARRAY[{names}]"


REVISION_FUNCTIONS = RunSQL(
    """
    CREATE FUNCTION core_count_revision() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        before jsonb := to_jsonb(OLD);
        after jsonb := to_jsonb(NEW);
        watched text;
    BEGIN
        NEW.revision := OLD.revision;
        FOREACH watched IN ARRAY TG_ARGV LOOP
            IF before -> watched IS DISTINCT FROM after -> watched THEN
                NEW.revision := OLD.revision + 1;
                EXIT;
            END IF;
        END LOOP;
        RETURN NEW;
    END $$;

    CREATE FUNCTION core_refuse_deletion() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'rows of % are never deleted', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END $$;
    """,
    "DROP FUNCTION core_refuse_deletion(); DROP FUNCTION core_count_revision();",
)
