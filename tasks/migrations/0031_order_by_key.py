"""Rows below others are ordered by the key of what they belong to: its own order would join up to seven tables."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("tasks", "0030_history"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="output",
            options={
                "ordering": ["version_id", "position"],
                "verbose_name": "kết quả định lượng",
                "verbose_name_plural": "kết quả định lượng",
            },
        ),
        migrations.AlterModelOptions(
            name="party",
            options={
                "ordering": ["version_id", "position"],
                "verbose_name": "bên tham gia",
                "verbose_name_plural": "bên tham gia",
            },
        ),
        migrations.AlterModelOptions(
            name="task",
            options={
                "ordering": ["version_id", "position"],
                "verbose_name": "nhiệm vụ",
                "verbose_name_plural": "nhiệm vụ",
            },
        ),
    ]
