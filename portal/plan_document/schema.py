"""The strict shape of a plan document. Every key is known, every value has its type.

Amounts are decimals in triệu đồng, never floats; texts are NFC with single spaces; a month-day such as
12-15 is the day before which a report is in time. `as_data` gives the plain data that is exported,
compared and answered by the API.
"""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

from budgets.enums import Source
from core.dates import MonthDay
from core.numbers import million_to_dong
from core.text import collapse
from plans.enums import (
    AnnexStatus,
    Component,
    DocumentKind,
    ObjectiveKind,
    SectionKind,
    VersionKind,
    VersionStatus,
)
from reporting.enums import ObligorKind

SubSource = Literal["moi_truong", "khcn", "kinh_te", "khuyen_cong"]


def _text(value: Any) -> Any:
    return collapse(value) if isinstance(value, str) else value


def _number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise ValueError("phải là số")
    return Decimal(value)


def _amount(value: Any) -> Any:
    amount = _number(value)
    million_to_dong(amount)
    return amount


def _partial_year(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or not re.fullmatch(r"(19|20)\d{2}(-(0[1-9]|1[0-2]))?", value):
        raise ValueError("phải là năm (2017) hoặc năm-tháng (2017-03)")
    return value


def _year_key(value: Any) -> Any:
    return int(value) if isinstance(value, str) and value.isdecimal() else value


def _month_day(value: Any) -> Any:
    if not isinstance(value, str):
        raise ValueError("phải là tháng-ngày, ví dụ 12-15")
    MonthDay.read(value)
    return value


def _plain_year(value: str) -> int | str:
    return int(value) if value.isdecimal() else value


Text = Annotated[str, BeforeValidator(_text), Field(min_length=1)]
Number = Annotated[Decimal, BeforeValidator(_number)]
Amount = Annotated[Decimal, BeforeValidator(_amount), Field(ge=0)]
Year = Annotated[int, Field(ge=1900, le=2100, strict=True)]
YearKey = Annotated[int, BeforeValidator(_year_key), Field(ge=1900, le=2100)]
PartialYear = Annotated[str, BeforeValidator(_partial_year), PlainSerializer(_plain_year)]
Before = Annotated[str, BeforeValidator(_month_day)]
Key = Annotated[str, BeforeValidator(_text), Field(min_length=1, max_length=100)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_enum_values=True)


class VersionData(Shape):
    number: Annotated[int, Field(ge=1, le=9999, strict=True)] = 1
    kind: VersionKind = VersionKind.ORIGINAL
    status: VersionStatus
    amends: int | None = None
    in_force_from: date | None = None
    reason: Text | None = None


class Signer(Shape):
    name: Text
    title: Text
    authority: Text | None = None


class Period(Shape):
    start: Year
    end: Year


class Mention(Shape):
    number: Text | None = None
    issued_on: date | None = None
    text: Text
    where: Text | None = None


class ObligorData(Shape):
    kind: ObligorKind
    before: Before | None = None
    clause: Text
    text: Text


class ReportingData(Shape):
    before: Before | None = None
    text: Text
    obligors: list[ObligorData] = []


class PhaseData(Shape):
    code: Key
    title: Text
    start: Year
    end: Year


class TargetData(Shape):
    indicator: str
    population: Text | None = None
    min: Number | None = None
    max: Number | None = None
    unit: Text | None = None
    year: Year | None = None


class ObjectiveData(Shape):
    key: Key
    kind: ObjectiveKind
    phase: Key | None = None
    text: Text
    targets: list[TargetData] = []


class OutputData(Shape):
    text: Text
    kind: str
    quantity: Number
    unit: Text | None = None
    year: Year | None = None
    start: Year | None = None
    end: Year | None = None
    per_year: bool = False
    approximate: bool = False


class PartyData(Shape):
    text: Text
    agency: Slug | None = None


class TimeData(Shape):
    text: Text | None = None
    start: PartialYear | None = None
    end: PartialYear | None = None
    every_year: bool = False


class LineData(Shape):
    year: Year | None = None
    sources: list[Source] = []
    amount: Amount | None = None
    quantity: Number | None = None
    unit: Text | None = None
    unit_price: Amount | None = None


class TaskBudgetData(Shape):
    text: Text | None = None
    total: Amount | None = None
    sources: list[Source] = []
    lines: list[LineData] = []


class TaskData(Shape):
    key: Key
    number: Text | None = None
    action: Text
    contents: list[Text] = []
    expected_results: list[Text] = []
    outputs: list[OutputData] = []
    lead: list[PartyData] = []
    coordinating: list[PartyData] = []
    time: TimeData = TimeData()
    budget: TaskBudgetData | None = None
    note: Text | None = None


class GroupData(Shape):
    key: Key
    number: Text | None = None
    title: Text
    phase: Key | None = None
    component: Component
    tasks: list[TaskData] = []


class ItemData(Shape):
    key: Key
    letter: Text | None = None
    text: Text


class SectionData(Shape):
    key: Key
    number: Text | None = None
    title: Text | None = None
    kind: SectionKind
    component: Component | None = None
    reportable: bool = False
    text: Text | None = None
    items: list[ItemData] = []
    note: Text | None = None


class ResponsibilityData(Shape):
    number: Text | None = None
    clause: Text
    agency: Text
    agencies: list[PartyData] = []
    items: list[Text]


class BudgetRowData(Shape):
    number: Text | None = None
    label: Text
    group: Key | None = None
    task: Key | None = None
    total: Amount | None = None
    by_source: dict[Source, Amount] = {}
    by_year: dict[YearKey, Amount] = {}
    sources: list[Source] = []
    source_text: Text | None = None
    lines: list[LineData] = []


class TotalsData(Shape):
    label: Text | None = None
    total: Amount | None = None
    by_source: dict[Source, Amount] = {}
    by_year: dict[YearKey, Amount] = {}


class BudgetTableData(Shape):
    key: Key
    title: Text
    year: Year | None = None
    unit: Literal["triệu đồng"] = "triệu đồng"
    includes_dn: bool | None = None
    complete: bool = True
    amount_in_words: Text | None = None
    rows: list[BudgetRowData] = []
    totals: TotalsData | None = None


class FinancingData(Shape):
    clause: Text
    text: Text
    amount: Amount | None = None
    sources: list[Source] = []
    sub_sources: list[SubSource] = []
    amount_in_words: Text | None = None


class PastResultData(Shape):
    text: Text
    kind: str | None = None
    quantity: Number | None = None
    unit: Text | None = None
    amount: Amount | None = None
    sources: list[Source] = []
    start: Year | None = None
    end: Year | None = None


class AnnexData(Shape):
    number: Text | None = None
    title: Text | None = None
    status: AnnexStatus
    columns: list[Text] = []
    announced_in: Text | None = None
    text: Text | None = None


class ReadingData(Shape):
    where: Text
    printed: Text | None = None
    read_as: Text | None = None
    why: Text


class PlanDocument(Shape):
    """A plan as it travels; see docs/plan-document.md."""

    slug: Slug
    version: VersionData
    province: Slug
    programme: Text
    title: Text
    subject: Text | None = None
    kind: DocumentKind
    number: Text | None = None
    issued_on: date | None = None
    place: Text | None = None
    issuer: Text
    signer: Signer
    period: Period
    legal_bases: list[Text] = []
    related: list[Mention] = []
    self_references: list[Mention] = []
    recipients: list[Text] = []
    reporting: ReportingData | None = None
    phases: list[PhaseData] = []
    objectives: list[ObjectiveData] = []
    groups: list[GroupData] = []
    sections: list[SectionData] = []
    responsibilities: list[ResponsibilityData] = []
    budget_tables: list[BudgetTableData] = []
    financing: list[FinancingData] = []
    past_results: list[PastResultData] = []
    annexes: list[AnnexData] = []
    readings: list[ReadingData] = []
    # Output only: computed from the loaded data, whatever a document says here.
    findings: Any = Field(default=None, exclude=True)


def as_data(document: PlanDocument) -> dict:
    """The document as plain data in the order of the shape: ISO dates, whole numbers as int, other Decimal."""
    return _plain(document.model_dump(mode="python"))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return plain_number(value)
    return value


def plain_number(value: Decimal) -> int | Decimal:
    """A decimal without superfluous digits, whole numbers as int: 2040, 20.4."""
    return int(value) if value == value.to_integral_value() else value.normalize()
