"""Entries of the history grouped into changes: what one person did in one go, told in a few lines.

A change is all that one request wrote in one transaction, events too. Where that is much, as when a plan is loaded,
it is counted instead of told row by row.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet

from agencies.enums import HistoryOperation
from agencies.models import HistoryEntry, Membership, Province, User
from agencies.models.history import HistoryEntryQuerySet
from core.scope import OWNER, WORKER
from plans.enums import VersionKind
from plans.models import PlanVersion
from portal.history.words import FieldChange, Words

KEY = ("transaction", "began_at", "request")
TOLD_ROW_BY_ROW = 12
VERSIONS, STEPS = "plans_planversion", "plans_versionstep"
DOERS = {OWNER: "Lệnh trên máy chủ", WORKER: "Việc tự động của cổng"}
NOBODY = "Chưa đăng nhập"


@dataclass(frozen=True)
class RowChange:
    """What was done with one row, or an event, which has no thing and no fields."""

    operation: str
    thing: str
    fields: list[FieldChange]
    is_whole: bool = False  # its name says all of it


@dataclass(frozen=True)
class Change:
    """One transaction: when, who, as whom, in which province; its rows, or how many of which there are."""

    at: datetime
    who: str
    role: str
    province: str
    request: str
    title: str
    rows: list[RowChange]
    counts: list[str]


def grouped(entries: HistoryEntryQuerySet) -> QuerySet:
    """The requests and transactions that wrote the entries, the newest first; for a Paginator."""
    groups = entries.order_by().values(*KEY)
    return groups.annotate(last=Max("id"), number=Count("id")).order_by("-last")


def listed_changes(groups: Sequence[dict], entries: HistoryEntryQuerySet, reader: User) -> list[Change]:
    """The changes of some groups of `grouped`, told from these entries with the names that the reader may see."""
    small = [group for group in groups if group["number"] <= TOLD_ROW_BY_ROW]
    large = [group for group in groups if group["number"] > TOLD_ROW_BY_ROW]
    wanted = _of(small) | Q(pk__in=[group["last"] for group in large])
    wanted |= _of(large) & Q(table_name=VERSIONS, operation__in=("insert", "delete"))
    found: dict[tuple, list[HistoryEntry]] = defaultdict(list)
    for entry in entries.filter(wanted).order_by("pk"):
        found[entry.transaction, entry.began_at, entry.request].append(entry)
    keys = [_key(group) for group in groups]
    told = [entry for key in keys for entry in found[key]]
    words, roles = Words(told, reader), _roles(told, reader)
    counts = _counts(large, entries, words)
    return [
        _change(found[key], counts.get(key, []), group["number"], words, roles)
        for key, group in zip(keys, groups, strict=True)
    ]


def _key(group: dict) -> tuple:
    return tuple(group[name] for name in KEY)


def _of(groups: list[dict]) -> Q:
    """That an entry may belong to one of the groups: whether it does says its key."""
    return Q(
        transaction__in={group["transaction"] for group in groups},
        request__in={group["request"] for group in groups},
    )


def _change(
    entries: list[HistoryEntry], counts: list[str], number: int, words: Words, roles: dict[int, str]
) -> Change:
    last = entries[-1]
    is_event = number == 1 and _is_event(last)
    return Change(
        at=last.at,
        who=words.name(User, last.actor_id) if last.actor_id else DOERS.get(last.session_role, NOBODY),
        role=roles.get(last.membership_id, ""),
        province=_province(last, words),
        request=last.request,
        title=_title(entries, number, words),
        rows=[] if counts or is_event else [_row(entry, words) for entry in entries],
        counts=counts,
    )


def _row(entry: HistoryEntry, words: Words) -> RowChange:
    if _is_event(entry):
        return RowChange(_event(entry, words), "", [])
    is_step = entry.table_name == STEPS
    return RowChange(_operation(entry), words.thing(entry), words.fields(entry), is_whole=is_step)


def _title(entries: list[HistoryEntry], number: int, words: Words) -> str:
    last = entries[-1]
    if number == 1 and _is_event(last):
        return _event(last, words)
    if step := next((one for one in entries if one.table_name == STEPS and one.operation == "insert"), None):
        return f"Chuyển {words.name(PlanVersion, step.row['version_id'])} sang “{words.state(step)}”"
    for entry in entries:
        if entry.table_name == VERSIONS and entry.operation == "insert":
            return f"{_made(entry)}, bản số {entry.row['number']}: {number} dòng"
    if number > TOLD_ROW_BY_ROW:
        return f"Thay đổi {number} dòng"
    if number == 1:
        return _capital(f"{_operation(last)} {words.thing(last)}")
    return f"{number} việc trong một lần" if any(map(_is_event, entries)) else f"Thay đổi {number} mục"


def _made(entry: HistoryEntry) -> str:
    """What making a version was."""
    if entry.row["kind"] == VersionKind.AMENDMENT:
        return "Mở bản điều chỉnh"
    return "Soạn kế hoạch mới" if entry.actor_id else "Nạp kế hoạch"


def _event(entry: HistoryEntry, words: Words) -> str:
    title = _capital(_operation(entry))
    if entry.operation == HistoryOperation.DOWNLOAD:
        return f"{title}: {entry.after['name']}"
    if entry.operation == HistoryOperation.SIGN_IN_FAILED:
        person = words.name(User, entry.person_id) if entry.person_id else "địa chỉ không có tài khoản"
        return f"{title}: {person}"
    return title


def _is_event(entry: HistoryEntry) -> bool:
    return entry.operation not in HistoryOperation.of_rows()


def _operation(entry: HistoryEntry) -> str:
    return str(entry.get_operation_display())


def _province(entry: HistoryEntry, words: Words) -> str:
    return words.name(Province, entry.province_id) if entry.province_id else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _roles(entries: list[HistoryEntry], reader: User) -> dict[int, str]:
    """As which members people acted: role and agency, where the person who reads may see it."""
    acted = {entry.membership_id for entry in entries} - {None}
    members = Membership.objects.visible_to(reader).filter(pk__in=acted)
    return {
        member.pk: f"{member.get_role_display()}, {member.agency.name}"
        for member in members.select_related("agency").defer("agency__search_vector", "agency__search_text")
    }


def _counts(groups: list[dict], entries: HistoryEntryQuerySet, words: Words) -> dict[tuple, list[str]]:
    """How many rows of which kind were added, changed and deleted: "nhiệm vụ: thêm 11"."""
    found: dict[tuple, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    counted = (
        entries.filter(_of(groups))
        .order_by()
        .values(*KEY, "table_name", "operation")
        .annotate(number=Count("id"))
        .order_by("-number", "table_name", "operation")
    )
    for row in counted if groups else ():
        operation = HistoryOperation(row["operation"]).label
        kind = words.kind(row["table_name"])
        found[_key(row)][kind].append(f"{operation} {row['number']}")
    return {
        key: [_capital(f"{kind}: {', '.join(parts)}") for kind, parts in kinds.items()]
        for key, kinds in found.items()
    }
