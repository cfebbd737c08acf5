"""Signing in: what ends sessions, the cache in which attempts are counted, and the tables of allauth opened.

The cache is a table, so that all processes count together and Redis may be away; what it holds may be lost.
Second factors, sessions and accounts of other services are read before anybody is known: they carry no policy, and
are always asked for one person (docs/security.md).
"""

from django.db import migrations, models

from core.operations import ALL_RIGHTS, SERVING, granted

CACHE = """
CREATE TABLE agencies_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX agencies_cache_expires ON agencies_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0010_outbox"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("usersessions", "0001_initial"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
    ]

    operations = [
        migrations.AddField(
            "user",
            "session_epoch",
            models.PositiveIntegerField("đợt phiên làm việc", default=0, editable=False),
        ),
        migrations.RunSQL(CACHE, "DROP TABLE agencies_cache"),
        granted(
            ALL_RIGHTS,
            SERVING,
            "agencies_cache",
            "mfa_authenticator",
            "usersessions_usersession",
            "socialaccount_socialaccount",
        ),
        granted("SELECT", SERVING, "socialaccount_socialapp", "socialaccount_socialtoken"),
    ]
