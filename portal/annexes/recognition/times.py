"""When a task is done, out of the words of a cell: the text stays, understood years and months stand beside it."""

import re
from dataclasses import dataclass

from core.text import collapse
from portal.annexes.recognition.words import plain

_YEAR = r"(?P<{0}>(?:19|20)\d\d)"
_MONTH = r"(?:thang )?(?P<{0}>0?[1-9]|1[0-2])"
_TO = r"\s*(?:[-–—÷~]|den(?: het| thang| nam| cuoi| quy)?|toi|->)\s*(?:nam |thang |het |ngay )*"
_EVERY = re.compile(
    r"\b(?:hang|hằng|moi|tung) nam\b|\bhang nam\b|\bcac nam\b(?! tiep| sau)(?!.*\d)|\bnam nao\b"
)
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_Q = r"quy (?P<{0}>iv|i{{1,3}}|[1-4])"
_BEFORE = re.compile(
    r"^(?:truoc|den|den het|cham nhat|hoan thanh (?:truoc|trong|den)?|xong (?:truoc)?|den cuoi|cho den)\b"
)
_SINCE = re.compile(r"^(?:tu|bat dau tu|ke tu|bat dau)\b")
_AFTER_ALL = re.compile(r"\b(?:va|,) (?:cac )?nam (?:tiep theo|sau)|\btro di\b")


@dataclass(frozen=True, slots=True)
class Time:
    """A printed time; start and end are "2016" or "2016-03", None where they are not understood or not told."""

    text: str | None = None
    start: str | None = None
    end: str | None = None
    every_year: bool = False

    def as_data(self) -> dict:
        return {
            "text": self.text,
            "start": _data(self.start),
            "end": _data(self.end),
            "every_year": self.every_year,
        }


def _data(value: str | None) -> int | str | None:
    return int(value) if value and value.isdecimal() else value


_SHAPES = [
    re.compile(pattern)
    for pattern in (
        # 1/2011 - 12/2015, tháng 1/2011 đến tháng 12/2015, 01/6/2016 - 31/12/2017
        rf"(?:(?:ngay )?\d{{1,2}}\s*[/.-]\s*)?{_MONTH.format('m1')}\s*[/.]\s*{_YEAR.format('y1')}{_TO}(?:\d{{1,2}}\s*[/.-]\s*)?{_MONTH.format('m2')}\s*[/.]\s*{_YEAR.format('y2')}",
        rf"thang (?P<m1>\d{{1,2}}) nam {_YEAR.format('y1')}{_TO}(?:thang )?(?P<m2>\d{{1,2}}) nam {_YEAR.format('y2')}",
        # Tháng 6-12/2017, tháng 6 đến tháng 12 năm 2017
        rf"{_MONTH.format('m1')}{_TO}{_MONTH.format('m2')}\s*(?:/|nam )\s*{_YEAR.format('y1')}",
        # Quý IV/2016 - Quý I/2017
        rf"{_Q.format('q1')}\s*(?:/|nam |-|,)?\s*{_YEAR.format('y1')}{_TO}(?:quy )?(?P<q2>iv|i{{1,3}}|[1-4])\s*(?:/|nam |-|,)?\s*{_YEAR.format('y2')}",
        # Quý I-II/2017, Quý I, II năm 2017
        rf"{_Q.format('q1')}\s*(?:[-–,&]|va|den|\+)\s*(?:quy )?(?P<q2>iv|i{{1,3}}|[1-4])\s*(?:/|nam |-|,)?\s*{_YEAR.format('y1')}",
        rf"{_Q.format('q1')}\s*(?:/|nam |-|,)?\s*{_YEAR.format('y1')}",
        # 6 tháng đầu năm 2017
        rf"(?P<half>6|sau) thang (?P<which>dau|cuoi) nam {_YEAR.format('y1')}",
        rf"(?:nua )?(?P<edge>dau|cuoi) nam {_YEAR.format('y1')}",
        # 2016 - 2018, từ năm 2016 đến năm 2020, 2016-18
        rf"{_YEAR.format('y1')}{_TO}{_YEAR.format('y2')}",
        rf"{_YEAR.format('y1')}\s*[-–]\s*(?P<short>\d\d)(?!\d|[/.])",
        # 31/12/2017, 6/2017, tháng 6 năm 2017, 2017-06
        rf"\d{{1,2}}\s*[/.-]\s*(?P<m1>0?[1-9]|1[0-2])\s*[/.-]\s*{_YEAR.format('y1')}",
        rf"thang (?P<m1>0?[1-9]|1[0-2])\s*(?:/|nam |-|,)\s*{_YEAR.format('y1')}",
        rf"(?P<m1>0?[1-9]|1[0-2])\s*[/.-]\s*{_YEAR.format('y1')}",
        rf"{_YEAR.format('y1')}-(?P<m1>0[1-9]|1[0-2])(?!\d)",
    )
]
_ONE_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def read_time(text: str) -> Time:
    """What a cell says about time. Start stays before end as printed; who prints them the wrong way round is asked."""
    shown = collapse(text).strip()
    if not shown:
        return Time()
    words = re.sub(r"\bq\W?(?=(?:[1-4]|iv|i{1,3})\b)", "quy ", plain(shown))
    every = bool(_EVERY.search(words))
    bare = re.sub(
        r"^\W*(?:nam|trong nam|trong|giai doan|thuc hien(?: trong)?|thoi gian|du kien|ke hoach)\s*:?\s+(?=\S)",
        "",
        words,
    )
    start, end = _span(bare)
    if (start and end and start == end) or (start and not end):
        if _BEFORE.match(bare):
            start, end = None, end or start
        elif _SINCE.match(bare) or _AFTER_ALL.search(words):
            end = None
    return Time(shown, start, end, every)


def _span(words: str) -> tuple[str | None, str | None]:
    for shape in _SHAPES:
        if match := shape.search(words):
            years = _ONE_YEAR.findall(words)
            if len(years) > 2 and "q1" not in match.groupdict():
                break
            return _limits(match.groupdict())
    years = sorted(_ONE_YEAR.findall(words))
    return (years[0], years[-1]) if years else (None, None)


def _limits(found: dict[str, str | None]) -> tuple[str, str]:
    first = found["y1"] or ""
    last = found.get("y2") or first
    if found.get("short"):
        return first, f"{first[:2]}{found['short']}"
    if found.get("q1"):
        begin = _QUARTERS[found["q1"] or ""]
        finish = _QUARTERS[found.get("q2") or found["q1"] or ""]
        return f"{first}-{begin * 3 - 2:02}", f"{last}-{finish * 3:02}"
    if found.get("half"):
        return (f"{first}-01", f"{first}-06") if found["which"] == "dau" else (f"{first}-07", f"{first}-12")
    if found.get("m1"):
        return f"{first}-{int(found['m1'] or 0):02}", f"{last}-{int(found.get('m2') or found['m1'] or 0):02}"
    return first, last


def from_limits(begins: str, ends: str) -> Time:
    """The time of a row with a column each for begin and end."""
    first, last = read_time(begins), read_time(ends)
    shown = " - ".join(text for text in (first.text, last.text) if text)
    every = first.every_year or last.every_year
    return Time(shown or None, first.start or first.end, last.end or last.start, every)


def from_years(years: list[int]) -> Time:
    """The time of a row with marks under years."""
    if not years:
        return Time()
    together = years == list(range(years[0], years[-1] + 1))
    if len(years) == 1:
        shown = str(years[0])
    elif together:
        shown = f"{years[0]} - {years[-1]}"
    else:
        shown = ", ".join(map(str, years))
    return Time(shown, str(years[0]), str(years[-1]), False)
