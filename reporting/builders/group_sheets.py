"""What stands beside the task table so that it can be read back whole: its groups, and who is meant by a name."""

from plans.models import PlanVersion
from reporting.builders.fields import Field, columns, filled, line
from reporting.contents.workbook import Column, Sheet

_GROUP = (
    Field("number", Column("TT", width=8)),
    Field("title", Column("Nhóm nhiệm vụ", width=60)),
    Field("component", Column("Hợp phần", width=40)),
    Field("phase", Column("Giai đoạn", width=40)),
    Field("start", Column("Từ năm", "year")),
    Field("end", Column("Đến năm", "year")),
)
_PARTY = (
    Field("text", Column("Chữ in trong kế hoạch", width=60)),
    Field("agency", Column("Cơ quan trong danh bạ", width=60)),
    Field("slug", Column("Mã trong danh bạ", width=40)),
)


def group_sheet(version: PlanVersion) -> Sheet | None:
    """The groups in printed order, with component and phase; None for a plan without a task table."""
    records = [
        {
            "number": group.number,
            "title": group.title,
            "component": version.component_name(group.component),
        }
        | (
            {"phase": group.phase.title, "start": group.phase.start, "end": group.phase.end}
            if group.phase
            else {}
        )
        for group in version.taskgroup_rows.all()
    ]
    if not records:
        return None
    fields = filled(_GROUP, records, always=("number", "title"))
    return Sheet(
        name="Nhóm nhiệm vụ",
        title=("Nhóm nhiệm vụ, hợp phần và giai đoạn",),
        columns=columns(fields),
        rows=tuple(line(fields, record) for record in records),
    )


def party_sheet(version: PlanVersion) -> Sheet | None:
    """Every wording of an agency in the task table with the agency that it means, none for a collective."""
    records = {}
    for group in version.taskgroup_rows.all():
        for party in (party for task in group.tasks.all() for party in task.parties.all()):
            slug = party.agency.slug if party.agency else ""
            name = party.agency.name if party.agency else ""
            records.setdefault((party.text, slug), {"text": party.text, "agency": name, "slug": slug})
    if not records:
        return None
    return Sheet(
        name="Cơ quan thực hiện",
        title=("Cơ quan chủ trì, phối hợp và cơ quan trong danh bạ",),
        columns=columns(_PARTY),
        rows=tuple(line(_PARTY, record) for record in records.values()),
        notes=("Không có mã: chữ in gọi chung nhiều cơ quan.",),
        filtered=True,
    )
