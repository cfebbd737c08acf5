"""The table of the plan's targets with what was counted in the year, and the sheet that says how tables are read."""

from collections.abc import Sequence
from decimal import Decimal

from plans.models import Target
from plans.targets import value_text
from reporting.builders.consolidated.facts import YearFacts
from reporting.builders.consolidated.unknown import Unknowns, open_cell
from reporting.contents.workbook import Cell, Column, Row, Sheet
from reporting.enums import TargetOutcome
from reporting.models import TargetValue
from reporting.targets import is_share, outcome_of, percent_of, unit_of

TARGETS = "Mục tiêu"
NOTES = ("Mỗi mục tiêu đọc riêng, không cộng và không lấy bình quân. Tỷ lệ làm tròn xuống hai số lẻ.",)
COLUMNS = (
    Column("Mục tiêu", width=44),
    Column("Chỉ tiêu", width=24),
    Column("Mục tiêu in", width=12),
    Column("Năm đạt", "year", 8),
    Column("Tử số", "number", 11),
    Column("Mẫu số", "number", 11),
    Column("Đạt được", "number", 11),
    Column("Đơn vị", width=10),
    Column("So với mục tiêu", width=16),
    Column("Đối tượng đã tính", width=30),
    Column("Nguồn số liệu", width=28),
)
DEFINITIONS = (
    ("Nhiệm vụ trong năm", "Nhiệm vụ mà kế hoạch in thời gian gồm năm báo cáo, hoặc không in thời gian; thêm nhiệm vụ khác "
     "nếu có báo cáo nói đến."),
    ("Mức độ", "Theo báo cáo đã duyệt của cơ quan chủ trì; không cơ quan chủ trì nào báo cáo thì theo các báo cáo khác. Các "
     "báo cáo không giống nhau thì ghi “các báo cáo khác nhau”, không chọn thay."),
    ("Đã thực hiện, đã đạt", "Cộng số trong báo cáo đã duyệt của cơ quan chủ trì nhiệm vụ; nếu không có thì số của cơ quan "
     "duy nhất báo cáo. Số của cơ quan phối hợp đứng riêng vì có thể là cùng một khoản, một kết quả."),
    ("Cùng chủ trì", "Kế hoạch giao nhiều cơ quan cùng chủ trì một nhiệm vụ. Kinh phí của mỗi cơ quan là tiền cơ quan ấy đã chi, "
     "nên cộng. Kết quả cũng cộng, nhưng phần vượt quá số lớn nhất có thể là cùng một việc (một hội nghị tổ chức chung) nên ghi "
     "riêng ở cột “có thể trùng”; số của từng cơ quan ở bảng kết quả theo nhiệm vụ."),
    ("Chưa rõ", "Báo cáo hoặc Sở để trống. Không phải là 0 và không được tính thay."),
    ("Ước cả năm", "Số ước của báo cáo phải gửi trước khi chốt số liệu năm; tổng theo loại lấy số đã đạt của báo cáo không phải "
     "ước, và ghi “chưa rõ” khi có báo cáo phải ước mà để trống. Báo cáo đã có số cả năm thì số cả năm là số đã đạt."),
    ("Số 0", "Người báo cáo ghi 0 hoặc không phát sinh: đã xác nhận là không có."),
    ("–", "Không báo cáo nào nêu nguồn này."),
    ("Không ghi", "Kế hoạch không in số này."),
    ("Kế hoạch năm", "Số mà kế hoạch in riêng cho năm; kế hoạch chỉ cho số cả thời kỳ thì năm là “không ghi”, không tự chia."),
    ("Tỷ lệ của mục tiêu", "Tử số chia mẫu số do Sở Công Thương ghi, làm tròn xuống hai số lẻ; không lấy bình quân các tỷ lệ."),
    ("Đúng hạn", "Báo cáo gửi lần đầu, không rút lại, trước 0 giờ của ngày in trong kế hoạch (giờ Hà Nội), kể cả ngày được "
     "dời hoặc gia hạn."),
    ("Đơn vị tiền", "Triệu đồng; giữ đến từng đồng, tổng là tổng của số chưa làm tròn."),
)  # fmt: skip


def target_sheet(facts: YearFacts, unknowns: Unknowns) -> Sheet:
    """Each target of the plan beside the year's numerator, denominator and population; each read by itself."""
    rows = tuple(target_row(target, value, unknowns) for target, value in facts.targets)
    rows = rows or (Row((Cell("Kế hoạch không có mục tiêu kèm số liệu.", span=len(COLUMNS)),), "note"),)
    title = (f"Mục tiêu của kế hoạch và số liệu năm {facts.year.year}",)
    return Sheet(TARGETS, COLUMNS, rows, title, notes=NOTES, frozen_columns=2)


def reached_count(told: Sequence[tuple[Target, TargetValue | None]]) -> tuple[int, int, int]:
    """How many targets have a figure, how many of these are reached, and how many there are."""
    outcomes = [outcome_of(target, *_figures(value)) for target, value in told]
    known = [
        one for one, (_, value) in zip(outcomes, told, strict=True)
        if one != TargetOutcome.UNKNOWN and _figures(value)[0] is not None
    ]  # fmt: skip
    return len(known), outcomes.count(TargetOutcome.REACHED), len(outcomes)


def shares(facts: YearFacts) -> list[tuple[str, Decimal, Decimal | None]]:
    """Targets that are percentages with a printed figure: what each is called, its lowest figure, and what was reached."""
    found = []
    for target, value in facts.targets:
        wanted = target.minimum if target.minimum is not None else target.maximum
        if is_share(target) and wanted is not None:
            when = f" năm {target.year}" if target.year else ""
            label = f"{target.indicator.short_name}: {value_text(target)}{when}"
            found.append((label, wanted, percent_of(*_figures(value))))
    return found


def definition_sheet() -> Sheet:
    """What the heads and words of the tables mean."""
    columns = (Column("Từ", width=30), Column("Nghĩa", width=110))
    return Sheet("Cách đọc", columns, tuple(Row(one) for one in DEFINITIONS), ("Cách đọc các bảng",))


def _figures(value) -> tuple:
    return (value.numerator, value.denominator) if value else (None, None)


def target_row(target: Target, value: TargetValue | None, unknowns: Unknowns) -> Row:
    """A target beside what was counted; what is not known is noted."""
    numerator, denominator = _figures(value)
    share, name = is_share(target), target.indicator.short_name
    wanted = (("tử số", numerator), ("mẫu số", denominator)) if share else (("số đạt được", numerator),)
    for what, figure in wanted:
        if figure is None:
            unknowns.add(TARGETS, f"{name}: {target.objective.text}", "", what, "Sở để trống")
    return Row(
        (
            target.objective.text,
            name,
            value_text(target),
            target.year,
            open_cell(numerator),
            open_cell(denominator) if share else None,
            open_cell(percent_of(numerator, denominator) if share else numerator),
            unit_of(target),
            outcome_of(target, numerator, denominator).label,
            (value.population if value else "") or target.population,
            value.source if value else "",
        )
    )
