"""The portal's parts as in production: gunicorn by deploy/gunicorn.conf.py, worker, beat, Redis, and a mail server.

Not in it: the proxy in front (TLS, compression) and its buffering of slow clients.
"""

import contextlib
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import psutil
from aiosmtpd.controller import Controller

from benchmarks.night.sample import EVENING, environment_of
from sxsh_portal import embedded_redis
from sxsh_portal.databases import VARIABLE
from sxsh_portal.embedded_postgres.files import default_home
from sxsh_portal.processes import ending_with_parent

HOST = "127.0.0.1"
BREATH = 5  # seconds after which what was killed comes back, as systemd and containers do
GRACE = 15
DEPLOY = ["bash", "deploy/run"]


class MailServer:
    """Takes every mail, and keeps its id and whom it was for."""

    def __init__(self):
        self.port = embedded_redis.free_port()
        self.ids: Counter[str] = Counter()
        self._controller = Controller(self, hostname=HOST, port=self.port)

    async def handle_DATA(self, server, session, envelope):  # noqa: N802, aiosmtpd calls it so
        head = envelope.content.partition(b"\r\n\r\n")[0].decode(errors="replace")
        lines = [line for line in head.split("\r\n") if line.lower().startswith("message-id:")]
        self.ids[f"{lines} {envelope.rcpt_tos}"] += 1
        return "250 OK"

    def __enter__(self):
        self._controller.start()
        return self

    def __exit__(self, *_):
        self._controller.stop()


class Parts:
    """Use it as a context: within it the portal runs, on the database of that name."""

    def __init__(self, database: str, mail: MailServer):
        self.port, self.redis_port = embedded_redis.free_port(), embedded_redis.free_port()
        self.home = Path(tempfile.mkdtemp(prefix="sxsh-night-"))
        self.environment = os.environ | environment_of(database) | {
            "SXSH_ENV": "production", "DJANGO_SETTINGS_MODULE": "benchmarks.night.settings", "NIGHT_NOW": EVENING,
            "SECRET_KEY": secrets.token_urlsafe(50), "SXSH_VAR_DIR": str(self.home),
            "STATIC_ROOT": str(default_home().parent / "night-static"), "ALLOWED_HOSTS": HOST,
            "CSRF_TRUSTED_ORIGINS": f"https://{HOST}", "TRUSTED_PROXY_COUNT": "1",
            "REDIS_URL": embedded_redis.url(self.redis_port), "EMAIL_URL": f"smtp://{HOST}:{mail.port}",
            "SXSH_ADDRESS": f"https://{HOST}", "WEB_BIND": f"{HOST}:{self.port}",
            "PROMETHEUS_MULTIPROC_DIR": str(self.home / "figures"), "SXSH_LOG_LEVEL": "WARNING",
            "PYTHONWARNINGS": "ignore",
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        }  # fmt: skip
        self.environment.pop("SXSH_NOW", None)
        self.commands = {
            "redis": embedded_redis.command(self.redis_port),
            "web": ending_with_parent([*DEPLOY, "web"]),
            "worker": ending_with_parent([*DEPLOY, "worker"]),
            "beat": ending_with_parent([*DEPLOY, "beat"]),
        }
        self.running: dict[str, subprocess.Popen] = {}
        self.lines = (self.home / "lines").open("wb")

    def __enter__(self):
        try:
            self._collect_static_files()
            for name in self.commands:
                self.start(name)
            self._wait_for_web()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for name in ("beat", "worker", "web", "redis"):
            if name in self.running:
                self._end(self.running.pop(name))
        self.lines.close()
        shutil.rmtree(self.home, ignore_errors=True)

    def start(self, name: str) -> None:
        self.running[name] = subprocess.Popen(
            self.commands[name], env=self.environment, stdin=subprocess.DEVNULL, stdout=self.lines,
            stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip

    def kill(self, *names: str) -> None:
        """Kills the parts with all that they started, at once; they come back after a breath. Call it from the main thread."""
        for name in names:
            os.killpg(self.running[name].pid, signal.SIGKILL)
        for name in names:
            self.running[name].wait()
        time.sleep(BREATH)
        for name in names:
            self.start(name)

    def cpu_seconds(self) -> dict[str, float]:
        """What each part has used by now, PostgreSQL too."""
        from sxsh_portal.embedded_postgres import cluster

        pids = {name: process.pid for name, process in self.running.items()}
        pids["postgresql"] = cluster.ensure_running().pid
        return {name: _used(pid) for name, pid in pids.items()}

    def last_lines(self, count: int = 40) -> str:
        return "\n".join((self.home / "lines").read_text(errors="replace").splitlines()[-count:])

    def _collect_static_files(self) -> None:
        """Compresses them, which takes a minute, where any is newer than what was kept of the last time."""
        kept = Path(self.environment["STATIC_ROOT"]) / "staticfiles.json"
        newest = max(file.stat().st_mtime for file in Path("static").rglob("*"))
        if not kept.exists() or kept.stat().st_mtime < newest:
            self._manage("collectstatic", "--no-input", "--verbosity", "0")

    def _manage(self, *arguments: str) -> None:
        environment = self.environment | {VARIABLE: "owner"}
        subprocess.run(
            [sys.executable, "manage.py", *arguments], env=environment, stdout=sys.stderr, check=True
        )

    def _wait_for_web(self) -> None:
        deadline = time.monotonic() + 60
        probe = {"WEB_BIND": self.environment["WEB_BIND"], VARIABLE: "web"}
        command = [sys.executable, "-m", "sxsh_portal.alive", "web"]
        while time.monotonic() < deadline:
            if subprocess.run(command, env=self.environment | probe, capture_output=True).returncode == 0:
                return
            time.sleep(0.5)
        raise RuntimeError(f"the portal did not start:\n{self.last_lines()}")

    @staticmethod
    def _end(process: subprocess.Popen) -> None:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=GRACE)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _used(pid: int) -> float:
    with contextlib.suppress(psutil.Error):
        process = psutil.Process(pid)
        times = [process.cpu_times(), *(_times(child) for child in process.children(recursive=True))]
        own = sum(one.user + one.system for one in times if one)
        return own + times[0].children_user + times[0].children_system
    return 0.0


def _times(process: psutil.Process):
    with contextlib.suppress(psutil.Error):
        return process.cpu_times()
