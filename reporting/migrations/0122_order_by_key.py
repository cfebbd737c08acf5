"""Rows below others are ordered by the key of what they belong to: its own order would join up to seven tables."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0121_consolidation_walls"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="collectivemember",
            options={
                "ordering": ["decision_id", "id"],
                "verbose_name": "cơ quan thuộc tập thể",
                "verbose_name_plural": "cơ quan thuộc tập thể",
            },
        ),
        migrations.AlterModelOptions(
            name="difficultyreply",
            options={
                "ordering": ["difficulty_id", "id"],
                "verbose_name": "trả lời vướng mắc",
                "verbose_name_plural": "trả lời vướng mắc",
            },
        ),
        migrations.AlterModelOptions(
            name="evidence",
            options={
                "ordering": ["report_id", "place", "id"],
                "verbose_name": "tài liệu minh chứng",
                "verbose_name_plural": "tài liệu minh chứng",
            },
        ),
        migrations.AlterModelOptions(
            name="extension",
            options={
                "ordering": ["obligation_id", "decided_at", "id"],
                "verbose_name": "gia hạn",
                "verbose_name_plural": "gia hạn",
            },
        ),
        migrations.AlterModelOptions(
            name="moneyentry",
            options={
                "ordering": ["entry_id", "position"],
                "verbose_name": "kinh phí đã thực hiện",
                "verbose_name_plural": "kinh phí đã thực hiện",
            },
        ),
        migrations.AlterModelOptions(
            name="obligationground",
            options={
                "ordering": ["obligation_id", "position"],
                "verbose_name": "căn cứ của nghĩa vụ",
                "verbose_name_plural": "căn cứ của nghĩa vụ",
            },
        ),
        migrations.AlterModelOptions(
            name="obligor",
            options={
                "ordering": ["version_id", "position"],
                "verbose_name": "đối tượng phải báo cáo",
                "verbose_name_plural": "đối tượng phải báo cáo",
            },
        ),
        migrations.AlterModelOptions(
            name="outputentry",
            options={
                "ordering": ["entry_id", "position"],
                "verbose_name": "số lượng đạt được",
                "verbose_name_plural": "số lượng đạt được",
            },
        ),
        migrations.AlterModelOptions(
            name="productentry",
            options={
                "ordering": ["report_id", "position"],
                "verbose_name": "hiệu quả theo sản phẩm",
                "verbose_name_plural": "hiệu quả theo sản phẩm",
            },
        ),
        migrations.AlterModelOptions(
            name="remark",
            options={
                "ordering": ["report_id", "id"],
                "verbose_name": "nhận xét",
                "verbose_name_plural": "nhận xét",
            },
        ),
        migrations.AlterModelOptions(
            name="reportingrule",
            options={
                "ordering": ["version_id", "position"],
                "verbose_name": "quy định báo cáo",
                "verbose_name_plural": "quy định báo cáo",
            },
        ),
        migrations.AlterModelOptions(
            name="reportstep",
            options={
                "ordering": ["report_id", "id"],
                "verbose_name": "bước của báo cáo",
                "verbose_name_plural": "bước của báo cáo",
            },
        ),
        migrations.AlterModelOptions(
            name="resourceentry",
            options={
                "ordering": ["entry_id", "position"],
                "verbose_name": "mức tiêu thụ",
                "verbose_name_plural": "mức tiêu thụ",
            },
        ),
        migrations.AlterModelOptions(
            name="taskentry",
            options={
                "ordering": ["report_id", "id"],
                "verbose_name": "kết quả nhiệm vụ",
                "verbose_name_plural": "kết quả nhiệm vụ",
            },
        ),
        migrations.AlterModelOptions(
            name="yeardecision",
            options={
                "ordering": ["year_id", "id"],
                "verbose_name": "quyết định về kỳ báo cáo",
                "verbose_name_plural": "quyết định về kỳ báo cáo",
            },
        ),
    ]
