"""The strict shape of a plan document. Every key is known, every value has its type.

Amounts are decimals in triệu đồng, never floats; texts are NFC with single spaces; a month-day such as
12-15 is the day before which a report is in time. `as_data` gives the plain data that is exported,
compared and answered by the API.
"""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
    model_validator,
)

from budgets.enums import Source
from core.dates import MonthDay
from core.numbers import million_to_dong
from core.text import printable
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
    if not isinstance(value, str):
        return value
    return printable(value)


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
    if not isinstance(value, str) or not re.fullmatch(r"(19|20)[0-9]{2}(-(0[1-9]|1[0-2]))?", value):
        raise ValueError("phải là năm (2017) hoặc năm-tháng (2017-03)")
    return value


def _year_key(value: Any) -> Any:
    return int(value) if isinstance(value, str) and value.isdecimal() else value


def _day(value: Any) -> Any:
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError("ngày này không có trong lịch") from None
    if type(value) is not date:  # a datetime is not a day, a number even less
        raise ValueError("phải là ngày theo dạng 2013-10-24")
    return value


def _month_day(value: Any) -> Any:
    if not isinstance(value, str):
        raise ValueError("phải là tháng-ngày, ví dụ 12-15")
    MonthDay.read(value)
    return value


def _plain_year(value: str) -> int | str:
    return int(value) if value.isdecimal() else value


def _text_of(length: int | None) -> Any:
    """A printed text; `length` is what its column holds, None for as long as it likes."""
    return Annotated[str, Field(min_length=1, max_length=length), BeforeValidator(_text)]


Text = _text_of(20_000)  # the longest printed paragraph has some 2 000 characters
Text10, Text20, Text50 = map(_text_of, (10, 20, 50))
Text100, Text150, Text200, Text300 = map(_text_of, (100, 150, 200, 300))
Flag = Annotated[bool, Field(strict=True)]
Day = Annotated[date, BeforeValidator(_day)]
AS_NUMBER = WithJsonSchema({"type": "number"})  # pydantic would describe decimals as strings
Number = Annotated[Decimal, BeforeValidator(_number), Field(max_digits=12, decimal_places=3), AS_NUMBER]
Amount = Annotated[Decimal, BeforeValidator(_amount), Field(ge=0, lt=10**9), AS_NUMBER]  # up to 10^15 đồng
Year = Annotated[int, Field(ge=1900, le=2100, strict=True)]
YearKey = Annotated[int, BeforeValidator(_year_key), Field(ge=1900, le=2100)]
PartialYear = Annotated[str, BeforeValidator(_partial_year), PlainSerializer(_plain_year)]
Before = Annotated[str, BeforeValidator(_month_day)]
Key = Text100
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_enum_values=True)


class VersionData(Shape):
    number: Annotated[int, Field(ge=1, le=9999, strict=True)] = 1
    kind: VersionKind = VersionKind.ORIGINAL
    status: VersionStatus
    amends: Annotated[int, Field(ge=1, le=9999, strict=True)] | None = None
    in_force_from: Day | None = None
    reason: Text | None = None


class Signer(Shape):
    name: Text150 | None = None
    title: Text200 | None = None
    authority: Text200 | None = None


class Period(Shape):
    start: Year
    end: Year


class Mention(Shape):
    number: Text100 | None = None
    issued_on: Day | None = None
    text: Text
    where: Text200 | None = None


class ObligorData(Shape):
    kind: ObligorKind
    before: Before | None = None
    clause: Text50
    text: Text


class ReportingData(Shape):
    before: Before | None = None
    text: Text
    obligors: list[ObligorData] = []


class PhaseData(Shape):
    code: Text20
    title: Text
    start: Year
    end: Year


class TargetData(Shape):
    indicator: str
    population: Text | None = None
    min: Number | None = None
    max: Number | None = None
    unit: Text50 | None = None
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
    unit: Text50 | None = None
    year: Year | None = None
    start: Year | None = None
    end: Year | None = None
    per_year: Flag = False
    approximate: Flag = False


class PartyData(Shape):
    text: Text
    agency: Slug | None = None


class TimeData(Shape):
    text: Text200 | None = None
    start: PartialYear | None = None
    end: PartialYear | None = None
    every_year: Flag = False


class LineData(Shape):
    year: Year | None = None
    sources: list[Source] = []
    amount: Amount | None = None
    quantity: Number | None = None
    unit: Text50 | None = None
    unit_price: Amount | None = None


class TaskBudgetData(Shape):
    text: Text | None = None
    total: Amount | None = None
    sources: list[Source] = []
    lines: list[LineData] = []


class TaskData(Shape):
    key: Key
    number: Text20 | None = None
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
    number: Text20 | None = None
    title: Text
    phase: Key | None = None
    component: Component | None = None
    tasks: list[TaskData] = []


class ItemData(Shape):
    key: Key
    letter: Text10 | None = None
    text: Text


class SectionData(Shape):
    key: Key
    number: Text50 | None = None
    title: Text | None = None
    kind: SectionKind
    component: Component | None = None
    reportable: Flag = False
    text: Text | None = None
    items: list[ItemData] = []
    note: Text | None = None


class ResponsibilityData(Shape):
    number: Text20 | None = None
    clause: Text50
    agency: Text
    agencies: list[PartyData] = []
    items: list[Text]


class BudgetRowData(Shape):
    number: Text20 | None = None
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
    label: Text100 | None = None
    total: Amount | None = None
    by_source: dict[Source, Amount] = {}
    by_year: dict[YearKey, Amount] = {}

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.label is None and self.total is None and not self.by_source and not self.by_year:
            raise ValueError("không có gì; ghi null nếu bảng không có dòng tổng")
        return self


class BudgetTableData(Shape):
    key: Key
    title: Text
    year: Year | None = None
    unit: Literal["triệu đồng"] = "triệu đồng"
    includes_dn: Flag | None = None
    complete: Flag = True
    amount_in_words: Text | None = None
    rows: list[BudgetRowData] = []
    totals: TotalsData | None = None


class FinancingData(Shape):
    clause: Text50
    text: Text
    amount: Amount | None = None
    sources: list[Source] = []
    sub_sources: list[SubSource] = []
    amount_in_words: Text | None = None


class PastResultData(Shape):
    text: Text
    kind: str | None = None
    quantity: Number | None = None
    unit: Text50 | None = None
    amount: Amount | None = None
    sources: list[Source] = []
    start: Year | None = None
    end: Year | None = None


class AnnexData(Shape):
    number: Text50 | None = None
    title: Text | None = None
    status: AnnexStatus
    columns: list[Text] = []
    announced_in: Text100 | None = None
    text: Text | None = None


class ReadingData(Shape):
    where: Text300
    printed: Text | None = None
    read_as: Text | None = None
    why: Text


class PlanDocument(Shape):
    """A plan as it travels; see docs/plan-document.md.

    What only an issued plan must have (`loader.missing_when_issued`) a draft may leave open.
    """

    slug: Slug
    version: VersionData
    province: Slug
    programme: Text
    title: Text | None = None
    subject: Text | None = None
    kind: DocumentKind
    number: Text50 | None = None
    issued_on: Day | None = None
    place: Text100 | None = None
    issuer: Text200 | None = None
    signer: Signer = Signer()
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
    # Output only: what the portal knows of the loaded plan, whatever a document says here.
    findings: Any = Field(default=None, exclude=True)
    is_sample: Any = Field(default=None, exclude=True)


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
