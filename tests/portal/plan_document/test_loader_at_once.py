"""Two people load one plan at the same moment: it becomes one version, and both are told the truth."""

import os
import subprocess
import sys
import time

import psycopg
import pytest
from django.conf import settings

from portal.api.renderers import dumps
from tests.factories import plan_data

WAITING = (
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


@pytest.fixture
def load_at_once(cloned_database, tmp_path):
    """load_at_once(data, ...) loads each in a process of its own, all waiting for the plan at the same time."""

    def load(*documents: dict) -> list[str]:
        with psycopg.connect(cloned_database, autocommit=True) as gate:
            gate.execute("SELECT pg_advisory_lock(hashtext('plan ha-tinh-2099'))")
            started = [_start(cloned_database, tmp_path / f"{n}.json", d) for n, d in enumerate(documents)]
            try:
                _wait_until(lambda: gate.execute(WAITING).fetchone()[0] == len(documents), started)
            finally:
                gate.execute("SELECT pg_advisory_unlock_all()")
                answers = [process.communicate(timeout=180)[0] for process in started]
        assert [process.returncode for process in started] == [0] * len(started), answers
        return sorted(answers)

    return load


def _start(database_url: str, file, data: dict) -> subprocess.Popen:
    file.write_text(dumps(data), encoding="utf-8")
    return subprocess.Popen(
        [sys.executable, "manage.py", "load_plans", str(file)],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": database_url, "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )


def _wait_until(condition, processes: list[subprocess.Popen], seconds: float = 180) -> None:
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit, "the loads do not wait for each other"
        assert all(process.poll() is None for process in processes), "a load did not wait"
        time.sleep(0.05)


def versions(database_url: str) -> list[tuple]:
    with psycopg.connect(database_url) as database:
        return database.execute(
            "SELECT number, kind, title, version.id = plan.current_version_id FROM plans_planversion version"
            " JOIN plans_plan plan ON plan.id = plan_id WHERE slug = 'ha-tinh-2099' ORDER BY number"
        ).fetchall()


def test_two_loads_of_one_document_give_one_version(load_at_once, cloned_database):
    assert versions(cloned_database) == []
    assert load_at_once(plan_data(), plan_data()) == [
        "ha-tinh-2099: không đổi (bản 1)\n",
        "ha-tinh-2099: đã nạp, bản 1\n",
    ]
    assert versions(cloned_database) == [(1, "original", "KẾ HOẠCH THỬ", True)]
    changed = plan_data(title="KẾ HOẠCH ĐÃ SỬA")
    mended, unchanged = load_at_once(changed, changed)
    assert unchanged == "ha-tinh-2099: không đổi (bản 2)\n"
    assert mended.startswith("ha-tinh-2099: bản 2, Sửa bản chép")
    assert versions(cloned_database) == [
        (1, "original", "KẾ HOẠCH THỬ", False),
        (2, "transcription", "KẾ HOẠCH ĐÃ SỬA", True),
    ]
