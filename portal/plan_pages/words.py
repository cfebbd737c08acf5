"""Words for small things that several pages of a plan show."""

from core.numbers import format_million, format_number


def years_between(start: int | None, end: int | None) -> str:
    """ "2011-2015", "2011"; nothing where no year is printed."""
    return "-".join(str(year) for year in dict.fromkeys((start, end)) if year)


def calculation(line) -> str:
    """ "2 hội nghị x 3" for a printed quantity and unit price; nothing where the plan prints none."""
    if line.quantity is None or line.unit_price is None:
        return ""
    return f"{format_number(line.quantity)} {line.unit}".strip() + f" x {format_million(line.unit_price)}"
