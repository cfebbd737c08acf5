import threading
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured

from core import clock
from core.dates import HANOI


@pytest.fixture(autouse=True)
def real_time(settings):
    settings.SXSH_NOW = None


def test_without_a_setting_the_clock_is_real_and_in_hanoi():
    before, now, after = datetime.now(UTC), clock.now(), datetime.now(UTC)
    assert before <= now <= after
    assert now.utcoffset() == timedelta(hours=7)


@pytest.mark.parametrize(
    ("setting", "start"),
    [
        ("2018-12-14", datetime(2018, 12, 14, tzinfo=HANOI)),
        ("2018-12-14T23:30", datetime(2018, 12, 14, 23, 30, tzinfo=HANOI)),
        ("2018-12-14T16:59:59+00:00", datetime(2018, 12, 14, 23, 59, 59, tzinfo=HANOI)),
    ],
)
def test_the_setting_is_where_the_process_started_and_the_clock_runs_on(settings, setting, start):
    settings.SXSH_NOW = setting
    running = datetime.now(UTC) - clock._PROCESS_START
    first, second = clock.now(), clock.now()
    assert timedelta(0) <= first - (start + running) < timedelta(seconds=5)
    assert first.utcoffset() == timedelta(hours=7)
    assert first < second


def test_a_setting_that_is_no_date_is_a_configuration_error(settings):
    settings.SXSH_NOW = "14/12/2018"
    with pytest.raises(ImproperlyConfigured, match="14/12/2018"):
        clock.now()


@pytest.mark.parametrize(
    "moment",
    [
        "2018-12-15",
        "2018-12-14T17:00:00Z",
        date(2018, 12, 15),
        datetime(2018, 12, 15),
        datetime(2018, 12, 14, 17, tzinfo=UTC),
    ],
)
def test_standing_at_a_moment(settings, moment):
    settings.SXSH_NOW = "2010-01-01"
    with clock.standing_at(moment) as standing:
        assert clock.now() == standing == datetime(2018, 12, 15, tzinfo=HANOI)
        assert clock.now() is clock.now()
        assert clock.today() == date(2018, 12, 15)
    assert clock.today().year == 2010


def test_the_business_day_changes_at_midnight_in_hanoi():
    with clock.standing_at("2018-12-14T16:59:59.999999Z"):
        assert clock.today() == date(2018, 12, 14)
    with clock.standing_at("2018-12-14T17:00:00Z"):
        assert clock.today() == date(2018, 12, 15)


def test_moments_nest_and_end_with_their_block_also_on_errors():
    with clock.standing_at("2018-01-01"):
        with suppress(RuntimeError), clock.standing_at("2019-01-01"):
            assert clock.today().year == 2019
            raise RuntimeError
        assert clock.today().year == 2018
    assert clock.today().year >= 2024


def test_other_threads_do_not_see_a_standing_clock():
    seen = []
    with clock.standing_at("2018-01-01"):
        thread = threading.Thread(target=lambda: seen.append(clock.today().year))
        thread.start()
        thread.join()
    assert seen[0] >= 2024
