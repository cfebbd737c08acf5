"""Rows below others are ordered by the key of what they belong to: its own order would join up to seven tables."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0056_plan_is_sample"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="annex",
            options={
                "ordering": ["version_id", "position"],
                "verbose_name": "phụ lục",
                "verbose_name_plural": "phụ lục",
            },
        ),
        migrations.AlterModelOptions(
            name="decisionscan",
            options={
                "ordering": ["version_id", "-id"],
                "verbose_name": "bản chụp quyết định",
                "verbose_name_plural": "bản chụp quyết định",
            },
        ),
        migrations.AlterModelOptions(
            name="documentmention",
            options={
                "ordering": ["version_id", "position"],
                "verbose_name": "văn bản được nêu",
                "verbose_name_plural": "văn bản được nêu",
            },
        ),
        migrations.AlterModelOptions(
            name="objective",
            options={
                "ordering": ["version_id", "position"],
                "verbose_name": "mục tiêu",
                "verbose_name_plural": "mục tiêu",
            },
        ),
        migrations.AlterModelOptions(
            name="pastresult",
            options={
                "ordering": ["version_id", "position"],
                "verbose_name": "kết quả kỳ trước",
                "verbose_name_plural": "kết quả kỳ trước",
            },
        ),
        migrations.AlterModelOptions(
            name="phase",
            options={
                "ordering": ["version_id", "position"],
                "verbose_name": "giai đoạn",
                "verbose_name_plural": "giai đoạn",
            },
        ),
        migrations.AlterModelOptions(
            name="reading",
            options={
                "ordering": ["version_id", "position"],
                "verbose_name": "cách đọc",
                "verbose_name_plural": "cách đọc",
            },
        ),
        migrations.AlterModelOptions(
            name="responsibility",
            options={
                "ordering": ["version_id", "position"],
                "verbose_name": "trách nhiệm",
                "verbose_name_plural": "trách nhiệm",
            },
        ),
        migrations.AlterModelOptions(
            name="responsibleagency",
            options={
                "ordering": ["version_id", "position"],
                "verbose_name": "cơ quan chịu trách nhiệm",
                "verbose_name_plural": "cơ quan chịu trách nhiệm",
            },
        ),
        migrations.AlterModelOptions(
            name="section",
            options={
                "ordering": ["version_id", "position"],
                "verbose_name": "mục",
                "verbose_name_plural": "mục",
            },
        ),
        migrations.AlterModelOptions(
            name="sectionitem",
            options={
                "ordering": ["version_id", "position"],
                "verbose_name": "khoản",
                "verbose_name_plural": "khoản",
            },
        ),
        migrations.AlterModelOptions(
            name="target",
            options={
                "ordering": ["version_id", "position"],
                "verbose_name": "giá trị mục tiêu",
                "verbose_name_plural": "giá trị mục tiêu",
            },
        ),
        migrations.AlterModelOptions(
            name="taskgroup",
            options={
                "ordering": ["version_id", "position"],
                "verbose_name": "nhóm nhiệm vụ",
                "verbose_name_plural": "nhóm nhiệm vụ",
            },
        ),
        migrations.AlterModelOptions(
            name="versionstep",
            options={
                "ordering": ["version_id", "id"],
                "verbose_name": "bước của bản kế hoạch",
                "verbose_name_plural": "bước của bản kế hoạch",
            },
        ),
    ]
