"""Small things of a plan as one line each, with all that the plan document says about them."""

from budgets.enums import source_names
from core.dates import MonthDay, format_date, format_month_day
from core.numbers import format_million, format_number
from plans.models import DocumentMention, PastResult, Target
from tasks.models import Output

COLLECTIVE = "(gọi chung)"


def party_line(party) -> str:
    """ "Sở Công thương"; with the agency of the directory where that is named otherwise, or is none."""
    if party.agency is None:
        return f"{party.text} {COLLECTIVE}"
    same = party.agency.name.casefold() == party.text.casefold()
    return party.text if same else f"{party.text} (trong danh bạ: {party.agency.name})"


def target_line(target: Target) -> str:
    """ "Mức tiết kiệm: từ 5 đến 8 %; tính trên: cơ sở sản xuất; năm 2015"."""
    ends = {"từ": target.minimum, "đến": target.maximum}
    if target.minimum is not None and target.minimum == target.maximum:
        ends = {"": target.minimum}
    value = " ".join(f"{word} {format_number(end)}".strip() for word, end in ends.items() if end is not None)
    parts = (
        f"{target.indicator.short_name}: {value or 'không ghi số'} {target.unit}".strip(),
        f"tính trên: {target.population}" if target.population else "",
        f"năm {target.year}" if target.year else "",
    )
    return _joined(parts)


def output_line(output: Output) -> str:
    """ "đánh giá 05 đơn vị: Đánh giá nhanh, khoảng 5 đơn vị mỗi năm; từ năm 2016 đến năm 2020"."""
    quantity = f"{format_number(output.quantity)} {output.unit}".strip()
    measure = f"{'khoảng ' if output.approximate else ''}{quantity}{' mỗi năm' if output.per_year else ''}"
    year = f"năm {output.year}" if output.year else ""
    return _joined((f"{output.text}: {output.kind.name}, {measure}", year, _years(output)))


def past_line(row: PastResult) -> str:
    quantity = "" if row.quantity is None else f"số lượng: {format_number(row.quantity)}"
    amount = "" if row.amount is None else f"kinh phí: {format_million(row.amount)} triệu đồng"
    kind = f"loại kết quả: {row.kind.name}" if row.kind else ""
    unit = f"đơn vị: {row.unit}" if row.unit else ""
    sources = f"nguồn: {source_names(row.sources)}" if row.sources else ""
    return _joined((row.text, kind, quantity, unit, amount, sources, _years(row)))


def mention_line(row: DocumentMention) -> str:
    day = f"ngày {format_date(row.issued_on)}" if row.issued_on else "không in ngày"
    place = f"vị trí: {row.place}" if row.place else ""
    return _joined((f"{row.number or 'không in số'} {day}", f"chữ in: {row.text}", place))


def day_of_year(before: str) -> str:
    """The day before which reports are due, of a plan document's "11-30"; nothing for none."""
    return f"trước ngày {format_month_day(MonthDay.read(before))} hằng năm" if before else ""


def _years(row) -> str:
    start, end = (
        f"{word} năm {year}" if year else "" for word, year in (("từ", row.start), ("đến", row.end))
    )
    return f"{start} {end}".strip()


def _joined(parts) -> str:
    return "; ".join(part for part in parts if part)
