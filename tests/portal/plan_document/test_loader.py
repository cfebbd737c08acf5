"""Loading: nothing for an unchanged document, a new version for a changed one, all or nothing."""

import copy
from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pydantic import ValidationError

from agencies.enums import Role
from agencies.models import Agency
from plans.enums import VersionKind, VersionStatus
from plans.models import Plan, PlanVersion, Programme, VersionRow
from portal.api.renderers import dumps
from portal.plan_document.exporter import content_of, export_document
from portal.plan_document.loader import load_plan
from portal.plan_document.reader import DocumentRefusedError
from portal.plan_document.schema import PlanDocument
from tests.factories import plan_data, read_plan, whole_plan_data
from tests.factories.documents import leaves, look_up, put

pytestmark = pytest.mark.django_db

VERSION_ROWS = [model for model in apps.get_models() if issubclass(model, VersionRow)]
UNCHANGED_QUERIES = 39  # whatever the length of the document


def count_of_rows() -> dict[str, int]:
    models = [Plan, PlanVersion, *VERSION_ROWS]
    return {model.__name__: model.objects.count() for model in models}


def load(data: dict, **options):
    return load_plan(read_plan(data), **options)


def refusal(data: dict) -> list[str]:
    """Why the loader refuses the data, without line numbers; and that it wrote nothing."""
    before = count_of_rows()
    with pytest.raises(DocumentRefusedError) as refused:
        load(data)
    assert count_of_rows() == before
    return [f"{problem.path}: {problem.reason}" for problem in refused.value.problems]


def with_more_tasks(data: dict, count: int) -> dict:
    data = copy.deepcopy(data)
    task = data["groups"][0]["tasks"][0]
    data["groups"][0]["tasks"] += [task | {"key": f"1/2.{n}"} for n in range(count)]
    return data


def test_a_new_plan_becomes_an_issued_version_with_rows_in_every_table():
    outcome = load(whole_plan_data())
    version = outcome.version
    assert outcome.result == "created"
    assert outcome.differences == []
    assert (version.number, version.kind, version.status) == (1, VersionKind.ORIGINAL, VersionStatus.ISSUED)
    assert Plan.objects.get(slug="ha-tinh-2099").current_version == version
    empty = [model.__name__ for model in VERSION_ROWS if not model.objects.filter(version=version).exists()]
    assert empty == []
    assert {row.province.slug for model in VERSION_ROWS for row in model.objects.filter(version=version)} == {
        "ha-tinh"
    }


def test_an_unchanged_document_loads_to_nothing():
    created = load(whole_plan_data())
    before = count_of_rows()
    again = load(whole_plan_data())
    assert (again.result, again.version, again.differences) == ("unchanged", created.version, [])
    assert count_of_rows() == before


@pytest.mark.parametrize("count", [0, 2, 30])
def test_loading_an_unchanged_document_takes_the_same_queries_whatever_its_length(
    count, django_assert_num_queries
):
    read = read_plan(with_more_tasks(whole_plan_data(), count))
    load_plan(read)
    with django_assert_num_queries(UNCHANGED_QUERIES) as captured:
        load_plan(read)
    written = [query["sql"] for query in captured if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert written == []


def test_a_changed_document_becomes_a_new_version_that_says_what_changed():
    first = load(whole_plan_data()).version
    before = export_document(first)
    changed = whole_plan_data(title="KẾ HOẠCH ĐÃ SỬA")
    changed["groups"][0]["tasks"][0]["budget"]["total"] = 7
    outcome = load(changed, reason="Đối chiếu lại bản in")
    second = outcome.version
    assert outcome.result == "new_version"
    assert [str(difference) for difference in outcome.differences] == [
        "title: KẾ HOẠCH THỬ → KẾ HOẠCH ĐÃ SỬA",
        "groups[1].tasks[1/1.1].budget.total: 6 → 7",
    ]
    assert (second.number, second.kind, second.amends) == (2, VersionKind.TRANSCRIPTION, 1)
    assert (second.status, second.reason) == (VersionStatus.ISSUED, "Đối chiếu lại bản in")
    assert Plan.objects.get(slug="ha-tinh-2099").current_version == second
    assert content_of(second)["title"] == "KẾ HOẠCH ĐÃ SỬA"
    before["version"]["status"] = "amended"
    assert export_document(PlanVersion.objects.get(pk=first.pk)) == before, "the earlier version stays"
    assert load(changed).result == "unchanged"


def test_the_reason_of_a_new_version_is_the_given_one_or_the_documents_or_a_plain_one(person):
    load(plan_data())
    plain = load(plan_data(title="HAI")).version
    block = {
        "number": 2,
        "kind": "transcription",
        "amends": 1,
        "status": "issued",
        "reason": "Ghi trong tài liệu",
    }
    own = load(plan_data(title="BA", version=block)).version
    editor = person(Role.DEPARTMENT_EDITOR, "ha-tinh")
    given = load(plan_data(title="BỐN", version=block), reason="Người nạp ghi", by=editor).version
    assert [v.reason for v in (plain, own, given)] == [
        "Sửa bản chép theo tài liệu nạp lại", "Ghi trong tài liệu", "Người nạp ghi"
    ]  # fmt: skip
    assert [v.number for v in (plain, own, given)] == [2, 3, 4]
    assert (plain.created_by, given.created_by) == (None, editor)


def test_the_day_on_which_a_plan_comes_into_force_is_content():
    load(plan_data())
    block = plan_data()["version"] | {"in_force_from": date(2019, 4, 1)}
    outcome = load(plan_data(version=block))
    assert [str(d) for d in outcome.differences] == ["version.in_force_from: 2019-03-01 → 2019-04-01"]
    assert outcome.version.in_force_from == date(2019, 4, 1)


def test_texts_that_differ_only_in_spaces_or_unicode_form_are_unchanged():
    load(plan_data())
    assert load(plan_data(title="KÊ\u0301  HOẠCH\n THỬ ")).result == "unchanged"


def test_everything_that_the_shape_takes_is_held_by_the_database():
    """No value gets through the reader and then breaks on a column: as long and as large as the shape allows."""
    data = whole_plan_data()
    for path, value in leaves(data):
        if isinstance(value, str) and not _is_code(path):
            for length in (400, 300, 200, 150, 100, 50, 20, 10):
                if _fits(longer := put(data, path, "ă" * length)):
                    data = longer
                    break
        elif isinstance(value, int | Decimal) and not isinstance(value, bool):
            for figure in (Decimal("999999999.999999"), Decimal("999999999.999"), 2100, 9999):
                if _fits(larger := put(data, path, figure)):
                    data = larger
                    break
    outcome = load(_with_references_mended(data))
    assert load(_with_references_mended(data)).result == "unchanged"
    assert len(outcome.version.title) == 400


def _is_code(path: tuple) -> bool:
    return path[-1] in {"slug", "province", "programme", "kind", "indicator", "group", "task", "phase"}


def _fits(data: dict) -> bool:
    try:
        PlanDocument.model_validate(data)
    except ValidationError:
        return False
    return True


def _with_references_mended(data: dict) -> dict:
    """Keys and codes were lengthened too; what refers to them follows."""
    group, phase, table = data["groups"][0], data["phases"][0], data["budget_tables"][0]
    group["phase"] = data["objectives"][0]["phase"] = phase["code"]
    table["rows"][0] |= {"group": group["key"], "task": group["tasks"][0]["key"]}
    return data


# What is put where, and why it is refused; the document is `whole_plan_data`.
BAD_REFERENCES = {
    "no such province": (("province",), "sai-gon", ["province: không có tỉnh nào có mã sai-gon"]),
    "no such programme": (("programme",), "1/QĐ-TTg", ["programme: chưa có chương trình 1/QĐ-TTg trong danh mục"]),
    "years of the plan": (("period", "end"), 2018, ["period: năm đầu sau năm cuối"]),
    "years of a phase": (("phases", 0, "end"), 2018, ["phases[0]: năm đầu sau năm cuối"]),
    "no such indicator": (("objectives", 0, "targets", 0, "indicator"), "gdp", [
        "objectives[0].targets[0].indicator: không có chỉ tiêu nào là gdp"
    ]),
    "a range upside down": (("objectives", 0, "targets", 0, "min"), 14, [
        "objectives[0].targets[0].max: nhỏ hơn min"
    ]),
    "no such phase of an objective": (("objectives", 0, "phase"), "2020", [
        "objectives[0].phase: không có giai đoạn nào là 2020"
    ]),
    "no such phase of a group": (("groups", 0, "phase"), "2020", [
        "groups[0].phase: không có giai đoạn nào là 2020"
    ]),
    "no such lead": (("groups", 0, "tasks", 0, "lead", 0, "agency"), "so-du-lich", [
        "groups[0].tasks[0].lead[0].agency: không có cơ quan trong danh bạ của tỉnh nào là so-du-lich"
    ]),
    "no such coordinating agency": (("groups", 0, "tasks", 0, "coordinating", 0, "agency"), "bao-kon-tum", [
        "groups[0].tasks[0].coordinating[0].agency: không có cơ quan trong danh bạ của tỉnh nào là bao-kon-tum"
    ]),
    "no such responsible agency": (("responsibilities", 0, "agencies", 0, "agency"), "x", [
        "responsibilities[0].agencies[0].agency: không có cơ quan trong danh bạ của tỉnh nào là x"
    ]),
    "no such kind of output": (("groups", 0, "tasks", 0, "outputs", 0, "kind"), "film", [
        "groups[0].tasks[0].outputs[0].kind: không có loại kết quả nào là film"
    ]),
    "no such kind of past result": (("past_results", 0, "kind"), "film", [
        "past_results[0].kind: không có loại kết quả nào là film"
    ]),
    "a task that ends before it starts": (("groups", 0, "tasks", 0, "time", "end"), "2018-12", [
        "groups[0].tasks[0].time: bắt đầu sau kết thúc"
    ]),
    "no such group of a row": (("budget_tables", 0, "rows", 0, "group"), "9", [
        "budget_tables[0].rows[0].group: không có nhóm nhiệm vụ nào là 9"
    ]),
    "no such task of a row": (("budget_tables", 0, "rows", 0, "task"), "9/9.1", [
        "budget_tables[0].rows[0].task: không có nhiệm vụ nào là 9/9.1"
    ]),
    "an original that amends": (("version", "amends"), 1, [
        "version.amends: chỉ bản gốc, và mọi bản gốc, không sửa đổi bản nào"
    ]),
    "an amendment of nothing, without reason": (("version", "kind"), "amendment", [
        "version.amends: chỉ bản gốc, và mọi bản gốc, không sửa đổi bản nào",
        "version.reason: bản điều chỉnh hoặc sửa bản chép phải nêu lý do",
    ]),
}  # fmt: skip


@pytest.mark.parametrize(("path", "value", "reasons"), BAD_REFERENCES.values(), ids=BAD_REFERENCES.keys())
def test_what_does_not_resolve_is_refused_and_nothing_is_written(path, value, reasons):
    assert refusal(put(whole_plan_data(), path, value)) == reasons


def test_months_of_one_year_are_compared_too():
    time = {"text": "12/2019 - 03/2019", "start": "2019-12", "end": "2019-03"}
    assert refusal(put(plan_data(), ("groups", 0, "tasks", 0, "time"), time)) == [
        "groups[0].tasks[0].time: bắt đầu sau kết thúc"
    ]


@pytest.mark.parametrize(
    "path",
    [("phases", 0), ("objectives", 0), ("groups", 0, "tasks", 0), ("sections", 0, "items", 0), ("sections", 0),
     ("responsibilities", 0), ("budget_tables", 0), ("groups", 0)],
    ids=lambda path: path[-2],
)  # fmt: skip
def test_a_key_that_stands_twice_is_refused(path):
    data = whole_plan_data()
    rows = look_up(data, path[:-1])
    rows.append(copy.deepcopy(rows[0]))
    label = next(name for name in ("code", "key", "clause") if name in rows[0])
    place = ".".join(part for part in _in_words(path[:-1], 1, label))
    assert f"{place}: khóa {rows[0][label]} đã dùng ở trên" in refusal(data)


def _in_words(path: tuple, index: int, label: str) -> list[str]:
    if len(path) == 3:
        return [f"{path[0]}[{path[1]}]", f"{path[2]}[{index}]", label]
    return [f"{path[0]}[{index}]", label]


def test_several_problems_are_reported_together_with_their_lines():
    data = put(put(whole_plan_data(), ("province",), "x"), ("phases", 0, "end"), 2018)
    with pytest.raises(DocumentRefusedError) as refused:
        load_plan(read_plan(data))
    paths = [problem.path for problem in refused.value.problems]
    assert paths == ["province", "phases[0]"]
    assert [problem.line for problem in refused.value.problems] == [1, 1], "JSON on one line"


def test_an_agency_of_another_province_is_unknown_and_a_national_one_is_known():
    assert Agency.objects.filter(slug="bao-kon-tum", province__slug="kon-tum").exists()
    lead = ("groups", 0, "tasks", 0, "lead", 0)
    assert len(refusal(put(plan_data(), lead, {"text": "Báo", "agency": "bao-kon-tum"}))) == 1
    assert load(put(plan_data(), lead, {"text": "Bộ", "agency": "bo-cong-thuong"})).result == "created"


def test_a_plan_keeps_its_province_and_its_programme():
    load(plan_data())
    assert Programme.objects.filter(number="889/QĐ-TTg").exists()
    assert refusal(plan_data(province="kon-tum", programme="889/QĐ-TTg")) == [
        "province: kế hoạch ha-tinh-2099 là của tỉnh ha-tinh",
        "programme: kế hoạch ha-tinh-2099 thuộc chương trình 1419/QĐ-TTg",
    ]


def test_a_draft_is_no_version_in_force_and_is_never_loaded_over():
    draft = plan_data(version={"number": 1, "kind": "original", "status": "draft"})
    assert load(draft).version.status == VersionStatus.DRAFT
    assert Plan.objects.get(slug="ha-tinh-2099").current_version is None
    assert load(draft).result == "unchanged"
    assert refusal(draft | {"title": "KHÁC"}) == [
        "slug: kế hoạch đang được soạn trên cổng; không nạp đè lên bản đang soạn"
    ]


def test_what_only_a_draft_may_leave_open_is_missed_in_what_is_issued():
    open_ends = {"title": None, "issuer": None, "signer": {}}
    data = put(plan_data() | open_ends, ("groups", 0, "component"), None)
    assert refusal(data) == [
        "title: văn bản đã ban hành phải có tên kế hoạch",
        "issuer: văn bản đã ban hành phải có cơ quan ban hành",
        "signer.name: văn bản đã ban hành phải có người ký",
        "signer.title: văn bản đã ban hành phải có chức vụ người ký",
        "groups[0].component: văn bản đã ban hành phải có hợp phần của nhóm nhiệm vụ “Nâng cao nhận thức”",
    ]
    draft = data | {"version": {"number": 1, "kind": "original", "status": "draft"}}
    assert content_of(load(draft).version) == content_of(load(draft).version) | open_ends | {
        "signer": {"name": None, "title": None, "authority": None}
    }


def test_a_draft_document_does_not_replace_what_is_issued():
    load(plan_data())
    draft = plan_data(title="KHÁC", version={"number": 2, "status": "draft"})
    assert refusal(draft) == ["version.status: tài liệu đang soạn không thay được bản đã ban hành"]


def test_a_long_document_is_written_in_as_many_queries_as_a_short_one():
    counts = []
    for slug, count in (("ha-tinh-2098", 0), ("ha-tinh-2099", 30)):
        read = read_plan(with_more_tasks(whole_plan_data(slug=slug), count))
        with CaptureQueriesContext(connection) as captured:
            load_plan(read)
        counts.append(len(captured))
    assert counts == [38, 38]


def test_the_command_loads_the_good_files_refuses_the_bad_and_says_both(tmp_path, capsys):
    good, bad = tmp_path / "a.yaml", tmp_path / "b.yaml"
    good.write_text(dumps(plan_data()))
    bad.write_text(dumps(plan_data(slug="ha-tinh-2098", province="x")))
    with pytest.raises(CommandError, match="1 tài liệu bị từ chối"):
        call_command("load_plans", bad, good)
    out, err = capsys.readouterr()
    assert out == "ha-tinh-2099: đã nạp, bản 1\n"
    assert "b.yaml: không nạp, 1 lỗi\n  dòng 1: province: không có tỉnh nào có mã x\n" in err
    good.write_text(dumps(plan_data(title="HAI")))
    call_command("load_plans", good, "--reason", "Đọc lại")
    call_command("load_plans", good)
    assert capsys.readouterr().out == (
        "ha-tinh-2099: bản 2, Đọc lại\n  title: KẾ HOẠCH THỬ → HAI\nha-tinh-2099: không đổi (bản 2)\n"
    )
