"""What a facility reports of its products is held, seen and kept like the rest of its report."""

from django.db import migrations

from core.operations import (
    ALL_RIGHTS,
    IN_SCOPE,
    granted,
    keeps_history,
    row_security,
    same_province,
    written_in_scope,
)

LOCAL = "sxsh_web, sxsh_worker"
OF_ACCEPTED = "FOR SELECT TO sxsh_ministry USING (report_id IN (SELECT id FROM reporting_report WHERE status = 'accepted'))"


def below_report(table: str) -> list:
    """A table whose rows belong to one version of a report."""
    return [
        same_province(table, "report_id", "reporting_report"),
        migrations.RunSQL(
            f"CREATE TRIGGER {table}_held BEFORE INSERT OR UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION reporting_hold_below_report()",
            f"DROP TRIGGER {table}_held ON {table}",
        ),
        granted(ALL_RIGHTS, LOCAL, table),
        granted("SELECT", "sxsh_ministry", table),
        row_security(
            table,
            reads=f"FOR SELECT TO {LOCAL} USING ({IN_SCOPE})",
            ministry=OF_ACCEPTED,
            **written_in_scope(LOCAL),
        ),
        keeps_history(table, province="province_id"),
    ]


class Migration(migrations.Migration):
    dependencies = [("reporting", "0093_facility_products")]

    operations = [
        *below_report("reporting_productentry"),
        *below_report("reporting_resourceentry"),
        migrations.RunSQL(
            "ALTER TABLE reporting_resourceentry ADD CONSTRAINT reporting_resourceentry_of_entry "
            "FOREIGN KEY (entry_id, report_id, province_id) REFERENCES reporting_productentry (id, report_id, province_id) "
            "DEFERRABLE INITIALLY DEFERRED",
            "ALTER TABLE reporting_resourceentry DROP CONSTRAINT reporting_resourceentry_of_entry",
        ),
    ]
