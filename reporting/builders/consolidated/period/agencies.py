"""The tables of who reported in which year, what stood in their way, who may be commended, and of the plan's targets."""

from collections import defaultdict
from dataclasses import replace

from core.sorting import sort_key
from reporting.builders.consolidated import agencies, targets
from reporting.builders.consolidated.agencies import Compliance, Unit, commended_units, lateness_words
from reporting.builders.consolidated.period.facts import PeriodFacts
from reporting.builders.consolidated.unknown import Unknowns, open_cell
from reporting.contents.workbook import Cell, Column, Row, Sheet
from reporting.enums import ObligationState

BY_AGENCY = "Báo cáo theo cơ quan"
NO_YEAR = "không có kỳ báo cáo trên cổng"
NOT_SENT = "chưa gửi"


def compliance_sheet(facts: PeriodFacts) -> Sheet:
    """How many reported in each year, in time or late, and which report of the year was sent."""
    columns = (
        Column("Năm", "year", 8),
        Column("Phải báo cáo", "number", 10),
        Column("Đã gửi", "number", 10),
        Column("Đúng hạn", "number", 10),
        Column("Muộn", "number", 10),
        Column("Bằng văn bản giấy", "number", 10),
        Column("Được duyệt", "number", 10),
        Column("Báo cáo tổng hợp năm", width=40),
    )
    rows = []
    for year in facts.numbers:
        if year not in facts.years:
            rows.append(Row((year, Cell(NO_YEAR, span=len(columns) - 1))))
            continue
        told, sent = Compliance.of(facts.years[year]), facts.sent.get(year)
        words = f"bản số {sent.row.number}, số gửi {sent.row.receipt_number}" if sent else NOT_SENT
        counts = (told.owed, told.received, told.in_time, told.late, told.paper, told.accepted)
        rows.append(Row((year, *counts, words)))
    title = (f"Tình hình báo cáo, {facts.time}",)
    notes = ("Không kể phần của Sở Công Thương.",)
    return Sheet(agencies.COMPLIANCE, columns, tuple(rows), title, notes=notes, frozen_columns=1)


def agency_sheet(facts: PeriodFacts) -> Sheet:
    """How each agency reported in each year."""
    columns = (
        Column("Cơ quan, đơn vị", width=44),
        *(Column(str(year), width=20) for year in facts.numbers),
    )
    found: dict[str, dict[int, str]] = defaultdict(dict)
    for year, of_year in facts.years.items():
        for one in of_year.obligations:
            accepted = "" if one.state == ObligationState.ACCEPTED else ", chưa được duyệt"
            words = lateness_words(one) + (accepted if one.first_received_at else "")
            found[str(one.agency)][year] = words
    rows = tuple(
        Row((name, *(found[name].get(year, "–") for year in facts.numbers)))
        for name in sorted(found, key=sort_key)
    )
    nothing = Row((Cell("Không cơ quan nào phải báo cáo.", span=len(columns)),), "note")
    title = (f"Báo cáo của từng cơ quan, {facts.time}",)
    notes = ("“–”: năm đó không phải báo cáo, hoặc không có kỳ báo cáo trên cổng.",)
    return Sheet(BY_AGENCY, columns, rows or (nothing,), title, notes=notes, frozen_columns=1)


def difficulty_sheet(facts: PeriodFacts) -> Sheet:
    """What stood in the way in each year, with the answers."""
    rows, columns = [], ()
    for year, of_year in facts.years.items():
        sheet = agencies.difficulty_sheet(of_year)
        columns = sheet.columns
        rows += [replace(row, cells=(year, *row.cells)) for row in sheet.rows if row.style != "note"]
    columns = (Column("Năm", "year", 8), *columns)
    nothing = Row((Cell("Không cơ quan nào nêu khó khăn, vướng mắc.", span=len(columns)),), "note")
    title = (f"Khó khăn, vướng mắc và việc trả lời, {facts.time}",)
    return Sheet(agencies.DIFFICULTIES, columns, tuple(rows) or (nothing,), title)


def commended_sheet(facts: PeriodFacts) -> Sheet:
    """Units that may be proposed for commendation, with the facts of all years behind it."""
    columns = (
        Column("Cơ quan, đơn vị", width=44),
        Column("Số năm có báo cáo được duyệt", "number", 12),
        Column("Số năm đúng hạn", "number", 12),
        Column("Nhiệm vụ hoàn thành", "number", 12),
        Column("Nhiệm vụ có báo cáo", "number", 12),
        Column("Số liệu chưa rõ", "number", 10),
        Column("Tệp minh chứng", "number", 10),
    )
    of: dict[str, list[Unit]] = defaultdict(list)
    for of_year in facts.years.values():
        for unit in commended_units(of_year):
            of[str(unit.obligation.agency)].append(unit)
    rows = sorted((_commended(name, units) for name, units in of.items()), key=_rank)
    nothing = Row((Cell("Chưa có báo cáo nào được duyệt.", span=len(columns)),), "note")
    title = (f"Danh sách xét đề nghị khen thưởng, {facts.time}",)
    notes = (
        "Cộng qua các năm; một nhiệm vụ hoàn thành ở mỗi năm được đếm mỗi năm một lần. Xếp theo số năm có báo cáo, số năm đúng "
        "hạn, rồi phần nhiệm vụ hoàn thành; Sở Công Thương quyết định đề nghị ai.",
    )
    sheet_rows = tuple(Row(row) for row in rows) or (nothing,)
    return Sheet(agencies.COMMENDED, columns, sheet_rows, title, notes=notes, frozen_columns=1)


def _commended(name: str, units: list[Unit]) -> tuple:
    in_time = sum(not one.obligation.is_late for one in units)
    sums = (sum(getattr(one, what) for one in units) for what in ("done", "told", "unknown", "files"))
    return (name, len(units), in_time, *sums)


def _rank(row: tuple) -> tuple:
    name, years, in_time, done, told, unknown, files = row
    return (-years, -in_time, -(done / told) if told else 0, unknown, -files, sort_key(name))


def target_sheet(facts: PeriodFacts, unknowns: Unknowns) -> Sheet:
    """Each target of the plan beside the last figures that are known, and of which year they are."""
    columns = (*targets.COLUMNS, Column("Số liệu của năm", "year", 9))
    rows = []
    for target, value in facts.targets:
        row = targets.target_row(target, value, unknowns)
        rows.append(replace(row, cells=(*row.cells, open_cell(value.year.year if value else None))))
    nothing = Row((Cell("Kế hoạch không có mục tiêu kèm số liệu.", span=len(columns)),), "note")
    title = (f"Mục tiêu của kế hoạch và số liệu mới nhất, {facts.time}",)
    return Sheet(
        targets.TARGETS, columns, tuple(rows) or (nothing,), title, notes=targets.NOTES, frozen_columns=2
    )
