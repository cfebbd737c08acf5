"""The parts of a plan document as they are written: which of its keys, in which list, and how a row is found in it.

A part is one form (`keys` of the document), or a list of rows with a form each (`rows`, by `key`). Everything here
works on plain data (`schema.as_data`), inside `changing.change_draft`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from portal.plan_document.reader import DocumentRefusedError, check_document

GONE = "Mục này vừa bị người khác xóa; hãy mở lại danh sách."
REORDERED = "Danh sách vừa được người khác thay đổi; hãy mở lại rồi sắp xếp."


@dataclass(frozen=True)
class Part:
    """A part of the document. `keys`: what its one form is about. `rows` and `key`: the list, and what names a row.

    `parent`: the part whose rows hold the list (tasks stand in groups). `fresh` makes an empty row.
    """

    name: str
    label: str
    hint: str = ""
    keys: tuple[str, ...] = ()
    rows: str = ""
    key: str = "key"
    one: str = ""
    parent: str = ""
    fresh: Callable[[], dict] | None = None

    @property
    def is_list(self) -> bool:
        return bool(self.rows)

    def lists(self, data: dict) -> list[list[dict]]:
        """The lists in which the rows stand: one, or one a parent."""
        if not self.parent:
            return [data[self.rows]]
        return [row[self.rows] for row in data[PARTS[self.parent].rows]]

    def list_in(self, data: dict, parent: str) -> list[dict]:
        """The list to which a new row is added. ValidationError where its parent is not there any more."""
        return find(PARTS[self.parent], data, parent)[self.rows] if self.parent else data[self.rows]


def find(part: Part, data: dict, key: str) -> dict:
    """The row with the key. ValidationError where it is not there any more."""
    for rows in part.lists(data):
        for row in rows:
            if row[part.key] == key:
                return row
    raise ValidationError(GONE, code="gone")


def piece_of(part: Part, data: dict, key: str = "") -> dict:
    """What a form of the part is about: some keys of the document, the row with the key, or an empty row."""
    if not part.is_list:
        return {name: data[name] for name in part.keys}
    return find(part, data, key) if key else part.fresh()


def parent_of(part: Part, data: dict, key: str) -> str:
    """The key of the row that holds the row; empty where the part has no parent."""
    if not part.parent:
        return ""
    above = PARTS[part.parent]
    for row in data[above.rows]:
        if any(below[part.key] == key for below in row[part.rows]):
            return row[above.key]
    raise ValidationError(GONE, code="gone")


def replace(part: Part, data: dict, key: str, row: dict, *, parent: str = "") -> None:
    """Puts the row in the place of the one with the key; at the end of another parent's where it moved there."""
    for rows in part.lists(data):
        for place, old in enumerate(rows):
            if old[part.key] != key:
                continue
            if part.parent and parent and parent != parent_of(part, data, key):
                rows.pop(place)
                part.list_in(data, parent).append(row)
            else:
                rows[place] = row
            return
    raise ValidationError(GONE, code="gone")


def add(part: Part, data: dict, row: dict, *, parent: str = "") -> str:
    """Adds a row with a key of its own at the end; returns the key, which it keeps in all versions."""
    rows = part.list_in(data, parent)
    taken = {old[part.key] for some in part.lists(data) for old in some}
    row[part.key] = free_key(_stem(part, row, parent), len(rows) + 1, taken)
    rows.append(row)
    return row[part.key]


def remove(part: Part, data: dict, key: str) -> None:
    """Takes a row out, and what referred to it loses the reference."""
    row = find(part, data, key)
    for rows in part.lists(data):
        if row in rows:
            rows.remove(row)
    gone = {key, *(task["key"] for task in row.get("tasks", []))}
    for table in data["budget_tables"]:
        for line in table["rows"]:
            for name in ("group", "task"):
                if part.name in ("groups", "tasks") and line[name] in gone:
                    line[name] = None


def reorder(part: Part, data: dict, order: list[str], *, parent: str = "") -> None:
    """Brings the rows of one list into the order of their keys, which must be all of them."""
    rows = part.list_in(data, parent)
    by_key = {row[part.key]: row for row in rows}
    if len(order) != len(rows) or set(order) != set(by_key):
        raise ValidationError(REORDERED, code="stale")
    rows[:] = [by_key[key] for key in order]


def moved(part: Part, data: dict, key: str, steps: int, *, parent: str = "") -> list[str]:
    """The order of a list with one row some places further down, or up where `steps` is below 0."""
    order = [row[part.key] for row in part.list_in(data, parent)]
    if key not in order:
        raise ValidationError(GONE, code="gone")
    place = order.index(key)
    order.insert(max(0, place + steps), order.pop(place))
    return order


def is_piece(part: Part, data: dict, seen: object) -> bool:
    """If what a form says it was opened over could have been a piece of this document; anybody can send anything."""
    if part.is_list and seen == part.fresh():
        return True
    if not isinstance(seen, dict) or set(seen) != set(part.fresh() if part.is_list else part.keys):
        return False
    if part.parent:
        above = PARTS[part.parent].fresh() | {"key": "1", "title": "1", part.rows: [seen]}
        other = {PARTS[part.parent].rows: [above]}
    else:
        other = {part.rows: [seen]} if part.is_list else seen
    try:
        check_document(data | other)
    except DocumentRefusedError:
        return False
    return True


def free_key(stem: str, ordinal: int, taken: set[str]) -> str:
    """The key that the number gives (`stem`), or the next ordinal that is free where it gives none or one in use.

    A stem that ends in "/" or "-" lacks its number.
    """
    if stem and stem[-1] not in "/-" and stem not in taken:
        return stem[:100]
    lead = stem if not stem or stem[-1] in "/-" else f"{stem}-"
    lead = lead[:90]
    while f"{lead}{ordinal}" in taken:
        ordinal += 1
    return f"{lead}{ordinal}"


def unused(key: str, taken: set[str]) -> str:
    """The key, or one with a number behind it where it is taken; it is taken from now on."""
    name, number = key, 2
    while name in taken:
        name, number = f"{key}-{number}", number + 1
    taken.add(name)
    return name


def _stem(part: Part, row: dict, parent: str) -> str:
    """What a new row's key is made of, as docs/plan-document.md says."""
    if part.name == "objectives":
        return "general-" if row["kind"] == "general" else f"{row['phase']}/" if row["phase"] else "specific-"
    if part.name == "groups":
        own = row["number"] or ""
        return f"{row['phase']}/{own}" if row["phase"] else own
    if part.name == "tasks":
        return f"{parent}/{row['number'] or ''}"
    if part.name == "budget_tables":
        return "bang-"
    return row.get(part.key) or row.get("number") or ""


def _task() -> dict:
    return {
        "key": "", "number": None, "action": "", "contents": [], "expected_results": [], "outputs": [], "lead": [],
        "coordinating": [], "time": {"text": None, "start": None, "end": None, "every_year": False}, "budget": None,
        "note": None,
    }  # fmt: skip


def _table() -> dict:
    return {
        "key": "", "title": "", "year": None, "unit": "triệu đồng", "includes_dn": None, "complete": True,
        "amount_in_words": None, "rows": [], "totals": None,
    }  # fmt: skip


_DOCUMENT = (
    "title", "subject", "kind", "number", "issued_on", "place", "issuer", "signer", "period", "legal_bases",
    "recipients",
)  # fmt: skip
_ALL = (
    Part("document", "Văn bản", "Tên, thời kỳ, cơ quan ban hành, căn cứ, nơi nhận", keys=_DOCUMENT),
    Part("phases", "Giai đoạn", "Chỉ khi kế hoạch chia giai đoạn", keys=("phases",)),
    Part(
        "objectives", "Mục tiêu", "Mục tiêu chung, mục tiêu cụ thể với chỉ tiêu và số phải đạt",
        rows="objectives", one="mục tiêu",
        fresh=lambda: {"key": "", "kind": "specific", "phase": None, "text": "", "targets": []},
    ),
    Part(
        "groups", "Nhóm nhiệm vụ", "Các nhóm theo thứ tự của kế hoạch, mỗi nhóm thuộc một hợp phần",
        rows="groups", one="nhóm nhiệm vụ",
        fresh=lambda: {"key": "", "number": None, "title": "", "phase": None, "component": None, "tasks": []},
    ),
    Part(
        "tasks", "Nhiệm vụ", "Nội dung, kết quả, chủ trì, phối hợp, thời gian", rows="tasks", one="nhiệm vụ",
        parent="groups", fresh=_task,
    ),
    Part("budget_tables", "Bảng kinh phí", "Bảng in trong kế hoạch: dòng, nguồn, năm, tổng", rows="budget_tables",
         one="bảng kinh phí", fresh=_table),
    Part("financing", "Quy định về nguồn kinh phí", "Câu chữ về tổng kinh phí và nguồn", keys=("financing",)),
    Part(
        "responsibilities", "Tổ chức thực hiện", "Ai phải làm gì, theo điều khoản", rows="responsibilities",
        key="clause", one="trách nhiệm",
        fresh=lambda: {"number": None, "clause": "", "agency": "", "agencies": [], "items": []},
    ),
    Part(
        "sections", "Nội dung văn bản", "Các mục của phần lời: sự cần thiết, quan điểm, giải pháp, điều của quyết định",
        rows="sections", one="mục",
        fresh=lambda: {
            "key": "", "number": None, "title": None, "kind": "other", "component": None, "reportable": False,
            "text": None, "items": [], "note": None,
        },
    ),
    Part("reporting", "Báo cáo hằng năm", "Trước ngày nào, ai phải báo cáo, theo điều khoản nào", keys=("reporting",)),
    Part("past_results", "Kết quả kỳ trước", "Nếu kế hoạch có nêu", keys=("past_results",)),
    Part("mentions", "Văn bản được nêu", "Số, ngày của các văn bản mà kế hoạch nhắc đến", keys=("related", "self_references")),
    Part("annexes", "Phụ lục", "Phụ lục kèm theo hoặc được nêu", keys=("annexes",)),
    Part("readings", "Cách đọc bản in", "Chỗ khó đọc đã được chép lại thế nào", keys=("readings",)),
)  # fmt: skip
PARTS: dict[str, Part] = {part.name: part for part in _ALL}
