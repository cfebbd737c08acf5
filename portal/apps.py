from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Cổng"

    def ready(self):
        from portal import checks  # noqa: F401 (registers itself)
        from portal.api import openapi  # noqa: F401 (registers itself)
