"""Registers the common ground of the portal with Django; it has no models."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "Phần dùng chung"
