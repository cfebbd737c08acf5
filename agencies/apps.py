from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class AgenciesConfig(AppConfig):
    name = "agencies"
    verbose_name = "Tỉnh, cơ quan và người dùng"

    def ready(self):
        from agencies import sessions

        user_logged_in.connect(sessions.begin)
