"""The one way to change a draft: as a plan document, under a lock, checked as a whole, and written row by row."""

import copy
from collections.abc import Callable

from django.db import transaction

from agencies.models import User
from plans.models import PlanVersion
from plans.services import locked_draft
from portal.plan_document.exporter import content_of
from portal.plan_document.loader import Codes, reference_problems
from portal.plan_document.reader import DocumentRefusedError, check_document
from portal.plan_document.rewriting import rewrite_rows
from portal.plan_document.schema import as_data


@transaction.atomic
def change_draft(version: PlanVersion, change: Callable[[dict], None], *, by: User) -> dict:
    """Lets `change` alter the draft's document (plain data, `schema.as_data`) in place; returns it as it is then.

    `change` sees what stands in the database now and may raise: then nothing is written. Raises PermissionDenied and
    ValidationError as `locked_draft`, DocumentRefusedError where the document would no longer be one.
    """
    locked = locked_draft(version, by=by)
    data = content_of(locked)
    wanted = copy.deepcopy(data)
    change(wanted)
    if wanted == data:
        return data
    read = check_document(wanted)
    codes = Codes.for_province(wanted["province"])
    if problems := list(reference_problems(read, codes)):
        raise DocumentRefusedError(problems)
    rewrite_rows(locked, read.document, codes)
    return as_data(read.document)
