"""Days of reporting years that the department moved."""

import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0041_history_kept'),
        ('plans', '0030_history'),
        ('reporting', '0050_comparisons'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MovedDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='năm báo cáo')),
                ('kind', models.CharField(blank=True, choices=[('department', 'Sở, ban, ngành'), ('district', 'UBND cấp huyện'), ('facility', 'Cơ sở sản xuất công nghiệp'), ('party', 'Cơ quan, đơn vị tham gia thực hiện')], max_length=12, verbose_name='đối tượng')),
                ('before', models.DateField(blank=True, null=True, verbose_name='trước ngày')),
                ('reason', models.TextField(verbose_name='lý do')),
                ('decided_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='quyết định lúc')),
                ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người quyết định')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moved_days', to='plans.plan', verbose_name='kế hoạch')),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.province', verbose_name='tỉnh')),
            ],
            options={
                'verbose_name': 'ngày báo cáo đã dời',
                'verbose_name_plural': 'ngày báo cáo đã dời',
                'ordering': ['decided_at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='moved_day_has_reason'), models.CheckConstraint(condition=models.Q(('before', None), models.Q(('before__year__gte', models.F('year')), ('before__year__lte', django.db.models.expressions.CombinedExpression(models.F('year'), '+', models.Value(1)))), _connector='OR'), name='moved_day_in_its_year_or_the_next')],
            },
        ),
    ]
