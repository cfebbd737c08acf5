"""Rows below others are ordered by the key of what they belong to: its own order would join up to seven tables."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0051_history_of_years"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="agencyalias",
            options={
                "ordering": ["agency_id", "text"],
                "verbose_name": "cách viết khác",
                "verbose_name_plural": "cách viết khác",
            },
        ),
        migrations.AlterModelOptions(
            name="agencysuccession",
            options={
                "ordering": ["agency_id", "id"],
                "verbose_name": "kế thừa",
                "verbose_name_plural": "kế thừa",
            },
        ),
        migrations.AlterModelOptions(
            name="membership",
            options={
                "ordering": ["user_id", "id"],
                "verbose_name": "tư cách thành viên",
                "verbose_name_plural": "tư cách thành viên",
            },
        ),
        migrations.AlterModelOptions(
            name="provincename",
            options={
                "ordering": ["province_id", models.OrderBy(models.F("valid_from"), nulls_first=True)],
                "verbose_name": "tên tỉnh",
                "verbose_name_plural": "tên tỉnh",
            },
        ),
    ]
