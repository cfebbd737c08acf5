"""The database holds a version's life: which status follows which, what may change in each, who may approve.

The steps are those of `plans.transitions`; a test compares the two. Whoever wrote any of a version, as the history
knows, does not approve it. Walls and history follow: "not issued" is now more than a draft.
"""

from django.db import migrations

from core.operations import ALL_RIGHTS, IN_SCOPE, granted, keeps_history, row_security, same_province, written_in_scope

LOCAL = "sxsh_web, sxsh_worker"
NOBODY = "FOR SELECT TO sxsh_ministry USING (false)"  # of the province's own work it reads nothing
ISSUED = "status IN ('issued', 'amended', 'closed')"

# Whether a person wrote something of a version: its own columns but the status, or a row below it.
WROTE = """
CREATE FUNCTION plans_wrote(asked_version bigint, asked_person bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER STABLE
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    passed text := coalesce(current_setting('app.all_provinces', true), '');
    found_any boolean;
BEGIN
    PERFORM set_config('app.all_provinces', 'on', true); -- the owner's policy asks for it, no other role's does
    SELECT EXISTS (
        SELECT 1 FROM public.agencies_historyentry
        WHERE version_id = asked_version AND actor_id = asked_person
          AND operation IN ('insert', 'update', 'delete')
          AND (
            table_name = 'plans_planversion'
                AND (operation <> 'update' OR before - 'status' IS DISTINCT FROM after - 'status')
            OR table_name IN (
                SELECT tgrelid::regclass::text FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
                WHERE proname = 'plans_refuse_change_below_issued_version'
            )
          )
    ) INTO found_any;
    PERFORM set_config('app.all_provinces', passed, true);
    RETURN found_any;
END $$;
REVOKE ALL ON FUNCTION plans_wrote FROM PUBLIC;
GRANT EXECUTE ON FUNCTION plans_wrote TO sxsh_web, sxsh_worker;
"""

LIFE = """
CREATE OR REPLACE FUNCTION plans_refuse_change_of_issued_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    serving boolean := current_user IN ('sxsh_web', 'sxsh_worker', 'sxsh_ministry');
    person bigint := nullif(current_setting('app.user', true), '')::bigint;
    -- What the day of issue brings: number, date, place, signer, and from when it is in force.
    at_issue text[] := ARRAY['status', 'document_number', 'issued_on', 'place', 'signer_name', 'signer_title',
                             'signer_authority', 'in_force_from'];
    unchanged boolean;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'draft' THEN
            RAISE EXCEPTION 'a version begins as a draft, not as %', NEW.status USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' THEN
        IF OLD.status NOT IN ('draft', 'returned') THEN
            RAISE EXCEPTION 'plan version % is % and cannot be deleted', OLD.id, OLD.status
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.status <> NEW.status THEN
        IF NOT EXISTS (SELECT 1 FROM (VALUES
            ('draft', 'submitted'), ('returned', 'submitted'), ('submitted', 'draft'), ('submitted', 'returned'),
            ('submitted', 'approved'), ('approved', 'returned'), ('approved', 'issued'), ('issued', 'closed'),
            ('issued', 'amended'), ('draft', 'issued'), ('draft', 'discarded'), ('returned', 'discarded')
        ) AS step (before, after) WHERE before = OLD.status AND after = NEW.status) THEN
            RAISE EXCEPTION 'plan version % cannot pass from % to %', OLD.id, OLD.status, NEW.status
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF serving AND OLD.status = 'draft' AND NEW.status = 'issued' THEN
            RAISE EXCEPTION 'plan version % cannot be issued without approval', OLD.id
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF serving AND NEW.status = 'approved' AND (person IS NULL OR public.plans_wrote(OLD.id, person)) THEN
            RAISE EXCEPTION 'plan version % cannot be approved by who wrote it', OLD.id
                USING ERRCODE = 'restrict_violation';
        END IF;
    END IF;
    IF OLD.status = 'approved' AND NEW.status = 'issued' THEN
        unchanged := to_jsonb(NEW) - at_issue IS NOT DISTINCT FROM to_jsonb(OLD) - at_issue;
    ELSIF OLD.status IN ('draft', 'returned') THEN
        unchanged := true;
    ELSE
        unchanged := to_jsonb(NEW) - 'status' IS NOT DISTINCT FROM to_jsonb(OLD) - 'status';
    END IF;
    IF NOT unchanged THEN
        RAISE EXCEPTION 'plan version % is % and cannot be changed', OLD.id, OLD.status
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION plans_refuse_change_below_issued_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    frozen record;
BEGIN
    -- Waits for whoever is just submitting the version, and lets nobody submit it before this row is committed.
    PERFORM 1 FROM plans_planversion WHERE id IN (OLD.version_id, NEW.version_id) FOR SHARE;
    SELECT id, status INTO frozen FROM plans_planversion
        WHERE status NOT IN ('draft', 'returned')
          AND ((TG_OP <> 'INSERT' AND id = OLD.version_id) OR (TG_OP <> 'DELETE' AND id = NEW.version_id))
        LIMIT 1;
    IF frozen.id IS NOT NULL THEN
        RAISE EXCEPTION 'plan version % is %: rows of % cannot be changed', frozen.id, frozen.status, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

DROP TRIGGER plans_planversion_frozen ON plans_planversion;
CREATE TRIGGER plans_planversion_frozen BEFORE INSERT OR UPDATE OR DELETE ON plans_planversion
    FOR EACH ROW EXECUTE FUNCTION plans_refuse_change_of_issued_version();
"""

REPLACED = """
UPDATE plans_planversion SET status = 'amended' FROM plans_plan
WHERE plans_plan.id = plan_id AND status = 'issued' AND plans_planversion.id <> current_version_id;
"""

WALLS = f"""
ALTER POLICY reads ON plans_planversion USING ({ISSUED} OR {IN_SCOPE});
ALTER POLICY ministry ON plans_planversion USING ({ISSUED});
"""

DROP_HISTORY = "".join(
    f"DROP TRIGGER plans_planversion_history_{name} ON plans_planversion;\n"
    for name in ("insert_told", "insert", "update_told", "update", "delete_told", "delete", "truncate")
)
# Spelled out: PostgreSQL tells a trigger with IN otherwise than it was made (portal.kept compares the two).
NEW_ISSUED, OLD_ISSUED = (
    "(" + " OR ".join(f"{row}.status = '{status}'" for status in ("issued", "amended", "closed")) + ")"
    for row in ("NEW", "OLD")
)


class Migration(migrations.Migration):
    dependencies = [("plans", "0050_life"), ("agencies", "0050_issued_once")]

    operations = [
        migrations.RunSQL(WROTE, "DROP FUNCTION plans_wrote"),
        migrations.RunSQL(LIFE),
        migrations.RunSQL(REPLACED),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED;"),
        migrations.RunSQL(WALLS),
        migrations.RunSQL(DROP_HISTORY),
        keeps_history(
            "plans_planversion",
            province="province_id",
            plan="plan_id",
            version="id",
            for_ministry={
                "UPDATE": f"{NEW_ISSUED} AND ({OLD_ISSUED} "
                "OR to_jsonb(OLD) - 'status' = to_jsonb(NEW) - 'status')",
            },
        ),
        same_province("plans_versionstep", "version_id", "plans_planversion"),
        same_province("plans_decisionscan", "version_id", "plans_planversion"),
        same_province("plans_typedform", "plan_id", "plans_plan"),
        granted("SELECT, INSERT", LOCAL, "plans_versionstep", "plans_decisionscan"),
        granted("SELECT", "sxsh_ministry", "plans_decisionscan", "plans_versionstep"),
        granted(ALL_RIGHTS, LOCAL, "plans_typedform"),
        row_security(
            "plans_versionstep",
            reads=f"FOR SELECT TO {LOCAL} USING ({IN_SCOPE})",
            ministry=NOBODY,
            adds=f"FOR INSERT TO {LOCAL} WITH CHECK ({IN_SCOPE})",
        ),
        row_security(
            "plans_decisionscan",
            reads=f"FOR SELECT TO {LOCAL}, sxsh_ministry USING (version_id IN (SELECT id FROM plans_planversion))",
            adds=f"FOR INSERT TO {LOCAL} WITH CHECK ({IN_SCOPE})",
        ),
        row_security(
            "plans_typedform",
            reads=f"FOR SELECT TO {LOCAL} USING ({IN_SCOPE})",
            ministry=NOBODY,
            **written_in_scope(LOCAL),
        ),
        keeps_history("plans_versionstep", province="province_id", version="version_id"),
        keeps_history("plans_decisionscan", province="province_id", version="version_id"),
    ]
