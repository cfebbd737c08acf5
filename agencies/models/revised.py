"""What every row has that people edit on pages or through the API."""

from django.conf import settings
from django.db import models


class Revised(models.Model):
    """A row with a revision, and who changed it last; written by `core.editing.change`.

    `changed_at` stays empty as long as nobody edited it here: what reference data brought, they may renew.
    """

    revision = models.PositiveIntegerField("lần sửa", default=1, editable=False)
    changed_at = models.DateTimeField("sửa lần cuối", null=True, blank=True, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name="người sửa cuối",
    )

    class Meta:
        abstract = True
