"""The signed paper of a consolidated report that was sent, as a file."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from agencies.models import Province, User
from agencies.models.visible import VisibleQuerySet
from reporting.enums import FileOrigin
from reporting.models.consolidation import Consolidation

SHA256 = r"^[0-9a-f]{64}$"


class SignedCopyQuerySet(VisibleQuerySet):
    def seen_by(self, user):
        """Those of the versions that one reads."""
        return self.filter(consolidation__in=Consolidation.objects.visible_to(user))


class SignedCopy(models.Model):
    """The signed scan, or the digitally signed PDF, of a sent version of a consolidated report (bản đã ký).

    Number, day and signer are those on the paper: the sent version keeps its own. `original` is the checksum of the
    portal's own file that the paper was made of, where it was (`origin`). `signatures` are the digital ones as they
    were read when the file came (`reporting.signature_reading`); None where they could not be read. Only added: a
    later copy stands before the earlier one, which stays. Written by `reporting.services.signed_copies`.
    """

    public_id = models.UUIDField("mã công khai", default=uuid.uuid4, unique=True, editable=False)
    consolidation = models.ForeignKey(
        Consolidation, models.PROTECT, related_name="signed_copies", verbose_name="báo cáo tổng hợp"
    )
    province = models.ForeignKey(Province, models.PROTECT, related_name="+", verbose_name="tỉnh")
    document_number = models.CharField("số, ký hiệu", max_length=50)
    document_day = models.DateField("ngày ký")
    signer_title = models.CharField("chức vụ người ký", max_length=200)
    signer_name = models.CharField("họ tên người ký", max_length=200)
    file_name = models.CharField("tên tệp", max_length=150)
    size = models.PositiveBigIntegerField("kích thước")
    checksum = models.CharField("SHA-256", max_length=64)
    origin = models.CharField("nguồn gốc tệp", max_length=10, choices=FileOrigin)
    original = models.CharField("SHA-256 của tệp gốc", max_length=64, blank=True)
    signatures = models.JSONField("chữ ký số", null=True, blank=True)
    added_at = models.DateTimeField("lúc nộp", default=timezone.now)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người nộp")

    objects = SignedCopyQuerySet.as_manager()

    class Meta:
        verbose_name = "bản đã ký của báo cáo tổng hợp"
        verbose_name_plural = "bản đã ký của báo cáo tổng hợp"
        ordering = ["consolidation_id", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["consolidation", "checksum"], name="signedcopy_once"),
            models.CheckConstraint(name="signedcopy_checksum", condition=Q(checksum__regex=SHA256)),
            models.CheckConstraint(
                name="signedcopy_original",
                condition=Q(origin=FileOrigin.OTHER, original="")
                | ~Q(origin=FileOrigin.OTHER) & Q(original__regex=SHA256),
            ),
        ]

    def __str__(self):
        return f"{self.consolidation}: {self.document_number}"
