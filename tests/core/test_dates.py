import unicodedata
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dates import (
    HANOI,
    MonthDay,
    first_day,
    format_date,
    format_date_in_words,
    format_month_day,
    format_partial,
    last_day,
    last_moment_before,
    read_date,
    read_partial,
)

NOT_DAYS = """\
 | 24/10/13 | 24/10-2013 | 2013/10/24 | 2013-1-5 | 10/2013 | 2013 | 24 10 2013 | 24102013 | hôm nay
24/10/2013 và 25/10/2013 | 24/10/20133 | 24/10/0213 | ٢٤/10/2013 | ngày 24 tháng mười năm 2013"""
days = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("24/10/2013", date(2013, 10, 24)),
        ("07/9/2009", date(2009, 9, 7)),
        ("7/9/2009", date(2009, 9, 7)),
        ("04-10-2011", date(2011, 10, 4)),
        ("4.10.2011", date(2011, 10, 4)),
        ("04/10/ 2011", date(2011, 10, 4)),
        ("2013-10-24", date(2013, 10, 24)),
        ("ngày 07 tháng 9 năm 2009", date(2009, 9, 7)),
        ("Ngày 7  tháng 09\u00a0năm 2009 ", date(2009, 9, 7)),
        ("24 tháng 10 năm 2013", date(2013, 10, 24)),
        ("ngày 29/11/2005", date(2005, 11, 29)),
        ("29/02/2012", date(2012, 2, 29)),
    ],
)
def test_read_date(text, expected):
    assert read_date(text) == expected
    assert read_date(unicodedata.normalize("NFD", text)) == expected


@pytest.mark.parametrize(
    "text", ["12/25/2013", "31/4/2013", "29/02/2013", "0/1/2013", "2013-13-01", "ngày 32 tháng 1 năm 2013"]
)
def test_days_that_do_not_exist(text):
    with pytest.raises(ValueError, match="không có trong lịch"):
        read_date(text)


@pytest.mark.parametrize("text", NOT_DAYS.replace("\n", " | ").split(" | "))
def test_what_is_not_a_day(text):
    with pytest.raises(ValueError, match="không phải là ngày"):
        read_date(text)


@given(days)
def test_what_is_formatted_reads_back(day):
    assert read_date(format_date(day)) == day
    assert read_date(format_date_in_words(day)) == day
    assert read_date(day.isoformat()) == day
    assert read_partial(format_date(day)) == day.isoformat()


@given(st.text() | st.text(alphabet="0123456789/-. ngàythángnăm"))
def test_reading_raises_nothing_but_value_errors(text):
    for read in (read_date, read_partial, MonthDay.read):
        with suppress(ValueError):
            read(text)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2020, 1, 5), "ngày 05 tháng 01 năm 2020"),
        (date(2020, 2, 10), "ngày 10 tháng 02 năm 2020"),
        (date(2009, 9, 7), "ngày 07 tháng 9 năm 2009"),
        (date(2020, 3, 9), "ngày 09 tháng 3 năm 2020"),
        (date(2013, 10, 24), "ngày 24 tháng 10 năm 2013"),
    ],
)
def test_format_date_in_words(day, words):
    assert format_date_in_words(day) == words


def test_format_date():
    assert format_date(date(2020, 1, 5)) == "05/01/2020"


@pytest.mark.parametrize(
    ("text", "partial", "first", "last", "shown"),
    [
        ("2011", "2011", date(2011, 1, 1), date(2011, 12, 31), "2011"),
        ("năm 2011", "2011", date(2011, 1, 1), date(2011, 12, 31), "2011"),
        ("1/2011", "2011-01", date(2011, 1, 1), date(2011, 1, 31), "01/2011"),
        ("2012-02", "2012-02", date(2012, 2, 1), date(2012, 2, 29), "02/2012"),
        ("Tháng 2 năm 2013", "2013-02", date(2013, 2, 1), date(2013, 2, 28), "02/2013"),
        ("tháng 12/2013", "2013-12", date(2013, 12, 1), date(2013, 12, 31), "12/2013"),
        ("5.1.2020", "2020-01-05", date(2020, 1, 5), date(2020, 1, 5), "05/01/2020"),
        ("2020-01-05", "2020-01-05", date(2020, 1, 5), date(2020, 1, 5), "05/01/2020"),
    ],
)
def test_partial_dates(text, partial, first, last, shown):
    assert read_partial(text) == partial
    assert (first_day(partial), last_day(partial), format_partial(partial)) == (first, last, shown)


@pytest.mark.parametrize(
    "text", ["", "13/2011", "0/2011", "2011-13", "11", "2017 - 2020", "quý I/2011", "31/02/2011"]
)
def test_what_is_no_partial_date(text):
    with pytest.raises(ValueError, match="không"):
        read_partial(text)


def test_a_reporting_day():
    day = MonthDay.read("11-30")
    assert day == MonthDay(11, 30)
    assert (str(day), format_month_day(day), day.on(2018)) == ("11-30", "30/11", date(2018, 11, 30))
    assert MonthDay(11, 30) < MonthDay(12, 15)


@pytest.mark.parametrize("text", ["30-11", "02-29", "02-30", "00-10", "11-31", "1-5", "11/30", "", "11-30\n"])
def test_what_is_no_reporting_day(text):
    with pytest.raises(ValueError, match="năm"):
        MonthDay.read(text)


def test_before_a_day_ends_the_moment_it_begins_in_hanoi():
    deadline = last_moment_before(MonthDay(12, 15), 2018)
    assert deadline == datetime(2018, 12, 14, 23, 59, 59, 999999, tzinfo=HANOI)
    assert deadline.utcoffset() == timedelta(hours=7)
    assert deadline < datetime(2018, 12, 14, 17, 0, tzinfo=UTC)
    assert deadline.astimezone(UTC).hour == 16
    assert last_moment_before(MonthDay(1, 1), 2019, UTC) == datetime(
        2018, 12, 31, 23, 59, 59, 999999, tzinfo=UTC
    )
