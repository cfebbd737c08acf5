"""What becomes of an obligation of a sample year: sent or not, when, by whom, and what the department does with it."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property
from random import Random

from agencies.models import Agency, Membership, Province, User
from core import clock
from core.dates import HANOI
from portal.sample.people import department_people, reporter_of, reporting_role
from reporting.enums import ObligationBasis
from reporting.models import Obligation
from reporting.obligors import collector_of

OFFICER = ("Nguyễn Văn Mẫu", "Phó Giám đốc")
COMMENT = "Đề nghị bổ sung số lượng và kinh phí theo từng nguồn."
SILENT, NIL, RETURNED = (
    0.15,
    0.05,
    0.12,
)  # shares of those who do not report, had nothing, get their report back
LATE = 0.12
SENT_AGAIN = 0.7  # of what was returned
WAITS = timedelta(days=4)  # until the department has looked at a report


@dataclass(frozen=True)
class Fate:
    """`moment` is when the report is sent, None where none comes by now; `random` draws what it says."""

    obligation: Obligation
    moment: datetime | None
    is_nil: bool
    is_returned: bool
    random: Random

    @property
    def decided_at(self) -> datetime:
        """When the department has looked at it."""
        return self.moment + WAITS

    @property
    def is_decided(self) -> bool:
        """If that was before now; its own part the department does not look at."""
        return self.obligation.basis != ObligationBasis.OWN and self.decided_at <= clock.now()


def fate_of(obligation: Obligation, random: Random) -> Fate:
    """The same draws for each obligation, whatever comes of them; what lies after now does not come."""
    is_silent, is_late, is_nil, is_returned = (
        random.random() < share for share in (SILENT, LATE, NIL, RETURNED)
    )
    days = random.randint(1, 9) if is_late else -random.randint(1, 20)
    own = Random(random.random())
    until = obligation.late_from or datetime(obligation.year.year, 12, 15, tzinfo=HANOI)
    moment = datetime.combine((until + timedelta(days=days)).date(), time(9, own.randint(0, 59)), HANOI)
    comes = not is_silent and moment <= clock.now()
    return Fate(obligation, moment if comes else None, is_nil, is_returned, own)


class Cast:
    """Who acts for the agencies of a province, each looked up once."""

    def __init__(self, province: Province):
        self._province = province
        self._departments: dict[Province, Agency] = {}
        self._people: dict[Agency, tuple[User, User]] = {}

    def department(self, moment: datetime) -> Agency:
        """The department to which the reports go at that moment."""
        day = moment.astimezone(HANOI).date()
        holder = self._province.answering_on(day)
        if holder not in self._departments:
            self._departments[holder] = collector_of(self._province, day)
        return self._departments[holder]

    def editor_and_approver(self, moment: datetime) -> tuple[User, User]:
        """Of that department."""
        department = self.department(moment)
        if department not in self._people:
            self._people[department] = department_people(department)
        return self._people[department]

    def writer(self, obligation: Obligation, moment: datetime) -> User:
        """Who writes and sends the report at that moment."""
        agency = obligation.agency
        if agency == self.department(moment):
            return self.editor_and_approver(moment)[0]
        return self._reporters.get(agency.pk) or reporter_of(agency)

    @cached_property
    def _reporters(self) -> dict[int, User]:
        rows = Membership.objects.active().filter(province=self._province).select_related("user", "agency")
        found: dict[int, User] = {}
        for row in rows.order_by("pk"):
            if row.role == reporting_role(row.agency):
                found.setdefault(row.agency_id, row.user)
        return found
