"""`script/db start|stop|status|psql`: the embedded PostgreSQL by hand."""

import os
import sys

from sxsh_portal.embedded_postgres import cluster, files, roles
from sxsh_portal.embedded_postgres.account import program
from sxsh_portal.embedded_postgres.faults import EmbeddedPostgresError

USAGE = """Cách dùng: script/db start|stop|status|psql [tham số của psql]
  start   khởi động PostgreSQL nhúng nếu nó chưa chạy
  stop    dừng nó (dữ liệu được giữ)
  status  cho biết nó có chạy không (mã thoát 3: không chạy)
  psql    mở psql vào cơ sở dữ liệu của cổng"""
NOT_RUNNING = 3


def describe(running: cluster.Cluster) -> str:
    return (
        f"PostgreSQL đang chạy: {running.host}:{running.port}, cơ sở dữ liệu {roles.DATABASE}, "
        f"tiến trình {running.pid}, dữ liệu ở {files.default_home()}."
    )


def main(arguments: list[str]) -> int:
    match arguments:
        case ["start"]:
            print(describe(cluster.ensure_running()))
        case ["stop"]:
            print("Đã dừng PostgreSQL." if cluster.stop() else "PostgreSQL không chạy.")
        case ["status"]:
            running = cluster.status()
            print(describe(running) if running else "PostgreSQL không chạy.")
            return 0 if running else NOT_RUNNING
        case ["psql", *rest]:
            params = cluster.ensure_running().connection_params()
            environment = os.environ | {
                "PGHOST": params["host"],
                "PGPORT": str(params["port"]),
                "PGUSER": params["user"],
                "PGPASSWORD": params["password"],
                "PGSSLMODE": params["sslmode"],
                "PGDATABASE": roles.DATABASE,
            }
            os.execve(program("psql"), ["psql", *rest], environment)
        case _:
            print(USAGE, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    if os.environ.get("DATABASE_URL"):
        print("DATABASE_URL đang được đặt: cổng không dùng PostgreSQL nhúng này.", file=sys.stderr)
    try:
        sys.exit(main(sys.argv[1:]))
    except EmbeddedPostgresError as error:
        sys.exit(str(error))
