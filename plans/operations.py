"""Migration operations of everything that hangs on a version of a plan."""

from django.db.migrations.operations import RunSQL

from core.operations import (
    ALL_RIGHTS,
    IN_SCOPE,
    SERVING,
    KeepsHistory,
    granted,
    keeps_history,
    row_security,
    same_province,
    written_in_scope,
)

FREEZE_FUNCTIONS = RunSQL(
    """
    CREATE FUNCTION plans_refuse_change_of_issued_version() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.status <> 'draft' AND (TG_OP = 'DELETE' OR to_jsonb(NEW) IS DISTINCT FROM to_jsonb(OLD)) THEN
            RAISE EXCEPTION 'plan version % is issued and cannot be changed', OLD.id
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END $$;

    CREATE FUNCTION plans_refuse_change_below_issued_version() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        frozen bigint;
    BEGIN
        -- Waits for whoever is just issuing the version, and lets nobody issue it before this row is committed.
        PERFORM 1 FROM plans_planversion WHERE id IN (OLD.version_id, NEW.version_id) FOR SHARE;
        SELECT id INTO frozen FROM plans_planversion
            WHERE status <> 'draft'
              AND ((TG_OP <> 'INSERT' AND id = OLD.version_id) OR (TG_OP <> 'DELETE' AND id = NEW.version_id))
            LIMIT 1;
        IF frozen IS NOT NULL THEN
            RAISE EXCEPTION 'plan version % is issued: rows of % cannot be changed', frozen, TG_TABLE_NAME
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END $$;

    CREATE TRIGGER plans_planversion_frozen BEFORE UPDATE OR DELETE ON plans_planversion
        FOR EACH ROW EXECUTE FUNCTION plans_refuse_change_of_issued_version();
    """,
    """
    DROP TRIGGER plans_planversion_frozen ON plans_planversion;
    DROP FUNCTION plans_refuse_change_below_issued_version();
    DROP FUNCTION plans_refuse_change_of_issued_version();
    """,
)


def frozen_when_issued(table: str) -> list[RunSQL]:
    """A table of version rows: province as the version's, and no change once the version is issued."""
    return [
        same_province(table, "version_id", "plans_planversion"),
        RunSQL(
            f"CREATE TRIGGER {table}_frozen BEFORE INSERT OR UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION plans_refuse_change_below_issued_version()",
            f"DROP TRIGGER {table}_frozen ON {table}",
        ),
    ]


def seen_with_version(table: str) -> list[RunSQL]:
    """Row security of what hangs on a version: read by who may read the version, written in its province.

    The version's own policies say who that is: everybody once it is issued, its province before; so the ministry's
    role finds no row of a draft. It writes none either.
    """
    return [
        granted(ALL_RIGHTS, "sxsh_web, sxsh_worker", table),
        granted("SELECT", "sxsh_ministry", table),
        row_security(
            table,
            reads=f"FOR SELECT TO {SERVING} USING (version_id IN (SELECT id FROM plans_planversion))",
            **written_in_scope("sxsh_web, sxsh_worker", IN_SCOPE),
        ),
    ]


def keeps_history_of_version(table: str) -> KeepsHistory:
    """History of what hangs on a version, for its province: it is written in drafts, which the ministry does not see."""
    return keeps_history(table, province="province_id", version="version_id")


def same_version(table: str, column: str, parent: str) -> RunSQL:
    """A row hangs below a parent of its own version: composite foreign key (column, version_id).

    `parent` needs `version_anchor`. Checked at the end of the transaction.
    """
    name = f"{table}_{column}_same_version"
    return RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({column}, version_id) "
        f"REFERENCES {parent} (id, version_id) DEFERRABLE INITIALLY DEFERRED",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


def version_anchor(table: str) -> RunSQL:
    """What `same_version` refers to."""
    name = f"{table}_id_version"
    return RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} UNIQUE (id, version_id)",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


OWN_CURRENT_VERSION = RunSQL(
    """
    ALTER TABLE plans_planversion ADD CONSTRAINT plans_planversion_id_plan UNIQUE (id, plan_id);
    ALTER TABLE plans_plan ADD CONSTRAINT plans_plan_own_current_version
        FOREIGN KEY (current_version_id, id) REFERENCES plans_planversion (id, plan_id)
        DEFERRABLE INITIALLY DEFERRED;
    """,
    """
    ALTER TABLE plans_plan DROP CONSTRAINT plans_plan_own_current_version;
    ALTER TABLE plans_planversion DROP CONSTRAINT plans_planversion_id_plan;
    """,
)
