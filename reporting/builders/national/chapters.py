"""The chapters of the national report: each province's sent report as it was sent, or what its issued plan says."""

from dataclasses import replace
from datetime import date, timedelta

from budgets.selectors import with_content
from budgets.sums import planned_money
from budgets.tables import money_by_source
from core.numbers import format_million
from plans.models import PlanVersion
from reporting.builders.heading import ministry_heading
from reporting.builders.money_sheets import money_sheet
from reporting.builders.national.facts import LAST_DAY_OF_63, ChosenPlan, NationalFacts
from reporting.builders.national.words import SAMPLE
from reporting.builders.task_sheets import task_sheet
from reporting.contents import frozen
from reporting.contents.consolidated import BodyPart, ConsolidatedReport
from reporting.contents.national import Chapter
from reporting.contents.workbook import Column, Row, Sheet
from reporting.enums import ConsolidationStatus
from reporting.models import Consolidation

# What a plan's chapter says is made anew each time: raise this when it says something else of the same version.
FORM = 1
FIRST_DAY_OF_34 = LAST_DAY_OF_63 + timedelta(days=1)
NOTHING_SENT = (
    "Chưa có báo cáo tổng hợp nào được gửi cho kỳ báo cáo này nên kết quả thực hiện chưa rõ. Chương này chỉ nêu nội dung của "
    "kế hoạch đã ban hành."
)

ROWS = (
    Row(("Chưa rõ", "Kế hoạch không cho số. Không phải là 0 và không được tính thay.")),
    Row(("Kinh phí", "Triệu đồng; nguồn mà kế hoạch không tách thì để chung, không tự chia.")),
)


def chapters_of(facts: NationalFacts) -> tuple[Chapter, ...]:
    """A chapter for each plan of the selection, in the order of provinces; no query of its own."""
    return tuple(
        Chapter(
            province=title_of(plan),
            plan=plan.version.plan.slug,
            version=plan.version.number,
            digest=plan.sent.digest if plan.sent else _digest(plan),
            consolidation=str(plan.sent.public_id) if plan.sent else "",
        )
        for place in facts.places
        for plan in place.plans
    )


def title_of(plan: ChosenPlan) -> str:
    """The province that issued the plan, and which one it is part of now: tables name that one."""
    now = plan.version.province.successor
    return f"{plan.name} (nay thuộc {now.name_on(FIRST_DAY_OF_34).in_sentence})" if now else plan.name


def _digest(plan: ChosenPlan) -> str:
    """An issued version never changes; what else its chapter prints stands here beside it."""
    version = plan.version
    programme = version.plan.programme
    said = [
        FORM,
        version.plan.slug,
        version.number,
        version.plan.is_sample,
        plan.name,
        programme.number,
        programme.title,
    ]
    return frozen.digest(said)


def chapter_contents(chapter: Chapter) -> ConsolidatedReport:
    """What a chapter says. Raises DoesNotExist where the scope does not let it be read."""
    if chapter.consolidation:
        sent = Consolidation.objects.filter(status=ConsolidationStatus.SENT).get(
            public_id=chapter.consolidation
        )
        return replace(frozen.read(sent.contents), checksum=sent.digest)
    return _of_plan(
        with_content(PlanVersion.objects.issued()).get(plan__slug=chapter.plan, number=chapter.version)
    )


def _of_plan(version: PlanVersion) -> ConsolidatedReport:
    """What the issued plan says of its tasks and money, and that nothing was sent: the ministry's words, the same for ever."""
    programme, name = version.plan.programme, version.province_name
    day = version.issued_on or version.in_force_from or date(version.period_start, 1, 1)
    money = planned_money(version)
    tables = (
        task_sheet(version, ("Danh mục nhiệm vụ của kế hoạch",)),
        money_sheet(
            money_by_source(money), "Kinh phí kế hoạch", ("Kinh phí kế hoạch theo nhóm nhiệm vụ và nguồn",)
        ),
    )
    tasks = sum(len(group.tasks.all()) for group in version.taskgroup_rows.all())
    amount = "chưa rõ" if money.total is None else f"{format_million(money.total)} triệu đồng"
    when = f"riêng năm {money.year}" if money.year else "cả kỳ"
    number = f" số {version.document_number}" if version.document_number else ""
    return ConsolidatedReport(
        heading=ministry_heading(day),
        subject=f"Kế hoạch thực hiện {programme.title} trên địa bàn {name.in_sentence}",
        opening=f"Kế hoạch{number}, giai đoạn {version.period_start} - {version.period_end}.",
        edition=(f"Theo bản kế hoạch số {version.number}; chưa có báo cáo tổng hợp",),
        is_sample=version.plan.is_sample,
        parts=(
            BodyPart("Kết quả", (NOTHING_SENT,)),
            BodyPart("Nhiệm vụ của kế hoạch", (_tasks_words(version, tasks),), annexes=(tables[0].name,)),
            BodyPart(
                "Kinh phí kế hoạch", (f"Kinh phí kế hoạch {when}: {amount}.",), annexes=(tables[1].name,)
            ),
        ),
        closing="",
        tables=tuple(_marked(table, version) for table in tables),
        definitions=Sheet(
            "Cách đọc", (Column("Từ", width=30), Column("Nghĩa", width=110)), ROWS, ("Cách đọc các bảng",)
        ),
        unknowns=Sheet(
            "Chưa rõ", (Column("Số liệu chưa rõ", width=60),), (Row((NOTHING_SENT,)),), ("Số liệu chưa rõ",)
        ),
    )


def _tasks_words(version: PlanVersion, tasks: int) -> str:
    items = sum(len(one.items.all()) for one in version.section_rows.all() if one.reportable)
    return f"Kế hoạch có {tasks} nhiệm vụ." if tasks else f"Kế hoạch có {items} nội dung phải báo cáo."


def _marked(table: Sheet, version: PlanVersion) -> Sheet:
    return replace(table, title=(*table.title, SAMPLE)) if version.plan.is_sample else table
