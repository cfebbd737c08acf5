"""The heading of a document that a province's department issues about a plan on a certain day.

A plan keeps the province that issued it; a document about it carries the bodies of its own day. Kon Tum
issued its plan itself, a report on that plan of 2025-07-01 or later comes from Quảng Ngãi.
"""

from datetime import date

from agencies.models import Agency
from core.clock import today
from plans.models import PlanVersion
from reporting.contents.heading import Heading

DEPARTMENT = "so-cong-thuong"
DEPARTMENT_NAME, DEPARTMENT_SYMBOL = "Sở Công Thương", "SCT"


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
    province = version.province.answering_on(day)
    name = province.name_on(day)
    department = Agency.objects.filter(province=province, slug=DEPARTMENT).first()
    committee = f"Ủy ban nhân dân {name.in_sentence}"
    symbol = department.short_name if department and department.short_name else DEPARTMENT_SYMBOL
    return Heading(
        number=number,
        symbol=f"BC-{symbol}",
        day=day,
        place=name.bare,
        parent_body=committee,
        issuing_body=department.name if department else DEPARTMENT_NAME,
        addressees=(committee, "Bộ Công Thương"),
        signer_authority=signer_authority,
        signer_title=signer_title,
        signer_name=signer_name,
        recipients=recipients,
    )
