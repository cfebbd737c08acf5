"""What a facility reports of its products and of what they take."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0050_issued_once"),
        ("reporting", "0092_target_value_walls"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ProductEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="thứ tự")),
                ("product", models.CharField(blank=True, max_length=150, verbose_name="sản phẩm")),
                ("unit", models.CharField(blank=True, max_length=50, verbose_name="đơn vị sản phẩm")),
                (
                    "baseline_year",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="năm gốc"),
                ),
                (
                    "baseline_output",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        max_digits=18,
                        null=True,
                        verbose_name="sản lượng năm gốc",
                    ),
                ),
                (
                    "output",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        max_digits=18,
                        null=True,
                        verbose_name="sản lượng năm nay",
                    ),
                ),
                ("solutions", models.TextField(blank=True, verbose_name="giải pháp đã áp dụng")),
                (
                    "solution_count",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="số giải pháp"),
                ),
                (
                    "investment",
                    models.DecimalField(
                        blank=True, decimal_places=0, max_digits=18, null=True, verbose_name="đầu tư (đồng)"
                    ),
                ),
                (
                    "saved_money",
                    models.DecimalField(
                        blank=True,
                        decimal_places=0,
                        max_digits=18,
                        null=True,
                        verbose_name="tiết kiệm được (đồng)",
                    ),
                ),
                ("unread", models.JSONField(blank=True, default=dict, verbose_name="số chưa đọc được")),
                (
                    "confirmed",
                    models.JSONField(blank=True, default=list, verbose_name="chỗ nghi ngờ đã xác nhận"),
                ),
                ("revision", models.PositiveIntegerField(default=1, editable=False, verbose_name="lần sửa")),
                (
                    "changed_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="sửa lần cuối"),
                ),
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
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_rows",
                        to="reporting.report",
                        verbose_name="báo cáo",
                    ),
                ),
            ],
            options={
                "verbose_name": "hiệu quả theo sản phẩm",
                "verbose_name_plural": "hiệu quả theo sản phẩm",
                "ordering": ["report", "position"],
            },
        ),
        migrations.CreateModel(
            name="ResourceEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="thứ tự")),
                (
                    "resource",
                    models.CharField(
                        choices=[
                            ("electricity", "Điện"),
                            ("coal", "Than"),
                            ("oil", "Dầu"),
                            ("gas", "Khí đốt (gas)"),
                            ("biomass", "Sinh khối"),
                            ("water", "Nước"),
                            ("material", "Nguyên liệu"),
                        ],
                        max_length=12,
                        verbose_name="loại tài nguyên",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=100, verbose_name="tên")),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("kwh", "kWh"),
                            ("mwh", "MWh"),
                            ("ton", "tấn"),
                            ("kg", "kg"),
                            ("litre", "lít"),
                            ("m3", "m³"),
                        ],
                        max_length=5,
                        verbose_name="đơn vị",
                    ),
                ),
                (
                    "baseline",
                    models.DecimalField(
                        blank=True, decimal_places=3, max_digits=18, null=True, verbose_name="năm gốc"
                    ),
                ),
                (
                    "current",
                    models.DecimalField(
                        blank=True, decimal_places=3, max_digits=18, null=True, verbose_name="năm nay"
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="resource_rows",
                        to="reporting.productentry",
                        verbose_name="hiệu quả theo sản phẩm",
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
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_rows",
                        to="reporting.report",
                        verbose_name="báo cáo",
                    ),
                ),
            ],
            options={
                "verbose_name": "mức tiêu thụ",
                "verbose_name_plural": "mức tiêu thụ",
                "ordering": ["entry", "position"],
            },
        ),
        migrations.AddConstraint(
            model_name="productentry",
            constraint=models.UniqueConstraint(fields=("report", "position"), name="productentry_once"),
        ),
        migrations.AddConstraint(
            model_name="productentry",
            constraint=models.UniqueConstraint(
                fields=("id", "report", "province"), name="productentry_of_report"
            ),
        ),
        migrations.AddConstraint(
            model_name="productentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("baseline_output", None), ("baseline_output__gte", 0), _connector="OR"),
                    models.Q(("output", None), ("output__gte", 0), _connector="OR"),
                    models.Q(("investment", None), ("investment__gte", 0), _connector="OR"),
                    models.Q(("saved_money", None), ("saved_money__gte", 0), _connector="OR"),
                ),
                name="productentry_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="resourceentry",
            constraint=models.UniqueConstraint(fields=("entry", "position"), name="resourceentry_once"),
        ),
        migrations.AddConstraint(
            model_name="resourceentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("baseline", None), ("baseline__gte", 0), _connector="OR"),
                    models.Q(("current", None), ("current__gte", 0), _connector="OR"),
                ),
                name="resourceentry_not_negative",
            ),
        ),
    ]
