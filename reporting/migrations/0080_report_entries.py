"""What a report says of a task keeps figures that cannot be read yet, and who changed it last."""
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reporting', '0072_year_decision'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='taskentry',
            name='changed_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='sửa lần cuối'),
        ),
        migrations.AddField(
            model_name='taskentry',
            name='changed_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người sửa cuối'),
        ),
        migrations.AddField(
            model_name='taskentry',
            name='unread',
            field=models.JSONField(blank=True, default=dict, verbose_name='số chưa đọc được'),
        ),
    ]
