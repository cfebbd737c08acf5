"""The history is written by triggers and functions of the owner, sealed by one, and changed by nobody.

agencies_record_change writes an entry for a changed row; only triggers of this schema call it. agencies_log_event
writes what people did without changing a row. agencies_seal_history covers the entries of each province that no seal
covers yet. It takes those that are there: what is committed later, with whatever number, is in the next seal. Two
sealers wait for each other at the table of seals, which nobody else can lock; who writes waits for nobody.
"""

from django.db import migrations

from core.operations import ALWAYS, IN_SCOPE, granted, keeps_history, row_security

LOCAL = "sxsh_web, sxsh_worker"
# What was done while she belonged to the province; her account is made a moment before her first membership.
OF_OWN_PEOPLE = f"""EXISTS (
    SELECT 1 FROM agencies_membership AS member WHERE member.user_id = person_id AND member.{IN_SCOPE}
        AND at >= member.started_at - interval '1 minute' AND (member.ended_at IS NULL OR at <= member.ended_at)
)"""
OF_OWN_AGENCIES = f"agency_id IN (SELECT id FROM agencies_agency WHERE {IN_SCOPE})"

# Who reads the database itself must not make a table of her own with our trigger: nobody else may use the function.
RECORD = """
CREATE FUNCTION agencies_record_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
SET row_security = on
AS $$
DECLARE
    before jsonb;
    after jsonb;
    about jsonb;
    masked text;
    stars text;
BEGIN
    IF TG_TABLE_SCHEMA <> 'public' THEN
        RAISE EXCEPTION 'only tables of the portal keep history' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF TG_OP <> 'INSERT' THEN before := to_jsonb(OLD) - 'search_vector'; END IF;
    IF TG_OP <> 'DELETE' THEN after := to_jsonb(NEW) - 'search_vector'; END IF;
    about := coalesce(after, before);
    FOREACH masked IN ARRAY TG_ARGV[6:] LOOP
        stars := CASE WHEN TG_OP = 'UPDATE' AND before -> masked IS DISTINCT FROM after -> masked
            THEN '*** changed' ELSE '***' END;
        before := before || jsonb_build_object(masked, '***');
        after := after || jsonb_build_object(masked, stars);
    END LOOP;
    INSERT INTO public.agencies_historyentry (
        at, transaction, began_at, operation, table_name, row_id, for_ministry,
        province_id, plan_id, version_id, agency_id, person_id,
        actor_id, membership_id, request, session_role, database_role, before, after
    ) VALUES (
        clock_timestamp(), pg_current_xact_id()::text::bigint, now(), lower(TG_OP), TG_TABLE_NAME, about ->> 'id',
        TG_ARGV[0]::boolean,
        (about ->> TG_ARGV[1])::bigint, (about ->> TG_ARGV[2])::bigint, (about ->> TG_ARGV[3])::bigint,
        (about ->> TG_ARGV[4])::bigint, (about ->> TG_ARGV[5])::bigint,
        nullif(current_setting('app.user', true), '')::bigint,
        nullif(current_setting('app.membership', true), '')::bigint,
        coalesce(current_setting('app.request', true), ''),
        session_user, coalesce(nullif(current_setting('role'), 'none'), session_user), before, after
    );
    RETURN NULL;
END $$;

CREATE FUNCTION agencies_log_event(
    kind text, about_table text, about_row text, province bigint, plan bigint, version bigint, person bigint,
    detail jsonb
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
SET row_security = on
AS $$
DECLARE
    passed text := coalesce(current_setting('app.all_provinces', true), '');
    told boolean := true;
BEGIN
    IF kind NOT IN ('sign_in', 'sign_in_failed', 'sign_out', 'download') THEN
        RAISE EXCEPTION '% is no event', kind USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF version IS NOT NULL THEN -- the ministry is told nothing of a draft, a file's name neither
        PERFORM set_config('app.all_provinces', 'on', true); -- the owner's policy asks for it, no other role's does
        told := EXISTS (SELECT 1 FROM public.plans_planversion WHERE id = version AND status <> 'draft');
        PERFORM set_config('app.all_provinces', passed, true);
    END IF;
    INSERT INTO public.agencies_historyentry (
        at, transaction, began_at, operation, table_name, row_id, for_ministry,
        province_id, plan_id, version_id, person_id, actor_id, membership_id, request, session_role, database_role, after
    ) VALUES (
        clock_timestamp(), pg_current_xact_id()::text::bigint, now(), kind, about_table, about_row, told,
        province, plan, version, person,
        nullif(current_setting('app.user', true), '')::bigint,
        nullif(current_setting('app.membership', true), '')::bigint,
        coalesce(current_setting('app.request', true), ''),
        session_user, coalesce(nullif(current_setting('role'), 'none'), session_user), detail
    );
END $$;
"""
FORGET = """
DROP FUNCTION agencies_log_event;
DROP FUNCTION agencies_record_change;
"""

# The text of an entry stands in agencies.services.verifying once more: what reads it does not trust this function.
SEAL = """
CREATE FUNCTION agencies_seal_history(most integer DEFAULT 100000) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
SET row_security = on
AS $$
DECLARE
    passed text := coalesce(current_setting('app.all_provinces', true), '');
    place bigint;
    made integer := 0;
    last_seal record;
    new_seal record;
BEGIN
    PERFORM set_config('app.all_provinces', 'on', true); -- the owner's policy asks for it, no other role's does
    LOCK TABLE public.agencies_historyseal IN SHARE ROW EXCLUSIVE MODE;
    FOR place IN SELECT DISTINCT province_id FROM public.agencies_historyentry WHERE seal_id IS NULL LOOP
        SELECT number, hash INTO last_seal FROM public.agencies_historyseal
            WHERE province_id IS NOT DISTINCT FROM place ORDER BY number DESC LIMIT 1;
        SELECT nextval(pg_get_serial_sequence('public.agencies_historyseal', 'id')) AS id,
            coalesce(last_seal.number, 0) + 1 AS number, coalesce(last_seal.hash, '') AS previous,
            clock_timestamp() AS at, NULL::bigint AS last_entry, NULL::bigint AS count, NULL::text AS content
            INTO new_seal;
        WITH chosen AS (
            SELECT id FROM public.agencies_historyentry
            WHERE seal_id IS NULL AND province_id IS NOT DISTINCT FROM place ORDER BY id LIMIT most
        ), sealed AS (
            UPDATE public.agencies_historyentry AS entry SET seal_id = new_seal.id FROM chosen
            WHERE entry.id = chosen.id
            RETURNING entry.id, encode(sha256(convert_to(jsonb_build_array(
                entry.id, entry.at AT TIME ZONE 'UTC', entry.transaction, entry.began_at AT TIME ZONE 'UTC',
                entry.operation, entry.table_name, entry.row_id,
                entry.province_id, entry.plan_id, entry.version_id, entry.agency_id, entry.person_id,
                entry.actor_id, entry.membership_id, entry.request, entry.session_role, entry.database_role,
                entry.for_ministry, entry.before, entry.after
            )::text, 'UTF8')), 'hex') AS digest
        )
        SELECT max(id), count(*), string_agg(digest, '' ORDER BY id)
            INTO new_seal.last_entry, new_seal.count, new_seal.content FROM sealed;
        INSERT INTO public.agencies_historyseal (id, province_id, number, at, last_entry, count, previous, hash)
        OVERRIDING SYSTEM VALUE VALUES (
            new_seal.id, place, new_seal.number, new_seal.at, new_seal.last_entry, new_seal.count, new_seal.previous,
            encode(sha256(convert_to(jsonb_build_array(
                new_seal.previous, place, new_seal.number, new_seal.at AT TIME ZONE 'UTC', new_seal.last_entry,
                new_seal.count, new_seal.content
            )::text, 'UTF8')), 'hex')
        );
        made := made + 1;
    END LOOP;
    PERFORM set_config('app.all_provinces', passed, true);
    RETURN made;
END $$;
"""

# The owner is stopped too, as long as she leaves the triggers on; what she does without them the seals tell.
KEEP = """
CREATE FUNCTION agencies_keep_history() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'agencies_historyentry' THEN
        IF OLD.seal_id IS NULL AND NEW.seal_id IS NOT NULL THEN
            OLD.seal_id := NEW.seal_id;
            IF OLD.* IS NOT DISTINCT FROM NEW.* THEN RETURN NEW; END IF;
        END IF;
    END IF;
    RAISE EXCEPTION 'the history is only added to' USING ERRCODE = 'restrict_violation';
END $$;
CREATE FUNCTION agencies_refuse_truncation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% keeps history and is not truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER agencies_historyentry_kept BEFORE UPDATE OR DELETE ON agencies_historyentry
    FOR EACH ROW EXECUTE FUNCTION agencies_keep_history();
CREATE TRIGGER agencies_historyentry_kept_whole BEFORE TRUNCATE ON agencies_historyentry
    FOR EACH STATEMENT EXECUTE FUNCTION agencies_refuse_truncation();
CREATE TRIGGER agencies_historyseal_kept BEFORE UPDATE OR DELETE ON agencies_historyseal
    FOR EACH ROW EXECUTE FUNCTION agencies_keep_history();
CREATE TRIGGER agencies_historyseal_kept_whole BEFORE TRUNCATE ON agencies_historyseal
    FOR EACH STATEMENT EXECUTE FUNCTION agencies_refuse_truncation();
REVOKE ALL ON FUNCTION agencies_record_change, agencies_log_event, agencies_seal_history, agencies_keep_history,
    agencies_refuse_truncation FROM PUBLIC;
GRANT EXECUTE ON FUNCTION agencies_log_event TO sxsh_web, sxsh_worker, sxsh_ministry;
GRANT EXECUTE ON FUNCTION agencies_seal_history TO sxsh_worker;
DO $$
BEGIN -- a table of one's own in a temporary schema would stand before ours
    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
END $$;
"""
LET_GO = """
DROP TRIGGER agencies_historyseal_kept_whole ON agencies_historyseal;
DROP TRIGGER agencies_historyseal_kept ON agencies_historyseal;
DROP TRIGGER agencies_historyentry_kept_whole ON agencies_historyentry;
DROP TRIGGER agencies_historyentry_kept ON agencies_historyentry;
DROP FUNCTION agencies_refuse_truncation;
DROP FUNCTION agencies_keep_history;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0040_history"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
    ]

    operations = [
        migrations.RunSQL(RECORD, FORGET),
        migrations.RunSQL(SEAL, "DROP FUNCTION agencies_seal_history"),
        migrations.RunSQL(KEEP, LET_GO),
        granted("SELECT", "sxsh_web, sxsh_ministry", "agencies_historyentry"),
        row_security(
            "agencies_historyentry",
            # Of what belongs to no province: about the scope's people and agencies.
            reads=f"FOR SELECT TO {LOCAL} USING "
            f"({IN_SCOPE} OR province_id IS NULL AND ({OF_OWN_PEOPLE} OR {OF_OWN_AGENCIES}))",
            ministry="FOR SELECT TO sxsh_ministry USING (for_ministry)",
            owner_records="FOR INSERT TO sxsh_owner WITH CHECK (true)",
        ),
        keeps_history("agencies_province", for_ministry=ALWAYS, province="id"),
        keeps_history("agencies_provincename", for_ministry=ALWAYS, province="province_id"),
        keeps_history("agencies_agency", for_ministry=ALWAYS, province="province_id", agency="id"),
        keeps_history("agencies_agencyalias", for_ministry=ALWAYS, agency="agency_id"),
        keeps_history("agencies_agencysuccession", for_ministry=ALWAYS, agency="agency_id"),
        # A sign-in is an event of its own, and so much as a token is used.
        keeps_history(
            "agencies_user", for_ministry=ALWAYS, person="id", masked=["password"], unwatched=["last_login"]
        ),
        keeps_history(
            "agencies_membership",
            for_ministry=ALWAYS,
            province="province_id",
            agency="agency_id",
            person="user_id",
        ),
        keeps_history(
            "agencies_invitation",
            for_ministry=ALWAYS,
            province="province_id",
            agency="agency_id",
            person="accepted_by_id",
            masked=["digest"],
        ),
        keeps_history(
            "agencies_apitoken",
            for_ministry=ALWAYS,
            person="user_id",
            masked=["digest"],
            unwatched=["last_used_on"],
        ),
        keeps_history("account_emailaddress", for_ministry=ALWAYS, person="user_id"),
        keeps_history(
            "mfa_authenticator",
            for_ministry=ALWAYS,
            person="user_id",
            masked=["data"],
            unwatched=["last_used_at"],
        ),
        keeps_history(
            "socialaccount_socialaccount",
            for_ministry=ALWAYS,
            person="user_id",
            masked=["extra_data"],
            unwatched=["last_login", "extra_data"],
        ),
    ]
