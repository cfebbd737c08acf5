"""The portal's settings with shorter times, so that what takes hours happens in minutes; and the run's business clock."""

import os
from pathlib import Path

from benchmarks.faults.clock import SharedClock
from core import clock
from sxsh_portal.settings import *  # noqa: F403
from sxsh_portal.settings import CELERY_BEAT_SCHEDULE

JOB_LIMIT = 5  # seconds; the lease of a mail (SXSH_MAIL_LEASE_SECONDS) is longer, as in production

SXSH_NOW = SharedClock(Path(os.environ["FAULTS_CLOCK"])).at(clock._PROCESS_START.timestamp()).isoformat()
CELERY_TASK_TIME_LIMIT = JOB_LIMIT
CELERY_BEAT_SCHEDULE = {
    name: CELERY_BEAT_SCHEDULE[name] | {"schedule": seconds, "options": {"expires": 10}}
    for name, seconds in (("plan-reminders", 2), ("sweep-mails", 5))
}
