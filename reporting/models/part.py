"""Parts of the national report that are laid out and kept, so that what has not changed is not laid out again."""

from django.db import models
from django.db.models import Q

from agencies.models import Province
from reporting.enums import PartKind, RunStatus
from reporting.models.made import SHA256, Made


class RenderedPart(Made):
    """The chapter of a province, its annexes, or a part of the ministry's own, as the national report prints them (phần dựng sẵn).

    `digest` tells what it says, how it is laid out and with which fonts: the same digest is laid out once. `chapter` names
    what a province's is made from (`contents.national.Chapter`): a sent report or an issued plan. One of the ministry's own
    (`contents.parts`: its words, a table, the table of contents) has no province and is kept as what it says, `contents`
    (`contents.frozen`), because the figures that it was made from may be others when a worker comes to it. One that
    `is_tagged` is of the form that is read aloud and made when somebody asks for that; the others are made by a worker as soon as the report is sent or the plan issued, at the latest when a national report needs it; forgotten when none
    needed it for long (`wanted_at`). Written by `reporting.services.parts`; no page shows it.
    """

    kind = models.CharField("loại", max_length=10, choices=PartKind)
    province = models.ForeignKey(
        Province, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tỉnh"
    )
    digest = models.CharField("dấu vết nội dung", max_length=64, unique=True)
    chapter = models.JSONField("chương", null=True, blank=True)
    contents = models.JSONField("nội dung", null=True, blank=True)
    is_tagged = models.BooleanField("có thẻ", default=False)
    wanted_at = models.DateTimeField("cần đến lần cuối")

    class Meta(Made.Meta):
        abstract = False
        verbose_name = "phần dựng sẵn của báo cáo toàn quốc"
        verbose_name_plural = "phần dựng sẵn của báo cáo toàn quốc"
        ordering = ["queued_at", "id"]
        indexes = [
            models.Index(
                fields=["queued_at", "id"],
                condition=Q(status__in=(RunStatus.QUEUED, RunStatus.RUNNING)),
                name="renderedpart_open",
            )
        ]
        constraints = [
            *Made.Meta.constraints,
            models.CheckConstraint(name="renderedpart_kind", condition=Q(kind__in=PartKind.values)),
            models.CheckConstraint(
                name="renderedpart_of_its_kind",
                condition=Q(kind=PartKind.OWN, province=None, chapter__isnull=True, contents__isnull=False)
                | ~Q(kind=PartKind.OWN)
                & Q(province__isnull=False, chapter__isnull=False, contents__isnull=True),
            ),
            models.CheckConstraint(name="renderedpart_digest", condition=Q(digest__regex=SHA256)),
            models.CheckConstraint(
                name="renderedpart_file_when_done",
                condition=Q(status=RunStatus.DONE, checksum__regex=SHA256, size__isnull=False, size__gt=0)
                | ~Q(status=RunStatus.DONE) & Q(checksum="", size=None),
            ),
        ]

    def __str__(self):
        """ "Tỉnh Kon Tum, phụ lục"; of the ministry's own "phần của Bộ"."""
        of = f"{self.chapter['province']}, " if self.chapter else ""
        return f"{of}{self.get_kind_display()}"
