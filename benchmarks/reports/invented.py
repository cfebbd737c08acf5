"""Invented contents: provinces with so many tasks each, about five pages, and the ministry's own part."""

from datetime import date
from decimal import Decimal
from random import Random

from reporting.contents.consolidated import (
    BodyPart,
    ComponentPart,
    ConsolidatedReport,
    GroupPart,
    Paragraph,
    TaskPart,
)
from reporting.contents.heading import Heading
from reporting.contents.workbook import Cell, Column, Row, Sheet

DAY = date(2018, 12, 20)
WORDS = [
    "tổ",
    "chức",
    "hội",
    "nghị",
    "tập",
    "huấn",
    "hướng",
    "dẫn",
    "cơ",
    "sở",
    "công",
    "nghiệp",
    "áp",
    "dụng",
    "sản",
    "xuất",
    "sạch",
    "hơn",
    "tiết",
    "kiệm",
    "nguyên",
    "liệu",
    "nước",
    "năng",
    "lượng",
    "giảm",
    "phát",
    "thải",
    "đánh",
    "giá",
    "nhanh",
    "xây",
    "dựng",
    "mô",
    "hình",
    "thí",
    "điểm",
    "hỗ",
    "trợ",
    "kỹ",
    "thuật",
    "kinh",
    "phí",
    "sự",
    "nghiệp",
    "khuyến",
    "công",
    "địa",
    "phương",
]
GROUPS, AGENCIES = 5, 8
UNKNOWN = Cell("chưa rõ", unknown=True)


def province(number: int, tasks: int, *, edition: int = 1) -> tuple[str, ConsolidatedReport]:
    """The chapter of a province, always the same; another `edition` has other words and figures."""
    random, name = Random(f"{number}/{edition}"), f"Tỉnh Mẫu {number:02}"
    titles = [_words(random, 3) for _ in range(tasks)]
    sheets = (_tasks(random, titles), _money(random, titles), _targets(random), _compliance(random))
    parts = (
        BodyPart("Kết quả chung", (_sentences(random, 1),), annexes=(sheets[3].name,)),
        BodyPart(
            "Kết quả theo hợp phần", components=tuple(_components(random, titles)), annexes=(sheets[0].name,)
        ),
        BodyPart("Kinh phí", (_sentences(random, 1),), annexes=(sheets[1].name,)),
        BodyPart("Mục tiêu", (_sentences(random, 1),), annexes=(sheets[2].name,)),
    )
    return name, _report(name, f"Kết quả năm 2018 trên địa bàn {name}", parts, sheets, is_sample=True)


def front(provinces: int, *, edition: int = 1) -> ConsolidatedReport:
    """The ministry's own part, with a row of each province in its tables."""
    random = Random(f"front/{edition}")
    sheets = tuple(
        _table(title, ("Tỉnh, thành phố", "Kế hoạch", "Đã thực hiện", "Tỷ lệ", "Chưa rõ"), "tmmnn",
               [(f"Tỉnh Mẫu {number:02}", _amount(random), _amount(random), random.randint(0, 100), random.randint(0, 9))
                for number in range(provinces)])
        for title in ("Nhiệm vụ theo tỉnh", "Kinh phí theo tỉnh", "Tình hình báo cáo")
    )  # fmt: skip
    parts = tuple(
        BodyPart(one.name, (_sentences(random, 3), _sentences(random, 2)), annexes=(one.name,))
        for one in sheets
    )
    return _report(
        "Bộ Công Thương", "Kết quả năm 2018 của các tỉnh, thành phố", parts, sheets, is_sample=False
    )


def _report(body: str, subject: str, parts, sheets, *, is_sample: bool) -> ConsolidatedReport:
    heading = Heading(
        number=5, symbol="BC-SCT", day=DAY, place="Hà Nội", parent_body="Ủy ban nhân dân tỉnh", issuing_body=body,
        addressees=("Thủ tướng Chính phủ",), signer_authority="", signer_title="Giám đốc", signer_name="",
        recipients=("Như trên", "Lưu: VT"),
    )  # fmt: skip
    nothing = _table("Chưa rõ", ("Số liệu",), "t", [("Không có",)])
    return ConsolidatedReport(
        heading=heading, subject=subject, opening=f"{body} báo cáo như sau:", edition=("Bản số 1",), is_sample=is_sample,
        parts=parts, closing="Trên đây là báo cáo./.", tables=sheets, definitions=nothing, unknowns=nothing,
        checksum="0123456789abcdef" * 4 if is_sample else "",
    )  # fmt: skip


def _components(random: Random, titles: list[str]):
    each = -(-len(titles) // GROUPS)
    for group in range(GROUPS):
        told = tuple(
            TaskPart(f"Nhiệm vụ {group + 1}.{place + 1}", title, (Paragraph(f"{_words(random, 5)}."),))
            for place, title in enumerate(titles[group * each : (group + 1) * each])
            if place % 3 == 0  # of the others nothing was reported
        )
        yield ComponentPart(_words(random, 4), (GroupPart(str(group + 1), _words(random, 5), told),))


def _tasks(random: Random, titles: list[str]) -> Sheet:
    heads = ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Kết quả", "Chỉ tiêu", "Đạt", "Mức độ")
    rows = [
        (number, title, _words(random, 2), _words(random, 2), random.randint(1, 20), _or_unknown(random), "đang thực hiện")
        for number, title in enumerate(titles, 1)
    ]  # fmt: skip
    return _table("Nhiệm vụ", heads, "ntttnnt", rows)


def _money(random: Random, titles: list[str]) -> Sheet:
    heads = ("TT", "Nhiệm vụ", "Nguồn", "Kế hoạch cả kỳ", "Kế hoạch năm", "Đã thực hiện")
    rows = [
        (number, title, "Ngân sách địa phương", _amount(random), _amount(random), _or_unknown(random))
        for number, title in enumerate(titles, 1)
    ]
    return _table("Kinh phí", heads, "nttmmm", rows)


def _targets(random: Random) -> Sheet:
    heads = ("Mục tiêu", "Chỉ tiêu", "Tử số", "Mẫu số", "Kết quả")
    rows = [
        (_words(random, 8), "50 %", random.randint(0, 99), random.randint(100, 200), "chưa đạt")
        for _ in range(4)
    ]
    return _table("Mục tiêu", heads, "ttnnt", rows)


def _compliance(random: Random) -> Sheet:
    heads = ("TT", "Cơ quan", "Hạn gửi", "Ngày gửi", "Tình trạng")
    rows = [(number, _words(random, 5), DAY, DAY, "đã duyệt") for number in range(1, AGENCIES + 1)]
    return _table("Tình hình báo cáo", heads, "ntddt", rows)


def _table(name: str, heads: tuple[str, ...], kinds: str, rows: list[tuple]) -> Sheet:
    of = {"t": "text", "n": "number", "m": "money", "d": "date"}
    columns = tuple(Column(head, of[kind]) for head, kind in zip(heads, kinds, strict=True))
    return Sheet(
        name, columns, tuple(map(Row, rows)), (name,), unit="Đơn vị tính: triệu đồng" if "m" in kinds else ""
    )


def _amount(random: Random) -> Decimal:
    return Decimal(random.randint(1, 99_999)) / 10


def _or_unknown(random: Random):
    return UNKNOWN if random.random() < 0.15 else _amount(random)


def _words(random: Random, count: int) -> str:
    return " ".join(random.choices(WORDS, k=count)).capitalize()


def _sentences(random: Random, count: int) -> str:
    return " ".join(f"{_words(random, random.randint(14, 24))}." for _ in range(count))
