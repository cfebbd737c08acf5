"""Invitations, and a revision on every row that people edit."""

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0005_row_security'),
    ]

    operations = [
        migrations.AddField(
            model_name='agency',
            name='changed_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='sửa lần cuối'),
        ),
        migrations.AddField(
            model_name='agency',
            name='changed_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người sửa cuối'),
        ),
        migrations.AddField(
            model_name='agency',
            name='revision',
            field=models.PositiveIntegerField(default=1, editable=False, verbose_name='lần sửa'),
        ),
        migrations.AddField(
            model_name='membership',
            name='changed_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='sửa lần cuối'),
        ),
        migrations.AddField(
            model_name='membership',
            name='changed_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người sửa cuối'),
        ),
        migrations.AddField(
            model_name='membership',
            name='revision',
            field=models.PositiveIntegerField(default=1, editable=False, verbose_name='lần sửa'),
        ),
        migrations.AddField(
            model_name='user',
            name='changed_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='sửa lần cuối'),
        ),
        migrations.AddField(
            model_name='user',
            name='changed_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người sửa cuối'),
        ),
        migrations.AddField(
            model_name='user',
            name='revision',
            field=models.PositiveIntegerField(default=1, editable=False, verbose_name='lần sửa'),
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='mã công khai')),
                ('role', models.CharField(choices=[('department_editor', 'Chuyên viên Sở Công Thương'), ('department_approver', 'Lãnh đạo Sở Công Thương'), ('agency_reporter', 'Cán bộ báo cáo của cơ quan phối hợp'), ('facility_reporter', 'Cán bộ báo cáo của cơ sở sản xuất'), ('finance_appraiser', 'Cán bộ thẩm định Sở Tài chính'), ('provincial_viewer', 'Người xem của UBND tỉnh'), ('ministry_official', 'Cán bộ Bộ Công Thương'), ('province_admin', 'Quản trị của tỉnh'), ('portal_admin', 'Quản trị cổng')], max_length=30, verbose_name='vai trò')),
                ('email', models.EmailField(max_length=254, verbose_name='thư điện tử')),
                ('full_name', models.CharField(max_length=150, verbose_name='họ và tên')),
                ('digest', models.CharField(editable=False, max_length=64, unique=True, verbose_name='dấu vết')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='ngày mời')),
                ('sent_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='lần gửi cuối')),
                ('expires_at', models.DateTimeField(verbose_name='hết hạn')),
                ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='ngày nhận')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='ngày thu hồi')),
                ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitations_accepted', to=settings.AUTH_USER_MODEL, verbose_name='người nhận')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='agencies.agency', verbose_name='cơ quan')),
                ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations_sent', to=settings.AUTH_USER_MODEL, verbose_name='người mời')),
                ('province', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='agencies.province', verbose_name='tỉnh')),
            ],
            options={
                'verbose_name': 'lời mời',
                'verbose_name_plural': 'lời mời',
                'ordering': ['-created_at', '-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('accepted_at', None), ('revoked_at', None)), fields=('email', 'agency', 'role'), name='invitation_open_once'), models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='invitation_email_lower'), models.CheckConstraint(condition=models.Q(models.Q(('province__isnull', True), ('role__in', ['ministry_official', 'portal_admin'])), models.Q(models.Q(('role__in', ['ministry_official', 'portal_admin']), _negated=True), ('province__isnull', False)), _connector='OR'), name='invitation_province_unless_national'), models.CheckConstraint(condition=models.Q(('accepted_at', None), ('revoked_at', None), _connector='OR'), name='invitation_ends_once'), models.CheckConstraint(condition=models.Q(models.Q(('accepted_at', None), ('accepted_by', None)), models.Q(('accepted_at__isnull', False), ('accepted_by__isnull', False)), _connector='OR'), name='invitation_accepted_by_somebody')],
            },
        ),
    ]
