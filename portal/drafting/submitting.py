"""Submitting a draft: what must be in it by then, and the step itself. Whoever submits a plan comes through here."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from agencies.models import User
from plans.models import PlanVersion
from plans.services import locked_draft, submit_version
from portal.drafting.open_points import blocking
from portal.links import draft_page
from portal.plan_document.exporter import content_of
from portal.plan_document.reader import check_document


@dataclass(frozen=True)
class Missing:
    """Something without which a plan cannot be submitted, and the page on which it is given."""

    text: str
    url: str


def missing_before_submitting(version: PlanVersion) -> list[Missing]:
    """What must be there before the version is submitted, and is not."""
    document = check_document(content_of(version)).document
    return [
        Missing(words, draft_page(version.plan.slug, part, key)) for part, key, words in blocking(document)
    ]


@transaction.atomic
def submit_draft(version: PlanVersion, *, by: User, link: str, comment: str = "") -> PlanVersion:
    """Sends a draft to whoever approves, once all is in it that an issued plan must have.

    Raises PermissionDenied and ValidationError as `submit_version`; ValidationError with each thing that is missing.
    """
    locked = locked_draft(version, by=by)
    if missing := missing_before_submitting(locked):
        raise ValidationError([f"Chưa gửi duyệt được: {one.text}." for one in missing], code="missing")
    return submit_version(locked, by=by, link=link, comment=comment)
