"""Who stands for whom: successions between agencies, by the business date."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from agencies.models import Agency, AgencySuccession
from core import clock


@dataclass(frozen=True)
class Inheritance:
    """That the agency stands for another one: for all its duties or a part, decided or only proposed."""

    agency: Agency
    duty: str
    is_proposed: bool

    @property
    def words(self) -> str:
        part = f", phần {self.duty}" if self.duty else ""
        status = "đề xuất" if self.is_proposed else "đã quyết định"
        return f"kế thừa từ {self.agency}{part}; {status}"


def inheritances(agency: Agency) -> dict[int, Inheritance]:
    """Whom the agency stands for by the business date, by primary key; also through several successions."""
    before = defaultdict(list)
    today = clock.today()
    for row in AgencySuccession.objects.select_related("agency__province"):
        if not row.agency.exists_to or has_ended(row.agency, today):
            before[row.successor_id].append(row)
    found: dict[int, Inheritance] = {}
    waiting = [(agency.pk, False)]
    while waiting:
        successor, is_proposed = waiting.pop()
        for row in before[successor]:
            if row.agency_id not in found and row.agency_id != agency.pk:
                is_open = is_proposed or row.status == AgencySuccession.Status.PROPOSED
                found[row.agency_id] = Inheritance(row.agency, row.duty, is_open)
                waiting.append((row.agency_id, is_open))
    return found


def has_ended(agency: Agency, day: date) -> bool:
    """If it has ended by that day, itself or with its province."""
    province = agency.province
    return agency.has_ended_by(day) or bool(province and province.ended_on and province.ended_on < day)
