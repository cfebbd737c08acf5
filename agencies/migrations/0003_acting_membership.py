"""People act under one of their memberships, which a session names by a public id; tokens belong to one."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

ADD_PUBLIC_ID = """
ALTER TABLE agencies_membership ADD COLUMN public_id uuid NOT NULL DEFAULT gen_random_uuid()
    CONSTRAINT agencies_membership_public_id_key UNIQUE;
ALTER TABLE agencies_membership ALTER COLUMN public_id DROP DEFAULT;
"""
# A token that was made before acts as its owner acted most likely: under the first membership.
GIVE_TOKENS = """
UPDATE agencies_apitoken SET membership_id = (
    SELECT min(id) FROM agencies_membership
    WHERE agencies_membership.user_id = agencies_apitoken.user_id AND ended_at IS NULL
)
"""


class Migration(migrations.Migration):
    dependencies = [("agencies", "0002_integrity")]

    operations = [
        migrations.SeparateDatabaseAndState(
            [
                migrations.RunSQL(
                    ADD_PUBLIC_ID, "ALTER TABLE agencies_membership DROP COLUMN public_id"
                )
            ],
            [
                migrations.AddField(
                    "membership",
                    "public_id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, unique=True, verbose_name="mã công khai"
                    ),
                )
            ],
        ),
        migrations.AddField(
            "apitoken",
            "membership",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="api_tokens",
                to="agencies.membership",
                verbose_name="tư cách thành viên",
            ),
        ),
        migrations.RunSQL(GIVE_TOKENS, migrations.RunSQL.noop),
    ]
