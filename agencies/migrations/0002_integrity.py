"""A membership's province is its agency's, held by the database."""

from django.db import migrations

from core.operations import same_province


class Migration(migrations.Migration):
    dependencies = [("agencies", "0001_initial")]

    operations = [same_province("agencies_membership", "agency_id", "agencies_agency")]
