"""The charts of a year, drawn from the rows of its tables, so that none can say something else than its table."""

from collections import Counter

from reporting.builders.consolidated import agencies, money, targets, tasks
from reporting.builders.consolidated.facts import YearFacts
from reporting.builders.consolidated.unknown import UNKNOWN
from reporting.contents.consolidated import Chart, Series
from reporting.contents.workbook import Cell, Row, Sheet
from reporting.enums import ObligationBasis


def progress_chart(facts: YearFacts, sheet: Sheet) -> tuple[Chart, ...]:
    """How far the tasks of each group are; groups without a task in the year stand in the table only."""
    rows = [row for row in _plain(sheet) if value_at(row, 3)]
    series = tuple(
        Series(column.title, _values(rows, place)) for place, column in enumerate(sheet.columns) if place > 3
    )
    title = f"Mức độ thực hiện nhiệm vụ năm {facts.year.year} theo nhóm (số nhiệm vụ)"
    return drawable(Chart(title, tasks.PROGRESS, _numbered(rows), series, is_stacked=True))


def source_chart(facts: YearFacts, sheet: Sheet) -> tuple[Chart, ...]:
    """Money by source: planned for the whole period, and spent in the year."""
    rows = _plain(sheet)
    series = (
        Series(sheet.columns[1].title, _values(rows, 1)),
        Series(f"Đã thực hiện năm {facts.year.year}", _values(rows, 2), lacking(rows, 2, 3)),
    )
    title = f"Kinh phí kế hoạch và đã thực hiện năm {facts.year.year} theo nguồn (triệu đồng)"
    return drawable(Chart(title, money.BY_SOURCE, _labels(rows, 0), series))


def year_chart(facts: YearFacts, sheet: Sheet) -> tuple[Chart, ...]:
    """Money by year: planned, and spent."""
    rows = _plain(sheet)
    series = (
        Series("Kế hoạch năm", _values(rows, 1)),
        Series("Đã thực hiện", _values(rows, 2), lacking(rows, 2, 3)),
    )
    title = f"Kinh phí kế hoạch và đã thực hiện theo năm, đến năm {facts.year.year} (triệu đồng)"
    return drawable(Chart(title, money.BY_YEAR, _labels(rows, 0), series))


def target_chart(facts: YearFacts) -> tuple[Chart, ...]:
    """Targets that are percentages, each beside what was reached; they are read one by one."""
    shares = targets.shares(facts)
    series = (
        Series("Mục tiêu, mức thấp nhất", tuple(wanted for _, wanted, _ in shares)),
        Series(f"Năm {facts.year.year}", tuple(UNKNOWN if had is None else had for _, _, had in shares)),
    )
    title = f"Mục tiêu tính bằng tỷ lệ và số liệu năm {facts.year.year} (%)"
    return drawable(Chart(title, targets.TARGETS, tuple(label for label, _, _ in shares), series))


def compliance_chart(facts: YearFacts) -> tuple[Chart, ...]:
    """How many agencies reported in time, late, or not; the department's own part is not counted."""
    owed = [one for one in facts.obligations if one.basis != ObligationBasis.OWN]
    counted = Counter(agencies.lateness_words(one) for one in owed)
    found = [(words, counted[words]) for words in agencies.LATENESS if counted[words]]
    title = f"Tình hình gửi báo cáo năm {facts.year.year} (số cơ quan, đơn vị)"
    values = (Series("Số cơ quan, đơn vị", tuple(count for _, count in found)),)
    return drawable(Chart(title, agencies.COMPLIANCE, tuple(words for words, _ in found), values))


def drawable(chart: Chart) -> tuple[Chart, ...]:
    """The chart, or none where there is nothing to draw: its table says so."""
    found = any(not isinstance(value, str) and value for one in chart.series for value in one.values)
    return (chart,) if found else ()


def _plain(sheet: Sheet) -> list[Row]:
    return [row for row in sheet.rows if row.style == "plain"]


def _values(rows: list[Row], place: int) -> tuple:
    return tuple(value_at(row, place) for row in rows)


def value_at(row: Row, place: int):
    """A cell's number, or the word that stands for one."""
    cell = row.cells[place]
    return cell.value if isinstance(cell, Cell) else cell


def _labels(rows: list[Row], place: int) -> tuple[str, ...]:
    return tuple(str(value) for value in _values(rows, place))


def _numbered(rows: list[Row]) -> tuple[str, ...]:
    """Groups with their numbers as the plan prints them: "4. Nâng cao năng lực", "IV - ...", "- ..."."""
    return tuple(
        f"{number}{'' if number[-1] in '.)-' else '.'} {title}" if number else title
        for number, title in zip(_labels(rows, 0), _labels(rows, 1), strict=True)
    )


def lacking(rows: list[Row], known: int, count: int) -> tuple[str, ...]:
    """Behind each known sum how many sums it lacks."""
    return tuple(
        f"và {value_at(row, count)} khoản chưa rõ"
        if value_at(row, count) and not isinstance(value_at(row, known), str)
        else ""
        for row in rows
    )
