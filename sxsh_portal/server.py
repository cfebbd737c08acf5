"""Everything that makes the portal run on one machine, in one terminal: `script/server`.

PostgreSQL and Redis where no DATABASE_URL and REDIS_URL name others, `manage.py prepare`, then web, worker
and beat. A part that ends is started again. SIGTERM, SIGINT or a closed terminal end all of them, and the
PostgreSQL if it was started here. Our own and not honcho, because honcho ends everything when one part ends
and leaves the parts running when it is killed itself.
"""

import collections
import contextlib
import functools
import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time

from sxsh_portal import databases, embedded_redis
from sxsh_portal.embedded_postgres import cluster
from sxsh_portal.embedded_postgres.faults import EmbeddedPostgresError
from sxsh_portal.embedded_postgres.files import default_home
from sxsh_portal.processes import ending_with_parent

HOST = "127.0.0.1"
TICK = 0.1  # seconds between two looks at the parts
GRACE = 4  # seconds a part gets to end by itself; all together stay below 10
REDIS_GRACE = 1
POSTGRES_GRACE = 2
LONGEST_PAUSE = 30  # seconds before a part that keeps ending is tried again
STEADY_AFTER = 30  # seconds after which a part counts as running well
REDIS_PATIENCE = 15
FIRST_PAGE = "/accounts/login/"
SAMPLE = "--sample"
SAMPLE_NOW = "2018-12-20T09:00"  # when most reports of 2018 have come and some are late
LEFT_TO_TRY = "kon-tum"  # its consolidated report is not sent: whoever looks around may do it

_output = threading.Lock()


def say(text: str, name: str = "server") -> None:
    """Prints the text with the name of the part, if it has one, before each line."""
    prefix = f"{name:<8}| " if name else ""
    lines = "".join(f"{prefix}{line}\n" for line in text.split("\n") if line or not name)
    with _output, contextlib.suppress(OSError):  # the terminal may be gone
        sys.stdout.write(lines)
        sys.stdout.flush()


class Part:
    """One process of the portal and, in its process group, all that it starts."""

    def __init__(self, name: str, command: list[str], environment: dict, *, quiet: bool = False):
        self.name = name
        self.quiet = quiet  # what it writes is shown only when it ends unasked
        self.last_lines = collections.deque(maxlen=20)
        self.command = command
        self.environment = environment
        self.process: subprocess.Popen | None = None
        self.reader: threading.Thread | None = None
        self.failures = 0
        self.started_at = 0.0
        self.restart_at: float | None = None

    def start(self) -> None:
        """Starts the process in a group of its own; call it from the main thread (see `processes`)."""
        self.process = subprocess.Popen(
            self.command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.started_at = time.monotonic()
        self.restart_at = None
        self.reader = threading.Thread(target=self._repeat_output, args=[self.process.stdout], daemon=True)
        self.reader.start()

    def has_ended(self) -> bool:
        """Whether the process has ended; takes what it left behind with it."""
        if self.process.returncode is not None:
            return True
        # Looks without reaping, so that the number of the group cannot be somebody else's yet.
        if os.waitid(os.P_PID, self.process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            return False
        self.signal_group(signal.SIGKILL)
        self.process.wait()
        deadline = time.monotonic() + 0.5  # a killed process takes a moment to be gone
        while self.signal_group(0) and time.monotonic() < deadline:
            time.sleep(0.01)
        return True

    def keep_running(self) -> None:
        """Starts the process again when it has ended, later each time it does so soon."""
        if self.restart_at is not None:
            if time.monotonic() >= self.restart_at:
                self.start()
        elif self.has_ended():
            if time.monotonic() - self.started_at > STEADY_AFTER:
                self.failures = 0
            pause = min(2**self.failures, LONGEST_PAUSE)
            self.failures += 1
            self.restart_at = time.monotonic() + pause
            if self.last_lines:
                say("\n".join(self.last_lines), self.name)
            say(f"{self.name} đã kết thúc (mã {self.process.returncode}); khởi động lại sau {pause} giây.")

    def signal_group(self, which: int) -> bool:
        """Sends the signal to the process and all that it started; whether any of them is there."""
        try:
            os.killpg(self.process.pid, which)
        except ProcessLookupError:
            return False
        return True

    def ask_to_end(self) -> None:
        """Sends SIGTERM to the process alone: it knows how to end what it started."""
        if self.process is not None and not self.has_ended():
            self.process.terminate()

    def _repeat_output(self, stream) -> None:
        with stream:
            for line in stream:
                text = line.decode(errors="replace").rstrip("\n")
                if self.quiet:
                    self.last_lines.append(text)
                else:
                    say(text, self.name)


class Server:
    """The parts together, from the first to the last."""

    def __init__(self, port: int, *, has_sample: bool = False):
        self.port = port
        self.has_sample = has_sample
        self.owner = secrets.token_hex(8)
        self.parts: list[Part] = []
        self.accounts: Part | None = None  # the command that lists them
        self.web_answers = False
        self.is_announced = False
        self.stopping = False  # no Event: setting one in a signal handler can lock up whoever waits for it
        self.environment = os.environ | {
            "PYTHONUNBUFFERED": "1",
            "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges",
            cluster.OWNER_VARIABLE: self.owner,
        }
        self.environment.setdefault("SXSH_ADDRESS", f"http://127.0.0.1:{self.port}")
        if has_sample:
            self.environment.setdefault("SXSH_NOW", SAMPLE_NOW)
        os.environ[cluster.OWNER_VARIABLE] = self.owner

    @property
    def has_own_database(self) -> bool:
        """Whether an address of a database was given, so that the embedded PostgreSQL is not needed."""
        return any(os.environ.get(name) for name in databases.VARIABLES.values())

    def run(self) -> int:
        """Runs until a signal comes; the exit code."""
        for which in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(which, self._stop_soon)
        try:
            refuse_busy_port(self.port)
            self._start_stores()
            self._prepare()
            self._start_portal()
            while not self.stopping:
                for part in self.parts:
                    part.keep_running()
                if self.accounts is not None:
                    self.accounts.has_ended()  # and is taken out of the list of processes
                elif self.web_answers and not self.is_announced:
                    self._announce()
                time.sleep(TICK)
        except ServerError as error:
            if not self.stopping:
                say(str(error))
                return 1
        except (EmbeddedPostgresError, embedded_redis.EmbeddedRedisError) as error:
            say(str(error))
            return 1
        finally:
            self._end()
        return 0

    def _stop_soon(self, *_) -> None:
        self.stopping = True

    def _start_stores(self) -> None:
        if not self.has_own_database:
            if cluster.status() is None:
                say("Đang khởi động PostgreSQL nhúng…")
            cluster.ensure_running()
        if not os.environ.get("REDIS_URL"):
            port = embedded_redis.free_port()
            self.environment["REDIS_URL"] = embedded_redis.url(port)
            redis = Part("redis", embedded_redis.command(port), self.environment, quiet=True)
            self._add_part(redis)
            ready = functools.partial(embedded_redis.is_ready, redis.process, port)
            self._wait(ready, REDIS_PATIENCE, "Redis không trả lời.")

    def _prepare(self) -> None:
        """Migrations, reference data, plans, demonstration accounts: all that a first start needs; sample years."""
        self._do("prepare", "Không chuẩn bị được dữ liệu")
        if self.has_sample:
            self._do("make_sample", "Không tạo được số liệu mẫu", "--sent", "--leave", LEFT_TO_TRY)

    def _do(self, command: str, complaint: str, *options: str) -> None:
        """Runs a command to its end."""
        part = Part(command, self._python("manage.py", command, *options), self._environment_of("owner"))
        part.start()
        try:
            self._wait(part.has_ended, None, "")
        finally:
            self._end_parts([part], GRACE)
        if part.process.returncode != 0:
            raise ServerError(f"{complaint} (manage.py {command}), xem thông báo ở trên.")

    def _start_portal(self) -> None:
        var = default_home().parent
        var.mkdir(parents=True, exist_ok=True)
        schedule = var / f"celerybeat-schedule-{self.port}"
        gunicorn = (
            f"--bind {HOST}:{self.port} --workers 2 --worker-class gthread --threads 4 --no-control-socket"
        )
        patience = f"--graceful-timeout {GRACE - 1} --log-level warning"
        # There is one worker: it has nobody to gossip with.
        worker = "worker --concurrency 2 --without-gossip --without-mingle --loglevel WARNING"
        beat = ["beat", "--loglevel", "WARNING", "--schedule", str(schedule)]
        celery = ["-m", "celery", "--quiet", "-A", "sxsh_portal"]
        self._add("web", "web", ["-m", "gunicorn", "sxsh_portal.wsgi", *gunicorn.split(), *patience.split()])
        self._add("worker", "worker", [*celery, *worker.split()])
        self._add("beat", "worker", [*celery, *beat])
        threading.Thread(target=self._wait_for_web, daemon=True).start()

    def _wait_for_web(self) -> None:
        while not self.stopping and not self.web_answers:
            time.sleep(TICK)
            self.web_answers = self._ask_web()

    def _announce(self) -> None:
        """Prints where the portal is and who may sign in."""
        self.is_announced = True
        say(f"Cổng đang chạy tại http://{HOST}:{self.port}/ (Ctrl-C để dừng)")
        if os.environ.get("SXSH_ENV") != "production":
            more = ["--province", LEFT_TO_TRY] if self.has_sample else []
            self.accounts = Part(
                "", self._python("manage.py", "demo_accounts", *more), self._environment_of("owner")
            )
            self.accounts.start()

    def _ask_web(self) -> bool:
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection(HOST, self.port, timeout=30)
            with contextlib.closing(connection):
                connection.request("GET", FIRST_PAGE)
                return connection.getresponse().status < 500
        return False

    def _python(self, *arguments: str) -> list[str]:
        return ending_with_parent([sys.executable, *arguments])

    def _environment_of(self, role: str) -> dict:
        return self.environment | {databases.VARIABLE: role}

    def _add(self, name: str, role: str, arguments: list[str]) -> None:
        self._add_part(Part(name, self._python(*arguments), self._environment_of(role)))

    def _add_part(self, part: Part) -> None:
        part.start()
        self.parts.append(part)

    def _wait(self, condition, seconds: float | None, complaint: str) -> None:
        deadline = time.monotonic() + (seconds or float("inf"))
        while not condition():
            if self.stopping:
                raise ServerError("Đã bị dừng khi đang khởi động.")
            if time.monotonic() > deadline:
                raise ServerError(complaint)
            time.sleep(TICK)

    def _end(self) -> None:
        """Ends the parts, those that others need last, then the PostgreSQL if it is ours."""
        self.stopping = True
        others = [part for part in self.parts if part.name != "redis"]
        self._end_parts([*others, self.accounts] if self.accounts else others, GRACE)
        self._end_parts([part for part in self.parts if part.name == "redis"], REDIS_GRACE)
        if not self.has_own_database:
            with contextlib.suppress(EmbeddedPostgresError):
                cluster.stop(owner=self.owner, patience=POSTGRES_GRACE)
        for part in self.parts:
            part.reader.join(timeout=0.2)  # its last words
        if self.parts:
            say("Đã dừng.")

    def _end_parts(self, parts: list[Part], grace: float) -> None:
        parts = [part for part in parts if part.process is not None]
        for part in parts:
            part.ask_to_end()
        deadline = time.monotonic() + grace
        while not all(part.has_ended() for part in parts):
            if time.monotonic() > deadline:
                for part in parts:
                    if not part.has_ended():
                        part.signal_group(signal.SIGKILL)
            time.sleep(0.02)


class ServerError(Exception):
    """The server cannot go on; the text says why, in Vietnamese."""


def refuse_busy_port(port: int) -> None:
    """Raises when another program listens there, before anything else is started."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
            trial.listen(1)
        except OSError as error:
            raise ServerError(
                f"Không mở được cổng {HOST}:{port} ({error.strerror}): có lẽ một chương trình khác đang dùng. "
                f"Hãy dừng chương trình đó hoặc chọn cổng khác: PORT={port + 1} script/server"
            ) from error


def read_port(text: str) -> int:
    """The port to listen on, from the PORT variable."""
    if text.isascii() and text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise ServerError(f"PORT phải là một số từ 1 đến 65535, không phải {text!r}.")


if __name__ == "__main__":
    if set(sys.argv[1:]) - {SAMPLE}:
        sys.exit(f"Dùng: script/server [{SAMPLE}]")
    try:
        server = Server(read_port(os.environ.get("PORT") or "8000"), has_sample=SAMPLE in sys.argv)
    except ServerError as refusal:
        sys.exit(str(refusal))
    sys.exit(server.run())
