"""The comparison of two versions: every difference is told, in words, in printed order."""

from decimal import Decimal

import pytest

from agencies.models import Agency
from plans.models import PlanVersion
from portal.drafting.starting import start_amendment
from portal.plan_document.comparison import differences
from portal.plan_document.exporter import content_of
from portal.plan_document.loader import load_plan
from reporting.builders.comparison.build import build_comparison
from reporting.contents.comparison import Change, Comparison, Row
from tests.conftest import PLAN_SLUGS
from tests.factories import MembershipFactory, plan_copy, plan_data, read_plan, whole_plan_data
from tests.factories.documents import leaves, put
from tests.portal.plan.pages import several

pytestmark = pytest.mark.django_db

# What a version cannot change, or what would be another plan, another thing or no valid document.
KEPT = {"slug", "version", "province", "programme", "key", "code", "phase", "group", "task"}
# Of codes: another one, with its words.
OTHER_CODES = {
    ("kind", "decision"): ("plan", "Kế hoạch"),
    ("kind", "specific"): ("general", "Mục tiêu chung"),
    ("kind", "duty"): ("solution", "Giải pháp"),
    ("kind", "district"): ("facility", "Cơ sở sản xuất công nghiệp"),
    ("kind", "conference"): ("training_course", "tập huấn"),
    ("component", "awareness"): ("policy", "Cơ chế, chính sách"),
    ("indicator", "savings_rate"): ("application_rate", "áp dụng"),
    ("status", "present"): ("cut", "bị cắt"),
    ("before", "12-15"): ("11-30", "30/11"),
    ("agency", "so-cong-thuong"): ("so-tai-nguyen-va-moi-truong", "Sở Tài nguyên"),
    ("agency", "so-tai-chinh"): ("so-cong-thuong", "Sở Công Thương"),
    ("start", "2019-01"): ("2019-02", "02/2019"),
}


def compared(before: dict, after: dict) -> Comparison:
    """Both documents loaded as versions of one plan, and compared."""
    first = load_plan(read_plan(before)).version
    second = load_plan(read_plan(after), reason="Điều chỉnh").version
    return build_comparison(first, second)


def rows_of(comparison: Comparison) -> list[Row]:
    return [row for part in comparison.parts for subject in part.subjects for row in subject.rows]


def shown(row: Row) -> tuple[str, Change, str, str]:
    sides = (
        "\n".join(f"{line.label}|{line.text}" if line.label else line.text for line in side)
        for side in (row.before, row.after)
    )
    return row.place, row.change, *sides


def task_of(data: dict) -> dict:
    return data["groups"][0]["tasks"][0]


def with_tasks(*numbers: str, **changes: dict) -> dict:
    """A plan with tasks of these numbers; `changes` by "t" and number."""
    data = plan_data()
    task = task_of(data)
    data["groups"][0]["tasks"] = [
        task | {"key": f"1/{n}", "number": n, "action": f"Hội nghị thứ {n}"} | changes.get(f"t{n}", {})
        for n in numbers
    ]
    return data


# --- nothing stays untold ---


def _changed(name: str, value, number: int):
    """Another value for a leaf, and the words by which the comparison has to tell it."""
    if (name, value) in OTHER_CODES:
        return OTHER_CODES[name, value]
    if isinstance(value, bool):
        return not value, "không" if value else "có"
    if isinstance(value, int | Decimal):
        return value + 1, str(value + 1).replace(".", ",")
    if isinstance(value, str) and value not in ("NSTW", "NSDP", "DN", "khcn"):
        return f"{value} {number}ω", f"{number}ω"
    return None


def test_whatever_a_document_says_its_change_is_told():
    before = whole_plan_data()
    after, expected = before, {}
    for number, (path, value) in enumerate(leaves(before)):
        name = str(path[-1] if isinstance(path[-1], str) else path[-2])
        if name in KEPT or path[0] in KEPT or path == ("budget_tables", 0, "unit"):
            continue
        if (change := _changed(name, value, number)) is not None:
            after, expected[path] = put(after, path, change[0]), change[1]

    comparison = compared(before, after)

    told = " ".join(" ".join(map(str, shown(row))) for row in rows_of(comparison))
    assert [path for path, words in expected.items() if words not in told] == []
    assert len(expected) > 90


@pytest.mark.parametrize("slug", PLAN_SLUGS)
def test_a_real_plan_is_the_same_as_itself(slug):
    version = PlanVersion.objects.current().get(plan__slug=slug)

    comparison = build_comparison(version, version)

    assert comparison.parts == ()
    assert comparison.changes == 0
    assert comparison.tasks.before == comparison.tasks.after
    assert {line.difference for line in comparison.money} <= {"0", "–"}


def test_what_the_plain_comparison_finds_is_found_here_too():
    """Two real plans that have nothing in common, as two versions of one."""
    before, after = plan_copy("an-giang-2016"), plan_copy("an-giang-2016")
    after["groups"] = after["groups"][::-1]
    after["objectives"] = after["objectives"][1:]
    after["responsibilities"][0]["items"] = after["responsibilities"][0]["items"][:-1]
    comparison = compared(before, after)

    parts = {part.title for part in comparison.parts}
    versions = PlanVersion.objects.filter(plan__slug=before["slug"]).order_by("number")
    paths = {one.path.split("[")[0].split(" ")[0] for one in differences(*map(content_of, versions))}
    assert paths == {"groups", "objectives", "responsibilities"}
    assert parts == {"Nhóm nhiệm vụ và nhiệm vụ", "Giai đoạn và mục tiêu", "Trách nhiệm thực hiện"}


# --- how it is told ---


def test_fields_are_told_by_their_names_and_values_as_people_read_them():
    after = plan_data(issued_on=None, signer={"name": "Trần Văn A", "title": "PHÓ CHỦ TỊCH"})
    task = task_of(after)
    task["lead"] = [{"text": "Sở Công thương", "agency": "so-tai-chinh"}]
    task["time"] = {"text": "2019 - 2020", "start": 2019}
    task["budget"] = {"text": "KP: 20,5", "total": Decimal("20.5"), "sources": ["NSTW", "DN"]}

    rows = [shown(row) for row in rows_of(compared(plan_data(), after))]

    assert rows == [
        ("Ngày ban hành", Change.REMOVED, "01/03/2019", "không in"),
        ("Chức vụ người ký", Change.CHANGED, "CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        ("Cơ quan chủ trì", Change.CHANGED, "Sở Công thương", "Sở Công thương (trong danh bạ: Sở Tài chính)"),
        ("Kết thúc", Change.CHANGED, "2020", "chưa rõ"),
        ("Kinh phí, chữ in", Change.ADDED, "không in", "KP: 20,5"),
        ("Tổng kinh phí", Change.CHANGED, "chưa rõ", "20,5 triệu đồng"),
        ("Nguồn kinh phí", Change.CHANGED, "chưa rõ", "NSTW + DN"),
    ]


def test_the_words_that_changed_in_a_text_are_marked():
    before = with_tasks("1", t1={"action": "Tổ chức 02 hội nghị tập huấn cho 1.200 người trong năm 2019"})
    after = with_tasks("1", t1={"action": "Tổ chức 03 hội nghị, tập huấn cho 1.250 người trong năm 2019"})

    (row,) = rows_of(compared(before, after))

    old, new = row.before[0].pieces, row.after[0].pieces
    assert [piece.text for piece in old if piece.mark == "gone"] == ["02", "1.200"]
    assert [piece.text for piece in new if piece.mark == "new"] == ["03", ",", "1.250"]
    assert row.before[0].text == task_of(before)["action"]
    assert row.after[0].text == task_of(after)["action"]


def test_a_list_is_compared_line_by_line():
    before = with_tasks(
        "1", t1={"contents": ["Soạn tài liệu", "Mời đại biểu các huyện", "Thuê hội trường", "In ấn phẩm"]}
    )
    after = with_tasks(
        "1", t1={"contents": ["In ấn phẩm", "Soạn tài liệu", "Mời đại biểu các xã", "Mua quà"]}
    )

    rows = [shown(row) for row in rows_of(compared(before, after))]

    assert rows == [
        ("Nội dung chi tiết, dòng 1", Change.MOVED, "dòng 4: In ấn phẩm", "dòng 1: In ấn phẩm"),
        ("Nội dung chi tiết, dòng 3", Change.CHANGED, "Mời đại biểu các huyện", "Mời đại biểu các xã"),
        ("Nội dung chi tiết, dòng 3", Change.REMOVED, "Thuê hội trường", "không có"),
        ("Nội dung chi tiết, dòng 4", Change.ADDED, "không có", "Mua quà"),
    ]


def test_tasks_are_found_again_by_their_key_and_counted():
    before = with_tasks("1", "2", "3", "4")
    after = with_tasks("3", "1", "2", "5", t2={"note": "gộp"})

    comparison = compared(before, after)

    assert [(s.name, s.change) for part in comparison.parts for s in part.subjects] == [
        ("Nhiệm vụ 3: Hội nghị thứ 3", Change.MOVED),
        ("Nhiệm vụ 4: Hội nghị thứ 4", Change.REMOVED),
        ("Nhiệm vụ 2: Hội nghị thứ 2", Change.CHANGED),
        ("Nhiệm vụ 5: Hội nghị thứ 5", Change.ADDED),
    ]
    assert shown(rows_of(comparison)[0])[2:] == ("sau Nhiệm vụ 2: Hội nghị thứ 2", "đứng đầu")
    counts = comparison.tasks
    assert (counts.before, counts.after) == (4, 4)
    assert (counts.added, counts.removed, counts.changed, counts.moved) == (1, 1, 1, 1)


def test_a_task_that_goes_to_another_group_is_moved_and_not_made_anew():
    before, after = with_tasks("1", "2"), with_tasks("1", "2")
    for data in (before, after):
        group = data["groups"][0]
        data["groups"].append(group | {"key": "2", "number": "2", "title": "Hỗ trợ kỹ thuật", "tasks": []})
    after["groups"][1]["tasks"] = [after["groups"][0]["tasks"].pop()]

    (row,) = rows_of(compared(before, after))

    assert shown(row) == (
        "Thuộc nhóm nhiệm vụ", Change.MOVED, "Nhóm 1: Nâng cao nhận thức", "Nhóm 2: Hỗ trợ kỹ thuật"
    )  # fmt: skip


def test_items_of_reportable_sections_are_the_tasks_of_a_plan_without_a_table():
    before = plan_copy("lang-son-2016")
    after = plan_copy("lang-son-2016")
    section = next(one for one in after["sections"] if one["reportable"])
    section["items"] = section["items"][1:]

    counts = compared(before, after).tasks

    assert counts.before > 5
    assert (counts.removed, counts.added, counts.after) == (1, 0, counts.before - 1)


def test_rows_of_money_are_found_again_without_a_key_and_told_with_the_rise():
    before, after = plan_data(), plan_data()
    for data in (before, after):
        data["budget_tables"][0]["rows"].append(
            {"number": "2", "label": "Chi phí quản lý kế hoạch", "total": 40}
        )
    rows = after["budget_tables"][0]["rows"]
    rows[1] |= {"label": "Chi phí quản lý, giám sát kế hoạch", "total": Decimal("32.5")}
    rows.insert(1, {"number": "1b", "label": "Khen thưởng", "total": 5})

    subjects = [s for part in compared(before, after).parts for s in part.subjects]

    assert [(s.name, s.change) for s in subjects] == [
        ("Bảng kinh phí, dòng 1b: Khen thưởng", Change.ADDED),
        ("Bảng kinh phí, dòng 2: Chi phí quản lý, giám sát kế hoạch", Change.CHANGED),
    ]
    assert [(row.place, row.note) for row in subjects[1].rows] == [
        ("Nội dung", ""),
        ("Tổng kinh phí", "giảm 7,5 triệu đồng"),
    ]


def test_the_sums_by_source_stand_beside_each_other():
    after = plan_data()
    after["budget_tables"][0]["rows"][0]["by_source"] = {"NSTW": 75, "NSDP": 20, "KHAC": Decimal("0.5")}

    money = [(m.source, m.before, m.after, m.difference) for m in compared(plan_data(), after).money]

    assert money == [
        ("NSTW", "60", "75", "+15"),
        ("NSĐP", "30", "20", "−10"),
        ("DN", "10", "–", "–"),
        ("Khác", "–", "0,5", "–"),
        ("Tổng cộng", "100", "95,5", "−4,5"),
    ]


def test_money_that_is_not_given_stays_unknown():
    (total,) = compared(plan_data(budget_tables=[]), plan_data(budget_tables=[], title="KHẾ HOẠCH")).money

    assert (total.before, total.after, total.difference) == ("chưa rõ", "chưa rõ", "–")


def test_sums_of_one_year_and_of_the_whole_period_are_not_subtracted():
    after = plan_data()
    after["budget_tables"][0]["year"] = 2019
    comparison = compared(plan_data(), after)

    assert {line.difference for line in comparison.money} == {"–"}
    assert ("Kinh phí tính cho", "năm 2019") in comparison.after.facts


def test_the_columns_are_called_what_they_are():
    comparison = compared(plan_data(), plan_data(title="KẾ HOẠCH KHÁC"))
    versions = list(PlanVersion.objects.filter(plan__slug="ha-tinh-2099").order_by("number"))

    assert (comparison.before.head, comparison.after.head) == ("Nội dung bản số 1", "Nội dung bản số 2")
    assert dict(comparison.after.facts)["Lý do"] == "Điều chỉnh"
    assert build_comparison(*reversed(versions)).before.head == "Nội dung đang áp dụng (bản số 2)"


def test_reading_takes_as_many_queries_for_more_content(django_assert_num_queries):
    for count in (1, 3):
        version = load_plan(read_plan(several(count, slug=f"ha-tinh-209{count}"))).version
        with django_assert_num_queries(31):
            build_comparison(version, version)


def test_what_a_draft_gets_at_its_issue_is_not_told_as_taken_away(draft_pair):
    rows = {row.place: row for row in rows_of(build_comparison(*draft_pair))}
    for place in ("Số, ký hiệu", "Ngày ban hành", "Người ký"):
        assert rows[place].change == Change.CHANGED
        assert [line.text for line in rows[place].after] == ["ghi khi ban hành"]


@pytest.fixture
def draft_pair() -> tuple[PlanVersion, PlanVersion]:
    """A plan in force, and an amendment that is still being written."""
    first = PlanVersion.objects.current().get(plan__slug="kon-tum-2013")
    return first, start_amendment(
        first.plan,
        reason="Bổ sung",
        by=MembershipFactory(agency=Agency.objects.get(province__slug="kon-tum", slug="so-cong-thuong")).user,
    )
