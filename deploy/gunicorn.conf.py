"""How gunicorn serves the portal in production; each setting with its reason. Used by the image and by systemd.

`script/server` has settings of its own: it is for one machine, one terminal, and ends within seconds.
"""

import gc
import multiprocessing
import os
from pathlib import Path

from prometheus_client import multiprocess

# All addresses of the container; by hand, set WEB_BIND=127.0.0.1:8000 so that only the proxy reaches it.
bind = os.environ.get("WEB_BIND", "0.0.0.0:8000")

# Pages cost computing, so one process a core; its threads wait for the database meanwhile. With one process more the same
# pages took a sixth more of the processors when all came at once.
# Connections to PostgreSQL: workers x DATABASE_POOL_SIZE, and its usual limit is 100 for all.
workers = int(os.environ.get("WEB_WORKERS") or min(max(multiprocessing.cpu_count(), 2), 8))
worker_class = "gthread"
threads = 4

# A worker is replaced before what its libraries leak adds up, not all at the same moment. Seldom, because a start
# takes some seconds of a core: on the evening before the reports are due there are some 80 000 requests.
max_requests = 50000
max_requests_jitter = 10000

# A process that does not even notice the time any more is replaced.
timeout = 60
graceful_timeout = 30  # less than stop_grace_period and TimeoutStopSec
# Longer than deploy/Caddyfile keeps its connections idle, or it would use one that just closed.
keepalive = 75

# Workers show that they live by touching a file: in memory, because a slow disk would look like a hung worker.
worker_tmp_dir = "/dev/shm"

# Not preloaded: each worker opens its own connections, and a reload takes up new code.
preload_app = False

# Only the proxy reaches us; it sets X-Forwarded-Proto itself and drops what a visitor sends.
forwarded_allow_ips = "*"

# The portal writes one line a request, as data and without addresses and queries (portal.middleware).
accesslog = None
errorlog = "-"
loglevel = "info"

# A socket for commands to the running server: nobody uses it, and the file system is read-only.
control_socket_disable = True


# Where each process counts its requests for /metrics/.
figures = os.environ.get("PROMETHEUS_MULTIPROC_DIR")


def on_starting(server):
    """Figures of processes that ended before this start would be added to those of today."""
    for file in Path(figures).glob("*.db") if figures else ():
        file.unlink()


def post_worker_init(worker):
    """What is loaded stays, so the collector need not look at it again; and a page makes thousands of small objects.

    With Python's own threshold (700) collecting took 3.6 % of the time of reports being written.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


def child_exit(server, worker):
    """What a worker's gauges said ends with it; its counts stay."""
    if figures:
        multiprocess.mark_process_dead(worker.pid)
