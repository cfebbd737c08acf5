"""What a consolidated report is made of, of a year or of a period: its facts, the paragraphs offered to it, its contents."""

from reporting.builders.consolidated.build import build_consolidated
from reporting.builders.consolidated.facts import YearFacts
from reporting.builders.consolidated.period.build import build_period
from reporting.builders.consolidated.period.facts import PeriodFacts
from reporting.builders.consolidated.period.texts import period_texts
from reporting.builders.consolidated.texts import SourceText, source_texts
from reporting.contents.consolidated import ConsolidatedReport
from reporting.models import Consolidation

Facts = YearFacts | PeriodFacts


def facts_of(consolidation: Consolidation) -> Facts:
    """As they stand now."""
    if consolidation.is_of_period:
        return PeriodFacts(consolidation.year, consolidation.from_year)
    return YearFacts(consolidation.year)


def texts_of(facts: Facts) -> list[SourceText]:
    """What other reports say that belongs into it."""
    return period_texts(facts) if isinstance(facts, PeriodFacts) else source_texts(facts)


def contents_of(consolidation: Consolidation, facts: Facts | None = None) -> ConsolidatedReport:
    """What a version says as its rows stand now."""
    facts = facts or facts_of(consolidation)
    if isinstance(facts, PeriodFacts):
        return build_period(consolidation, facts)
    return build_consolidated(consolidation, facts)
