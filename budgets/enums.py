"""Closed lists of the app."""

from collections.abc import Iterable

from django.db.models import TextChoices


class Source(TextChoices):
    """Where money comes from; NSĐP is written NSDP in codes."""

    NSTW = "NSTW", "NSTW"
    NSDP = "NSDP", "NSĐP"
    DN = "DN", "DN"
    KHAC = "KHAC", "Khác"


def source_names(sources: Iterable[str]) -> str:
    """Sources that stand together, as people write them: "NSĐP + DN"; nothing for none."""
    return " + ".join(Source(source).label for source in sources)


class Axis(TextChoices):
    """Which printed column a figure stands in."""

    TOTAL = "total", "tổng"
    SOURCE = "source", "theo nguồn"
    YEAR = "year", "theo năm"
    LINE = "line", "chi tiết"
