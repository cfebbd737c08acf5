"""Rendering in a child: its answers, its limits, what it sees, and that it ends when it should."""

import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.conf import settings

from core.children import StoppedError
from reporting.rendering import (
    CrashedError,
    OutOfMemoryError,
    RenderError,
    Rendering,
    TookTooLongError,
    render_in_child,
)
from tests.reporting.renderer import Order, open_gate

RENDERER = "tests.reporting.renderer"
MIB = 1 << 20


def render(deed: str, file="", on_progress=lambda *_: None, should_stop=lambda: False, **limits) -> bytes:
    order = Order(deed, str(file))
    return render_in_child(RENDERER, order, on_progress, should_stop=should_stop, **limits)


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def pid_of(file: Path) -> int | None:
    """The process that waits for the file."""
    return next((int(note.name.split(".")[-2]) for note in file.parent.glob(f"{file.name}.*.pid")), None)


def wait_until(condition, seconds: float = 20):
    limit = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < limit, "it did not happen in time"
        time.sleep(0.01)
    return value


def test_one_child_renders_one_thing_after_the_other_until_an_error_or_the_end(tmp_path):
    def never() -> bool:
        return False

    pids = []
    with Rendering(RENDERER) as rendering:
        for name in ("first", "second"):
            open_gate(tmp_path / name, name.encode())
            assert (
                rendering.render(Order("wait", str(tmp_path / name)), should_stop=never)
                == b"done " + name.encode()
            )
            pids.append(pid_of(tmp_path / name))
            assert rendering.is_alive
        with pytest.raises(RenderError):
            rendering.render(Order("fail"), should_stop=never)
        wait_until(lambda: not rendering.is_alive)
    assert len(set(pids)) == 1
    with Rendering(RENDERER) as other:
        open_gate(tmp_path / "third", b"third")
        other.render(Order("wait", str(tmp_path / "third")), should_stop=never)
    assert not is_alive(pid_of(tmp_path / "third"))


def test_the_result_and_each_step_on_the_way_come_back():
    steps = []

    assert render("say", on_progress=lambda *step: steps.append(step)) == b"done"
    assert steps == [(1, 3, "Trang 1"), (2, 3, "Trang 2"), (3, 3, "Trang 3")]


def test_documents_leave_the_processor_to_the_pages():
    assert int(render("tell_niceness")) == min(os.nice(0) + 10, 19)


def test_a_large_result_comes_back_whole():
    result = render("big")

    assert len(result) == 20 * MIB
    assert result[:MIB] == result[-MIB:]


def test_what_libraries_print_does_not_come_into_the_answer():
    assert render("chatter") == b"done"


@pytest.mark.parametrize(
    ("deed", "limits", "error", "reason"),
    [
        ("fail", {}, RenderError, "lỗi của chương trình"),
        ("give_text", {}, RenderError, "lỗi của chương trình"),
        ("give_nothing", {}, RenderError, "lỗi của chương trình"),
        ("eat_memory", {"memory_bytes": 256 * MIB}, OutOfMemoryError, "quá lớn"),
        ("spin", {"cpu_seconds": 1}, TookTooLongError, "nhiều thời gian"),
        ("sleep", {"wall_seconds": 1}, TookTooLongError, "nhiều thời gian"),
        ("crash", {}, CrashedError, "bị dừng đột ngột"),
        ("leave", {}, CrashedError, "bị dừng đột ngột"),
    ],
)
def test_what_goes_wrong_has_its_reason(deed, limits, error, reason):
    started = time.monotonic()
    with pytest.raises(RenderError) as failed:
        render(deed, **limits)

    assert type(failed.value) is error
    assert reason in failed.value.reason
    assert failed.value.may_pass is (error is CrashedError)
    assert time.monotonic() - started < 15


def test_technical_details_go_to_the_log_only(caplog):
    with caplog.at_level(logging.ERROR), pytest.raises(RenderError) as failed:
        render("fail")

    assert "ValueError: bí mật kỹ thuật" in caplog.text
    assert "bí mật" not in failed.value.reason + str(failed.value)


def test_a_renderer_that_is_not_there_is_an_error_of_the_program():
    with pytest.raises(RenderError):
        render_in_child("tests.reporting.khong_co", Order("say"), lambda *_: None, should_stop=lambda: False)


def test_a_child_sees_no_secret_no_database_and_no_file_of_its_parent(monkeypatch, tmp_path):
    secrets = {"DATABASE_URL": "postgresql://a:b@c/d", "SECRET_KEY": "e" * 50, "REDIS_URL": "redis://f/0"}
    for name, value in (secrets | {"SXSH_VAR_DIR": "g", "DJANGO_SETTINGS_MODULE": "h"}).items():
        monkeypatch.setenv(name, value)
    private = tmp_path / "private"
    with private.open("w") as file:
        os.set_inheritable(file.fileno(), True)
        seen = json.loads(render("look_around"))

    allowed = {"PATH", "HOME", "TMPDIR", "FONTCONFIG_PATH", "LC_ALL", "PYTHONUTF8", "PYTHONHASHSEED"}
    assert set(seen["environment"]) <= allowed
    assert set(secrets.values()) & set(seen["environment"].values()) == set()
    assert str(private) not in seen["files"].values()
    assert set(seen["files"]) <= {"0", "1", "2", "3"}  # and the private output
    assert [
        name for name in seen["modules"] if name.startswith(("django", "psycopg", "reporting.models"))
    ] == []
    assert seen["session"]


def test_a_child_that_nobody_wants_any_more_is_ended(tmp_path):
    gate = tmp_path / "gate"
    with pytest.raises(StoppedError):
        render("wait", gate, should_stop=lambda: pid_of(gate) is not None)

    assert not is_alive(pid_of(gate))


def test_stopping_is_asked_for_also_while_the_child_says_nothing():
    asked = []
    limit = time.monotonic() + 1
    with pytest.raises(StoppedError):
        render("sleep", should_stop=lambda: asked.append(1) or time.monotonic() > limit)

    assert len(asked) >= 4


def test_a_child_ends_with_its_killed_parent(tmp_path):
    gate = tmp_path / "gate"
    code = (
        "import django; django.setup()\n"
        "from tests.reporting.test_rendering import render\n"
        f"render('wait', {str(gate)!r})"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "sxsh_portal.settings"}
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=settings.BASE_DIR, env=environment)
    try:
        pid = wait_until(lambda: pid_of(gate))
        assert is_alive(pid)
    finally:
        parent.send_signal(signal.SIGKILL)
        parent.wait()

    wait_until(lambda: not is_alive(pid), 5)


def test_several_children_at_once_do_not_mix_their_answers():
    results = []
    threads = [threading.Thread(target=lambda: results.append(render("say"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert results == [b"done"] * 4
