"""The ministry keeps the catalogue: its role alone writes it, nothing is deleted, and what is used keeps its meaning.

Whether a plan uses an entry asks about drafts too, which the ministry's role does not see: by a function that
answers no more. Law is not edited here.
"""

from django.db import migrations

from core.operations import ALWAYS, SERVING, counts_revisions, granted, keeps_history

VALIDITY = ("valid_from", "valid_to", "source")
PERIOD = ("period_start", "period_end")
EDITED = {
    "plans_programme": ("number", "title", "issued_on", "issuer", *PERIOD, *VALIDITY),
    "plans_programmecomponent": ("programme_id", "code", "name", "description", "position", *VALIDITY),
    "plans_indicator": (
        "code",
        "name",
        "short_name",
        "unit",
        "numerator",
        "denominator",
        "description",
        "position",
        *VALIDITY,
    ),
    "plans_nationaltarget": (
        "programme_id",
        "indicator_id",
        *PERIOD,
        "minimum",
        "maximum",
        "unit",
        "population",
        *VALIDITY,
    ),
    "plans_outputkind": ("code", "name", "unit", "definition", "position", *VALIDITY),
}
# By which plans name an entry, and what they count in it.
MEANING = {
    "plans_programme": ("number",),
    "plans_indicator": ("code", "unit"),
    "plans_outputkind": ("code", "unit"),
}
# Looks for what refers to the entry by a foreign key, in whatever table of whatever app. The owner's policy asks for
# app.all_provinces, no other role's does.
FUNCTIONS = """
CREATE FUNCTION plans_is_referred_to(entries regclass, entry bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    before text := coalesce(current_setting('app.all_provinces', true), '');
    place record;
    found boolean := false;
BEGIN
    IF entries::text NOT IN ('plans_programme', 'plans_programmecomponent', 'plans_indicator',
                             'plans_nationaltarget', 'plans_outputkind') THEN
        RAISE EXCEPTION '% is no table of the catalogue', entries USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM set_config('app.all_provinces', 'on', true);
    FOR place IN
        SELECT conrelid::regclass AS referring, attname FROM pg_constraint
        JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
        WHERE contype = 'f' AND confrelid = entries
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %s WHERE %I = $1)', place.referring, place.attname)
            INTO found USING entry;
        EXIT WHEN found;
    END LOOP;
    PERFORM set_config('app.all_provinces', before, true);
    RETURN found;
END $$;
REVOKE ALL ON FUNCTION plans_is_referred_to FROM PUBLIC;
GRANT EXECUTE ON FUNCTION plans_is_referred_to TO sxsh_web, sxsh_worker, sxsh_ministry;

CREATE FUNCTION plans_keep_meaning() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    watched text;
BEGIN
    FOREACH watched IN ARRAY TG_ARGV LOOP
        IF to_jsonb(OLD) -> watched IS DISTINCT FROM to_jsonb(NEW) -> watched
                AND plans_is_referred_to(TG_RELID::regclass, OLD.id) THEN
            RAISE EXCEPTION '% of entry % of % is used and keeps its meaning', watched, OLD.id, TG_TABLE_NAME
                USING ERRCODE = 'restrict_violation';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;
"""


def keeps_meaning(table: str, *columns: str) -> migrations.RunSQL:
    """These columns do not change any more once a row of whatever table refers to the entry."""
    arguments = ", ".join(f"'{column}'" for column in columns)
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_meaning BEFORE UPDATE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION plans_keep_meaning({arguments})",
        f"DROP TRIGGER {table}_meaning ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("plans", "0040_catalogue_entries"), ("agencies", "0041_history_kept")]

    operations = [
        granted("SELECT", SERVING, "plans_programmecomponent"),
        granted("INSERT, UPDATE", "sxsh_ministry", *EDITED),
        keeps_history("plans_programmecomponent", for_ministry=ALWAYS),
        *(counts_revisions(table, *columns) for table, columns in EDITED.items()),
        migrations.RunSQL(
            FUNCTIONS, "DROP FUNCTION plans_keep_meaning; DROP FUNCTION plans_is_referred_to"
        ),
        *(keeps_meaning(table, *columns) for table, columns in MEANING.items()),
    ]
