"""The database holds the reporting year: steps of reports, what a sent report says, locks, walls and history.

The steps are those of `reporting.transitions`; a test compares the two. An obligation's state and times follow its
reports' rows, so that who counts them needs to see no report.
"""

from django.db import migrations

from core.operations import (
    ALL_RIGHTS,
    IN_SCOPE,
    counts_revisions,
    granted,
    keeps_history,
    never_deleted,
    row_security,
    same_province,
    written_in_scope,
)

LOCAL = "sxsh_web, sxsh_worker"
NOBODY = "FOR SELECT TO sxsh_ministry USING (false)"
EVERYTHING = "FOR SELECT TO sxsh_ministry USING (true)"
READS = f"FOR SELECT TO {LOCAL} USING ({IN_SCOPE})"
ADDS = f"FOR INSERT TO {LOCAL} WITH CHECK ({IN_SCOPE})"
CHANGES = f"FOR UPDATE TO {LOCAL} USING ({IN_SCOPE}) WITH CHECK ({IN_SCOPE})"
OF_ACCEPTED = (
    "FOR SELECT TO sxsh_ministry USING (report_id IN (SELECT id FROM reporting_report WHERE status = 'accepted'))"
)

HELD = """
CREATE FUNCTION reporting_refuse_while_locked(obligation bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    -- Waits for whoever is just locking the year.
    PERFORM 1 FROM reporting_reportingyear
        WHERE id = (SELECT year_id FROM reporting_obligation WHERE id = obligation) FOR SHARE;
    IF EXISTS (
        SELECT 1 FROM reporting_obligation JOIN reporting_reportingyear ON reporting_reportingyear.id = year_id
        WHERE reporting_obligation.id = obligation AND locked_at IS NOT NULL AND unlocked_at IS NULL
    ) THEN
        RAISE EXCEPTION 'the year of obligation % is locked', obligation USING ERRCODE = 'restrict_violation';
    END IF;
END $$;

CREATE FUNCTION reporting_hold_report() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may_change text[] := ARRAY['status', 'review_began_at', 'revision', 'changed_at', 'changed_by_id'];
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'draft' THEN
            RAISE EXCEPTION 'a report begins as a draft, not as %', NEW.status USING ERRCODE = 'restrict_violation';
        END IF;
        PERFORM reporting_refuse_while_locked(NEW.obligation_id);
        RETURN NEW;
    END IF;
    PERFORM reporting_refuse_while_locked(OLD.obligation_id);
    IF TG_OP = 'DELETE' THEN
        IF OLD.status <> 'draft' THEN
            RAISE EXCEPTION 'report % is % and cannot be deleted', OLD.id, OLD.status
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.status <> NEW.status AND NOT EXISTS (SELECT 1 FROM (VALUES
        ('draft', 'submitted'), ('submitted', 'recalled'), ('submitted', 'returned'), ('submitted', 'accepted'),
        ('accepted', 'returned')
    ) AS step (before, after) WHERE before = OLD.status AND after = NEW.status) THEN
        RAISE EXCEPTION 'report % cannot pass from % to %', OLD.id, OLD.status, NEW.status
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.obligation_id <> NEW.obligation_id OR OLD.number <> NEW.number
        OR OLD.status <> 'draft' AND to_jsonb(NEW) - may_change IS DISTINCT FROM to_jsonb(OLD) - may_change THEN
        RAISE EXCEPTION 'report % is % and cannot be changed', OLD.id, OLD.status
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.status = 'recalled' AND OLD.review_began_at IS NOT NULL THEN
        RAISE EXCEPTION 'report % is under review and cannot be recalled', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION reporting_hold_below_report() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    found record;
BEGIN
    FOR found IN
        SELECT id, status, obligation_id FROM reporting_report
        WHERE id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.report_id END, CASE WHEN TG_OP <> 'DELETE' THEN NEW.report_id END)
        FOR SHARE
    LOOP
        IF found.status <> 'draft' AND NOT (
            -- The signed paper often comes after the report itself.
            TG_TABLE_NAME = 'reporting_evidence' AND TG_OP = 'INSERT' AND found.status = 'submitted'
            AND to_jsonb(NEW) ->> 'place' = 'paper'
        ) THEN
            RAISE EXCEPTION 'report % is %: rows of % cannot be changed', found.id, found.status, TG_TABLE_NAME
                USING ERRCODE = 'restrict_violation';
        END IF;
        PERFORM reporting_refuse_while_locked(found.obligation_id);
    END LOOP;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION reporting_keep_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE reporting_obligation SET
        state = coalesce((
            SELECT CASE status WHEN 'submitted' THEN 'sent' WHEN 'recalled' THEN 'not_sent' ELSE status END
            FROM reporting_report WHERE obligation_id = NEW.obligation_id AND status <> 'draft'
            ORDER BY number DESC LIMIT 1), 'not_sent'),
        first_received_at = (
            SELECT received_at FROM reporting_report
            WHERE obligation_id = NEW.obligation_id AND status NOT IN ('draft', 'recalled')
            ORDER BY number LIMIT 1),
        last_received_at = (
            SELECT received_at FROM reporting_report
            WHERE obligation_id = NEW.obligation_id AND status NOT IN ('draft', 'recalled')
            ORDER BY number DESC LIMIT 1)
    WHERE id = NEW.obligation_id;
    RETURN NULL;
END $$;

CREATE TRIGGER reporting_report_held BEFORE INSERT OR UPDATE OR DELETE ON reporting_report
    FOR EACH ROW EXECUTE FUNCTION reporting_hold_report();
CREATE TRIGGER reporting_report_state AFTER UPDATE OF status ON reporting_report
    FOR EACH ROW WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION reporting_keep_state();
"""
DROP_HELD = """
DROP TRIGGER reporting_report_state ON reporting_report;
DROP TRIGGER reporting_report_held ON reporting_report;
DROP FUNCTION reporting_keep_state();
DROP FUNCTION reporting_hold_below_report();
DROP FUNCTION reporting_hold_report();
DROP FUNCTION reporting_refuse_while_locked(bigint);
"""
BELOW_REPORT = ("taskentry", "outputentry", "moneyentry", "evidence")
DECIDED = ("collectivedecision", "collectivemember", "heirdecision")


def below_report(name: str) -> list:
    """A table whose rows belong to one version of a report."""
    table = f"reporting_{name}"
    return [
        same_province(table, "report_id", "reporting_report"),
        migrations.RunSQL(
            f"CREATE TRIGGER {table}_held BEFORE INSERT OR UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION reporting_hold_below_report()",
            f"DROP TRIGGER {table}_held ON {table}",
        ),
        granted(ALL_RIGHTS, LOCAL, table),
        granted("SELECT", "sxsh_ministry", table),
        row_security(table, reads=READS, ministry=OF_ACCEPTED, **written_in_scope(LOCAL)),
        keeps_history(table, province="province_id"),
    ]


def of_entry(name: str) -> migrations.RunSQL:
    """A row below what a report says of a task belongs to the same report."""
    table = f"reporting_{name}"
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_of_entry FOREIGN KEY (entry_id, report_id, province_id) "
        "REFERENCES reporting_taskentry (id, report_id, province_id) DEFERRABLE INITIALLY DEFERRED",
        f"ALTER TABLE {table} DROP CONSTRAINT {table}_of_entry",
    )


def decided(name: str, parent: str, column: str) -> list:
    """A table of the department's decisions, which are only added."""
    table = f"reporting_{name}"
    return [
        same_province(table, column, parent),
        granted("SELECT, INSERT", LOCAL, table),
        granted("SELECT", "sxsh_ministry", table),
        row_security(table, reads=READS, ministry=NOBODY, adds=ADDS),
        keeps_history(table, province="province_id"),
    ]


class Migration(migrations.Migration):
    dependencies = [("reporting", "0070_reporting_year"), ("plans", "0051_life_held"), ("agencies", "0050_issued_once")]

    operations = [
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED;"),
        migrations.RunSQL(HELD, DROP_HELD),
        same_province("reporting_reportingyear", "plan_id", "plans_plan"),
        same_province("reporting_reportingyear", "version_id", "plans_planversion"),
        granted("SELECT, INSERT, UPDATE", LOCAL, "reporting_reportingyear"),
        granted("SELECT", "sxsh_ministry", "reporting_reportingyear"),
        row_security("reporting_reportingyear", reads=READS, ministry=EVERYTHING, adds=ADDS, changes=CHANGES),
        *never_deleted("reporting_reportingyear"),
        keeps_history("reporting_reportingyear", province="province_id", plan="plan_id", version="version_id"),
        *decided("collectivedecision", "plans_plan", "plan_id"),
        *decided("collectivemember", "reporting_collectivedecision", "decision_id"),
        *decided("heirdecision", "plans_plan", "plan_id"),
        same_province("reporting_obligation", "year_id", "reporting_reportingyear"),
        granted("SELECT, INSERT, UPDATE", LOCAL, "reporting_obligation"),
        granted("SELECT", "sxsh_ministry", "reporting_obligation"),
        row_security("reporting_obligation", reads=READS, ministry=EVERYTHING, adds=ADDS, changes=CHANGES),
        *never_deleted("reporting_obligation"),
        keeps_history("reporting_obligation", province="province_id", agency="agency_id"),
        same_province("reporting_obligationground", "obligation_id", "reporting_obligation"),
        granted(ALL_RIGHTS, LOCAL, "reporting_obligationground"),
        granted("SELECT", "sxsh_ministry", "reporting_obligationground"),
        row_security(
            "reporting_obligationground", reads=READS, ministry=EVERYTHING, **written_in_scope(LOCAL)
        ),
        keeps_history("reporting_obligationground", province="province_id"),
        same_province("reporting_extension", "obligation_id", "reporting_obligation"),
        granted("SELECT, INSERT", LOCAL, "reporting_extension"),
        granted("SELECT", "sxsh_ministry", "reporting_extension"),
        row_security("reporting_extension", reads=READS, ministry=EVERYTHING, adds=ADDS),
        keeps_history("reporting_extension", province="province_id"),
        same_province("reporting_report", "obligation_id", "reporting_obligation"),
        same_province("reporting_report", "version_id", "plans_planversion"),
        granted(ALL_RIGHTS, LOCAL, "reporting_report"),
        granted("SELECT", "sxsh_ministry", "reporting_report"),
        row_security(
            "reporting_report",
            reads=READS,
            ministry="FOR SELECT TO sxsh_ministry USING (status = 'accepted')",
            **written_in_scope(LOCAL),
        ),
        keeps_history("reporting_report", province="province_id", version="version_id"),
        counts_revisions(
            "reporting_report", "status", "general", "difficulties", "proposals", "is_nil", "nil_reason",
            "officer_name", "officer_title", "paper_number", "paper_date", "received_on",
        ),
        *(operation for name in BELOW_REPORT for operation in below_report(name)),
        of_entry("outputentry"),
        of_entry("moneyentry"),
        same_province("reporting_reportstep", "report_id", "reporting_report"),
        granted("SELECT, INSERT", LOCAL, "reporting_reportstep"),
        granted("SELECT", "sxsh_ministry", "reporting_reportstep"),
        row_security("reporting_reportstep", reads=READS, ministry=OF_ACCEPTED, adds=ADDS),
        keeps_history("reporting_reportstep", province="province_id"),
        same_province("reporting_remark", "report_id", "reporting_report"),
        granted("SELECT, INSERT, UPDATE", LOCAL, "reporting_remark"),
        granted("SELECT", "sxsh_ministry", "reporting_remark"),
        row_security("reporting_remark", reads=READS, ministry=NOBODY, adds=ADDS, changes=CHANGES),
        keeps_history("reporting_remark", province="province_id"),
    ]
