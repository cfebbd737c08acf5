"""What the worker of a run includes: shorter times, messages that come twice, and a planted fault where asked for."""

import os
from pathlib import Path

from celery.signals import task_postrun

from agencies.outbox import delivering, handing, sweeping, writing
from benchmarks.faults.plants import PLANTS
from core import doorbell

PATIENCE = 2  # seconds in which a mail server has to answer
RINGS = 10  # a sweep; as many a second as in service
ATTEMPTS = 200  # a mail server is killed more often here than one is away in life


@task_postrun.connect
def tell_that_it_has_planned(sender, **_) -> None:
    if sender.name == "portal.jobs.plan_reminders":
        Path(os.environ["FAULTS_PLANNED"]).touch()


def ring_all_twice(job, identities) -> None:
    """A broker may give the same message to two workers at once."""
    doorbell.ring_all(job, [identity for identity in identities for _ in range(2)])


writing.ring_all = ring_all_twice
sweeping.ring = lambda job, identity: ring_all_twice(job, [identity])
sweeping.RINGS = RINGS
handing.PATIENCE = PATIENCE
delivering.PAUSES = (1 / 60,) * ATTEMPTS
if planted := os.environ.get("FAULTS_PLANT"):
    PLANTS[planted]()
