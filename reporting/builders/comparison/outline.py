"""A version of a plan as parts, things and fields in printed order, by the names that officials use.

Every key of the plan document stands somewhere in it (tests/reporting/test_comparison.py), so that no difference of
two versions stays untold. What the version itself is (number, kind, reason) is no content; from when it is in force is.
"""

from collections.abc import Iterator

from budgets.tables import UNKNOWN
from core.dates import format_date, format_partial
from core.text import quoted
from plans.document_words import key_in_words, said
from plans.enums import UNISSUED, SectionKind
from plans.models import Annex, Objective, PlanVersion, Section, TaskGroup
from reporting.builders.comparison.money_outline import money_things, task_money
from reporting.builders.comparison.thing import (
    AT_ISSUE,
    NOTHING,
    Field,
    OutlinePart,
    Thing,
    flag,
    listing,
    text,
)
from reporting.builders.comparison.words import (
    day_of_year,
    mention_line,
    output_line,
    party_line,
    past_line,
    target_line,
)
from tasks.enums import PartyRole
from tasks.models import Task

NOT_PRINTED = "không in"
ACTION_SHOWN = 90  # characters of a task's text in its name


def outline_of(version: PlanVersion) -> list[OutlinePart]:
    """The outline of a version that was loaded with its content and its rules of reports."""
    return [
        OutlinePart("Dữ liệu văn bản", tuple(_document_things(version))),
        OutlinePart("Giai đoạn và mục tiêu", tuple(_objective_things(version))),
        OutlinePart("Nhóm nhiệm vụ và nhiệm vụ", tuple(_task_things(version))),
        OutlinePart("Kinh phí", tuple(money_things(version))),
        OutlinePart("Trách nhiệm thực hiện", tuple(_responsibility_things(version))),
        OutlinePart("Chế độ báo cáo", tuple(_reporting_things(version))),
        OutlinePart("Nội dung văn bản", tuple(_section_things(version))),
        OutlinePart("Kết quả kỳ trước", (_alone("past", "Kết quả kỳ trước", _past_lines(version)),)),
        OutlinePart("Phụ lục", tuple(_annex_thing(annex) for annex in version.annex_rows.all())),
        OutlinePart("Cách đọc bản nguồn", tuple(_reading_things(version))),
    ]


def _alone(key: str, name: str, lines) -> Thing:
    """A list that belongs to the whole plan."""
    return Thing(key, "", (listing(name, lines),))


# --- data of the document ---


def _document_things(version: PlanVersion) -> Iterator[Thing]:
    waits = AT_ISSUE if version.status in UNISSUED else None
    day, since = (one and format_date(one) for one in (version.issued_on, version.in_force_from))
    yield Thing(
        "document",
        "",
        (
            text("Tên kế hoạch", version.title),
            text("Trích yếu quyết định", version.subject, NOT_PRINTED),
            text("Loại văn bản", version.get_document_kind_display()),
            text("Số, ký hiệu", version.document_number, waits or NOT_PRINTED),
            text("Ngày ban hành", day, waits or NOT_PRINTED),
            text("Áp dụng từ ngày", since, waits or UNKNOWN),
            text("Nơi ban hành", version.place, waits or NOT_PRINTED),
            text("Cơ quan ban hành", version.issuer),
            text("Thẩm quyền ký", version.signer_authority, waits or NOT_PRINTED),
            text("Chức vụ người ký", version.signer_title, waits or NOTHING),
            text("Người ký", version.signer_name, waits or NOTHING),
            text("Thời kỳ: từ năm", f"{version.period_start}"),
            text("Thời kỳ: đến năm", f"{version.period_end}"),
            listing("Căn cứ", version.legal_bases),
            listing("Nơi nhận", version.recipients),
        ),
    )
    mentions = list(version.documentmention_rows.all())
    for key, name, is_own in (
        ("related", "Văn bản được nêu", False),
        ("own", "Nơi kế hoạch tự dẫn số, ngày", True),
    ):
        yield _alone(key, name, (mention_line(row) for row in mentions if row.is_own == is_own))


# --- phases and objectives ---


def _objective_things(version: PlanVersion) -> Iterator[Thing]:
    for phase in version.phase_rows.all():
        years = (text("Từ năm", f"{phase.start}"), text("Đến năm", f"{phase.end}"))
        yield Thing(f"phase:{phase.code}", f"Giai đoạn {phase.code}", (text("Tên", phase.title), *years))
    for objective in version.objective_rows.all():
        yield Thing(
            f"objective:{objective.key}",
            _objective_name(objective),
            _objective_fields(objective),
            "objectives",
        )


def _objective_name(objective: Objective) -> str:
    number = objective.key.rpartition("/")[2].rpartition("-")[2]
    phase = f" của giai đoạn {objective.phase.code}" if objective.phase else ""
    return f"{objective.get_kind_display()} {number}{phase}"


def _objective_fields(objective: Objective) -> tuple[Field, ...]:
    return (
        text("Loại mục tiêu", objective.get_kind_display()),
        text("Giai đoạn", objective.phase and objective.phase.title),
        text("Nội dung", objective.text),
        listing("Giá trị mục tiêu", map(target_line, objective.targets.all())),
    )


# --- groups and tasks ---


def _task_things(version: PlanVersion) -> Iterator[Thing]:
    for group in version.taskgroup_rows.all():
        yield Thing(f"group:{group.key}", _group_name(group), _group_fields(version, group))
        for task in group.tasks.all():
            name = f"Nhiệm vụ {task.number}: {_short(task.action)}".replace(" : ", ": ")
            yield Thing(
                f"task:{task.key}", name, _task_fields(task, group), f"group:{group.key}", is_task=True
            )


def _group_name(group: TaskGroup) -> str:
    phase = f" (giai đoạn {group.phase.code})" if group.phase else ""
    return f"Nhóm {group.number}: {group.title}{phase}".replace(" : ", ": ")


def _group_fields(version: PlanVersion, group: TaskGroup) -> tuple[Field, ...]:
    return (
        text("Số thứ tự", group.number, NOT_PRINTED),
        text("Tên nhóm nhiệm vụ", group.title),
        text("Giai đoạn", group.phase and group.phase.title),
        text("Hợp phần", version.component_name(group.component)),
    )


def _task_fields(task: Task, group: TaskGroup) -> tuple[Field, ...]:
    parties = list(task.parties.all())
    lead, others = (
        [party_line(party) for party in parties if party.role == role]
        for role in (PartyRole.LEAD, PartyRole.COORDINATING)
    )
    return (
        text("Thuộc nhóm nhiệm vụ", _group_name(group), moves=True),
        text("Số thứ tự", task.number, NOT_PRINTED),
        text("Nội dung hành động", task.action),
        listing("Nội dung chi tiết", task.contents),
        listing("Kết quả dự kiến", task.expected_results),
        listing("Kết quả định lượng", map(output_line, task.outputs.all())),
        listing("Cơ quan chủ trì", lead),
        listing("Cơ quan phối hợp", others),
        text("Thời gian thực hiện", task.time_text, NOT_PRINTED),
        text("Bắt đầu", format_partial(task.start), UNKNOWN),
        text("Kết thúc", format_partial(task.end), UNKNOWN),
        text("Hằng năm", "có" if task.every_year else "", "không"),
        *task_money(task),
        text("Ghi chú", task.note),
    )


def _short(words: str) -> str:
    return words if len(words) <= ACTION_SHOWN else f"{words[:ACTION_SHOWN].rsplit(' ', 1)[0]}…"


# --- responsibilities and reports ---


def _responsibility_things(version: PlanVersion) -> Iterator[Thing]:
    for row in version.responsibility_rows.all():
        fields = (
            text("Số thứ tự", row.number, NOT_PRINTED),
            text("Cơ quan in trong kế hoạch", row.heading),
            listing("Cơ quan", map(party_line, row.agencies.all())),
            listing("Nội dung", row.items),
        )
        yield Thing(f"clause:{row.clause}", f"Mục {row.clause}: {row.heading}", fields)


def _reporting_things(version: PlanVersion) -> Iterator[Thing]:
    rules = list(version.reportingrule_rows.all())
    before, words = (rules[0].before, rules[0].text) if rules else ("", "")
    fields = (
        text("Ngày báo cáo", day_of_year(before), NOT_PRINTED),
        text("Quy định báo cáo", words, NOT_PRINTED),
    )
    yield Thing("rule", "", fields)
    for row in version.obligor_rows.all():
        obligor = (
            text("Đối tượng", row.get_kind_display()),
            text("Ngày báo cáo", day_of_year(row.before), NOT_PRINTED),
            text("Điều khoản", row.clause),
            text("Quy định", row.text),
        )
        yield Thing("", f"{row.get_kind_display()} ({row.clause})", obligor, "obligors")


# --- body ---


def _section_things(version: PlanVersion) -> Iterator[Thing]:
    has_table = bool(version.taskgroup_rows.all())
    for section in version.section_rows.all():
        key, name = f"section:{section.key}", _section_name(section)
        yield Thing(key, name, _section_fields(version, section))
        for item in section.items.all():
            fields = (
                text("Thuộc mục", name, moves=True),
                text("Chữ cái", item.letter, NOT_PRINTED),
                text("Nội dung", item.text),
            )
            where = item.letter or item.key.rpartition(".")[2]
            is_task = section.reportable and not has_table
            yield Thing(f"item:{item.key}", f"{name}, khoản {where}", fields, key, is_task=is_task)


def _section_name(section: Section) -> str:
    heading = ". ".join(part for part in (section.number, section.title) if part)
    if section.kind == SectionKind.ARTICLE and heading:
        return heading
    return f"Mục {heading or key_in_words(section.key)}"


def _section_fields(version: PlanVersion, section: Section) -> tuple[Field, ...]:
    return (
        text("Số", section.number, NOT_PRINTED),
        text("Tiêu đề", section.title, NOT_PRINTED),
        text("Loại mục", section.get_kind_display()),
        text("Hợp phần", version.component_name(section.component)),
        flag("Là nhiệm vụ phải báo cáo", section.reportable),
        text("Đoạn mở", section.text),
        text("Đoạn kết", section.note),
    )


# --- what else ---


def _past_lines(version: PlanVersion) -> Iterator[str]:
    return map(past_line, version.pastresult_rows.all())


def _annex_thing(annex: Annex) -> Thing:
    fields = (
        text("Số", annex.number, NOT_PRINTED),
        text("Tên", annex.title, NOT_PRINTED),
        text("Tình trạng", annex.get_status_display()),
        listing("Các cột", annex.columns),
        text("Nêu tại", annex.announced_in),
        text("Câu nêu", annex.text),
    )
    return Thing("", annex.number or annex.title or "Phụ lục không có số", fields, "annexes")


def _reading_things(version: PlanVersion) -> Iterator[Thing]:
    tables = {table.key: quoted(table.title) for table in version.budgettable_rows.all()}
    for row in version.reading_rows.all():
        reading = said(row, tables)
        place = " › ".join(reading.place)
        fields = (
            text("Vị trí", place),
            text("Chữ in", reading.printed),
            text("Đọc là", reading.read_as),
            text("Lý do", reading.why),
        )
        yield Thing("", f"Cách đọc tại {place}", fields, "readings")
