"""What was recognised is told, can be changed, and is found again in another file."""

from dataclasses import replace
from decimal import Decimal

from core.numbers import Unit
from portal.annexes.recognising import recognise
from portal.annexes.recognition.columns import ColumnRole
from portal.annexes.recognition.mapping import Mapping, TableKind
from tests.portal.annexes.layouts import W, opened, sheet

HEAD = ["STT", "Nhiệm vụ", "Bên làm chính", "Lúc nào", "Tiền"]
GROUP = [W("I. Truyền thông", 5)]
TASK = ["1", "Hội nghị", "Sở Công Thương", "Sau khi có vốn", 150]


def with_roles(mapping: Mapping, **roles: ColumnRole) -> Mapping:
    """The mapping with the columns of these letters corrected, in nghìn đồng."""
    (table,) = mapping.tables
    columns = tuple(
        replace(column, role=roles.get("ABCDE"[column.index], column.role)) for column in table.columns
    )
    return Mapping((replace(table, columns=columns, kind=TableKind.TASKS, unit=Unit.THOUSAND),))


def test_a_mapping_tells_sheet_head_and_columns():
    found = recognise(
        opened(sheet([W("Biểu", 3)], ["TT", "Hoạt động", "NSTW năm 2016 (đồng)"], ["1", "A b", 5000000]))
    )
    (table,) = found.mapping.as_data()["tables"]
    assert (table["sheet"], table["head_rows"], table["kind"]) == ("Sheet1", [2], "money")
    assert table["columns"][2] == {
        "column": "C",
        "head": "NSTW năm 2016 (đồng)",
        "role": "amount",
        "year": 2016,
        "period": None,
        "source": ["NSTW"],
        "unit": "đồng",
        "part": "nstw",
    }


def test_a_mapping_survives_its_data():
    found = recognise(opened(sheet(HEAD, GROUP, TASK)))
    assert Mapping.from_data(found.mapping.as_data()) == found.mapping


def test_a_corrected_mapping_wins_and_is_found_in_another_file():
    first = recognise(opened(sheet(HEAD, GROUP, TASK)))
    corrected = with_roles(first.mapping, C=ColumnRole.LEAD, D=ColumnRole.TIME, E=ColumnRole.AMOUNT)

    later = opened(sheet([None] * 5, HEAD, GROUP, TASK, name="Năm sau"))
    (group,) = recognise(later, mapping=corrected).plan["groups"]

    (task,) = group["tasks"]
    assert task["lead"] == [{"text": "Sở Công Thương", "agency": None}]
    assert task["time"]["text"] == "Sau khi có vốn"
    assert task["budget"]["total"] == Decimal("0.15")


def test_rows_of_the_head_can_be_corrected():
    """A head of words that nobody uses is not found; told where it stands, the table is read."""
    grid = sheet(["Mã", "Món", "Bên"], ["1", "Hội nghị", "Sở A"])
    assert recognise(opened(grid)).plan["groups"] == []
    data = {
        "tables": [
            {
                "sheet": "Sheet1",
                "head_rows": [1],
                "kind": "tasks",
                "unit": None,
                "columns": [
                    {"column": "A", "head": "Mã", "role": "number"},
                    {"column": "B", "head": "Món", "role": "action"},
                    {"column": "C", "head": "Bên", "role": "lead"},
                ],
            }
        ]
    }
    (group,) = recognise(opened(grid), mapping=Mapping.from_data(data)).plan["groups"]
    assert [(task["number"], task["action"], task["lead"][0]["text"]) for task in group["tasks"]] == [
        ("1", "Hội nghị", "Sở A")
    ]
