import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models

from core.operations import ALL_RIGHTS, IN_SCOPE, granted, keeps_history, row_security, same_province, written_in_scope


LOCAL = "sxsh_web, sxsh_worker"
NOBODY = "FOR SELECT TO sxsh_ministry USING (false)"  # of the province's own work it reads nothing


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0050_issued_once'),
        ('plans', '0051_life_held'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AnnexImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='mã')),
                ('given', models.JSONField(blank=True, default=dict, verbose_name='kế hoạch mới')),
                ('file_name', models.CharField(max_length=150, verbose_name='tên tệp')),
                ('size', models.PositiveBigIntegerField(verbose_name='kích thước')),
                ('checksum', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('status', models.CharField(choices=[('waiting', 'đang đọc'), ('read', 'đã đọc, chờ quyết định'), ('refused', 'không đọc được'), ('done', 'đã đưa vào bản đang soạn')], default='waiting', max_length=10, verbose_name='tình trạng')),
                ('message', models.TextField(blank=True, verbose_name='lý do không đọc được')),
                ('mapping', models.JSONField(blank=True, default=dict, verbose_name='cách đọc đã sửa')),
                ('decisions', models.JSONField(blank=True, default=dict, verbose_name='quyết định')),
                ('result', models.TextField(blank=True, verbose_name='kết quả đọc (JSON)')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='số lần đọc')),
                ('uploaded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='lúc nộp')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='lúc yêu cầu đọc')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='lúc thành bản đang soạn')),
                ('plan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plans.plan', verbose_name='kế hoạch')),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.province', verbose_name='tỉnh')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người nộp')),
            ],
            options={
                'verbose_name': 'tệp đưa vào',
                'verbose_name_plural': 'tệp đưa vào',
                'ordering': ['-uploaded_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['waiting', 'read', 'refused', 'done'])), name='anneximport_status_known'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'done'), _negated=True), models.Q(('finished_at__isnull', False), ('plan__isnull', False)), _connector='OR'), name='anneximport_done_has_plan')],
            },
        ),
        migrations.CreateModel(
            name='AnnexMapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signature', models.CharField(max_length=64, verbose_name='dấu của đầu bảng')),
                ('mapping', models.JSONField(verbose_name='cách đọc')),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='lúc sửa')),
                ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người sửa')),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.province', verbose_name='tỉnh')),
            ],
            options={
                'verbose_name': 'cách đọc bảng',
                'verbose_name_plural': 'cách đọc bảng',
                'ordering': ['province', 'signature'],
                'constraints': [models.UniqueConstraint(fields=('province', 'signature'), name='annexmapping_once')],
            },
        ),
        same_province("plans_anneximport", "plan_id", "plans_plan"),
        granted(ALL_RIGHTS, LOCAL, "plans_anneximport"),
        granted("SELECT, INSERT, UPDATE", LOCAL, "plans_annexmapping"),
        granted("SELECT", "sxsh_ministry", "plans_anneximport", "plans_annexmapping"),
        *(
            row_security(
                table,
                reads=f"FOR SELECT TO {LOCAL} USING ({IN_SCOPE})",
                ministry=NOBODY,
                **written_in_scope(LOCAL),
            )
            for table in ("plans_anneximport", "plans_annexmapping")
        ),
        keeps_history("plans_annexmapping", province="province_id"),
    ]
