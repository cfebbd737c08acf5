"""The workbook that an agency fills in, made of its draft: printed cells locked, cells to fill in coloured and open.

The sheets are protected without a password, against slips; text is never a formula; numbers are decimal digits.
"""

from collections.abc import Iterable
from datetime import datetime, time
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import openpyxl
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from budgets.enums import Source
from core.numbers import dong_to_million, format_number, read_number
from portal.forms.report import EntryForm, GeneralForm
from portal.report_pages.page import ReportPage
from portal.report_workbook.layout import (
    COMMON,
    COMMON_HEAD,
    COMMON_ROWS,
    FIGURE_HEADS,
    GUIDE,
    HIDDEN,
    KEY,
    MARK,
    MONEY,
    OUTPUTS,
    TASK_HEADS,
    TASKS,
    WORDS,
    is_figure,
    task_words,
    word_of,
)
from reporting.enums import ObligationBasis
from reporting.models import TaskEntry
from reporting.renderers.archive import timeless
from reporting.renderers.sheet_text import clean_text, looks_live
from reporting.renderers.workbook_xlsx import FONT, LONGEST_TEXT_FORMAT, SIZE
from reporting.report_faults import GENERAL

INPUT = PatternFill("solid", fgColor="FFFFF8DC")
HEAD = PatternFill("solid", fgColor="FFDCE8E1")
SIDE = Side(style="thin", color="FF9AA5A0")
FRAME = Border(left=SIDE, right=SIDE, top=SIDE, bottom=SIDE)
SAMPLE = "Số liệu mẫu: kỳ báo cáo này chứa số liệu dựng sẵn để thử cổng, không phải số liệu thật của tỉnh."
HINT = "Ghi vào các ô màu vàng nhạt."
UNKNOWN = "chưa rõ"


def report_workbook(page: ReportPage) -> bytes:
    """The file for the draft of the page."""
    forms = {entry.place: form_of(entry) for entry in page.entries}
    general = GeneralForm(row=page.report)
    book = openpyxl.Workbook()
    book.remove(book.active)
    book._fonts[0] = Font(name=FONT, size=SIZE, family=1)
    _write_guide(book.create_sheet(GUIDE), page)
    if forms:
        _write_tasks(book.create_sheet(TASKS), page, forms)
        if any(form.rows for form in forms.values()):
            _write_outputs(book.create_sheet(OUTPUTS), page, forms)
        _write_money(book.create_sheet(MONEY), page, forms)
    _write_common(book.create_sheet(COMMON), page, general)
    _write_hidden(book.create_sheet(HIDDEN), page, forms, general)
    properties, begun = book.properties, datetime.combine(page.report.started_at.date(), time.min)
    properties.title, properties.language = f"{page.title}, {page.obligation.agency}", "vi-VN"
    properties.creator = properties.lastModifiedBy = "Cổng thông tin sản xuất sạch hơn"
    properties.created = properties.modified = begun
    raw = BytesIO()
    ExcelWriter(book, ZipFile(raw, "w")).save()
    return timeless(raw)


def form_of(entry: TaskEntry, data: dict | None = None) -> EntryForm:
    """The fields of a task as its page has them, without rows to add."""
    return EntryForm(
        data, entry=entry, kinds=[row.kind for row in entry.outputentry_rows.all()], blank_rows=0
    )


def _write_guide(sheet: Worksheet, page: ReportPage) -> None:
    lines = [
        f"{page.title}: {page.obligation.agency}",
        page.plan,
        f"Gửi báo cáo {page.day}.",
        "",
        "Cách điền",
        "1. Chỉ ghi vào các ô màu vàng nhạt. Các ô khác là nội dung in trong kế hoạch, đã khóa để khỏi sửa nhầm.",
        f"2. Trang tính “{TASKS}”: chọn mức độ thực hiện trong danh sách, rồi ghi kết quả. Chọn “không phát sinh” thì ghi lý do.",
        f"3. Trang tính “{OUTPUTS}”: ghi số lượng theo đơn vị in ở cùng dòng. Trang tính “{MONEY}”: ghi theo triệu đồng.",
        "4. Để trống là chưa rõ; số 0 là đã biết chắc bằng không.",
        "5. Số thập phân dùng dấu phẩy (12,5). Ngày ghi theo dạng 27/11/2018.",
        "6. Không thêm, xóa hay chép dòng. Muốn thêm loại kết quả khác thì ghi trên cổng.",
        "7. Lưu tệp ở dạng .xlsx, mở lại trang báo cáo trên cổng, nộp ở mục “Nộp tệp đã điền”. "
        "Cổng chỉ rõ ô nào cần sửa, và cho xem những gì sẽ thay đổi trước khi ghi.",
        f"8. {_elsewhere(page)}",
        "9. Nộp tệp chưa phải là gửi báo cáo: sau khi ghi, hãy kiểm tra và gửi trên cổng.",
    ]
    if page.obligation.asks_estimates:
        closes = f"{page.year.data_until:%d/%m/%Y}"
        lines.insert(
            3,
            f"Số liệu chốt đến hết ngày {closes}, sau ngày gửi: ghi số đến kỳ báo cáo và "
            f"{page.report.whole_year_words.lower()}.",
        )
    if page.year.is_sample:
        lines.insert(0, SAMPLE)
    sheet.column_dimensions["A"].width = 110
    for number, line in enumerate(lines, start=1):
        cell = sheet.cell(number, 1)
        _set_text(cell, line)
        is_head = number == 1 or line == "Cách điền"
        cell.font, cell.alignment = Font(name=FONT, size=SIZE, bold=is_head), _wrapped()
    _protect(sheet)


def _elsewhere(page: ReportPage) -> str:
    """What of the report is written on the pages alone."""
    parts = ["tài liệu minh chứng"]
    if page.obligation.is_of_facility:
        parts.insert(0, "số liệu từng sản phẩm của cơ sở")
    if page.obligation.basis == ObligationBasis.OWN:
        parts.insert(0, "số liệu theo mục tiêu của kế hoạch")
    return f"Tệp không gồm {' và '.join(parts)}; phần đó làm trên cổng."


def _write_tasks(sheet: Worksheet, page: ReportPage, forms: dict[str, EntryForm]) -> None:
    heads = [KEY, "Số", "Nhiệm vụ", *TASK_HEADS.values()]
    first = _begin(sheet, page, heads, [8, 8, 45, 22, 50, 35, 35, 30])
    for number, (place, form) in enumerate(forms.items(), start=first):
        task = page.printed.get(place)
        printed = [place, task.number if task else "", task.title if task else task_words(place, task)]
        _write_printed(sheet, number, printed)
        for column, field in enumerate(TASK_HEADS, start=len(printed) + 1):
            _write_input(sheet.cell(number, column), field, form.initial[field])
    _choose_in_list(sheet, "progress", f"D{first}:D{first + len(forms) - 1}")
    _finish(sheet, first, frozen=4)


def _write_outputs(sheet: Worksheet, page: ReportPage, forms: dict[str, EntryForm]) -> None:
    columns = _columns("quantity", page)
    heads = [KEY, "Nhiệm vụ", "Loại kết quả", "Chỉ tiêu in", "Đơn vị", *columns.values()]
    first = number = _begin(sheet, page, heads, [8, 45, 25, 40, 14, 16, 16])
    for place, form in forms.items():
        for row in form.rows:
            key = f"o{row.position}"
            printed = [f"{place}#{key}", _title(page, place), row.kind.name, row.target, row.unit]
            _write_figures(sheet, number, printed, form, key, columns)
            number += 1
    _finish(sheet, first, frozen=3)


def _write_money(sheet: Worksheet, page: ReportPage, forms: dict[str, EntryForm]) -> None:
    columns = _columns("spent", page)
    planned_head = f"Kế hoạch năm {page.year.year} (triệu đồng)"
    heads = [KEY, "Nhiệm vụ", "Nguồn", planned_head, *columns.values()]
    first = number = _begin(sheet, page, heads, [8, 45, 12, 18, 22, 16], f"{HINT} Đơn vị tính: triệu đồng.")
    for place, form in forms.items():
        task = page.printed.get(place)
        for source in Source.values:
            planned = task.planned_of(source, page.year.year) if task else None
            is_named = task is not None and source in task.planned_sources
            amount = (UNKNOWN if is_named else "") if planned is None else dong_to_million(planned)
            key = f"m{source}"
            printed = [f"{place}#{key}", _title(page, place), str(Source(source).label), amount]
            _write_figures(sheet, number, printed, form, key, columns)
            number += 1
    _finish(sheet, first, frozen=3)


def _write_common(sheet: Worksheet, page: ReportPage, form: GeneralForm) -> None:
    first = _begin(sheet, page, [KEY, "Mục", "Cách ghi", COMMON_HEAD], [8, 32, 45, 80])
    for number, (field, (label, hint)) in enumerate(COMMON_ROWS.items(), start=first):
        _write_printed(sheet, number, [field, label, hint])
        _write_input(sheet.cell(number, 4), field, form.initial[field])
        if field == "is_nil":
            _choose_in_list(sheet, field, f"D{number}")
    _finish(sheet, first, frozen=3)


def _write_hidden(
    sheet: Worksheet, page: ReportPage, forms: dict[str, EntryForm], general: GeneralForm
) -> None:
    """Of which report the file is, and what stands in each cell."""
    rows = [[MARK, str(page.report.public_id), str(page.obligation.agency), page.title]]
    for place, form in forms.items():
        rows += [[place, field, form.initial[field]] for field in form.FIELDS]
    rows += [[GENERAL, field, general.initial[field]] for field in COMMON_ROWS]
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            _set_text(sheet.cell(number, column), text)
    sheet.sheet_state = "hidden"
    _protect(sheet)


def _columns(first: str, page: ReportPage) -> dict[str, str]:
    """The columns of figures and their heads; the estimate only where it is asked for."""
    is_estimated = page.obligation.asks_estimates
    found = {first: FIGURE_HEADS[first, is_estimated]}
    return found | ({"estimate": page.report.whole_year_words} if is_estimated else {})


def _title(page: ReportPage, place: str) -> str:
    task = page.printed.get(place)
    return f"{task.label}. {task.title}" if task else task_words(place, task)


def _begin(sheet: Worksheet, page: ReportPage, heads: list[str], widths: list[int], hint: str = HINT) -> int:
    """Title and heads; the first row below them."""
    title = f"{page.title}: {page.obligation.agency}"
    for number, text in enumerate(
        (title, SAMPLE if page.year.is_sample else "Ghi vào các ô màu vàng nhạt."), 1
    ):
        cell = sheet.cell(number, 2)
        _set_text(cell, text)
        cell.font = Font(name=FONT, size=SIZE, bold=number == 1, italic=number > 1)
    for column, (head, width) in enumerate(zip(heads, widths, strict=False), start=1):
        cell = sheet.cell(4, column)
        _set_text(cell, head)
        cell.font, cell.fill, cell.border = Font(name=FONT, size=SIZE, bold=True), HEAD, FRAME
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.column_dimensions["A"].hidden = True
    return 5


def _finish(sheet: Worksheet, first: int, *, frozen: int) -> None:
    sheet.freeze_panes = f"{get_column_letter(frozen)}{first}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{first - 1}:{first - 1}"
    _protect(sheet)


def _protect(sheet: Worksheet) -> None:
    """Against slips only: no password, and widths and heights may be changed."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False


def _write_printed(sheet: Worksheet, number: int, values: Iterable[str | Decimal]) -> None:
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(number, column)
        cell.font, cell.border, cell.alignment = Font(name=FONT, size=SIZE), FRAME, _wrapped()
        if isinstance(value, str):
            _set_text(cell, value)
        else:
            _set_number(cell, value)


def _write_figures(
    sheet: Worksheet, number: int, printed: list, form: EntryForm, key: str, columns: dict[str, str]
) -> None:
    _write_printed(sheet, number, printed)
    for column, name in enumerate(columns, start=len(printed) + 1):
        _write_input(sheet.cell(number, column), f"{key}-{name}", form.initial[f"{key}-{name}"])


def _write_input(cell, field: str, text: str) -> None:
    """A cell to fill in, with what the draft says there; what could not be read stays as it was typed."""
    cell.fill, cell.border, cell.protection = INPUT, FRAME, Protection(locked=False)
    cell.font = Font(name=FONT, size=SIZE)
    cell.alignment = Alignment(horizontal="right", vertical="top") if is_figure(field) else _wrapped()
    number = _number(text) if is_figure(field) else None
    if number is not None:
        _set_number(cell, number)
    elif text or not is_figure(field):
        _set_text(cell, word_of(field, text))


def _number(text: str) -> Decimal | None:
    try:
        return getattr(read_number(text), "value", None)
    except ValueError:
        return None


def _choose_in_list(sheet: Worksheet, field: str, cells: str) -> None:
    words = WORDS[field]
    rule = DataValidation(
        type="list", formula1=f'"{",".join(words)}"', allow_blank=True, showErrorMessage=True
    )
    rule.errorTitle, rule.error = "Không có trong danh sách", "Hãy chọn trong danh sách của ô."
    rule.add(cells)
    sheet.add_data_validation(rule)


def _set_text(cell, value: str) -> None:
    """Text that stays text, also where one goes on typing in an empty cell: "- Đã làm" is no formula."""
    text = clean_text(value)
    if len(text) <= LONGEST_TEXT_FORMAT:
        cell.number_format = "@"
    if text:
        cell.value, cell.data_type = text, "s"
        cell.quotePrefix = looks_live(text)


def _set_number(cell, value: Decimal) -> None:
    digits = format_number(value).replace(".", "").replace(",", ".")
    cell.value, cell.data_type = digits, "n"


def _wrapped() -> Alignment:
    return Alignment(vertical="top", wrap_text=True)
