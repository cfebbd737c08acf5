"""The paragraphs that other reports give for a consolidated report: one for each task, and one for the whole time."""

from dataclasses import dataclass

from core.dates import HANOI, format_date
from reporting.builders.consolidated.facts import YearFacts
from reporting.enums import Progress
from reporting.models import ConsolidatedText, Consolidation, Report
from reporting.models.consolidation import source_key

GENERAL = "general"  # the place of what a report says of the whole year, as remarks and evidence name it


@dataclass(frozen=True)
class SourceText:
    """What an agency's report, or the sent report of a year, says at a place ("general", "task:KEY", "item:KEY")."""

    place: str
    report: Report | None
    text: str
    taken_from: Consolidation | None = None

    @property
    def key(self) -> tuple[str, str, int]:
        """What tells it from others, whichever version of the source it is of."""
        return source_key(self.place, self.report, self.taken_from)

    def is_said_by(self, row: ConsolidatedText) -> bool:
        """If the paragraph says just this, of this version of the source."""
        source = (row.report_id, row.taken_from_id)
        own = tuple(one.pk if one else None for one in (self.report, self.taken_from))
        return self.text == row.source_text and source == own


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


def words_of_source(row: ConsolidatedText) -> str:
    """Whose paragraph it is, to be printed: as `source_words`, or "Báo cáo năm 2017, bản số 1"."""
    if row.report is not None:
        return source_words(row.report)
    return f"Báo cáo năm {row.taken_from.year.year}, bản số {row.taken_from.number}"


def _of_year(report: Report) -> str:
    if report.is_nil:
        return f"Cả năm không phát sinh: {report.nil_reason}"
    return report.general
