"""The paragraphs that accepted reports give for a consolidated report: one for each task, and one for the whole year."""

from dataclasses import dataclass

from core.dates import HANOI, format_date
from reporting.builders.consolidated.facts import YearFacts
from reporting.enums import Progress
from reporting.models import Report

GENERAL = "general"  # the place of what a report says of the whole year, as remarks and evidence name it


@dataclass(frozen=True)
class SourceText:
    """What a report says at a place ("general", "task:KEY", "item:KEY")."""

    place: str
    report: Report
    text: str

    @property
    def key(self) -> tuple[str, int]:
        """What tells it from others, whichever version of the report it is of."""
        return self.place, self.report.obligation_id


def source_texts(facts: YearFacts) -> list[SourceText]:
    """In the order in which they are read: of the year, then by task; only where something is said."""
    found = [SourceText(GENERAL, report, _of_year(report)) for report in facts.reports]
    for task in facts.tasks:
        for answer in task.answers:
            entry = answer.entry
            text = entry.done
            if answer.progress == Progress.NIL:
                text = f"Không phát sinh: {entry.nil_reason}" if entry.nil_reason else ""
            found.append(SourceText(task.printed.place, answer.report, text))
    return [one for one in found if one.text]


def source_words(report: Report) -> str:
    """Whose text it is, to be printed: "Sở Xây dựng, báo cáo lần 2 nhận ngày 01/12/2018"."""
    day = format_date(report.received_at.astimezone(HANOI).date())
    return f"{report.obligation.agency}, báo cáo lần {report.number} nhận ngày {day}"


def _of_year(report: Report) -> str:
    if report.is_nil:
        return f"Cả năm không phát sinh: {report.nil_reason}"
    return report.general
