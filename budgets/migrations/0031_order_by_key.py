"""Rows below others are ordered by the key of what they belong to: its own order would join up to seven tables."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("budgets", "0030_history"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="budgetline",
            options={
                "ordering": ["version_id", "position"],
                "verbose_name": "khoản kinh phí",
                "verbose_name_plural": "khoản kinh phí",
            },
        ),
        migrations.AlterModelOptions(
            name="budgetrow",
            options={
                "ordering": ["version_id", "position"],
                "verbose_name": "dòng kinh phí",
                "verbose_name_plural": "dòng kinh phí",
            },
        ),
        migrations.AlterModelOptions(
            name="budgettable",
            options={
                "ordering": ["version_id", "position"],
                "verbose_name": "bảng kinh phí",
                "verbose_name_plural": "bảng kinh phí",
            },
        ),
        migrations.AlterModelOptions(
            name="financingstatement",
            options={
                "ordering": ["version_id", "position"],
                "verbose_name": "quy định về nguồn",
                "verbose_name_plural": "quy định về nguồn",
            },
        ),
        migrations.AlterModelOptions(
            name="publishedtotal",
            options={
                "ordering": ["version_id", "position"],
                "verbose_name": "tổng công bố",
                "verbose_name_plural": "tổng công bố",
            },
        ),
        migrations.AlterModelOptions(
            name="taskbudget",
            options={
                "ordering": ["version_id", "position"],
                "verbose_name": "kinh phí nhiệm vụ",
                "verbose_name_plural": "kinh phí nhiệm vụ",
            },
        ),
    ]
