"""The outbox. The web adds mails and reads none; the worker sends them (agencies.outbox)."""

import django.db.models.functions.datetime
import uuid
from django.db import migrations, models

from core.operations import ALL_RIGHTS, granted


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0021_kept_and_counted'),
    ]

    operations = [
        migrations.CreateModel(
            name='OutgoingMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='mã công khai')),
                ('recipient', models.EmailField(max_length=254, verbose_name='người nhận')),
                ('sender', models.CharField(max_length=254, verbose_name='người gửi')),
                ('subject', models.CharField(max_length=300, verbose_name='tiêu đề')),
                ('text', models.TextField(blank=True, verbose_name='nội dung')),
                ('html', models.TextField(blank=True, verbose_name='nội dung HTML')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='lúc viết')),
                ('due_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='gửi từ lúc')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='số lần thử')),
                ('claim_token', models.UUIDField(blank=True, editable=False, null=True, verbose_name='mã giữ')),
                ('lease_until', models.DateTimeField(blank=True, null=True, verbose_name='giữ đến')),
                ('last_fault', models.CharField(blank=True, max_length=100, verbose_name='lỗi lần cuối')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='lúc gửi')),
                ('given_up_at', models.DateTimeField(blank=True, null=True, verbose_name='lúc thôi gửi')),
            ],
            options={
                'verbose_name': 'thư gửi đi',
                'verbose_name_plural': 'thư gửi đi',
                'ordering': ['created_at', 'id'],
                'indexes': [models.Index(condition=models.Q(('given_up_at__isnull', True), ('sent_at__isnull', True)), fields=['due_at'], name='outgoing_mail_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(('sent_at__isnull', True), ('given_up_at__isnull', True), _connector='OR'), name='outgoing_mail_ended_once'), models.CheckConstraint(condition=models.Q(models.Q(('given_up_at__isnull', True), ('sent_at__isnull', True)), models.Q(('html', ''), ('text', '')), _connector='OR'), name='outgoing_mail_ended_blank')],
            },
        ),
        granted("INSERT, SELECT (id, created_at, due_at)", "sxsh_web, sxsh_ministry", "agencies_outgoingmail"),
        granted(ALL_RIGHTS, "sxsh_worker", "agencies_outgoingmail"),
    ]
