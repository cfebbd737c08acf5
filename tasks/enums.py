"""Closed lists of the app."""

from django.db.models import TextChoices


class PartyRole(TextChoices):
    LEAD = "lead", "Chủ trì"
    COORDINATING = "coordinating", "Phối hợp"
