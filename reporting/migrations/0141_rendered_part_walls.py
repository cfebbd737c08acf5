"""Parts of the national report are the workers' alone: neither a page nor the ministry's role reads or writes them.

What they are made of is read in the ministry's scope: sent reports and issued plans.
"""

from django.db import migrations

from core.operations import ALL_RIGHTS, granted, row_security

PARTS = "reporting_renderedpart"


class Migration(migrations.Migration):
    dependencies = [("reporting", "0140_rendered_part")]

    operations = [
        granted(ALL_RIGHTS, "sxsh_worker", PARTS),
        granted("SELECT", "sxsh_web, sxsh_ministry", PARTS),
        row_security(
            PARTS,
            worker="TO sxsh_worker USING (true)",
            reads="FOR SELECT TO sxsh_web, sxsh_ministry USING (false)",
        ),
    ]
