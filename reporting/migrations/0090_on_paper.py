"""An obligation tells if its report came on paper: who counts obligations needs to see no report."""

from django.db import migrations, models

BEFORE = """
CREATE OR REPLACE FUNCTION reporting_keep_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE reporting_obligation SET
        state = coalesce((
            SELECT CASE status WHEN 'submitted' THEN 'sent' WHEN 'recalled' THEN 'not_sent' ELSE status END
            FROM reporting_report WHERE obligation_id = NEW.obligation_id AND status <> 'draft'
            ORDER BY number DESC LIMIT 1), 'not_sent'),
        first_received_at = (
            SELECT received_at FROM reporting_report
            WHERE obligation_id = NEW.obligation_id AND status NOT IN ('draft', 'recalled')
            ORDER BY number LIMIT 1),
        last_received_at = (
            SELECT received_at FROM reporting_report
            WHERE obligation_id = NEW.obligation_id AND status NOT IN ('draft', 'recalled')
            ORDER BY number DESC LIMIT 1)%s
    WHERE id = NEW.obligation_id;
    RETURN NULL;
END $$;
"""
ON_PAPER = """,
        is_paper = coalesce((
            SELECT is_paper FROM reporting_report
            WHERE obligation_id = NEW.obligation_id AND status NOT IN ('draft', 'recalled')
            ORDER BY number DESC LIMIT 1), false)"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0072_year_decision"), ("reporting", "0080_report_entries")]

    operations = [
        migrations.AddField(
            model_name="obligation",
            name="is_paper",
            field=models.BooleanField(default=False, editable=False, verbose_name="báo cáo giấy, nhập thay"),
        ),
        migrations.RunSQL(BEFORE % ON_PAPER, BEFORE % ""),
    ]
