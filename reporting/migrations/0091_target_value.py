"""What the department counts for the targets of a plan in a reporting year."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0050_issued_once"),
        ("plans", "0055_annex_import"),
        ("reporting", "0090_on_paper"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TargetValue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1, editable=False, verbose_name="lần sửa")),
                (
                    "changed_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="sửa lần cuối"),
                ),
                (
                    "numerator",
                    models.DecimalField(
                        blank=True, decimal_places=3, max_digits=18, null=True, verbose_name="tử số"
                    ),
                ),
                (
                    "denominator",
                    models.DecimalField(
                        blank=True, decimal_places=3, max_digits=18, null=True, verbose_name="mẫu số"
                    ),
                ),
                ("population", models.TextField(blank=True, verbose_name="đối tượng đã tính")),
                ("source", models.TextField(blank=True, verbose_name="nguồn số liệu")),
                ("note", models.TextField(blank=True, verbose_name="ghi chú")),
                (
                    "changed_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người sửa cuối",
                    ),
                ),
                (
                    "province",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.province",
                        verbose_name="tỉnh",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plans.target",
                        verbose_name="giá trị mục tiêu",
                    ),
                ),
                (
                    "year",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="target_values",
                        to="reporting.reportingyear",
                        verbose_name="kỳ báo cáo",
                    ),
                ),
            ],
            options={
                "verbose_name": "số liệu theo mục tiêu",
                "verbose_name_plural": "số liệu theo mục tiêu",
                "ordering": ["year", "target"],
                "constraints": [
                    models.UniqueConstraint(fields=("year", "target"), name="target_value_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("numerator", None), ("numerator__gte", 0), _connector="OR"),
                            models.Q(("denominator", None), ("denominator__gt", 0), _connector="OR"),
                        ),
                        name="target_value_not_negative",
                    ),
                ],
            },
        ),
    ]
