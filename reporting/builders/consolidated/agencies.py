"""The tables of who reported and when, who may be commended, what agencies propose, and what stands in their way."""

from dataclasses import dataclass

from core.dates import HANOI, format_date
from core.sorting import sort_key
from reporting.builders.consolidated.facts import YearFacts
from reporting.builders.consolidated.unknown import open_cell
from reporting.contents.workbook import Cell, Column, Row, Sheet
from reporting.enums import ObligationBasis, ObligationState, Progress
from reporting.models import Obligation, Report

COMPLIANCE, COMMENDED, PROPOSALS, DIFFICULTIES = (
    "Tình hình báo cáo", "Xét khen thưởng", "Đề xuất", "Khó khăn, vướng mắc",
)  # fmt: skip
WHOLE_YEAR = "chung cả năm"
IN_TIME, LATE, OVERDUE, TO_COME, NO_DAY = LATENESS = (
    "đúng hạn", "muộn", "chưa gửi, quá hạn", "chưa gửi, còn hạn", "không quy định ngày",
)  # fmt: skip


def compliance_sheet(facts: YearFacts) -> Sheet:
    """Everybody who owes a report of the year: since when, how it came, in time or late, or that it has not."""
    columns = (
        Column("TT", "number", 5),
        Column("Cơ quan, đơn vị", width=40),
        Column("Căn cứ", width=24),
        Column("Trước ngày", "date", 12),
        Column("Tình trạng", width=16),
        Column("Nhận lần đầu", "date", 12),
        Column("Thời hạn", width=18),
        Column("Hình thức", width=16),
        Column("Bản được duyệt", width=24),
    )
    rows = []
    for number, one in enumerate(facts.obligations, 1):
        report = facts.report_of.get(one.pk)
        rows.append(
            Row(
                (
                    number, str(one.agency), basis_words(one), one.before,
                    one.get_state_display(), _day(one), lateness_words(one), form_words(one),
                    report.receipt_number if report else "chưa có",
                )
            )
        )  # fmt: skip
    nothing = Row((Cell("Không cơ quan nào phải báo cáo năm này.", span=len(columns)),), "note")
    title = (f"Tình hình báo cáo năm {facts.year.year}",)
    return Sheet(COMPLIANCE, columns, tuple(rows) or (nothing,), title, frozen_columns=2)


def basis_words(one: Obligation) -> str:
    """By which words a report is owed."""
    return f"mục {one.clause} của kế hoạch" if one.clause else one.get_basis_display()


def lateness_words(one: Obligation) -> str:
    """If it came in time, or is to come: "đúng hạn", "muộn", "chưa gửi, quá hạn"."""
    if one.before is None:
        return NO_DAY
    if one.first_received_at is None:
        return OVERDUE if one.is_late else TO_COME
    return LATE if one.is_late else IN_TIME


def form_words(one: Obligation) -> str:
    """How the last one came."""
    if one.first_received_at is None:
        return ""
    return "báo cáo giấy" if one.is_paper else "trên cổng"


@dataclass(frozen=True)
class Compliance:
    """How many owe a report of a year beside the department itself, and how many came how."""

    owed: int
    received: int
    late: int
    paper: int
    accepted: int

    @classmethod
    def of(cls, facts: YearFacts) -> "Compliance":
        owed = [one for one in facts.obligations if one.basis != ObligationBasis.OWN]
        received = [one for one in owed if one.first_received_at]
        return cls(
            len(owed), len(received), sum(one.is_late for one in received), sum(one.is_paper for one in received),
            sum(one.pk in facts.report_of for one in owed),
        )  # fmt: skip

    @property
    def in_time(self) -> int:
        return self.received - self.late


def missing_of(facts: YearFacts) -> list[Obligation]:
    """Those whose report was not accepted yet; the others can be read in full."""
    return [one for one in facts.obligations if one.state != ObligationState.ACCEPTED]


def missing_words(one: Obligation) -> str:
    """How far the report is that is not accepted yet: "chưa gửi", "đã gửi, chờ xem xét"."""
    state = one.get_state_display()
    return f"{state}, chờ xem xét" if one.state == ObligationState.SENT else state


@dataclass(frozen=True)
class Unit:
    """An agency whose report was accepted, with the facts by which units are ordered (as `portal.timeliness`)."""

    obligation: Obligation
    report: Report

    @property
    def told(self) -> int:
        """Tasks on which something came up."""
        rows = self.report.taskentry_rows.all()
        return 0 if self.report.is_nil else sum(row.progress != Progress.NIL for row in rows)

    @property
    def done(self) -> int:
        return sum(row.progress == Progress.DONE for row in self.report.taskentry_rows.all())

    @property
    def unknown(self) -> int:
        """Printed targets of tasks that go on or are done without a figure."""
        return sum(
            row.target != "" and row.quantity is None
            for entry in self.report.taskentry_rows.all()
            if entry.progress in (Progress.DOING, Progress.DONE)
            for row in entry.outputentry_rows.all()
        )

    @property
    def files(self) -> int:
        return len(self.report.evidence_rows.all())

    @property
    def complete_words(self) -> str:
        if self.report.is_nil:
            return "cả năm không phát sinh"
        return "đủ số liệu" if self.unknown == 0 else f"{self.unknown} số liệu chưa rõ"

    @property
    def rank(self) -> tuple:
        share = -(self.done / self.told) if self.told else 0
        return (
            self.obligation.is_late,
            share,
            self.unknown,
            -self.files,
            sort_key(str(self.obligation.agency)),
        )


def commended_units(facts: YearFacts) -> list[Unit]:
    """Those in time first, then by how much is done, how complete, with how much evidence. The department decides."""
    units = (
        Unit(one, facts.report_of[one.pk])
        for one in facts.obligations
        if one.pk in facts.report_of and one.basis != ObligationBasis.OWN
    )
    return sorted(units, key=lambda one: one.rank)


def commended_sheet(facts: YearFacts) -> Sheet:
    """Units that may be proposed for commendation, with the facts behind it."""
    columns = (
        Column("Cơ quan, đơn vị", width=44),
        Column("Thời hạn", width=18),
        Column("Nhận lần đầu", "date", 12),
        Column("Nhiệm vụ hoàn thành", "number", 12),
        Column("Nhiệm vụ có báo cáo", "number", 12),
        Column("Số liệu", width=24),
        Column("Tệp minh chứng", "number", 10),
    )
    rows = tuple(
        Row(
            (
                str(one.obligation.agency), lateness_words(one.obligation), _day(one.obligation), one.done, one.told,
                one.complete_words, one.files,
            )
        )
        for one in commended_units(facts)
    )  # fmt: skip
    rows = rows or (Row((Cell("Chưa có báo cáo nào được duyệt.", span=len(columns)),), "note"),)
    title = (f"Danh sách xét đề nghị khen thưởng năm {facts.year.year}",)
    notes = ("Xếp theo sự việc đã ghi nhận trên cổng; Sở Công Thương quyết định đề nghị ai.",)
    return Sheet(COMMENDED, columns, rows, title, notes=notes, frozen_columns=1)


def proposal_sheet(facts: YearFacts) -> Sheet:
    """What agencies propose for the year that follows, in general and of each task."""
    columns = (Column("Cơ quan, đơn vị", width=40), Column("Về", width=50), Column("Đề xuất", width=90))
    rows = [
        Row((str(report.obligation.agency), where, text))
        for report in facts.reports
        for where, text in _said(facts, report, "proposals")
    ]
    nothing = Row((Cell("Không cơ quan nào nêu đề xuất.", span=len(columns)),), "note")
    title = (f"Kiến nghị, đề xuất của các cơ quan, năm {facts.year.year}",)
    return Sheet(PROPOSALS, columns, tuple(rows) or (nothing,), title)


def difficulty_sheet(facts: YearFacts) -> Sheet:
    """What stands in the way: as reports say it, and as agencies raised it during the year, with the answers."""
    columns = (
        Column("Cơ quan, đơn vị", width=36), Column("Về", width=40), Column("Khó khăn, vướng mắc", width=70),
        Column("Tình trạng", width=14), Column("Trả lời", width=60),
    )  # fmt: skip
    in_report = "nêu trong báo cáo"
    rows = [
        Row((str(report.obligation.agency), where, text, in_report, ""))
        for report in facts.reports
        for where, text in _said(facts, report, "difficulties")
    ]
    titles = {task.printed.place: _title(task.printed) for task in facts.tasks}
    for one in facts.difficulties:
        about = titles.get(one.place, WHOLE_YEAR)
        answers = "\n".join(_reply(reply) for reply in one.replies.all())
        cells = (str(one.agency), about, one.text, one.get_state_display(), answers)
        rows.append(Row(cells))
    nothing = Row((Cell("Không cơ quan nào nêu khó khăn, vướng mắc.", span=len(columns)),), "note")
    title = (f"Khó khăn, vướng mắc và việc trả lời, năm {facts.year.year}",)
    return Sheet(DIFFICULTIES, columns, tuple(rows) or (nothing,), title)


def _said(facts: YearFacts, report: Report, name: str):
    """What a report says under this name, in general and then of each task: (about what, text)."""
    if text := getattr(report, name):
        yield WHOLE_YEAR, text
    said = {row.place: getattr(row, name) for row in report.taskentry_rows.all()}
    for task in facts.tasks:
        if text := said.get(task.printed.place):
            yield _title(task.printed), text


def _title(printed) -> str:
    return f"{printed.label}: {printed.title}"


def _reply(reply) -> str:
    to = f" đến {reply.forwarded_to}" if reply.forwarded_to else ""
    day = format_date(reply.at.astimezone(HANOI).date())
    return f"{reply.get_after_display()}{to}, {day}" + (f": {reply.text}" if reply.text else "")


def _day(one: Obligation):
    received = one.first_received_at
    return open_cell(received.astimezone(HANOI).date() if received else None, "chưa nhận")
