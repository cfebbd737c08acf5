"""Whether everything that people enter keeps its history (docs/security.md): which tables do not, and why.

A table keeps it by the triggers that its migration makes (`core.operations.keeps_history`), each one as it was made:
half of a pair, or one that fires under another condition or writes elsewhere, is not enough.
Asked by `manage.py check --database`, before web and worker serve, and by `manage.py verify_history`.
"""

import re
from collections import defaultdict

from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from core.operations import KeepsHistory
from core.scope import OWNER

# Tables without history, by reason. Every other table must keep it, a library's too.
WITHOUT_HISTORY = {
    "the history itself": {"agencies_historyentry", "agencies_historyseal"},
    "blanked when sent; what a mail tells stands in the rows of which it tells": {"agencies_outgoingmail"},
    "sign-ins and sign-outs are events": {"django_session", "usersessions_usersession"},
    "not used: the service of sign-on stands in the settings, its tokens are not kept": {
        "socialaccount_socialapp",
        "socialaccount_socialtoken",
    },
    "not used: people are invited, nobody confirms an address": {"account_emailconfirmation"},
    "not used: rights come from memberships, and no serving role may write them": {
        "auth_group",
        "auth_group_permissions",
        "auth_permission",
        "agencies_user_groups",
        "agencies_user_user_permissions",
    },
    "what is still being typed; what is saved stands in the rows": {"plans_typedform"},
    "a file being brought in; what is taken from it stands in the rows of the draft": {"plans_anneximport"},
    "written by the portal itself, once; nobody enters it": {
        "reporting_reminder",
        "reporting_consolidatedfigure",
    },
    "laid out by workers from what was sent, forgotten when nobody needs it": {"reporting_renderedpart"},
    "of Django, written by migrations alone": {"django_content_type"},
}
_TRIGGERS = """
SELECT relname, pg_get_triggerdef(pg_trigger.oid)
FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid
WHERE relnamespace = 'public'::regnamespace AND tgenabled IN ('O', 'A')
    AND pronamespace = 'public'::regnamespace AND proowner = %s::regrole
    AND proname IN ('agencies_record_change', 'agencies_keep_history', 'agencies_refuse_truncation')
"""
# Of the tables of the history itself, as agencies.0041 makes them.
_ONLY_ADDED_TO = (
    "CREATE TRIGGER {0}_kept BEFORE DELETE OR UPDATE ON {0} FOR EACH ROW EXECUTE FUNCTION agencies_keep_history()",
    "CREATE TRIGGER {0}_kept_whole BEFORE TRUNCATE ON {0} "
    "FOR EACH STATEMENT EXECUTE FUNCTION agencies_refuse_truncation()",
)
# What PostgreSQL writes otherwise than we do, where it tells how a trigger was made.
_WRITTEN_OTHERWISE = re.compile(r"[\s()]|::text|\bpublic\.|\.\*")


def history_faults(using=connection) -> list[str]:
    """Each table that does not keep history as it should, in words."""
    found = defaultdict(set)
    with using.cursor() as cursor:
        cursor.execute(_TRIGGERS, [OWNER])
        for table, trigger in cursor.fetchall():
            found[table].add(_plain(trigger))
    return [
        f"bảng {table} không giữ lịch sử mọi thay đổi" if found[table] else f"bảng {table} không giữ lịch sử"
        for table, wanted in sorted(_wanted().items())
        if not wanted or wanted - found[table]
    ]


def _wanted() -> dict[str, set[str]]:
    """The triggers that each table must have, as its migration makes them; none where no migration does."""
    without = set().union(*WITHOUT_HISTORY.values())
    wanted = {
        model._meta.db_table: set()
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and model._meta.db_table not in without
    }
    for _, migration in sorted(MigrationLoader(None).disk_migrations.items()):  # what a later one made holds
        for operation in migration.operations:
            if isinstance(operation, KeepsHistory) and operation.table in wanted:
                wanted[operation.table] = {_plain(trigger) for trigger in operation.triggers.values()}
    for table in WITHOUT_HISTORY["the history itself"]:
        wanted[table] = {_plain(trigger.format(table)) for trigger in _ONLY_ADDED_TO}
    return wanted


def _plain(trigger: str) -> str:
    return _WRITTEN_OTHERWISE.sub("", trigger.lower())
