"""The versions of a plan and what differs between two of them."""

import re
from dataclasses import dataclass

from django.db.models import Prefetch

from agencies.models import User
from plans.enums import VersionStatus
from plans.models import Plan, PlanVersion, VersionStep
from portal.plan_document.comparison import differences
from portal.plan_document.exporter import content_of, with_document
from portal.plan_pages.places import Values, place_in_words


@dataclass(frozen=True)
class DifferenceRow:
    """A place that differs, in words."""

    place: str
    before: str
    after: str


def visible_versions(user: User, plan: Plan) -> list[PlanVersion]:
    """The versions that the person may see, the newest first, with their scans.

    `issues` is the step by which a version was issued, where the person may read it: at most one.
    """
    steps = VersionStep.objects.visible_to(user).filter(after=VersionStatus.ISSUED).select_related("by")
    versions = (
        PlanVersion.objects.visible_to(user)
        .filter(plan=plan)
        .select_related("created_by")
        .prefetch_related("scans", Prefetch("steps", steps, to_attr="issues"))
    )
    return list(versions.order_by("-number"))


def difference_rows(plan: Plan, before: PlanVersion, after: PlanVersion) -> list[DifferenceRow]:
    """What changed from one version to the other, place by place."""
    loaded = with_document(PlanVersion.objects).in_bulk([before.pk, after.pk])
    found = differences(*(content_of(loaded[version.pk]) for version in (before, after)))
    values = Values(plan)
    return [
        DifferenceRow(
            place=place_in_words(one.path),
            before=values.in_words(one.before, _name(one.path)),
            after=values.in_words(one.after, _name(one.path)),
        )
        for one in found
    ]


def _name(path: str) -> str:
    """The last key of a path: what the value is."""
    return re.sub(r"\[[^\[\]]*\]", "", path.partition(" (")[0]).rpartition(".")[2]
