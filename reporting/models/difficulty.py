"""What stands in an agency's way, raised at any time of the year, and what was said about it."""

import uuid

from django.db import models
from django.db.models import Q

from agencies.models import Agency, Province, User
from agencies.models.visible import VisibleQuerySet
from agencies.rights import Right
from plans.models import Plan
from reporting.enums import DifficultyState
from reporting.models.year import ReportingYear


class DifficultyQuerySet(VisibleQuerySet):
    def seen_by(self, user):
        """One's own agency's; all of the province for the department that answers them."""
        seen = []
        if user.membership and user.may(Right.REPORT):
            seen.append(Q(agency=user.membership.agency_id, province__in=user.province_ids()))
        if reviewed := user.provinces_where(Right.REVIEW_REPORTS):
            seen.append(Q(province__in=reviewed))
        return self.any_of(seen)

    def open(self):
        """Those that nobody has closed."""
        return self.exclude(state=DifficultyState.CLOSED)


class Difficulty(models.Model):
    """Something that stands in an agency's way (vướng mắc), raised whenever it arises, before and beside its report.

    About a plan, a year or a task of it ("task:KEY"), or none of these. Open until the department answers or passes it
    on; what the agency adds then opens it again; closed by either, for good. Its words never change, only its state
    (held by the database), which is that of the newest `DifficultyReply`. Written by `reporting.services.difficulties`.
    """

    public_id = models.UUIDField("mã công khai", default=uuid.uuid4, unique=True, editable=False)
    province = models.ForeignKey(Province, models.PROTECT, related_name="+", verbose_name="tỉnh")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="difficulties", verbose_name="cơ quan")
    plan = models.ForeignKey(
        Plan, models.PROTECT, null=True, blank=True, related_name="difficulties", verbose_name="kế hoạch"
    )
    year = models.ForeignKey(
        ReportingYear, models.PROTECT, null=True, blank=True, related_name="difficulties",
        verbose_name="kỳ báo cáo",
    )  # fmt: skip
    place = models.CharField("nhiệm vụ", max_length=120, blank=True)
    text = models.TextField("nội dung")
    state = models.CharField(
        "tình trạng", max_length=10, choices=DifficultyState, default=DifficultyState.OPEN
    )
    raised_at = models.DateTimeField("nêu lúc")
    raised_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người nêu")

    objects = DifficultyQuerySet.as_manager()

    class Meta:
        verbose_name = "vướng mắc"
        verbose_name_plural = "vướng mắc"
        ordering = ["-raised_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["id", "province"], name="difficulty_id_province"),
            models.CheckConstraint(name="difficulty_has_words", condition=~Q(text="")),
            models.CheckConstraint(
                name="difficulty_place_in_plan",
                condition=Q(plan__isnull=False) | Q(year=None, place=""),
            ),
        ]

    def __str__(self):
        return f"{self.agency}: {self.text[:50]}"

    @property
    def is_closed(self) -> bool:
        return self.state == DifficultyState.CLOSED


class OfDifficultyQuerySet(VisibleQuerySet):
    def seen_by(self, user):
        """What was said about a difficulty is seen with it."""
        return self.filter(difficulty__in=Difficulty.objects.visible_to(user))


class DifficultyReply(models.Model):
    """What was said or decided about a difficulty, and in which state that left it. Only added.

    `forwarded_to` is to whom the department passed it on, in its own words.
    """

    difficulty = models.ForeignKey(
        Difficulty, models.PROTECT, related_name="replies", verbose_name="vướng mắc"
    )
    province = models.ForeignKey(Province, models.PROTECT, related_name="+", verbose_name="tỉnh")
    after = models.CharField("sang tình trạng", max_length=10, choices=DifficultyState)
    forwarded_to = models.CharField("chuyển đến", max_length=150, blank=True)
    text = models.TextField("nội dung", blank=True)
    at = models.DateTimeField("lúc")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người viết")

    objects = OfDifficultyQuerySet.as_manager()

    class Meta:
        verbose_name = "trả lời vướng mắc"
        verbose_name_plural = "trả lời vướng mắc"
        ordering = ["difficulty_id", "id"]
        constraints = [
            models.CheckConstraint(
                name="difficultyreply_forwarded_to_somebody",
                condition=Q(after=DifficultyState.FORWARDED) & ~Q(forwarded_to="")
                | ~Q(after=DifficultyState.FORWARDED) & Q(forwarded_to=""),
            ),
            models.CheckConstraint(
                name="difficultyreply_says_something",
                condition=~Q(text="") | Q(after=DifficultyState.CLOSED),
            ),
        ]

    def __str__(self):
        return f"{self.get_after_display()}: {self.text[:50]}"
