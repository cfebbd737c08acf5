"""Dates as plans and documents print them, always day before month.

`24/10/2013`, `07/9/2009`, `ngày 07 tháng 9 năm 2009`. A task may start in a month or a year only; such
partial dates are kept as the strings "2011", "2011-01" or "2011-01-15", which sort as they are. The yearly
reporting day of a plan ("trước ngày 15 tháng 12") is a `MonthDay`.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from core.text import collapse, quoted

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")  # UTC+7 all year

_YEAR = r"(?P<year>(?:19|20)[0-9]{2})"
_MONTH = r"(?P<month>[0-9]{1,2})"
_DAY = r"(?P<day>[0-9]{1,2})"


def _shapes(*shapes: str) -> list[re.Pattern[str]]:
    return [re.compile(shape, re.IGNORECASE) for shape in shapes]


_DATES = _shapes(
    rf"(?:ngày )?{_DAY} ?(?P<sign>[/.-]) ?{_MONTH} ?(?P=sign) ?{_YEAR}",
    rf"{_YEAR}-(?P<month>[0-9]{{2}})-(?P<day>[0-9]{{2}})",
    rf"(?:ngày )?{_DAY} tháng {_MONTH} năm {_YEAR}",
)
_MONTHS = _shapes(
    rf"(?:tháng )?{_MONTH} ?[/.-] ?{_YEAR}",
    rf"{_YEAR}-(?P<month>[0-9]{{2}})",
    rf"tháng {_MONTH} năm {_YEAR}",
)
_YEARS = _shapes(rf"(?:năm )?{_YEAR}")


def _match(text: str, shapes: list[re.Pattern[str]]) -> dict[str, int] | None:
    plain = collapse(text)
    for shape in shapes:
        if match := shape.fullmatch(plain):
            return {name: int(part) for name, part in match.groupdict().items() if name != "sign"}
    return None


def _checked(text: str, *, year: int, month: int = 1, day: int = 1) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"{quoted(text)} không có trong lịch; hãy ghi ngày trước, tháng sau.") from None


def read_date(text: str) -> date:
    """The day that the text names, day first: 24/10/2013, 24-10-2013, 24.10.2013, ngày 24 tháng 10 năm 2013.

    Year first (2013-10-24) is taken too, month first never. ValueError, with a message for the user, for a
    day that does not exist, a year of two digits or outside 1900-2099, or anything else.
    """
    parts = _match(text, _DATES)
    if parts is None:
        raise ValueError(f"{quoted(text)} không phải là ngày; hãy ghi theo dạng 24/10/2013.")
    return _checked(text, **parts)


def format_date(day: date) -> str:
    """dd/mm/yyyy: 05/01/2020."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def format_date_in_words(day: date) -> str:
    """The day as documents carry it: "ngày 05 tháng 01 năm 2020", "ngày 07 tháng 9 năm 2009".

    Nghị định 30/2020/NĐ-CP, Phụ lục I (địa danh và thời gian ban hành văn bản): a leading 0 for days below
    10 and for months 1 and 2 only.
    """
    month = f"{day.month:02}" if day.month <= 2 else f"{day.month}"
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def read_partial(text: str) -> str:
    """The year, month or day that the text names, as "2011", "2011-01" or "2011-01-15".

    Reads all that `read_date` reads, and 01/2011, 2011-01, tháng 1 năm 2011, 2011, năm 2011. ValueError,
    with a message for the user, for anything else.
    """
    for shapes, length in ((_DATES, 10), (_MONTHS, 7), (_YEARS, 4)):
        if parts := _match(text, shapes):
            return _checked(text, **parts).isoformat()[:length]
    raise ValueError(
        f"{quoted(text)} không phải là năm, tháng hay ngày; hãy ghi theo dạng 2013, 10/2013 hoặc 24/10/2013."
    )


def read_period(text: str) -> tuple[str, str] | None:
    """First and last partial date of a printed time: "2016 - 2020", "1/2011 - 12/2015", "2017", "tháng 3 năm 2017".

    None for what does not name years or months in such a form, or ends before it begins.
    """
    first, dash, last = re.sub("[–—]", "-", text).partition("-")
    for start, end in ((first, last), (text, text)) if dash else ((text, text),):
        try:
            period = read_partial(start), read_partial(end)
        except ValueError:
            continue
        if max(map(len, period)) <= len("2016-03") and first_day(period[0]) <= last_day(period[1]):
            return period
    return None


def first_day(partial: str) -> date:
    """The first day of a partial date: 2011-01 begins on 2011-01-01."""
    return date.fromisoformat(f"{partial}-01-01"[:10])


def last_day(partial: str) -> date:
    """The last day of a partial date: 2011 ends on 2011-12-31."""
    first = first_day(partial)
    if len(partial) == 4:
        return first.replace(month=12, day=31)
    if len(partial) == 7:
        return first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return first


def format_partial(partial: str) -> str:
    """As people write it: 2011, 01/2011, 15/01/2011."""
    return "/".join(reversed(partial.split("-")))


@dataclass(frozen=True, order=True)
class MonthDay:
    """A day of every year, such as the day before which a plan wants its reports; never 29 February."""

    month: int
    day: int

    def __post_init__(self) -> None:
        try:
            self.on(2001)
        except ValueError:
            raise ValueError(f"Không phải năm nào cũng có ngày {self.day}/{self.month}.") from None

    @classmethod
    def read(cls, text: str) -> "MonthDay":
        """From the plan document's form, month first: "11-30"; ValueError for anything else."""
        match = re.fullmatch(r"([0-9]{2})-([0-9]{2})", text)
        if match is None:
            raise ValueError(
                f"{quoted(text)} không phải là ngày trong năm; hãy ghi tháng-ngày theo dạng 11-30."
            )
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        return f"{self.month:02}-{self.day:02}"

    def on(self, year: int) -> date:
        """This day in that year."""
        return date(year, self.month, self.day)


def format_month_day(month_day: MonthDay) -> str:
    """As people write it: 30/11."""
    return f"{month_day.day:02}/{month_day.month:02}"


def last_moment_before(month_day: MonthDay, year: int, tz: tzinfo = HANOI) -> datetime:
    """The last moment that is in time where a plan says "trước ngày ..." (before that day).

    "Trước ngày 15/12" ends on 14/12 at 23:59:59.999999 in Hanoi; 15/12 at 00:00 is late.
    """
    return datetime.combine(month_day.on(year), time.min, tz) - timedelta(microseconds=1)
