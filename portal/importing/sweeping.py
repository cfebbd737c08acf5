"""What mends lost messages, and forgets files that nobody went on with."""

from datetime import timedelta

from django.conf import settings
from django.db.models.functions import Now

from agencies.models import Province
from core.scope import WORKER, Scope, scoped
from plans.enums import ImportStatus
from plans.models import AnnexImport
from portal.importing.requests import ring

RINGS = 50  # a sweep: a long queue must not fill the broker with the same messages
KEPT = timedelta(
    days=30
)  # an import that is not finished, since the last time that somebody asked for a reading


def sweep_files() -> None:
    """Rings again for what waits longer than a sweep; deletes imports that were left unfinished. Idempotent.

    Their files stay where they are: they are named by content, so another row may have the same one.
    """
    everywhere = frozenset(Province.objects.values_list("pk", flat=True))
    with scoped(Scope(WORKER, everywhere, request="sweep_imports")):
        AnnexImport.objects.unfinished().filter(asked_at__lt=Now() - KEPT).delete()
        age = timedelta(seconds=settings.SWEEP_SECONDS)
        waiting = AnnexImport.objects.filter(status=ImportStatus.WAITING, asked_at__lt=Now() - age)
        for row in waiting.only("public_id").order_by("asked_at")[:RINGS]:
            ring(row)
