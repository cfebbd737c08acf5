"""The chapters of the national report: each province's sent report as it was sent."""

from dataclasses import replace

from reporting.contents import frozen
from reporting.contents.consolidated import ConsolidatedReport
from reporting.contents.national import Chapter, Selection
from reporting.enums import ConsolidationStatus
from reporting.models import Consolidation


def chapters_of(selection: Selection) -> tuple[Chapter, ...]:
    """The newest sent report of each province."""
    rows = Consolidation.objects.filter(year__year=selection.year, status=ConsolidationStatus.SENT)
    if selection.provinces:
        rows = rows.filter(province__slug__in=selection.provinces)
    rows = rows.select_related("version__plan", "version__province").defer("contents")
    newest = {one.year_id: one for one in rows.order_by("version__plan__slug", "number")}
    return tuple(
        Chapter(
            province=str(one.version.province_name),
            plan=one.version.plan.slug,
            version=one.version.number,
            digest=one.digest,
            consolidation=str(one.public_id),
        )
        for one in newest.values()
    )


def chapter_contents(chapter: Chapter) -> ConsolidatedReport:
    """What a chapter says. Raises DoesNotExist where the scope does not let it be read."""
    sent = Consolidation.objects.get(status=ConsolidationStatus.SENT, public_id=chapter.consolidation)
    return replace(frozen.read(sent.contents), checksum=sent.digest)
