"""The business clock that all parts of a run share: where a round began, and when."""

import json
import time
from datetime import datetime, timedelta
from pathlib import Path

from core.dates import HANOI

OPENED = datetime(2018, 10, 1, 9, tzinfo=HANOI)  # when the reporting year of a run was


class SharedClock:
    """A file with the business moment at which a round began and the real moment (seconds since 1970) of that."""

    def __init__(self, path: Path):
        self.path = path
        self.rounds: list[tuple[float, datetime]] = []

    def begin(self, moment: datetime) -> None:
        """From now on it is that moment; for who starts it, before the parts that are to read it."""
        self.rounds.append((time.time(), moment))
        building = self.path.with_suffix(".new")
        building.write_text(json.dumps([time.time(), moment.isoformat()]))
        building.rename(self.path)

    @property
    def is_running(self) -> bool:
        """Whether the run has begun."""
        return bool(self.rounds)

    def now(self) -> datetime:
        """The business moment, as any process reads it."""
        return self.at(time.time())

    def at(self, real: float) -> datetime:
        """The business moment of a real one of this round."""
        began, moment = json.loads(self.path.read_text())
        return datetime.fromisoformat(moment) + timedelta(seconds=real - began)

    def was(self, real: float) -> datetime:
        """The business moment of a real one of any round, for who began them."""
        began, moment = max((one for one in self.rounds if one[0] <= real), default=self.rounds[0])
        return moment + timedelta(seconds=real - began)
