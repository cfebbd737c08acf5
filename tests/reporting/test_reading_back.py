"""The task annexes of XLSX and DOCX hold everything that the plan document says of groups, in a form that is read back."""

from collections.abc import Callable
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from core.numbers import Style, read_number
from plans.models import PlanVersion
from portal.plan_document.exporter import content_of
from portal.plan_document.loader import load_plan
from reporting.builders.plan_annexes import build_plan_annexes, build_task_and_money_annexes
from reporting.renderers import annexes_docx, workbook_xlsx
from tests.conftest import PLAN_SLUGS
from tests.factories import plan_copy, read_plan, whole_plan_data
from tests.reporting.docx_reading import opened, rows_of, tables_by_title

pytestmark = pytest.mark.django_db
Rows = list[list]
SOURCES = {"NSTW": "NSTW", "NSĐP": "NSDP", "DN": "DN", "Khác": "KHAC"}
COMPONENTS = {
    "Nâng cao nhận thức và năng lực": "awareness",
    "Cơ sở dữ liệu và trang thông tin điện tử": "database",
    "Hỗ trợ kỹ thuật tại cơ sở": "technical",
    "Mạng lưới tổ chức hỗ trợ": "network",
    "Cơ chế, chính sách": "policy",
}


def xlsx_sheets(version: PlanVersion) -> dict[str, Rows]:
    book = openpyxl.load_workbook(BytesIO(workbook_xlsx.render(build_plan_annexes(version))))
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def docx_sheets(version: PlanVersion) -> dict[str, Rows]:
    tables = tables_by_title(opened(annexes_docx.render(build_task_and_money_annexes(version))))
    names = {
        "Danh mục nhiệm vụ": "Nhiệm vụ",
        "Nhóm nhiệm vụ, hợp phần và giai đoạn": "Nhóm nhiệm vụ",
        "Cơ quan chủ trì, phối hợp và cơ quan trong danh bạ": "Cơ quan thực hiện",
        "Chi tiết kinh phí in ở từng nhiệm vụ": "Chi tiết kinh phí nhiệm vụ",
    }
    return {names.get(title, title): rows_of(table) for title, table in tables.items()}


# --- a reader as simple as may be ---


def records_of(rows: Rows, first: str) -> list[dict]:
    """The rows below the head that begins with `first`, by the words of the head ("upper: lower" where it has two)."""
    at = next(number for number, row in enumerate(rows) if row[0] == first)
    heads, has_two = list(rows[at]), not rows[at + 1][0]
    if has_two:
        for place, lower in enumerate(rows[at + 1]):
            heads[place] = heads[place] or heads[place - 1].partition(": ")[0]
            heads[place] += f": {lower}" if lower else ""
    return [
        dict(zip(heads, [None if v in ("", "chưa rõ") else v for v in row], strict=True))
        for row in rows[at + 1 + has_two :]
    ]


def joined(records: list[dict]) -> list[dict]:
    """Rows that go on in the next one, because a spreadsheet shows no taller one, as one."""
    whole: list[dict] = []
    for record in records:
        if record["TT"] == "(tiếp)":
            for name, value in record.items():
                if name != "TT" and value:
                    whole[-1][name] = f"{whole[-1][name]}\n{value}"
        else:
            whole.append(record)
    return whole


def lines(text: str | None) -> list[str]:
    """A list: an item begins with "- ", a line without it goes on with the one before."""
    items: list[str] = []
    for line in (text or "").split("\n"):
        if line.startswith("- ") or not items:
            items.append(line.removeprefix("- "))
        else:
            items[-1] += f" {line}"
    return [item for item in items if item]


def one(text: str | None) -> str | None:
    return None if text is None else " ".join(text.split("\n"))


def amount(value) -> Decimal | None:
    return read_number(str(value), style=Style.VIETNAMESE).value if isinstance(value, str) else value


def sources(text: str | None) -> list[str]:
    return [SOURCES[name] for name in text.split(" + ")] if text else []


def partial(text: str | None) -> str | None:
    return "-".join(reversed(str(text).split("/"))) if text else None


def groups_read(sheets: dict[str, Rows]) -> list[dict]:
    """The groups with their tasks as the plan document has them, without keys and without outputs."""
    slugs = {
        record["Chữ in trong kế hoạch"]: record["Mã trong danh bạ"]
        for record in records_of(sheets["Cơ quan thực hiện"], "Chữ in trong kế hoạch")
    }
    groups, waiting = [], records_of(sheets["Nhóm nhiệm vụ"], "TT")
    for record in joined(records_of(sheets["Nhiệm vụ"], "TT")):
        action = record["Nội dung hành động"]
        if waiting and is_head(record, waiting[0]):
            groups.append((waiting.pop(0), []))
        elif action and not action.startswith("Cộng các nhiệm vụ"):
            groups[-1][1].append(task_read(record, slugs))
    for record in details_of(sheets):
        tasks = next(tasks for group, tasks in groups if name_of(group) == record["Nhóm nhiệm vụ"])
        printed = (record["TT nhiệm vụ"], record["Nhiệm vụ"])
        task = next(task for task in tasks if (task["number"], task["action"]) == printed)
        task["budget"]["lines"].append(line_read(record))
    return [
        {
            "number": group["TT"],
            "title": group["Nhóm nhiệm vụ"],
            "component": COMPONENTS[group["Hợp phần"]],
            "tasks": tasks,
        }
        for group, tasks in groups
    ]


def details_of(sheets: dict[str, Rows]) -> list[dict]:
    """The lines of the tasks' money; the sheet begins with the phase where the plan has phases."""
    rows = sheets.get("Chi tiết kinh phí nhiệm vụ", [])
    first = next((row[0] for row in rows if row[0] in ("Giai đoạn", "Nhóm nhiệm vụ")), "")
    return records_of(rows, first) if first else []


def name_of(group: dict) -> str:
    return f"{group['TT'] or ''} {group['Nhóm nhiệm vụ']}".strip()


def is_head(record: dict, group: dict) -> bool:
    title = record["Nội dung hành động"] if group["TT"] else record["TT"]
    return (record["TT"] if group["TT"] else None, title) == (group["TT"], group["Nhóm nhiệm vụ"])


def line_read(record: dict) -> dict:
    year = record.get("Năm")
    return {
        "year": int(year) if year else None,
        "sources": sources(record.get("Nguồn")),
        "amount": amount(record["Thành tiền"]),
        "quantity": amount(record.get("Số lượng")),
        "unit": record.get("Đơn vị"),
        "unit_price": amount(record.get("Đơn giá")),
    }


def task_read(record: dict, slugs: dict) -> dict:
    def parties(name: str) -> list[dict]:
        return [{"text": text, "agency": slugs[text]} for text in lines(record.get(name))]

    budget = {
        "text": one(record.get("Kinh phí: In trong kế hoạch")),
        "total": amount(record.get("Kinh phí: Tổng in (triệu đồng)")),
        "sources": sources(record.get("Kinh phí: Nguồn")),
    }
    return {
        "number": record["TT"],
        "action": one(record["Nội dung hành động"]),
        "contents": lines(record.get("Nội dung chi tiết")),
        "expected_results": lines(record.get("Kết quả dự kiến")),
        "lead": parties("Chủ trì"),
        "coordinating": parties("Phối hợp"),
        "time": {
            "text": one(record.get("Thời gian thực hiện: In trong kế hoạch")),
            "start": partial(record.get("Thời gian thực hiện: Từ")),
            "end": partial(record.get("Thời gian thực hiện: Đến")),
            "every_year": record.get("Thời gian thực hiện: Hằng năm") == "có",
        },
        "budget": budget | {"lines": []} if any(budget.values()) or budget["total"] == 0 else None,
        "note": one(record.get("Ghi chú")),
    }


def groups_expected(version: PlanVersion) -> list[dict]:
    """What the plan document says, in the same form."""
    groups = content_of(version)["groups"]
    for group in groups:
        del group["key"], group["phase"]
        for task in group["tasks"]:
            del task["key"], task["outputs"]
            task["time"] |= {end: task["time"][end] and str(task["time"][end]) for end in ("start", "end")}
    return groups


READERS: dict[str, Callable[[PlanVersion], dict[str, Rows]]] = {"XLSX": xlsx_sheets, "DOCX": docx_sheets}
WITH_TASKS = [slug for slug in PLAN_SLUGS if slug != "lang-son-2016"]


@pytest.mark.parametrize("medium", READERS)
@pytest.mark.parametrize("slug", WITH_TASKS)
def test_the_groups_of_a_real_plan_are_read_back(slug, medium):
    version = PlanVersion.objects.current().get(plan__slug=slug)

    assert groups_read(READERS[medium](version)) == groups_expected(version)


def awkward_plan() -> dict:
    """Lists of one, items that begin with a dash, a task of two pages, flags beside printed times, lines of money."""
    data = whole_plan_data(sections=[])
    group = data["groups"][0]
    task = group["tasks"][0]
    long = [
        f"Nội dung thứ {n}: " + "tuyên truyền, phổ biến sản xuất sạch hơn " * 4 + "hết" for n in range(60)
    ]
    group["tasks"] += [
        task
        | {
            "key": "1/1.2",
            "number": None,
            "contents": ["- gạch đầu dòng"],
            "expected_results": [],
            "outputs": [],
        },
        task
        | {"key": "1/1.3", "number": "1.3", "contents": long, "outputs": [], "budget": None, "note": None},
        task
        | {
            "key": "1/1.4",
            "number": "1.4",
            "outputs": [],
            "time": {"text": "Thực hiện hàng năm", "every_year": True},
            "budget": {"text": "0", "total": 0, "sources": ["DN", "NSTW"], "lines": []},
        },
    ]
    data["groups"].append(
        group
        | {
            "key": "khac",
            "number": None,
            "title": "Nhóm không số",
            "tasks": [task | {"key": "khac/1", "number": "1", "time": {"every_year": True}, "outputs": []}],
        }
    )
    return data


@pytest.mark.parametrize("medium", READERS)
def test_awkward_tasks_are_read_back(medium):
    version = load_plan(read_plan(awkward_plan())).version

    assert groups_read(READERS[medium](version)) == groups_expected(version)


def test_a_task_taller_than_a_row_of_a_spreadsheet_says_that_it_goes_on():
    version = load_plan(read_plan(awkward_plan())).version

    numbers = [row[0] for row in xlsx_sheets(version)["Nhiệm vụ"]]

    assert numbers.count("(tiếp)") >= 2
    assert "(tiếp)" not in [row[0] for row in docx_sheets(version)["Nhiệm vụ"]]  # Word breaks rows by itself


def test_docx_and_xlsx_show_the_same_texts():
    version = load_plan(read_plan(plan_copy("an-giang-2016"))).version
    xlsx, docx = xlsx_sheets(version), docx_sheets(version)

    for name in ("Nhóm nhiệm vụ", "Cơ quan thực hiện"):
        head = docx[name][0]
        first = next(place for place, row in enumerate(xlsx[name]) if row == head)
        rows = [["" if value is None else str(value) for value in row] for row in xlsx[name][first:]]
        assert rows[: len(docx[name])] == [[value or "" for value in row] for row in docx[name]]
