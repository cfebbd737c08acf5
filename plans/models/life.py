"""What happens to a version on its way: the steps taken, the signed decision, and what is still being typed."""

from django.db import models
from django.utils import timezone

from agencies.models import Province, User
from agencies.models.visible import VisibleQuerySet
from agencies.rights import Right
from plans.enums import VersionStatus
from plans.models.plan import Plan, PlanVersion
from plans.transitions import transition


class Wrote(models.Func):
    """Whether a person wrote any of a version, as the history knows: of the version's and the person's primary key."""

    function = "plans_wrote"
    output_field = models.BooleanField()


class OfOwnProvinceQuerySet(VisibleQuerySet):
    def seen_by(self, user):
        """What belongs to drafts, for whom drafts are."""
        return self.filter(province__in=user.provinces_where(Right.READ_DRAFTS))


class VersionStep(models.Model):
    """One step of a version's life: from which status to which, when, by whom, and with what words.

    Only added, by the services of `plans.services`. The words of a returned draft are the province's own. A step that
    a job or a command took has nobody's name.
    """

    version = models.ForeignKey(
        PlanVersion, models.CASCADE, related_name="steps", verbose_name="bản kế hoạch"
    )
    province = models.ForeignKey(Province, models.PROTECT, related_name="+", verbose_name="tỉnh")
    before = models.CharField("từ tình trạng", max_length=15, choices=VersionStatus)
    after = models.CharField("sang tình trạng", max_length=15, choices=VersionStatus)
    at = models.DateTimeField("lúc", default=timezone.now)
    by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người thực hiện"
    )
    comment = models.TextField("ý kiến", blank=True)

    objects = OfOwnProvinceQuerySet.as_manager()

    class Meta:
        verbose_name = "bước của bản kế hoạch"
        verbose_name_plural = "bước của bản kế hoạch"
        ordering = ["version_id", "id"]

    def __str__(self):
        return f"{self.version}: {self.before} - {self.after}"

    @property
    def done(self) -> str:
        """What happened, in words: "đã gửi duyệt"."""
        return transition(self.before, self.after).done


class DecisionScan(models.Model):
    """The signed decision by which a version was issued, as a scanned PDF; kept by its content (`reporting.files`).

    Only added: a better scan is a newer row. Whoever may read the version may read it.
    """

    version = models.ForeignKey(
        PlanVersion, models.PROTECT, related_name="scans", verbose_name="bản kế hoạch"
    )
    province = models.ForeignKey(Province, models.PROTECT, related_name="+", verbose_name="tỉnh")
    file_name = models.CharField("tên tệp", max_length=150)
    size = models.PositiveBigIntegerField("kích thước")
    checksum = models.CharField("SHA-256", max_length=64)
    added_at = models.DateTimeField("lúc nộp", default=timezone.now)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người nộp")

    class Meta:
        verbose_name = "bản chụp quyết định"
        verbose_name_plural = "bản chụp quyết định"
        ordering = ["version_id", "-id"]

    def __str__(self):
        return self.file_name


class TypedForm(models.Model):
    """What a person has typed into a form of a draft and not saved yet, so that no lost session loses it.

    One row a person, plan and form (`place`); gone when it is saved or thrown away. Nobody else reads it.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="người gõ")
    province = models.ForeignKey(Province, models.PROTECT, related_name="+", verbose_name="tỉnh")
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name="kế hoạch")
    place = models.CharField("biểu mẫu", max_length=200)
    data = models.JSONField("nội dung đang gõ")
    saved_at = models.DateTimeField("lúc lưu", default=timezone.now)

    class Meta:
        verbose_name = "nội dung đang gõ"
        verbose_name_plural = "nội dung đang gõ"
        ordering = ["-saved_at"]
        constraints = [
            models.UniqueConstraint(fields=["user", "plan", "place"], name="typedform_once"),
        ]

    def __str__(self):
        return self.place
