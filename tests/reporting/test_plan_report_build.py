"""What the report says: bodies of the day, nothing dropped, nothing invented, the money of `budgets.tables`."""

import dataclasses
import pickle
import subprocess
import sys
from datetime import date

import pytest

from agencies.enums import Role
from budgets.findings import findings_of
from budgets.services import note_decision
from budgets.sums import planned_money
from budgets.tables import money_by_source, money_by_year
from portal.plan_document.exporter import content_of, with_document
from reporting.builders.heading import build_heading
from reporting.builders.plan_report import build_plan_report
from tests.conftest import PLAN_SLUGS
from tests.house import ROOT
from tests.reporting.pdf_reading import squeezed
from tests.reporting.plan_reports import report_of, version_of

pytestmark = pytest.mark.django_db

TEXTS = {"text", "title", "subject", "action", "note", "label", "amount_in_words", "source_text"}
LISTS = {"contents", "expected_results", "legal_bases", "items", "recipients"}
ELSEWHERE = {"related", "self_references", "outputs", "agencies", "readings", "findings"}


def printed_texts(node, name="") -> list[str]:
    """Every text of a plan document that its author wrote, wherever it stands."""
    if isinstance(node, dict):
        agency = [node["agency"]] if name == "responsibilities" else []
        return agency + [
            text for key, value in node.items() if key not in ELSEWHERE for text in printed_texts(value, key)
        ]
    if isinstance(node, list):
        return [text for value in node for text in printed_texts(value, name)]
    return [node] if isinstance(node, str) and name in TEXTS | LISTS else []


def strings(node) -> list[str]:
    if isinstance(node, str):
        return [node]
    if dataclasses.is_dataclass(node):
        node = [getattr(node, field.name) for field in dataclasses.fields(node)]
    return [text for value in node for text in strings(value)] if isinstance(node, list | tuple) else []


@pytest.mark.parametrize("slug", PLAN_SLUGS)
def test_every_text_of_the_plan_is_in_the_report(slug):
    document = content_of(with_document(type(version_of(slug)).objects.current()).get(plan__slug=slug))
    texts = printed_texts(document)
    assert len(texts) > 50
    said = squeezed(" ".join(strings(report_of(slug))))
    assert [text for text in texts if squeezed(text) not in said] == []


@pytest.mark.parametrize("slug", PLAN_SLUGS)
def test_money_is_that_of_the_tables(slug):
    version = version_of(slug)
    money = planned_money(version)
    for built, table in (
        (report_of(slug).money.by_source, money_by_source(money)),
        (report_of(slug).money.by_year, money_by_year(money, version)),
    ):
        rows = [*table.rows, table.total]
        assert built.columns == tuple(table.columns)
        assert built.published == table.published_text
        assert [row.total for row in (*built.rows, built.total)] == [row.total_text for row in rows]
        assert [
            [[(cell.text, cell.state, cell.span) for cell in line] for line in row.lines]
            for row in (*built.rows, built.total)
        ] == [[[(cell.text, cell.state, cell.span) for cell in line] for line in row.lines] for row in rows]


@pytest.mark.parametrize(
    ("slug", "day", "parent", "place"),
    [
        ("kon-tum-2013", date(2025, 6, 30), "Ủy ban nhân dân tỉnh Kon Tum", "Kon Tum"),
        ("kon-tum-2013", date(2025, 7, 1), "Ủy ban nhân dân tỉnh Quảng Ngãi", "Quảng Ngãi"),
        ("lang-son-2016", date(2025, 7, 1), "Ủy ban nhân dân tỉnh Lạng Sơn", "Lạng Sơn"),
    ],
)
def test_the_heading_names_the_bodies_of_the_day(slug, day, parent, place):
    version = version_of(slug)
    heading = build_heading(version, day=day)
    assert (heading.parent_body, heading.place, heading.issuing_body) == (parent, place, "Sở Công Thương")
    assert heading.symbol == "BC-SCT"
    assert heading.addressees == (parent, "Bộ Công Thương")
    merged = slug == "kon-tum-2013" and day.month == 7
    assert ("được nhập vào tỉnh Quảng Ngãi" in build_plan_report(version, heading).succession) == merged


def test_the_day_is_the_business_day_unless_given():
    from core.clock import standing_at

    with standing_at("2018-02-03"):
        heading = build_heading(version_of("kon-tum-2013"))
    assert heading.day_text == "ngày 03 tháng 02 năm 2018"
    assert heading.parent_body == "Ủy ban nhân dân tỉnh Kon Tum"


@pytest.mark.parametrize(("number", "text"), [(None, ""), (5, "05"), (10, "10"), (115, "115")])
def test_a_number_below_ten_gets_a_zero(number, text):
    assert build_heading(version_of("kon-tum-2013"), number=number).number_text == text


def test_what_the_plan_does_not_print_is_said_to_be_missing():
    facts = {fact.label: fact.value for fact in report_of("lang-son-2016").facts}
    assert facts["Số, ký hiệu"] == "không in số"
    assert facts["Ngày ban hành"] == "không in ngày"
    assert "không có trong văn bản" in facts["Phụ lục của kế hoạch"]


def test_a_plan_without_task_table_shows_its_reportable_items():
    report = report_of("lang-son-2016")
    assert [group.number for group in report.groups] == [
        "II.1", "II.2", "II.3", "II.4", "III.1", "III.2", "III.3", "III.4",
    ]  # fmt: skip
    assert report.task_count == 25
    assert report.groups_remark


def test_targets_stand_beside_the_national_ones_with_their_populations():
    rows = report_of("kon-tum-2013").targets
    savings = [row for row in rows if row.value == "8-13% (năm 2020)"]
    assert [row.population for row in savings] == [
        "cơ sở sản xuất công nghiệp có tiềm năng tiến hành áp dụng SXSH"
    ]
    assert savings[0].national[0].startswith("8-13% (giai đoạn 2016 - 2020; tính trên: ")


def test_a_decision_shows_with_its_author_and_day(person):
    version = version_of("ha-tinh-2011")
    editor = person(Role.DEPARTMENT_EDITOR, "ha-tinh")
    finding = findings_of(version)[0]
    note_decision(version, finding.key, by=editor, text="Dùng số tiền bằng số.")
    row = build_plan_report(version, build_heading(version)).findings[0]
    assert row.title == finding.code.label
    assert row.decision.startswith(f"Dùng số tiền bằng số. ({editor.full_name}, ngày ")


def test_the_contents_travel_to_a_child_that_knows_neither_orm_nor_settings(tmp_path):
    file = tmp_path / "report"
    file.write_bytes(pickle.dumps(report_of("lang-son-2016")))
    code = (
        "import pickle, sys\n"
        "from reporting.renderers.plan_report_pdf import render\n"
        "pdf = render(pickle.load(open(sys.argv[1], 'rb')), lambda *told: print(*told, sep='|'))\n"
        "assert pdf.startswith(b'%PDF-1.7')\n"
        "assert 'django.db.models' not in sys.modules\n"
        "assert not [name for name in sys.modules if name.split('.')[0] in ('plans', 'budgets', 'agencies')]\n"
    )
    child = subprocess.run(
        [sys.executable, "-c", code, file],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )
    assert child.returncode == 0, child.stderr
    told = [line.split("|") for line in child.stdout.splitlines()]
    assert [int(done) for done, _, _ in told] == list(range(len(told)))
    assert {total for _, total, _ in told} == {told[-1][0]}
