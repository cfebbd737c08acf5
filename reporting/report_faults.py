"""What a report still lacks before it can be sent, and what is worth a second look; each at its place.

Reported, confirmed zero and missing are three things: a task answers by its progress, by "không phát sinh" with a
reason, or is a fault. An empty figure is no fault: it is unknown, and said to be.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from budgets.enums import Source
from core.numbers import format_million
from core.text import quoted
from reporting.enums import Progress, Resource
from reporting.models import ProductEntry, Report, ResourceEntry, TaskEntry
from reporting.printed_tasks import PrintedTask
from reporting.savings import open_doubts, saving_of

GENERAL = "general"
PRODUCTS = "products"
# Figures of a product without which nothing can be computed.
OPEN_FIGURES = {
    "baseline_year": "năm gốc",
    "baseline_output": "sản lượng năm gốc",
    "output": "sản lượng năm nay",
}
# In đồng; no task of a plan costs as much from one source in a year: it is đồng typed where triệu đồng are asked.
UNLIKELY_MONEY = 100 * 10**9
EMPTY, BEGUN, DONE = "empty", "begun", "done"


@dataclass(frozen=True)
class Fault:
    """Something to mend, at a field of a place; `must` where the report is not sent without it."""

    place: str
    field: str
    text: str
    must: bool = True


def faults_of(report: Report, printed: Mapping[str, PrintedTask]) -> list[Fault]:
    """The faults of a report from `with_content`, in the order of its parts."""
    entries = ordered_entries(report, printed)
    if report.is_nil:
        return _faults_of_nil(report, entries)
    products = list(report.productentry_rows.all())
    year = report.obligation.year.year
    found = [fault for entry in entries for fault in entry_faults(entry)]
    found += [fault for product in products for fault in product_faults(product, year)]
    if not products and report.obligation.is_of_facility:
        text = "Chưa ghi sản phẩm nào; nếu cả năm không phát sinh thì chọn ở phần chung."
        found.append(Fault(PRODUCTS, "products", text))
    elif not entries and not products and not report.general:
        found.append(Fault(GENERAL, "general", "Chưa ghi đánh giá chung."))
    return found


def entry_faults(entry: TaskEntry) -> list[Fault]:
    """What the answer on one task lacks."""
    found = []

    def fault(field: str, text: str, *, must: bool = True) -> None:
        found.append(Fault(entry.place, field, text, must))

    if not entry.progress:
        fault("progress", "Chưa chọn mức độ thực hiện.")
    if entry.progress == Progress.NIL and not entry.nil_reason:
        fault("nil_reason", "Chọn “không phát sinh” thì hãy ghi lý do.")
    if entry.progress in (Progress.DOING, Progress.DONE) and not entry.done:
        fault("done", "Chưa ghi kết quả thực hiện.")
    if entry.progress == Progress.STOPPED and not entry.difficulties:
        fault("difficulties", "Không thực hiện được thì hãy ghi vì sao ở phần khó khăn, vướng mắc.")
    for field, text in entry.unread.items():
        fault(field, _unread_words(entry, field, text))
    if entry.progress == Progress.NIL and _has_figures(entry):
        fault("progress", "Đã ghi số lượng hoặc kinh phí, nhưng lại chọn “không phát sinh”.")
    if entry.progress in (Progress.DOING, Progress.DONE):
        open_targets = [row for row in entry.outputentry_rows.all() if row.target and row.quantity is None]
        for row in open_targets:
            field = f"o{row.position}-quantity"
            text = f"Chưa ghi số lượng {row.kind.name.lower()}: sẽ được hiểu là chưa rõ."
            if field not in entry.unread:
                fault(field, text, must=False)
    return found + _doubtful_money(entry)


def _doubtful_money(entry: TaskEntry) -> list[Fault]:
    found = []
    for row in entry.moneyentry_rows.all():
        for name in ("spent", "estimate"):
            amount = getattr(row, name)
            if amount is not None and amount >= UNLIKELY_MONEY:
                text = (
                    f"{row.get_source_display()}: {format_million(amount)} triệu đồng là số rất lớn; "
                    "hãy xem có phải đã ghi theo đồng không."
                )
                found.append(Fault(entry.place, f"m{row.source}-{name}", text, must=False))
    return found


def _unread_words(entry: TaskEntry, field: str, text: str) -> str:
    """What is to be mended of a figure, with the name of its row: "NSTW: “2,000” chưa đọc được; hãy ghi lại."."""
    row, _, _ = field.partition("-")
    names = {f"o{one.position}": one.kind.name for one in entry.outputentry_rows.all()}
    if row.startswith("o") and row not in names:
        return f"Chưa chọn loại kết quả của số lượng {quoted(text)}."
    name = names[row] if row in names else Source(row[1:]).label
    return f"{name}: {quoted(text)} chưa đọc được; hãy ghi lại."


def _has_figures(entry: TaskEntry) -> bool:
    """If the answer tells of any result or money, also of one that cannot be read yet; 0 is none."""
    figures = [figure for one in entry.outputentry_rows.all() for figure in (one.quantity, one.estimate)]
    figures += [figure for one in entry.moneyentry_rows.all() for figure in (one.spent, one.estimate)]
    return any(figures) or bool(entry.unread)


def product_faults(product: ProductEntry, year: int) -> list[Fault]:
    """What the answer on one product of a facility lacks; figures that are worth a second look wait to be confirmed."""
    found = []

    def fault(field: str, text: str, *, must: bool = True) -> None:
        found.append(Fault(product.place, field, text, must))

    if not product.product:
        fault("product", "Chưa ghi tên sản phẩm.")
    if not product.unit:
        fault("unit", "Chưa ghi đơn vị tính của sản phẩm.")
    if product.baseline_year is not None and product.baseline_year >= year:
        fault("baseline_year", f"Năm gốc phải trước năm báo cáo {year}.")
    for field, text in product.unread.items():
        fault(field, f"{quoted(text)} chưa đọc được; hãy ghi lại.")
    for doubt in open_doubts(product):
        fault("doubts", f"{doubt.text} Hãy sửa, hoặc đánh dấu là số đúng.")
    for field, label in OPEN_FIGURES.items():
        if getattr(product, field) is None and field not in product.unread:
            fault(field, f"Chưa ghi {label}: sẽ được hiểu là chưa rõ.", must=False)
    rows = list(product.resource_rows.all())
    if not rows:
        fault(
            "electricity-baseline",
            "Chưa ghi mức tiêu thụ nào, nên không tính được mức tiết kiệm.",
            must=False,
        )
    for row in rows:
        if (row.baseline is None or row.current is None) and saving_of(product, row) is None:
            fault(
                f"{field_of(row)}-current", f"{row.label}: thiếu số của một năm, chưa tính được.", must=False
            )
    return found


def product_state(product: ProductEntry, year: int) -> str:
    """How far the answer on a product is: EMPTY, BEGUN or DONE."""
    if not any(fault.must for fault in product_faults(product, year)):
        return DONE
    said = (product.product, product.unit, product.solutions, product.unread, product.resource_rows.all())
    return BEGUN if any(said) or product.output is not None else EMPTY


def field_of(row: ResourceEntry) -> str:
    """What the fields of a resource are called: "coal", a material by its place: "material6"."""
    return f"{row.resource}{row.position}" if row.resource == Resource.MATERIAL else row.resource


def entry_state(entry: TaskEntry) -> str:
    """How far the answer on a task is: EMPTY, BEGUN or DONE."""
    if not any(fault.must for fault in entry_faults(entry)):
        return DONE
    texts = (entry.progress, entry.done, entry.difficulties, entry.proposals, entry.nil_reason, entry.unread)
    figures = any(row.quantity is not None or not row.target for row in entry.outputentry_rows.all())
    money = any(row.spent is not None for row in entry.moneyentry_rows.all())
    return BEGUN if any(texts) or figures or money else EMPTY


def ordered_entries(report: Report, printed: Mapping[str, PrintedTask]) -> list[TaskEntry]:
    """The answers on tasks in the plan's order; what the version no longer has comes last."""
    order = {place: position for position, place in enumerate(printed)}
    return sorted(report.taskentry_rows.all(), key=lambda one: (order.get(one.place, len(order)), one.pk))


def _faults_of_nil(report: Report, entries: list[TaskEntry]) -> list[Fault]:
    found = []
    if not report.nil_reason:
        text = "Cả năm không phát sinh thì hãy ghi lý do."
        found.append(Fault(GENERAL, "nil_reason", text))
    for entry in entries:
        is_told = entry.progress not in ("", Progress.NIL, Progress.NOT_STARTED) or entry.done
        if is_told or _has_figures(entry):
            text = "Đã ghi kết quả ở đây, nhưng phần chung lại chọn cả năm không phát sinh."
            found.append(Fault(entry.place, "progress", text))
    for product in report.productentry_rows.all():
        this_year = [product.output, *(row.current for row in product.resource_rows.all())]
        if product.unread or any(figure is not None for figure in this_year):
            text = "Đã ghi số liệu ở đây, nhưng phần chung lại chọn cả năm không phát sinh."
            found.append(Fault(product.place, "product", text))
    return found
