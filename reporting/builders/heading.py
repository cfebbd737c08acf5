"""The heading of a document that a province's department issues about a plan on a certain day, and of the ministry's.

A plan keeps the province that issued it; a document about it carries the bodies of its own day. Kon Tum
issued its plan itself, a report on that plan of 2025-07-01 or later comes from Quảng Ngãi.
"""

from dataclasses import dataclass
from datetime import date

from agencies.models import Agency
from core.clock import today
from plans.models import PlanVersion
from reporting.contents.heading import Heading

DEPARTMENT = "so-cong-thuong"
DEPARTMENT_NAME, DEPARTMENT_SYMBOL = "Sở Công Thương", "SCT"
MINISTRY, ADDRESSEE = "Bộ Công Thương", "Thủ tướng Chính phủ"


@dataclass(frozen=True)
class IssuingBodies:
    """Who answers for a plan on a day: the committee, the department with its symbol, and the place."""

    parent_body: str
    issuing_body: str
    symbol: str
    place: str


def issuing_bodies(version: PlanVersion, day: date) -> IssuingBodies:
    """The bodies of the province that answers on that day for the one that issued the plan."""
    province = version.province.answering_on(day)
    name = province.name_on(day)
    department = Agency.objects.filter(province=province, slug=DEPARTMENT).first()
    return IssuingBodies(
        parent_body=f"Ủy ban nhân dân {name.in_sentence}",
        issuing_body=department.name if department else DEPARTMENT_NAME,
        symbol=department.short_name if department and department.short_name else DEPARTMENT_SYMBOL,
        place=name.bare,
    )


def build_heading(
    version: PlanVersion,
    *,
    day: date | None = None,
    number: int | None = None,
    signer_authority: str = "",
    signer_title: str = "GIÁM ĐỐC",
    signer_name: str = "",
    recipients: tuple[str, ...] = ("Như trên", "Lưu: VT"),
) -> Heading:
    """The heading of the department's report (BC) on a version's plan; the day defaults to the business date."""
    day = day or today()
    bodies = issuing_bodies(version, day)
    return Heading(
        number=number,
        symbol=f"BC-{bodies.symbol}",
        day=day,
        place=bodies.place,
        parent_body=bodies.parent_body,
        issuing_body=bodies.issuing_body,
        addressees=(bodies.parent_body, MINISTRY),
        signer_authority=signer_authority,
        signer_title=signer_title,
        signer_name=signer_name,
        recipients=recipients,
    )


def ministry_heading(day: date) -> Heading:
    """The heading of the ministry's report; it has no parent body in its documents (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""
    return Heading(
        number=None, symbol="BC-BCT", day=day, place="Hà Nội", parent_body="", issuing_body=MINISTRY,
        addressees=(ADDRESSEE,), signer_authority="", signer_title="BỘ TRƯỞNG", signer_name="",
        recipients=("Như trên", "Lưu: VT"),
    )  # fmt: skip
