"""script/bootstrap on machines that lack something, and the other scripts' ways of being called."""

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = sorted([*ROOT.glob("script/*"), ROOT / ".ci" / "run"])
NOBODY = 65534
# What the script itself needs; python is there as well, but neither node nor npm, apt-get or sudo.
TOOLS = [
    "bash",
    "env",
    "cat",
    "cd",
    "dirname",
    "flock",
    "grep",
    "mkdir",
    "readlink",
    "rm",
    "sha256sum",
    "tail",
]


@pytest.fixture
def stranger():
    """A clone in a folder that anybody may enter, and how an ordinary user runs something there."""
    folder = Path(tempfile.mkdtemp(prefix="sxsh-"))
    folder.chmod(0o755)
    clone = folder / "clone"
    clone.mkdir()
    shutil.copytree(ROOT / "script", clone / "script")
    for name in ("package.json", "package-lock.json", ".npmrc", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / name, clone)
    tools = folder / "bin"
    tools.mkdir()
    for name in TOOLS:
        if found := shutil.which(name):
            (tools / name).symlink_to(found)
    user = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    if user:
        os.chown(clone, NOBODY, NOBODY)

    def run(*command, **environment):
        return subprocess.run(
            command,
            cwd="/",
            env={"PATH": str(tools), "LC_ALL": "C"} | environment,
            capture_output=True,
            text=True,
            timeout=60,
            **user,
        )

    run.clone, run.tools = clone, tools
    yield run
    shutil.rmtree(folder)


def test_bootstrap_says_which_packages_to_install(stranger):
    result = stranger(stranger.clone / "script" / "bootstrap")

    assert result.returncode == 1
    assert "Máy này thiếu:" in result.stderr
    assert "Node.js từ 18 và npm" in result.stderr
    command = result.stderr.splitlines()[-1]
    assert command.startswith("  sudo apt-get update && sudo apt-get install -y ")
    assert " nodejs npm" in command
    assert "chromium" not in result.stderr.lower()
    assert not (stranger.clone / ".venv").exists()


def test_bootstrap_for_production_asks_for_pg_dump_and_no_browser(stranger):
    result = stranger(stranger.clone / "script" / "bootstrap", "--production")

    assert result.returncode == 1
    assert "pg_dump và pg_restore, để sao lưu" in result.stderr
    assert result.stderr.splitlines()[-1].endswith(" postgresql-client")
    assert "chromium" not in result.stderr.lower()


def test_bootstrap_for_tests_asks_for_a_browser(stranger):
    result = stranger(stranger.clone / "script" / "bootstrap", "--tests")

    assert result.returncode == 1
    assert "trình duyệt Chromium hoặc Chrome" in result.stderr
    assert result.stderr.splitlines()[-1].endswith(" chromium-headless-shell")


@pytest.mark.parametrize(
    "browser", ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]
)
def test_bootstrap_for_tests_takes_any_of_the_browsers(stranger, browser):
    (stranger.tools / browser).symlink_to("/bin/true")

    result = stranger(stranger.clone / "script" / "bootstrap", "--tests")

    assert " nodejs npm" in result.stderr.splitlines()[-1]
    assert "chromium" not in result.stderr.lower()


@pytest.mark.parametrize("link", [".venv", "node_modules"])
def test_bootstrap_installs_nothing_through_a_link(stranger, link):
    elsewhere = stranger.clone.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept").write_text("somebody else's")
    shutil.chown(elsewhere, *((NOBODY, NOBODY) if os.geteuid() == 0 else (os.getuid(), os.getgid())))
    (stranger.clone / link).symlink_to(elsewhere)
    for name, answer in (("node", "18.19.0"), ("npm", "9.2.0"), ("chromium", "")):
        (stranger.tools / name).write_text(f"#!/bin/sh\necho {answer}\n")
        (stranger.tools / name).chmod(0o755)
    # Nothing is missing on this machine: the next step is to install.
    script = stranger.clone / "script" / "bootstrap"
    script.write_text(
        script.read_text().replace(
            "if all_is_current; then", "find_missing() { :; }\nif all_is_current; then", 1
        )
    )
    if link == "node_modules":
        script.write_text(script.read_text().replace("python_is_current || install_python", ""))

    result = stranger(script)

    assert result.returncode == 1
    assert f"{link} là một liên kết tới {elsewhere}" in result.stderr
    assert (elsewhere / "kept").read_text() == "somebody else's"


def test_bootstrap_refuses_a_node_that_is_too_old(stranger):
    for name, answer in (("node", "12.22.0"), ("npm", "7.5.2")):
        (stranger.tools / name).write_text(f"#!/bin/sh\necho {answer}\n")
        (stranger.tools / name).chmod(0o755)

    result = stranger(stranger.clone / "script" / "bootstrap")

    assert result.returncode == 1
    assert "đang có: node 12.22.0, npm 7.5.2" in result.stderr


def test_bootstrap_has_nothing_to_do_the_second_time():
    subprocess.run([ROOT / "script" / "bootstrap"], check=True)
    started = time.monotonic()

    result = subprocess.run(
        [ROOT / "script" / "bootstrap"], cwd="/", capture_output=True, check=True, stdin=subprocess.DEVNULL
    )

    assert time.monotonic() - started < 1
    assert result.stdout + result.stderr == b""


def test_bootstrap_works_with_closed_standard_input():
    subprocess.run(["bash", "-c", f"exec '{ROOT}/script/bootstrap' <&-"], check=True)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_every_script_is_bash_that_parses_and_may_be_run(script):
    assert os.access(script, os.X_OK)
    assert script.read_text().startswith("#!/usr/bin/env bash\n")
    subprocess.run(["bash", "-n", script], check=True)


def test_bench_without_a_name_lists_what_there_is():
    result = subprocess.run([ROOT / "script" / "bench"], capture_output=True, text=True, check=True)

    assert "Cách dùng" in result.stderr
    names = {path.stem for path in ROOT.glob("benchmarks/*.py") if not path.stem.startswith("_")}
    packages = {path.parent.name for path in ROOT.glob("benchmarks/*/__main__.py")}
    assert set(result.stdout.split()) == names | packages


def test_bench_refuses_an_unknown_name():
    result = subprocess.run([ROOT / "script" / "bench", "../manage"], capture_output=True, text=True)

    assert result.returncode == 2
    assert "Không có phép đo" in result.stderr
