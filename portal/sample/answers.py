"""What an invented report says of a task: plausible, different from task to task, the same for the same seed."""

from collections.abc import Iterable
from decimal import Decimal
from random import Random
from zlib import crc32

from core.text import collapse
from reporting.enums import Progress, Resource, ResourceUnit
from reporting.models import MoneyEntry, OutputEntry
from reporting.printed_tasks import PrintedTask
from reporting.services.entries import GivenEntry, GivenMoney, GivenOutput
from reporting.services.products import GivenProduct, GivenResource

_PROGRESS = (
    (Progress.DONE, 0.5), (Progress.DOING, 0.25), (Progress.NOT_STARTED, 0.1), (Progress.NIL, 0.1), (Progress.STOPPED, 0.05),
)  # fmt: skip
_GENERAL = (
    "Cơ quan đã triển khai các nhiệm vụ được giao trong kế hoạch.",
    "Các nhiệm vụ được lồng ghép vào chương trình công tác năm và cơ bản hoàn thành; còn một số nội dung chuyển sang năm sau.",
    "Đã phân công một phòng làm đầu mối, phối hợp với Sở Công Thương hướng dẫn các cơ sở áp dụng sản xuất sạch hơn.",
    "Việc phối hợp với Sở Công Thương kịp thời; các cơ sở được tiếp cận quan tâm hơn đến tiết kiệm năng lượng và nguyên liệu.",
    "Trong năm cơ quan tập trung phổ biến kế hoạch đến các đơn vị trực thuộc; một số nhiệm vụ mới ở bước chuẩn bị.",
)
_DONE = (
    "Đã triển khai theo kế hoạch; các nội dung trong năm hoàn thành đúng tiến độ.",
    "Đã phối hợp với Sở Công Thương tổ chức thực hiện; kết quả được gửi kèm hồ sơ.",
    "Đã thực hiện lồng ghép với chương trình công tác năm của cơ quan.",
)
_UNDER_WAY = (
    "Đang triển khai, dự kiến hoàn thành trong quý I năm sau.",
    "Đã hoàn thành khâu chuẩn bị, đang lựa chọn đơn vị thực hiện.",
)
_HARD = ("Kinh phí được bố trí muộn.", "Thiếu cán bộ có chuyên môn về sản xuất sạch hơn.", "")
_WISHES = ("Đề nghị tiếp tục bố trí kinh phí năm sau.", "Đề nghị tập huấn thêm cho cán bộ.", "")
_MILLION = 1_000_000
_PRODUCTS = (("xi măng", "tấn"), ("gạch nung", "nghìn viên"), ("tinh bột sắn", "tấn"), ("đá xây dựng", "m³"))


def general_of(agency: str, *, is_nil: bool) -> dict:
    """What the agency's report says of the whole year: always the same of the same name."""
    if is_nil:
        reason = "Trong năm cơ quan không được giao kinh phí, không phát sinh nội dung."
        return {"is_nil": True, "nil_reason": reason}
    return {"general": _GENERAL[crc32(agency.encode()) % len(_GENERAL)]}


def answer_on(
    outputs: Iterable[OutputEntry],
    money: Iterable[MoneyEntry],
    printed: PrintedTask,
    year: int,
    random: Random,
) -> GivenEntry:
    """An answer on the task with these rows, with figures near the printed ones; some stay unknown, as in life."""
    progress = random.choices([one for one, _ in _PROGRESS], [weight for _, weight in _PROGRESS])[0]
    texts = {
        "progress": progress,
        "done": "",
        "difficulties": "",
        "proposals": random.choice(_WISHES),
        "nil_reason": "",
    }
    if progress == Progress.NIL:
        texts |= {"nil_reason": "Trong năm không phát sinh nội dung thuộc nhiệm vụ này.", "proposals": ""}
    elif progress == Progress.STOPPED:
        texts["difficulties"] = "Không bố trí được kinh phí trong năm."
    elif progress == Progress.DOING:
        texts |= {"done": random.choice(_UNDER_WAY), "difficulties": random.choice(_HARD)}
    elif progress == Progress.DONE:
        texts |= {"done": random.choice(_DONE), "difficulties": random.choice(_HARD)}
    texts = {name: collapse(text) for name, text in texts.items()}
    if progress not in (Progress.DONE, Progress.DOING):
        return GivenEntry(texts=texts)
    return GivenEntry(texts, _outputs(outputs, progress, random), _money(money, printed, year, random))


def product_of(year: int, random: Random) -> GivenProduct:
    """What a facility says of its product: less electricity and water for each unit than some years ago."""
    product, unit = random.choice(_PRODUCTS)
    before, now = (random.randint(20, 60) * 1000 for _ in range(2))
    resources = {}
    for position, (resource, measure, intensity) in enumerate(
        ((Resource.ELECTRICITY, ResourceUnit.KWH, 90), (Resource.WATER, ResourceUnit.M3, 2))
    ):
        less = Decimal(random.randint(88, 98)) / 100  # 2 to 12 per cent saved
        baseline, current = Decimal(before * intensity), (now * intensity * less).quantize(Decimal(1))
        resources[position] = GivenResource(resource, "", measure, baseline, current)
    return GivenProduct(
        values={
            "product": product, "unit": unit, "baseline_year": year - random.randint(2, 4),
            "baseline_output": Decimal(before), "output": Decimal(now),
            "solutions": "Thay động cơ hiệu suất cao; thu hồi, tuần hoàn nước; quản lý nội vi.",
            "solution_count": random.randint(2, 8), "investment": random.randint(50, 900) * _MILLION,
            "saved_money": random.randint(20, 400) * _MILLION,
        },
        resources=resources,
    )  # fmt: skip


def _outputs(rows: Iterable[OutputEntry], progress: str, random: Random) -> dict[int, GivenOutput]:
    found = {}
    for row in rows:
        reached = random.randint(0, 2) if progress == Progress.DOING else random.randint(1, 6)
        known = random.random() < 0.9
        found[row.position] = GivenOutput(row.kind, reached if known else None, None)
    return found


def _money(
    rows: Iterable[MoneyEntry], printed: PrintedTask, year: int, random: Random
) -> dict[str, GivenMoney]:
    found = {}
    for row in rows:
        planned = printed.planned_of(row.source, year)
        spent = planned * random.randint(60, 105) // 100 if planned else random.randint(5, 80) * _MILLION
        found[row.source] = GivenMoney(spent if random.random() < 0.85 else None, None)
    return found
