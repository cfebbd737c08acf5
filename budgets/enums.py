"""Closed lists of the app."""

from django.db.models import TextChoices


class Source(TextChoices):
    """Where money comes from; NSĐP is written NSDP in codes."""

    NSTW = "NSTW", "NSTW"
    NSDP = "NSDP", "NSĐP"
    DN = "DN", "DN"
    KHAC = "KHAC", "Khác"


class Axis(TextChoices):
    """Which printed column a figure stands in."""

    TOTAL = "total", "tổng"
    SOURCE = "source", "theo nguồn"
    YEAR = "year", "theo năm"
    LINE = "line", "chi tiết"
