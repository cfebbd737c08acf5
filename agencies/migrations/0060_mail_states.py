"""How a mail ends: sent, refused, suppressed, given up, or in doubt until somebody finds out."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0052_order_by_key'),
    ]

    operations = [
        migrations.CreateModel(
            name='MailDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answer', models.CharField(choices=[('arrived', 'đã đến'), ('send_again', 'gửi lại')], max_length=10, verbose_name='quyết định')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='lúc')),
            ],
            options={
                'verbose_name': 'quyết định về thư',
                'verbose_name_plural': 'quyết định về thư',
                'ordering': ['mail', 'id'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='outgoingmail',
            name='outgoing_mail_ended_once',
        ),
        migrations.RemoveConstraint(
            model_name='outgoingmail',
            name='outgoing_mail_ended_blank',
        ),
        migrations.RemoveIndex(
            model_name='outgoingmail',
            name='outgoing_mail_due',
        ),
        migrations.AddField(
            model_name='outgoingmail',
            name='doubt_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='chưa rõ từ lúc'),
        ),
        migrations.AddField(
            model_name='outgoingmail',
            name='handing_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='lúc trao cho máy chủ thư'),
        ),
        migrations.AddField(
            model_name='outgoingmail',
            name='kind',
            field=models.CharField(blank=True, editable=False, max_length=20, verbose_name='loại thư'),
        ),
        migrations.AddField(
            model_name='outgoingmail',
            name='refusal',
            field=models.CharField(blank=True, max_length=20, verbose_name='mã từ chối'),
        ),
        migrations.AddField(
            model_name='outgoingmail',
            name='refused_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='lúc bị từ chối'),
        ),
        migrations.AddField(
            model_name='outgoingmail',
            name='suppressed_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='lúc thôi vì không cần'),
        ),
        migrations.AddField(
            model_name='outgoingmail',
            name='suppression',
            field=models.CharField(blank=True, max_length=200, verbose_name='lý do không gửi nữa'),
        ),
        migrations.AddIndex(
            model_name='outgoingmail',
            index=models.Index(condition=models.Q(('given_up_at__isnull', True), ('refused_at__isnull', True), ('sent_at__isnull', True), ('suppressed_at__isnull', True)), fields=['due_at'], name='outgoing_mail_due'),
        ),
        migrations.AddIndex(
            model_name='outgoingmail',
            index=models.Index(condition=models.Q(('refused_at__isnull', False), ('suppressed_at__isnull', False), ('given_up_at__isnull', False), ('doubt_at__isnull', False), _connector='OR'), fields=['-created_at', '-id'], name='outgoing_mail_not_arrived'),
        ),
        migrations.AddConstraint(
            model_name='outgoingmail',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('given_up_at__isnull', True), ('suppressed_at__isnull', True)), models.Q(('given_up_at__isnull', True), ('refused_at__isnull', True), ('sent_at__isnull', True)), models.Q(('refused_at__isnull', True), ('sent_at__isnull', True), ('suppressed_at__isnull', True)), _connector='OR'), name='outgoing_mail_ended_once'),
        ),
        migrations.AddConstraint(
            model_name='outgoingmail',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('given_up_at__isnull', True), ('refused_at__isnull', True), ('sent_at__isnull', True), ('suppressed_at__isnull', True)), models.Q(('doubt_at__isnull', True), ('html', ''), ('text', '')), _connector='OR'), name='outgoing_mail_ended_blank'),
        ),
        migrations.AddConstraint(
            model_name='outgoingmail',
            constraint=models.CheckConstraint(condition=models.Q(('doubt_at__isnull', True), ('handing_at__isnull', False), _connector='OR'), name='outgoing_mail_doubt_after_handing'),
        ),
        migrations.AddConstraint(
            model_name='outgoingmail',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('suppressed_at__isnull', True), ('suppression', '')), models.Q(('suppressed_at__isnull', False), models.Q(('suppression', ''), _negated=True)), _connector='OR'), name='outgoing_mail_suppressed_for_reason'),
        ),
        migrations.AddField(
            model_name='maildecision',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người quyết định'),
        ),
        migrations.AddField(
            model_name='maildecision',
            name='mail',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='agencies.outgoingmail', verbose_name='thư gửi đi'),
        ),
    ]
