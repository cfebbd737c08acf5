"""What every row below a plan has in common."""

from django.db import models

from agencies.models import Province
from agencies.models.visible import VisibleQuerySet
from plans.models.plan import PlanVersion


class VersionRowQuerySet(VisibleQuerySet):
    def current(self):
        """Rows of the versions in force."""
        return self.filter(version__plan__current_version=models.F("version"))

    def seen_by(self, user):
        """Rows of the versions that the person may see."""
        return self.filter(version__in=PlanVersion.objects.visible_to(user))


class VersionRow(models.Model):
    """A row of one version of a plan, at its printed place.

    `province` equals the version's, held by a composite foreign key; rows of an issued version cannot
    be added, changed or deleted, held by a trigger (`plans.operations`). Rows that other things refer
    to over time carry a `key`, the same in every version.
    """

    version = models.ForeignKey(
        PlanVersion, models.CASCADE, related_name="%(class)s_rows", verbose_name="bản kế hoạch"
    )
    province = models.ForeignKey(Province, models.PROTECT, related_name="+", verbose_name="tỉnh")
    position = models.PositiveSmallIntegerField("thứ tự")

    objects = VersionRowQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["version_id", "position"]


def keyed(name: str) -> models.UniqueConstraint:
    """The constraint that a key stands once in a version."""
    return models.UniqueConstraint(fields=["version", "key"], name=f"{name}_key_once")
