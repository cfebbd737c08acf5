
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0041_history_kept'),
        ('plans', '0041_catalogue_kept'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DecisionScan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_name', models.CharField(max_length=150, verbose_name='tên tệp')),
                ('size', models.PositiveBigIntegerField(verbose_name='kích thước')),
                ('checksum', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='lúc nộp')),
            ],
            options={
                'verbose_name': 'bản chụp quyết định',
                'verbose_name_plural': 'bản chụp quyết định',
                'ordering': ['version', '-id'],
            },
        ),
        migrations.CreateModel(
            name='TypedForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(max_length=200, verbose_name='biểu mẫu')),
                ('data', models.JSONField(verbose_name='nội dung đang gõ')),
                ('saved_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='lúc lưu')),
            ],
            options={
                'verbose_name': 'nội dung đang gõ',
                'verbose_name_plural': 'nội dung đang gõ',
                'ordering': ['-saved_at'],
            },
        ),
        migrations.CreateModel(
            name='VersionStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('before', models.CharField(choices=[('draft', 'đang soạn'), ('submitted', 'chờ duyệt'), ('returned', 'bị trả lại'), ('approved', 'đã duyệt, chờ ban hành'), ('issued', 'đã ban hành'), ('amended', 'đã được thay thế'), ('closed', 'đã kết thúc'), ('discarded', 'đã bỏ')], max_length=15, verbose_name='từ tình trạng')),
                ('after', models.CharField(choices=[('draft', 'đang soạn'), ('submitted', 'chờ duyệt'), ('returned', 'bị trả lại'), ('approved', 'đã duyệt, chờ ban hành'), ('issued', 'đã ban hành'), ('amended', 'đã được thay thế'), ('closed', 'đã kết thúc'), ('discarded', 'đã bỏ')], max_length=15, verbose_name='sang tình trạng')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='lúc')),
                ('comment', models.TextField(blank=True, verbose_name='ý kiến')),
            ],
            options={
                'verbose_name': 'bước của bản kế hoạch',
                'verbose_name_plural': 'bước của bản kế hoạch',
                'ordering': ['version', 'id'],
            },
        ),
        migrations.AlterField(
            model_name='planversion',
            name='status',
            field=models.CharField(choices=[('draft', 'đang soạn'), ('submitted', 'chờ duyệt'), ('returned', 'bị trả lại'), ('approved', 'đã duyệt, chờ ban hành'), ('issued', 'đã ban hành'), ('amended', 'đã được thay thế'), ('closed', 'đã kết thúc'), ('discarded', 'đã bỏ')], default='draft', max_length=15, verbose_name='tình trạng'),
        ),
        migrations.AlterField(
            model_name='taskgroup',
            name='component',
            field=models.CharField(blank=True, choices=[('awareness', 'Nâng cao nhận thức và năng lực'), ('database', 'Cơ sở dữ liệu và trang thông tin điện tử'), ('technical', 'Hỗ trợ kỹ thuật tại cơ sở'), ('network', 'Mạng lưới tổ chức hỗ trợ'), ('policy', 'Cơ chế, chính sách')], max_length=10, verbose_name='hợp phần'),
        ),
        migrations.AddConstraint(
            model_name='planversion',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ('draft', 'returned', 'submitted', 'approved'))), fields=('plan',), name='version_one_being_written'),
        ),
        migrations.AddField(
            model_name='decisionscan',
            name='added_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người nộp'),
        ),
        migrations.AddField(
            model_name='decisionscan',
            name='province',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.province', verbose_name='tỉnh'),
        ),
        migrations.AddField(
            model_name='decisionscan',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scans', to='plans.planversion', verbose_name='bản kế hoạch'),
        ),
        migrations.AddField(
            model_name='typedform',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plans.plan', verbose_name='kế hoạch'),
        ),
        migrations.AddField(
            model_name='typedform',
            name='province',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.province', verbose_name='tỉnh'),
        ),
        migrations.AddField(
            model_name='typedform',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người gõ'),
        ),
        migrations.AddField(
            model_name='versionstep',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người thực hiện'),
        ),
        migrations.AddField(
            model_name='versionstep',
            name='province',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.province', verbose_name='tỉnh'),
        ),
        migrations.AddField(
            model_name='versionstep',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='plans.planversion', verbose_name='bản kế hoạch'),
        ),
        migrations.AddConstraint(
            model_name='typedform',
            constraint=models.UniqueConstraint(fields=('user', 'plan', 'place'), name='typedform_once'),
        ),
    ]
