"""The paragraphs that the sent reports of the years give for the report of a period: one a year for each task and in general."""

import json
from collections import defaultdict

from reporting.builders.consolidated.period.facts import PeriodFacts, Sent
from reporting.builders.consolidated.texts import GENERAL, SourceText, words_of_source
from reporting.contents import frozen
from reporting.models import ConsolidatedText


def period_texts(facts: PeriodFacts) -> list[SourceText]:
    """What the sent reports say, as they were printed, year by year.

    In general it is the department's own words of the year; where it wrote none, the agencies'.
    """
    of_report: dict[int, list[ConsolidatedText]] = defaultdict(list)
    sent = {year: facts.sent[year] for year in sorted(facts.sent)}
    rows = ConsolidatedText.objects.filter(consolidation__in=[one.row for one in sent.values()])
    for row in rows.exclude(text="").select_related("report__obligation__agency").order_by("id"):
        of_report[row.consolidation_id].append(row)
    found = []
    for one in sent.values():
        texts = _printed(one, of_report[one.row.pk])
        if one.row.results:
            texts[GENERAL] = one.row.results
        found += [SourceText(place, None, text, one.row) for place, text in texts.items()]
    places = [GENERAL, *(task.printed.place for task in facts.tasks)]
    of_place = {place: number for number, place in enumerate(places)}
    return sorted((one for one in found if one.place in of_place), key=lambda one: of_place[one.place])


def _printed(sent: Sent, rows: list[ConsolidatedText]) -> dict[str, str]:
    """What it prints at each place: not what was left out because its report was open again."""
    said = {(one.text, one.source) for one in _paragraphs(frozen.read(json.loads(sent.parts)))}
    of_place: dict[str, list[ConsolidatedText]] = defaultdict(list)
    for row in rows:
        if (row.text, words_of_source(row)) in said:
            of_place[row.place].append(row)
    return {place: _joined(texts) for place, texts in of_place.items()}


def _joined(rows: list[ConsolidatedText]) -> str:
    """What one agency says as it stands; of several each with its name."""
    if len(rows) == 1:
        return rows[0].text
    return "\n".join(f"{one.report.obligation.agency}: {one.text}" for one in rows)


def _paragraphs(parts):
    for part in parts:
        yield from part.paragraphs
        for component in part.components:
            for group in component.groups:
                for task in group.tasks:
                    yield from task.paragraphs
