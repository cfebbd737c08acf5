"""What stands in an agency's way, and what was said about it."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0050_issued_once'),
        ('plans', '0055_annex_import'),
        ('reporting', '0094_facility_products_walls'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Difficulty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='mã công khai')),
                ('place', models.CharField(blank=True, max_length=120, verbose_name='nhiệm vụ')),
                ('text', models.TextField(verbose_name='nội dung')),
                ('state', models.CharField(choices=[('open', 'chờ trả lời'), ('answered', 'đã trả lời'), ('forwarded', 'đã chuyển'), ('closed', 'đã khép')], default='open', max_length=10, verbose_name='tình trạng')),
                ('raised_at', models.DateTimeField(verbose_name='nêu lúc')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='difficulties', to='agencies.agency', verbose_name='cơ quan')),
                ('plan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='difficulties', to='plans.plan', verbose_name='kế hoạch')),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.province', verbose_name='tỉnh')),
                ('raised_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người nêu')),
                ('year', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='difficulties', to='reporting.reportingyear', verbose_name='kỳ báo cáo')),
            ],
            options={
                'verbose_name': 'vướng mắc',
                'verbose_name_plural': 'vướng mắc',
                'ordering': ['-raised_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='DifficultyReply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('after', models.CharField(choices=[('open', 'chờ trả lời'), ('answered', 'đã trả lời'), ('forwarded', 'đã chuyển'), ('closed', 'đã khép')], max_length=10, verbose_name='sang tình trạng')),
                ('forwarded_to', models.CharField(blank=True, max_length=150, verbose_name='chuyển đến')),
                ('text', models.TextField(blank=True, verbose_name='nội dung')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người viết')),
                ('difficulty', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='reporting.difficulty', verbose_name='vướng mắc')),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.province', verbose_name='tỉnh')),
            ],
            options={
                'verbose_name': 'trả lời vướng mắc',
                'verbose_name_plural': 'trả lời vướng mắc',
                'ordering': ['difficulty', 'id'],
            },
        ),
        migrations.AddConstraint(
            model_name='difficulty',
            constraint=models.UniqueConstraint(fields=('id', 'province'), name='difficulty_id_province'),
        ),
        migrations.AddConstraint(
            model_name='difficulty',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='difficulty_has_words'),
        ),
        migrations.AddConstraint(
            model_name='difficulty',
            constraint=models.CheckConstraint(condition=models.Q(('plan__isnull', False), models.Q(('place', ''), ('year', None)), _connector='OR'), name='difficulty_place_in_plan'),
        ),
        migrations.AddConstraint(
            model_name='difficultyreply',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('after', 'forwarded'), models.Q(('forwarded_to', ''), _negated=True)), models.Q(models.Q(('after', 'forwarded'), _negated=True), ('forwarded_to', '')), _connector='OR'), name='difficultyreply_forwarded_to_somebody'),
        ),
        migrations.AddConstraint(
            model_name='difficultyreply',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), ('after', 'closed'), _connector='OR'), name='difficultyreply_says_something'),
        ),
    ]
