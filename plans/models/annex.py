"""A file that somebody brings into a plan, and how a province had such files read."""

import uuid

from django.db import models
from django.utils import timezone

from agencies.models import Province, User
from agencies.models.visible import VisibleQuerySet
from agencies.rights import Right
from plans.enums import ImportStatus
from plans.models.plan import Plan

MAX_ATTEMPTS = 2  # readings of one file that a worker did not survive


class AnnexImportQuerySet(VisibleQuerySet):
    def seen_by(self, user):
        """Files are for who writes the plans of their province."""
        return self.filter(province__in=user.provinces_where(Right.WRITE_PLANS))

    def unfinished(self):
        return self.exclude(status=ImportStatus.DONE)


class AnnexImport(models.Model):
    """A Word or Excel file on its way into a draft: uploaded, read by a job, decided on, made a draft.

    `plan` is the plan that it goes into, or that was made of it; none while it is to become a new one, which `given`
    then describes (programme, start, end, title). Nothing is written into a plan before the last step. A change of
    `mapping` or `decisions` has it read anew; `asked_at` tells the readings apart.
    """

    public_id = models.UUIDField("mã", default=uuid.uuid4, unique=True, editable=False)
    province = models.ForeignKey(Province, models.PROTECT, related_name="+", verbose_name="tỉnh")
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người nộp")
    plan = models.ForeignKey(
        Plan, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="kế hoạch"
    )
    given = models.JSONField("kế hoạch mới", default=dict, blank=True)
    file_name = models.CharField("tên tệp", max_length=150)
    size = models.PositiveBigIntegerField("kích thước")
    checksum = models.CharField("SHA-256", max_length=64)
    status = models.CharField("tình trạng", max_length=10, choices=ImportStatus, default=ImportStatus.WAITING)
    message = models.TextField("lý do không đọc được", blank=True)
    mapping = models.JSONField("cách đọc đã sửa", default=dict, blank=True)
    decisions = models.JSONField("quyết định", default=dict, blank=True)
    result = models.TextField("kết quả đọc (JSON)", blank=True)
    attempts = models.PositiveSmallIntegerField("số lần đọc", default=0)
    uploaded_at = models.DateTimeField("lúc nộp", default=timezone.now)
    asked_at = models.DateTimeField("lúc yêu cầu đọc", default=timezone.now)
    finished_at = models.DateTimeField("lúc thành bản đang soạn", null=True, blank=True)

    objects = AnnexImportQuerySet.as_manager()

    class Meta:
        verbose_name = "tệp đưa vào"
        verbose_name_plural = "tệp đưa vào"
        ordering = ["-uploaded_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=ImportStatus.values), name="anneximport_status_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(status=ImportStatus.DONE)
                | models.Q(finished_at__isnull=False, plan__isnull=False),
                name="anneximport_done_has_plan",
            ),
        ]

    def __str__(self):
        return self.file_name


class AnnexMapping(models.Model):
    """How a person of the province had the columns of a table read; proposed where the same head comes again.

    `signature` is the digest of the folded words of the head. The newest correction counts; the history keeps all.
    """

    province = models.ForeignKey(Province, models.PROTECT, related_name="+", verbose_name="tỉnh")
    signature = models.CharField("dấu của đầu bảng", max_length=64)
    mapping = models.JSONField("cách đọc")
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người sửa")
    changed_at = models.DateTimeField("lúc sửa", default=timezone.now)

    class Meta:
        verbose_name = "cách đọc bảng"
        verbose_name_plural = "cách đọc bảng"
        ordering = ["province", "signature"]
        constraints = [
            models.UniqueConstraint(fields=["province", "signature"], name="annexmapping_once"),
        ]

    def __str__(self):
        return self.signature
