"""The last step: what was read becomes a draft, or a part of one. Nothing is written into a plan before it."""

import copy
import json
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from agencies.models import User
from plans.enums import ImportStatus
from plans.models import AnnexImport, Plan, PlanVersion, Programme
from portal.drafting.changing import change_draft
from portal.drafting.parts import unused
from portal.drafting.starting import proposed_title, start_plan
from portal.importing.requests import NOT_READ


@transaction.atomic
def make_draft(row: AnnexImport, *, by: User) -> Plan:
    """Writes the groups, tasks and money that were read into a new plan, or at the end of the draft that was named.

    All or nothing; a second time it only tells which plan it was. Raises PermissionDenied and ValidationError as
    `start_plan` and `locked_draft`, DocumentRefusedError for what no plan document can hold.
    """
    row = AnnexImport.objects.select_for_update().get(pk=row.pk)
    if row.status == ImportStatus.DONE:
        return row.plan
    if row.status != ImportStatus.READ:
        raise ValidationError(NOT_READ)
    found = json.loads(row.result, parse_float=Decimal)["plan"]
    if not found["groups"] and not found["budget_tables"]:
        raise ValidationError("Tệp chưa cho nhóm nhiệm vụ hay bảng kinh phí nào; hãy sửa cách đọc các bảng.")
    version = _new_plan(row, by) if row.plan is None else _open_version(row.plan)
    change_draft(version, lambda data: add_to(data, found), by=by)
    row.plan, row.status, row.finished_at = version.plan, ImportStatus.DONE, timezone.now()
    row.save(update_fields=["plan", "status", "finished_at"])
    return version.plan


def add_to(data: dict, found: dict) -> None:
    """Adds phases, groups and budget tables to a draft's document; what stands there stays as it is.

    A key that is taken gets a number behind it, and the rows of budget tables follow.
    """
    known = {phase["code"] for phase in data["phases"]}
    data["phases"] += [phase for phase in found["phases"] if phase["code"] not in known]
    keys: dict[str | None, str | None] = {None: None}
    taken = {group["key"] for group in data["groups"]}
    for group in copy.deepcopy(found["groups"]):
        before = group["key"]
        group["key"] = keys[before] = unused(before, taken)
        for task in group["tasks"]:
            renamed = group["key"] + task["key"].removeprefix(before)
            task["key"] = keys[task["key"]] = renamed
        data["groups"].append(group)
    tables = {table["key"] for table in data["budget_tables"]}
    for table in copy.deepcopy(found["budget_tables"]):
        table["key"] = unused(table["key"], tables)
        for line in table["rows"]:
            line["group"], line["task"] = keys[line["group"]], keys[line["task"]]
        data["budget_tables"].append(table)


def _new_plan(row: AnnexImport, by: User) -> PlanVersion:
    given = row.given
    programme = Programme.objects.get(number=given["programme"])
    years = {"start": given["start"], "end": given["end"]}
    title = given["title"] or proposed_title(programme, row.province, **years)
    return start_plan(row.province, programme, title=title, by=by, **years)


def _open_version(plan: Plan) -> PlanVersion:
    version = plan.versions.unissued().select_related("plan", "province").first()
    if version is None:
        raise ValidationError("Kế hoạch không còn bản đang soạn; hãy mở bản điều chỉnh rồi đưa tệp vào.")
    return version
