"""The history and its seals: the tables (docs/security.md)."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0030_sign_in'),
    ]

    operations = [
        migrations.CreateModel(
            name='HistorySeal',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField(verbose_name='số')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='lúc')),
                ('last_entry', models.BigIntegerField(verbose_name='mục cuối')),
                ('count', models.PositiveIntegerField(verbose_name='số mục')),
                ('previous', models.CharField(blank=True, max_length=64, verbose_name='niêm phong trước')),
                ('hash', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('province', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='agencies.province', verbose_name='tỉnh')),
            ],
            options={
                'verbose_name': 'niêm phong',
                'verbose_name_plural': 'niêm phong',
                'ordering': ['province', 'number'],
            },
        ),
        migrations.CreateModel(
            name='HistoryEntry',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('transaction', models.BigIntegerField(verbose_name='giao dịch')),
                ('began_at', models.DateTimeField(verbose_name='giao dịch bắt đầu')),
                ('operation', models.CharField(choices=[('insert', 'thêm'), ('update', 'sửa'), ('delete', 'xóa'), ('sign_in', 'đăng nhập'), ('sign_in_failed', 'đăng nhập không được'), ('sign_out', 'đăng xuất'), ('download', 'tải về')], max_length=20, verbose_name='thao tác')),
                ('table_name', models.CharField(blank=True, max_length=63, verbose_name='bảng')),
                ('row_id', models.TextField(blank=True, verbose_name='dòng')),
                ('plan_id', models.BigIntegerField(null=True, verbose_name='kế hoạch')),
                ('version_id', models.BigIntegerField(null=True, verbose_name='bản kế hoạch')),
                ('request', models.TextField(blank=True, verbose_name='yêu cầu')),
                ('session_role', models.CharField(max_length=63, verbose_name='vai trò đăng nhập')),
                ('database_role', models.CharField(max_length=63, verbose_name='vai trò cơ sở dữ liệu')),
                ('for_ministry', models.BooleanField(verbose_name='Bộ được xem')),
                ('before', models.JSONField(null=True, verbose_name='trước')),
                ('after', models.JSONField(null=True, verbose_name='sau')),
                ('actor', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người thực hiện')),
                ('agency', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='agencies.agency', verbose_name='cơ quan')),
                ('membership', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='agencies.membership', verbose_name='tư cách')),
                ('person', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người liên quan')),
                ('province', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='agencies.province', verbose_name='tỉnh')),
                ('seal', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='entries', to='agencies.historyseal', verbose_name='niêm phong')),
            ],
            options={
                'verbose_name': 'mục lịch sử',
                'verbose_name_plural': 'lịch sử',
                'ordering': ['-id'],
            },
        ),
        migrations.AddConstraint(
            model_name='historyseal',
            constraint=models.UniqueConstraint(fields=('province', 'number'), name='history_seal_once', nulls_distinct=False),
        ),
        migrations.AddIndex(
            model_name='historyentry',
            index=models.Index(fields=['province', 'id'], name='history_of_province'),
        ),
        migrations.AddIndex(
            model_name='historyentry',
            index=models.Index(condition=models.Q(('version_id__isnull', False)), fields=['version_id'], name='history_of_version'),
        ),
        migrations.AddIndex(
            model_name='historyentry',
            index=models.Index(condition=models.Q(('plan_id__isnull', False)), fields=['plan_id'], name='history_of_plan'),
        ),
        migrations.AddIndex(
            model_name='historyentry',
            index=models.Index(condition=models.Q(('agency__isnull', False)), fields=['agency'], name='history_of_agency'),
        ),
        migrations.AddIndex(
            model_name='historyentry',
            index=models.Index(condition=models.Q(('person__isnull', False)), fields=['person'], name='history_of_person'),
        ),
        migrations.AddIndex(
            model_name='historyentry',
            index=models.Index(condition=models.Q(('seal__isnull', True)), fields=['province'], name='history_unsealed'),
        ),
        migrations.AddConstraint(
            model_name='historyentry',
            constraint=models.CheckConstraint(condition=models.Q(('operation__in', ['insert', 'update', 'delete', 'sign_in', 'sign_in_failed', 'sign_out', 'download'])), name='history_operation'),
        ),
    ]
