"""What tables of the nation share: the marks for what is not known, cells of money, notes."""

from core.numbers import dong_to_million
from plans.enums import Component
from reporting.builders.consolidated.unknown import NOT_PRINTED, UNKNOWN, open_cell
from reporting.builders.national.facts import NationalFacts
from reporting.contents.workbook import Cell, Column, Row, Sheet, Value

SAMPLE = "SỐ LIỆU MẪU"
NOT_SENT = Cell("chưa gửi", unknown=True)
NO_REPORT = Cell("chưa có báo cáo", unknown=True)  # of a year and place, whoever should have sent one
NONE_NAMED = "–"  # no report, or no plan, names this
BORDERS = {"34": "34 tỉnh, thành phố hiện nay", "63": "63 tỉnh, thành phố đến 30/06/2025"}
UNIT = "Đơn vị tính: triệu đồng"
PLACE = Column("Tỉnh, thành phố", width=26)
REPORT = Column("Báo cáo tổng hợp", width=14)
TOTAL = "Cộng"
NO_COMPONENT = "Chưa gắn hợp phần"


def money(amount: int | None, words: str = UNKNOWN) -> Cell | Value:
    """An amount in triệu đồng; `words` where it is not known."""
    return open_cell(None if amount is None else dong_to_million(amount), words)


def planned(amount: int | None) -> Cell | Value:
    """What a plan gives, "không ghi" where it gives none."""
    return money(amount, NOT_PRINTED)


def sheet(
    facts: NationalFacts, name: str, title: str, columns, rows, *, unit: str = "", notes=(), frozen: int = 1
) -> Sheet:
    """A table of the nation with its title, selection and mark; words where it has no row."""
    nothing = Row((Cell("Không có số liệu theo lựa chọn này.", span=len(columns)),), "note")
    titles = (title, *selection_words(facts), *((SAMPLE,) if facts.is_sample else ()))
    return Sheet(
        name, tuple(columns), tuple(rows) or (nothing,), titles, unit, tuple(notes), frozen_columns=frozen
    )


def selection_words(facts: NationalFacts) -> tuple[str, ...]:
    """ "Chỉ gồm: chương trình 1419/QĐ-TTg; hợp phần Mạng lưới tổ chức hỗ trợ" ; nothing where all is in it."""
    asked = facts.selection
    parts = [
        f"chương trình {asked.programme}" if asked.programme else "",
        f"vùng {asked.region}" if asked.region else "",
        f"hợp phần {Component(asked.component).label}" if asked.component else "",
        f"{len(asked.provinces)} tỉnh, thành phố được chọn" if asked.provinces else "",
    ]
    said = "; ".join(part for part in parts if part)
    return (f"Chỉ gồm: {said}",) if said else ()


def added(values) -> int | None:
    """The known ones together; None where none is known."""
    known = [one for one in values if one is not None]
    return sum(known) if known else None


def borders_words(facts: NationalFacts) -> str:
    """ "34 tỉnh, thành phố hiện nay"."""
    return BORDERS[facts.selection.borders]
