"""Entries of the catalogue are edited by people: revision, public id, validity of output kinds; components of programmes."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import migrations, models
from django.db.models import F, Q

EDITED = ("programme", "indicator", "nationaltarget", "outputkind")
# Output kinds had neither validity nor source; what reference data say of it replaces this.
SOURCE = "Tổng hợp từ năm kế hoạch cấp tỉnh 2011-2016"


def revised() -> list[tuple[str, models.Field]]:
    return [
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
            "public_id",
            models.UUIDField(
                db_default=RandomUUID(),
                default=uuid.uuid4,
                editable=False,
                unique=True,
                verbose_name="mã công khai",
            ),
        ),
        (
            "is_reference",
            models.BooleanField(
                default=False, editable=False, verbose_name="có trong dữ liệu tham chiếu"
            ),
        ),
    ]


def valid() -> list[tuple[str, models.Field]]:
    return [
        ("valid_from", models.DateField(blank=True, null=True, verbose_name="có hiệu lực từ")),
        ("valid_to", models.DateField(blank=True, null=True, verbose_name="có hiệu lực đến hết")),
    ]


def validity(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(name=f"{name}_validity", condition=Q(valid_from__lte=F("valid_to")))


class Migration(migrations.Migration):
    dependencies = [("plans", "0030_history"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        *(migrations.AddField(model, name, field) for model in EDITED for name, field in revised()),
        *(migrations.AlterField(model, name, field) for model in EDITED[:3] for name, field in valid()),
        *(migrations.AddField("outputkind", name, field) for name, field in valid()),
        migrations.AddField(
            "outputkind",
            "source",
            models.TextField(default=SOURCE, verbose_name="nguồn"),
            preserve_default=False,
        ),
        *(
            migrations.AlterField(
                "nationaltarget",
                name,
                models.DecimalField(
                    blank=True, decimal_places=3, max_digits=12, null=True, verbose_name=f"giá trị {end}"
                ),
            )
            for name, end in (("minimum", "từ"), ("maximum", "đến"))
        ),
        migrations.AddConstraint("programme", validity("programme")),
        migrations.AddConstraint("indicator", validity("indicator")),
        migrations.AddConstraint("nationaltarget", validity("national_target")),
        migrations.AddConstraint("outputkind", validity("output_kind")),
        migrations.AddConstraint(
            "nationaltarget",
            models.CheckConstraint(
                name="national_target_period", condition=Q(period_start__lte=F("period_end"))
            ),
        ),
        migrations.CreateModel(
            name="ProgrammeComponent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                *revised(),
                *valid(),
                ("source", models.TextField(verbose_name="nguồn")),
                (
                    "code",
                    models.CharField(
                        choices=[
                            ("awareness", "Nâng cao nhận thức và năng lực"),
                            ("database", "Cơ sở dữ liệu và trang thông tin điện tử"),
                            ("technical", "Hỗ trợ kỹ thuật tại cơ sở"),
                            ("network", "Mạng lưới tổ chức hỗ trợ"),
                            ("policy", "Cơ chế, chính sách"),
                        ],
                        max_length=10,
                        verbose_name="hợp phần để so sánh",
                    ),
                ),
                ("name", models.TextField(verbose_name="tên trong chương trình")),
                ("description", models.TextField(blank=True, verbose_name="mô tả")),
                ("position", models.PositiveSmallIntegerField(verbose_name="thứ tự")),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="components",
                        to="plans.programme",
                        verbose_name="chương trình",
                    ),
                ),
            ],
            options={
                "verbose_name": "hợp phần của chương trình",
                "verbose_name_plural": "hợp phần của chương trình",
                "ordering": ["programme", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("programme", "code"), name="programme_component_once"),
                    validity("programme_component"),
                ],
            },
        ),
    ]
