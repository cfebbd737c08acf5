"""What the worker of a run includes: shorter times of the outbox, and a planted fault where one is asked for."""

import os

from agencies.outbox import delivering, handing
from benchmarks.faults.plants import PLANTS

PATIENCE = 2  # seconds in which a mail server has to answer
ATTEMPTS = 200  # a mail server is killed more often here than one is away in life

handing.PATIENCE = PATIENCE
delivering.PAUSES = (1 / 60,) * ATTEMPTS
if planted := os.environ.get("FAULTS_PLANT"):
    PLANTS[planted]()
