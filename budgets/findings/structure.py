"""Findings on numbering and on periods."""

import re
from collections.abc import Iterator

from budgets.findings.finding import Finding, FindingCode
from budgets.findings.totals import short
from core.dates import first_day, format_date, format_partial, last_day
from plans.models import PlanVersion
from tasks.models import Task

LETTERS = tuple("abcdđeghiklmnopqrstuvxy")
LARGEST_ORDINAL = 1000  # a larger number does not count anything
ROMAN = re.compile(r"^[IVXLC]+$")
STATED_PERIOD = re.compile(r"giai đoạn\s+(\d{4})\s*[-–]\s*(\d{4})", re.IGNORECASE)


def structure_findings(version: PlanVersion) -> Iterator[Finding]:
    """Findings on how a version is numbered and on times that do not fit each other."""
    yield from _numbering(version)
    yield from _task_periods(version)
    yield from _past_period(version)
    yield from _starts_before_issue(version)


def _numbering(version: PlanVersion) -> Iterator[Finding]:
    groups = list(version.taskgroup_rows.all())
    styles = {bool(ROMAN.match(group.number)) for group in groups if group.number}
    if len(styles) > 1:
        printed = ", ".join(group.number for group in groups)
        yield Finding(
            FindingCode.NUMBERING_STYLE,
            "groups",
            "Số thứ tự các nhóm nhiệm vụ",
            printed,
            "chữ số La Mã và chữ số thường lẫn nhau",
            "Các nhóm được đánh số theo hai kiểu; số được giữ như đã in.",
        )
    for group in groups:
        numbers = [task.number for task in group.tasks.all() if re.fullmatch(r"(\d+\.)*\d+", task.number)]
        places = [int(number.rpartition(".")[2]) for number in numbers]
        yield from _gaps(
            places, numbers, f"groups/{group.key}", f"Nhóm {group.number}: {short(group.title)}", "nhiệm vụ"
        )
    duties = [row.number for row in version.responsibility_rows.all() if row.number.isdecimal()]
    yield from _gaps(
        [int(number) for number in duties], duties, "responsibilities", "Tổ chức thực hiện", "trách nhiệm"
    )
    for section in version.section_rows.all():
        letters = [item.letter for item in section.items.all() if item.letter in LETTERS]
        places = [LETTERS.index(letter) + 1 for letter in letters]
        yield from _gaps(places, letters, f"sections/{section.key}", f"Mục {section.key}", "khoản")


def _gaps(places: list[int], printed: list[str], place: str, where: str, what: str) -> Iterator[Finding]:
    last = max(places, default=0)
    missing = sorted(set(range(1, last + 1)) - set(places)) if last <= LARGEST_ORDINAL else []
    if missing:
        yield Finding(
            FindingCode.NUMBERING_GAP,
            place,
            where,
            ", ".join(printed),
            "thiếu số thứ " + ", ".join(map(str, missing)),
            f"Số thứ tự {what} bị ngắt quãng: chưa rõ là đánh số nhầm hay đã bỏ một {what}.",
        )


def _task_periods(version: PlanVersion) -> Iterator[Finding]:
    for group in version.taskgroup_rows.all():
        for task in group.tasks.all():
            yield from _output_periods(task)
            yield from _outside(version, group, task)


def _output_periods(task: Task) -> Iterator[Finding]:
    if not (task.start and task.end):
        return
    first, last = int(task.start[:4]), int(task.end[:4])
    for output in task.outputs.all():
        start, end = output.start or output.year, output.end or output.year
        if (start and start < first) or (end and end > last):
            yield Finding(
                FindingCode.PERIOD_DIFFERS,
                f"tasks/{task.key}/outputs/{output.text[:60]}",
                f"Nhiệm vụ {task.number or task.key}, kết quả dự kiến",
                f"{start}-{end}: {output.text}",
                f"thời gian thực hiện {task.time_text}",
                "Kết quả được hẹn ngoài thời gian thực hiện của nhiệm vụ.",
            )


def _outside(version: PlanVersion, group, task: Task) -> Iterator[Finding]:
    start, end = version.period_start, version.period_end
    if group.phase:
        start, end = group.phase.start, group.phase.end
    if (task.start and int(task.start[:4]) < start) or (task.end and int(task.end[:4]) > end):
        yield Finding(
            FindingCode.PERIOD_DIFFERS,
            f"tasks/{task.key}/time",
            f"Nhiệm vụ {task.number or task.key}",
            task.time_text,
            f"{start}-{end}",
            "Thời gian của nhiệm vụ nằm ngoài thời kỳ của kế hoạch hoặc giai đoạn.",
        )


def _past_period(version: PlanVersion) -> Iterator[Finding]:
    """The period whose results are reported, named with another first year elsewhere in the body."""
    periods = {(row.start, row.end) for row in version.pastresult_rows.all() if row.start and row.end}
    if len(periods) != 1:
        return
    start, end = periods.pop()
    for section in version.section_rows.all():
        for text in (section.text, *(item.text for item in section.items.all()), section.note):
            for match in STATED_PERIOD.finditer(text):
                if int(match[2]) == end and int(match[1]) != start:
                    yield Finding(
                        FindingCode.PERIOD_DIFFERS,
                        f"sections/{section.key}/{match[1]}-{match[2]}",
                        f"Mục {section.number or 'mở đầu'}: {short(text)}",
                        match[0],
                        f"giai đoạn {start}-{end}",
                        "Kỳ trước được gọi bằng hai khoảng thời gian khác nhau.",
                    )


def _starts_before_issue(version: PlanVersion) -> Iterator[Finding]:
    if not version.issued_on:
        return
    early = [
        task
        for group in version.taskgroup_rows.all()
        for task in group.tasks.all()
        if task.start and last_day(task.start) < version.issued_on
    ]
    if early:
        earliest = min((task.start for task in early), key=first_day)
        yield Finding(
            FindingCode.STARTS_BEFORE_ISSUE,
            "tasks/time",
            f"{len(early)} nhiệm vụ",
            f"bắt đầu từ {format_partial(earliest)}",
            f"ban hành ngày {format_date(version.issued_on)}",
            "Thời gian bắt đầu in trong danh mục sớm hơn ngày ban hành kế hoạch.",
        )
