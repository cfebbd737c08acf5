"""The ways to rewrite, forge or switch off the history that are tried as each role that serves."""

FORGED = (
    "(at, transaction, began_at, operation, table_name, row_id, for_ministry, actor_id, request, session_role, database_role) "
    "VALUES (now(), 1, now(), 'update', 'agencies_user', '1', true, 1, '', 'sxsh_web', 'sxsh_web')"
)
ONE = "(SELECT min(id) FROM agencies_historyentry)"
OF_MINE = "CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$"

# What PostgreSQL refuses: several statements are tried in one go.
REFUSED = {
    # entries
    "forge an entry": f"INSERT INTO agencies_historyentry {FORGED}",
    "forge an empty entry": "INSERT INTO agencies_historyentry DEFAULT VALUES",
    "forge an entry from another": "INSERT INTO agencies_historyentry SELECT * FROM agencies_historyentry LIMIT 1",
    "forge by ON CONFLICT": f"INSERT INTO agencies_historyentry {FORGED} ON CONFLICT (id) DO UPDATE SET request = ''",
    "forge in a CTE": f"WITH a AS (INSERT INTO agencies_historyentry {FORGED} RETURNING id) SELECT * FROM a",
    "forge by COPY": "COPY agencies_historyentry FROM '/dev/null'",
    "forge by a program": "COPY agencies_historyentry FROM PROGRAM 'true'",
    "forge in a DO block": "DO $$ BEGIN EXECUTE 'INSERT INTO agencies_historyentry DEFAULT VALUES'; END $$",
    "change what was before": "UPDATE agencies_historyentry SET before = '{}'",
    "change what is after": "UPDATE agencies_historyentry SET after = '{}'",
    "change who": "UPDATE agencies_historyentry SET actor_id = 1",
    "change when": "UPDATE agencies_historyentry SET at = now()",
    "change one row": f"UPDATE agencies_historyentry SET request = 'x' WHERE id = {ONE}",
    "change in a CTE": "WITH a AS (UPDATE agencies_historyentry SET request = '' RETURNING id) SELECT * FROM a",
    "change by MERGE": "MERGE INTO agencies_historyentry h USING agencies_province p ON h.province_id = p.id "
    "WHEN MATCHED THEN UPDATE SET request = ''",
    "change by a prepared statement": "PREPARE x AS UPDATE agencies_historyentry SET request = ''; EXECUTE x",
    "take an entry from its seal": "UPDATE agencies_historyentry SET seal_id = NULL",
    "put an entry under a seal": "UPDATE agencies_historyentry SET seal_id = 1",
    "delete all": "DELETE FROM agencies_historyentry",
    "delete one": f"DELETE FROM agencies_historyentry WHERE id = {ONE}",
    "delete by MERGE": "MERGE INTO agencies_historyentry h USING agencies_province p ON h.province_id = p.id "
    "WHEN MATCHED THEN DELETE",
    "truncate": "TRUNCATE agencies_historyentry",
    "truncate with what refers": "TRUNCATE agencies_user CASCADE",
    "lock rows": "SELECT id FROM agencies_historyentry FOR UPDATE",
    "lock rows for a while": "SELECT id FROM agencies_historyentry FOR KEY SHARE",
    "lock the table": "BEGIN; LOCK TABLE agencies_historyentry IN ACCESS EXCLUSIVE MODE",
    "use up its numbers": "SELECT nextval('agencies_historyentry_id_seq')",
    "set its numbers back": "SELECT setval('agencies_historyentry_id_seq', 1)",
    # seals
    "read seals": "SELECT * FROM agencies_historyseal",
    "forge a seal": "INSERT INTO agencies_historyseal (number, last_entry, count, previous, hash) "
    "VALUES (9, 1, 1, '', '')",
    "change a seal": "UPDATE agencies_historyseal SET hash = ''",
    "delete seals": "DELETE FROM agencies_historyseal",
    "truncate seals": "TRUNCATE agencies_historyseal",
    "keep sealers waiting": "BEGIN; LOCK TABLE agencies_historyseal IN SHARE ROW EXCLUSIVE MODE",
    "keep sealers waiting gently": "BEGIN; LOCK TABLE agencies_historyseal IN ROW SHARE MODE",
    # triggers
    "disable one trigger": "ALTER TABLE agencies_user DISABLE TRIGGER agencies_user_history_update_told",
    "disable those of people": "ALTER TABLE plans_plan DISABLE TRIGGER USER",
    "disable all": "ALTER TABLE tasks_task DISABLE TRIGGER ALL",
    "have them fire in replicas only": "ALTER TABLE tasks_task ENABLE REPLICA TRIGGER tasks_task_history_update",
    "drop a trigger": "DROP TRIGGER agencies_user_history_update_told ON agencies_user",
    "rename a trigger": "ALTER TRIGGER agencies_user_history_update_told ON agencies_user RENAME TO x",
    "be a replica": "SET session_replication_role = replica",
    "be a replica in one transaction": "SELECT set_config('session_replication_role', 'replica', true)",
    "be a replica always": "ALTER ROLE CURRENT_USER SET session_replication_role = replica",
    "be a replica in this database": "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET session_replication_role "
    "= replica', current_database()); END $$",
    "make the server a replica": "ALTER SYSTEM SET session_replication_role = replica",
    "change the catalogue": "UPDATE pg_trigger SET tgenabled = 'D'",
    "delete from the catalogue": "DELETE FROM pg_trigger",
    "say that there are no triggers": "UPDATE pg_class SET relhastriggers = false",
    "swallow entries by a rule": "CREATE RULE x AS ON INSERT TO agencies_historyentry DO INSTEAD NOTHING",
    "swallow changes by a rule": "CREATE RULE x AS ON UPDATE TO agencies_user DO INSTEAD NOTHING",
    "swallow entries by a trigger of one's own": "CREATE TRIGGER x BEFORE INSERT ON agencies_historyentry "
    "FOR EACH ROW EXECUTE FUNCTION agencies_keep_history()",
    "stop all by an event trigger": "CREATE EVENT TRIGGER x ON ddl_command_end EXECUTE FUNCTION pg_temp.x()",
    # tables
    "drop the table": "DROP TABLE agencies_historyentry",
    "rename the table": "ALTER TABLE agencies_historyentry RENAME TO x",
    "drop a column": "ALTER TABLE agencies_historyentry DROP COLUMN before",
    "own the table": "ALTER TABLE agencies_historyentry OWNER TO CURRENT_USER",
    "open its policies": "ALTER TABLE agencies_historyentry DISABLE ROW LEVEL SECURITY",
    "let policies not hold": "ALTER TABLE agencies_historyentry NO FORCE ROW LEVEL SECURITY",
    "add a policy": "CREATE POLICY x ON agencies_historyentry FOR INSERT WITH CHECK (true)",
    "drop a policy": "DROP POLICY owner_records ON agencies_historyentry",
    "add a table below": "CREATE TABLE x () INHERITS (agencies_historyentry)",
    "let its writes fail by an index": "CREATE UNIQUE INDEX ON agencies_historyentry ((1))",
    # functions
    "replace what records": OF_MINE.format(name="public.agencies_record_change"),
    "drop what records": "DROP FUNCTION agencies_record_change CASCADE",
    "change what records": "ALTER FUNCTION agencies_record_change SECURITY INVOKER",
    "let it look elsewhere": "ALTER FUNCTION agencies_record_change RESET search_path",
    "call what records": "SELECT agencies_record_change()",
    "replace what seals": "CREATE OR REPLACE FUNCTION agencies_seal_history(most integer DEFAULT 1) RETURNS integer "
    "LANGUAGE sql AS 'SELECT 0'",
    "put a function before PostgreSQL's": "CREATE FUNCTION public.clock_timestamp() RETURNS timestamptz "
    "LANGUAGE sql AS 'SELECT now()'",
    "log a change that was none": "SELECT agencies_log_event('update', 'plans_plan', '1', 1, 1, 1, 1, '{}')",
    "log an insertion that was none": "SELECT agencies_log_event('insert', '', '', NULL, NULL, NULL, NULL, '{}')",
    "put a table before ours": "CREATE TEMP TABLE agencies_historyentry (id bigint)",
    "put a view before ours": "CREATE TEMP VIEW agencies_historyentry AS SELECT 1 AS id",
    "record a table of one's own": "CREATE TEMP TABLE plans_plan (id bigint); CREATE TRIGGER x AFTER INSERT ON "
    "plans_plan FOR EACH ROW EXECUTE FUNCTION agencies_record_change('true', '', '', '', '', '')",
    "a function of a session": OF_MINE.format(name="pg_temp.x"),
    "a schema of one's own": "CREATE SCHEMA x",
    "a table of one's own": "CREATE TABLE public.x (id bigint)",
    # roles
    "become the owner": "SET ROLE sxsh_owner",
    "sign in as the owner": "SET SESSION AUTHORIZATION sxsh_owner",
    "be given the owner": "GRANT sxsh_owner TO CURRENT_USER",
    "be a superuser": "ALTER ROLE CURRENT_USER SUPERUSER",
    "pass policies": "ALTER ROLE CURRENT_USER BYPASSRLS",
    "make a role": "CREATE ROLE x SUPERUSER",
    "take what is the owner's": "REASSIGN OWNED BY sxsh_owner TO CURRENT_USER",
    "use another library": "LOAD '/tmp/x.so'",
    "an extension that reaches out": "CREATE EXTENSION dblink",
    "pass as the owner does": "SET app.all_provinces = 'on'; DELETE FROM agencies_historyentry",
    "switch policies off": "SET row_security = off; DELETE FROM agencies_historyentry",
}
# What is let through, and changes nothing of how the next change is recorded.
WITHOUT_EFFECT = {
    "give rights that are not one's own": "GRANT INSERT ON agencies_user TO PUBLIC",
    "look in a temporary schema first": "SET search_path = pg_temp, public",
    "look nowhere": "SET search_path = ''",
    "say that one passes": "SET app.all_provinces = 'on'",
    "switch policies off only": "SET row_security = off",
    "own settings of the scope": "SET app.request = 'x'; SET app.provinces = '{}'",
    "another zone": "SET TimeZone = 'Pacific/Apia'; SET DateStyle = 'SQL, DMY'",
    "constraints at the end": "SET CONSTRAINTS ALL DEFERRED",
    "rights on tables to come": "ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO PUBLIC",
    "forget what was asked": "DISCARD ALL",
}
