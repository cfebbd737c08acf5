"""The rules of reports and the documents that people asked for keep history (docs/security.md).

What a worker notes each second while it makes a document is no change.
"""

from django.db import migrations

from core.operations import keeps_history
from plans.operations import keeps_history_of_version

AT_WORK = (
    "attempts",
    "claim_token",
    "lease_until",
    "heartbeat_at",
    "progress_done",
    "progress_total",
    "progress_label",
    "queued_at",
    "started_at",
)
OF_MINISTRY = {
    "INSERT": "NEW.province_id IS NULL",
    "UPDATE": "NEW.province_id IS NULL AND OLD.province_id IS NULL",
    "DELETE": "OLD.province_id IS NULL",
}


class Migration(migrations.Migration):
    dependencies = [("reporting", "0010_row_security"), ("plans", "0030_history")]

    operations = [
        keeps_history_of_version("reporting_reportingrule"),
        keeps_history_of_version("reporting_obligor"),
        keeps_history(
            "reporting_reportrun",
            province="province_id",
            version="version_id",
            unwatched=AT_WORK,
            masked=["claim_token"],
            for_ministry=OF_MINISTRY,
        ),
    ]
