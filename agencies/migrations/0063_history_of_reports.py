import django.db.models.fields.json
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agencies", "0062_mails_counted")]

    operations = [
        migrations.AddIndex(
            model_name="historyentry",
            index=models.Index(
                django.db.models.fields.json.KeyTextTransform("report_id", "after"),
                condition=models.Q(("table_name__in", ("reporting_taskentry", "reporting_productentry"))),
                name="history_of_report",
            ),
        ),
    ]
