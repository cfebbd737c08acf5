"""Whether everything that people enter keeps its history (docs/security.md): which tables do not, and why.

Asked by `manage.py check --database`, before web and worker serve, and by `manage.py verify_history`.
"""

from django.apps import apps
from django.db import connection

# Tables without history, by reason. Every other table must keep it, a library's too.
WITHOUT_HISTORY = {
    "the history itself": {"agencies_historyentry", "agencies_historyseal"},
    "blanked when sent; what a mail tells stands in the rows of which it tells": {"agencies_outgoingmail"},
    "sign-ins and sign-outs are events": {"django_session", "usersessions_usersession"},
    "not used: the service of sign-on stands in the settings, its tokens are not kept": {
        "socialaccount_socialapp",
        "socialaccount_socialapp_sites",
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
    "of Django, written by migrations alone": {"django_content_type"},
}
_TRIGGERS = """
SELECT relname, bit_or(tgtype::integer) & 60, bool_and(tgenabled IN ('O', 'A'))
FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid
WHERE relnamespace = 'public'::regnamespace
    AND proname IN ('agencies_record_change', 'agencies_keep_history', 'agencies_refuse_truncation')
GROUP BY relname
"""
_ALL_EVENTS = 4 | 8 | 16 | 32  # INSERT, DELETE, UPDATE, TRUNCATE, as pg_trigger counts them
_NOT_ADDED_TO = _ALL_EVENTS - 4


def history_faults(using=connection) -> list[str]:
    """Each table that does not keep history as it should, in words."""
    with using.cursor() as cursor:
        cursor.execute(_TRIGGERS)
        found = {name: (events, enabled) for name, events, enabled in cursor.fetchall()}
    without = set().union(*WITHOUT_HISTORY.values())
    kept_whole = WITHOUT_HISTORY["the history itself"]
    expected = dict.fromkeys(kept_whole, _NOT_ADDED_TO)
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and model._meta.db_table not in without:
            expected[model._meta.db_table] = _ALL_EVENTS
    return [
        f"bảng {name} không giữ lịch sử mọi thay đổi" if events else f"bảng {name} không giữ lịch sử"
        for name, wanted in sorted(expected.items())
        for events, enabled in [found.get(name, (0, True))]
        if events != wanted or not enabled
    ]
