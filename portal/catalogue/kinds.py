"""The kinds of entries of the catalogue: what each is for, and what its list and an entry's page tell."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from core.dates import format_date
from plans.models import (
    CatalogueEntry,
    Indicator,
    NationalTarget,
    OutputKind,
    Programme,
    ProgrammeComponent,
)
from plans.targets import value_text
from portal.links import catalogue_page
from reporting.contents.workbook import Kind as CellKind
from reporting.contents.workbook import Value


@dataclass(frozen=True)
class Fact:
    """Something that is told of an entry: its label, its value, and the other entry that it names.

    `cell` and `width` say how a sheet holds it.
    """

    label: str
    value: Callable[[CatalogueEntry], Value]
    cell: CellKind = "text"
    width: int = 24
    other: Callable[[CatalogueEntry], CatalogueEntry] | None = None

    def words(self, entry: CatalogueEntry) -> str:
        """The value as a page shows it."""
        value = self.value(entry)
        if isinstance(value, date):
            return format_date(value)
        return "" if value is None else str(value)

    def url(self, entry: CatalogueEntry) -> str:
        """The page of the entry that it names; empty where it names none."""
        return entry_url(self.other(entry)) if self.other else ""


@dataclass(frozen=True)
class Kind:
    """A kind of entry. `slug` stands in addresses; `listed` are the facts that a list shows beside the name.

    Plans that use an entry are counted, and in them what `counted` says (nothing where it is empty), as their page
    `tab` shows it.
    """

    slug: str
    model: type[CatalogueEntry]
    title: str
    one: str
    about: str
    facts: tuple[Fact, ...]
    listed: tuple[str, ...]
    counted: str
    tab: str

    @property
    def columns(self) -> list[Fact]:
        """What a list shows beside the name."""
        return [fact for fact in self.facts if fact.label in self.listed]

    @property
    def has_programme(self) -> bool:
        """If each entry belongs to a programme."""
        return any(field.name == "programme" for field in self.model._meta.fields)

    @property
    def entries(self):
        """All its entries, in their order, with what they refer to."""
        related = [
            field.name for field in self.model._meta.fields if field.name in ("programme", "indicator")
        ]
        return self.model.objects.select_related(*related, "changed_by")


def _programme(entry) -> Programme:
    return entry.programme


def _indicator(entry) -> Indicator:
    return entry.indicator


def _field(name: str) -> Callable[[CatalogueEntry], Value]:
    return lambda entry: getattr(entry, name)


UNIT = Fact("Đơn vị tính", _field("unit"), width=14)
CODE = Fact("Mã", _field("code"))
PERIOD = Fact("Giai đoạn", lambda entry: f"{entry.period_start}-{entry.period_end}", width=14)
PROGRAMME = Fact("Chương trình", lambda entry: entry.programme.number, other=_programme)
KINDS = {
    kind.slug: kind
    for kind in (
        Kind(
            "programmes",
            Programme,
            "Chương trình, chiến lược",
            "chương trình",
            "Quyết định của Thủ tướng Chính phủ mà kế hoạch các tỉnh triển khai.",
            (
                Fact("Trích yếu", _field("title"), width=60),
                Fact("Cơ quan ban hành", _field("issuer")),
                Fact("Ngày ban hành", _field("issued_on"), "date", 14),
                PERIOD,
            ),
            ("Trích yếu", "Ngày ban hành", "Giai đoạn"),
            "",
            "plan",
        ),
        Kind(
            "components",
            ProgrammeComponent,
            "Hợp phần của chương trình",
            "hợp phần",
            "Mỗi chương trình gọi tên các hợp phần (đề án thành phần) của mình; nhóm nhiệm vụ được xếp vào hợp phần "
            "để so sánh các tỉnh.",
            (
                PROGRAMME,
                Fact("Hợp phần để so sánh", lambda entry: entry.get_code_display(), width=36),
                Fact("Mô tả", _field("description"), width=60),
                CODE,
            ),
            ("Chương trình", "Hợp phần để so sánh", "Mô tả"),
            "Nhiệm vụ",
            "plan_tasks",
        ),
        Kind(
            "indicators",
            Indicator,
            "Chỉ tiêu",
            "chỉ tiêu",
            "Mục tiêu của kế hoạch đo bằng gì: tử số, mẫu số, đơn vị và lưu ý khi so sánh.",
            (
                Fact("Tên ngắn", _field("short_name")),
                CODE,
                UNIT,
                Fact("Tử số", _field("numerator"), width=45),
                Fact("Mẫu số", _field("denominator"), width=45),
                Fact("Lưu ý khi so sánh", _field("description"), width=60),
            ),
            ("Tên ngắn", "Đơn vị tính"),
            "Giá trị mục tiêu",
            "plan_objectives",
        ),
        Kind(
            "output-kinds",
            OutputKind,
            "Loại kết quả",
            "loại kết quả",
            "Kết quả đếm được của nhiệm vụ (hội nghị, lớp tập huấn, phóng sự ...): có định nghĩa chung mới cộng được.",
            (CODE, UNIT, Fact("Định nghĩa", _field("definition"), width=60)),
            ("Đơn vị tính", "Định nghĩa"),
            "Nhiệm vụ",
            "plan_tasks",
        ),
        Kind(
            "national-targets",
            NationalTarget,
            "Mục tiêu quốc gia",
            "mục tiêu quốc gia",
            "Giá trị mà chương trình đặt cho một chỉ tiêu trong một giai đoạn; đứng cạnh mục tiêu của các tỉnh, "
            "không dùng để xếp hạng.",
            (
                PROGRAMME,
                Fact("Chỉ tiêu", lambda entry: entry.indicator.name, width=60, other=_indicator),
                PERIOD,
                Fact("Giá trị", value_text, width=14),
                Fact("Đối tượng tính", _field("population"), width=45),
            ),
            ("Chương trình", "Giá trị", "Đối tượng tính"),
            "Giá trị mục tiêu",
            "plan_objectives",
        ),
    )
}
_BY_MODEL = {kind.model: kind for kind in KINDS.values()}


def kind_of(entry: CatalogueEntry) -> Kind:
    """The kind that the entry is of."""
    return _BY_MODEL[type(entry)]


def entry_url(entry: CatalogueEntry) -> str:
    """The page of an entry."""
    return catalogue_page(kind_of(entry).slug, entry.public_id)


def entry_name(entry: CatalogueEntry) -> str:
    """What an entry is called on pages of its own kind; a national target by its indicator and period."""
    if isinstance(entry, NationalTarget):
        return f"{entry.indicator.short_name}, {entry.period}"
    return str(entry)
