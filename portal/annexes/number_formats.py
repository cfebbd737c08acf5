"""What a sheet's number formats show: a percentage, which parts of a date, how many decimals."""

import datetime
import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

# ECMA-376 part 1, 18.8.30: formats that files name by number only
_BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    14: "dd/mm/yyyy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    22: "dd/mm/yyyy hh:mm",
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
    40: "#,##0.00",
}
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_LONGEST_CODE = 255  # what Excel lets people type


class Shown(NamedTuple):
    """What a format shows of a number or date."""

    is_percent: bool = False
    decimals: int = 0
    has_day: bool = True
    has_month: bool = True
    has_year: bool = True


WHOLE = Shown()  # numbers as they are, dates whole


@lru_cache(maxsize=1024)
def shown_by(code: str) -> Shown:
    """What the format with this code shows; for a code that says nothing of dates, whole dates."""
    plain = _QUOTED.sub("", code[:_LONGEST_CODE].partition(";")[0]).lower()
    decimals = re.search(r"0\.(0+)", plain)
    told = {letter: letter in plain for letter in "dmy"}
    if not any(told.values()):
        told = dict.fromkeys("dmy", True)
    return Shown("%" in plain, len(decimals[1]) if decimals else 0, told["d"], told["m"], told["y"])


def code_of(number: int, own: dict[int, str]) -> str:
    """The code of the format with this number, where `own` are those of the workbook."""
    return own.get(number) or _BUILT_IN.get(number, "")


def number_text(number: Decimal, shown: Shown) -> str:
    """The number as plain digits with a point, with at least the decimals that its format shows.

    It is never rounded, and not grouped: "1.10" of a numbering typed as the number 1.1 is kept, and the text
    says no less than the number.
    """
    if not (shown.is_percent or shown.decimals) and number.as_tuple().exponent == 0:
        return str(number)
    if shown.is_percent:
        return f"{plain(number.scaleb(2))}%"
    text = plain(number)
    missing = shown.decimals - len(text.partition(".")[2])
    if missing > 0:
        text += ("" if "." in text else ".") + "0" * missing
    return text


def plain(number: Decimal) -> str:
    """The number without exponent and without trailing zeros after the point."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def date_text(value: datetime.date | datetime.time | datetime.timedelta, shown: Shown) -> str:
    """A date, or time, of a cell as people here write it; of a date only month or year where only they show."""
    if isinstance(value, datetime.timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    if isinstance(value, datetime.time):
        return f"{value:%H:%M}"
    if not shown.has_day and shown.has_year:
        return f"{value.month:02}/{value.year}" if shown.has_month else f"{value.year}"
    text = f"{value.day:02}/{value.month:02}/{value.year}"
    if isinstance(value, datetime.datetime) and value.time() != datetime.time():
        text += f"{value: %H:%M}"
    return text
