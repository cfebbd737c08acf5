from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "reporting"
    verbose_name = "Báo cáo"

    def ready(self):
        from agencies.outbox import guard
        from reporting.services.reminders import MAIL_KIND, still_wanted

        guard(MAIL_KIND, still_wanted)
