"""The invented plan of a province that has none on the portal, as a plan document: 2016-2020, five components.

What it says is invented and says so itself: in its title, its number and its signer, beside the mark `Plan.is_sample`.
Reports are due before 15 December. The same seed gives the same plan.
"""

from random import Random

from agencies.models import Province
from plans.enums import Component

PERIOD = range(2016, 2021)
MARK = "SỐ LIỆU MẪU"
_BEFORE = "12-15"
_GROUPS = (
    ("I", Component.AWARENESS, "Nâng cao nhận thức và năng lực về sản xuất sạch hơn"),
    ("II", Component.DATABASE, "Cơ sở dữ liệu và chuyên trang về sản xuất sạch hơn"),
    ("III", Component.TECHNICAL, "Hỗ trợ kỹ thuật áp dụng sản xuất sạch hơn tại cơ sở"),
    ("IV", Component.NETWORK, "Mạng lưới tổ chức hỗ trợ sản xuất sạch hơn"),
    ("V", Component.POLICY, "Hoàn thiện cơ chế, chính sách"),
)
# What is done, with the countable result that it brings in a year.
_TASKS = {
    Component.AWARENESS: (
        ("Tổ chức hội nghị phổ biến sản xuất sạch hơn", "conference", "hội nghị"),
        ("Tập huấn cán bộ kỹ thuật của cơ sở sản xuất", "training_course", "lớp tập huấn"),
        ("Sản xuất phóng sự truyền hình về sản xuất sạch hơn", "tv_report", "phóng sự"),
        ("Đăng bài trên báo của tỉnh", "article", "bài báo"),
        ("Tham quan mô hình áp dụng sản xuất sạch hơn", "study_visit", "đoàn tham quan"),
    ),
    Component.DATABASE: (
        ("Khảo sát cơ sở có tiềm năng áp dụng", "surveyed_facility", "cơ sở"),
        ("Duy trì chuyên mục trên trang thông tin điện tử", "website_column", "chuyên mục"),
        ("Phát hành ấn phẩm hướng dẫn", "publication", "ấn phẩm"),
    ),
    Component.TECHNICAL: (
        ("Đánh giá nhanh sản xuất sạch hơn", "quick_assessment", "cơ sở"),
        ("Đánh giá chi tiết sản xuất sạch hơn", "detailed_assessment", "cơ sở"),
        ("Xây dựng mô hình trình diễn", "demo_model", "mô hình"),
        ("Hỗ trợ lập dự án đầu tư sản xuất sạch hơn", "project_support", "dự án"),
    ),
    Component.NETWORK: (
        ("Đào tạo cán bộ tư vấn của tỉnh", "trained_staff", "cán bộ"),
        ("Kết nối cơ sở với tổ chức hỗ trợ", "conference", "hội nghị"),
    ),
    Component.POLICY: (
        ("Khen thưởng đơn vị áp dụng tốt", "commended_unit", "đơn vị"),
        ("Lồng ghép sản xuất sạch hơn vào chương trình khuyến công", "project_support", "dự án"),
    ),
}  # fmt: skip
_SOURCES = (("NSDP",), ("NSDP", "DN"), ("NSTW", "NSDP"), ("NSTW", "NSDP", "DN"))
_TARGETS = (
    ("outreach_rate", "cơ sở sản xuất công nghiệp", "được phổ biến về sản xuất sạch hơn", 90),
    ("application_rate", "cơ sở sản xuất công nghiệp", "áp dụng sản xuất sạch hơn", 50),
    ("savings_rate", "cơ sở áp dụng sản xuất sạch hơn", "năng lượng, nguyên liệu tiết kiệm được", 8),
)
_CLAUSES = (
    ("district", "V.2", "Ủy ban nhân dân các huyện, thành phố báo cáo kết quả về Sở Công Thương trước ngày 15/12 hằng năm."),
    ("facility", "V.3", "Các cơ sở sản xuất công nghiệp báo cáo kết quả áp dụng về Sở Công Thương trước ngày 15/12 hằng năm."),
    ("party", "V.1", "Các cơ quan tham gia thực hiện Kế hoạch báo cáo kết quả về Sở Công Thương trước ngày 15/12 hằng năm."),
)  # fmt: skip


def invented_plan(province: Province, agencies: list[tuple[str, str]], *, tasks: int, seed: int) -> dict:
    """The plan document as plain data; `agencies` are the slugs and names that lead its tasks, `tasks` their number."""
    random = Random(f"{seed}/{province.slug}")
    name = province.names.order_by("pk").first().name
    return {
        "slug": f"{province.slug}-mau-{PERIOD[0]}",
        "version": {"number": 1, "status": "issued", "in_force_from": f"{PERIOD[0]}-01-15"},
        "province": province.slug,
        "programme": "1419/QĐ-TTg",
        "title": f"KẾ HOẠCH Sản xuất sạch hơn trong công nghiệp giai đoạn {PERIOD[0]}-{PERIOD[-1]}, {name} ({MARK})",
        "kind": "plan",
        "number": "00/KH-MAU",
        "issued_on": f"{PERIOD[0]}-01-15",
        "issuer": f"UBND {name[0].lower()}{name[1:]}",
        "signer": {"name": "Nguyễn Văn Mẫu", "title": f"PHÓ CHỦ TỊCH ({MARK})"},
        "period": {"start": PERIOD[0], "end": PERIOD[-1]},
        "reporting": {
            "before": _BEFORE,
            "text": _CLAUSES[-1][2],
            "obligors": [
                {"kind": kind, "before": _BEFORE, "clause": clause, "text": text}
                for kind, clause, text in _CLAUSES
            ],
        },
        "objectives": _objectives(random),
        "groups": _groups(agencies, tasks, random),
        "responsibilities": [
            {
                "clause": "V.1",
                "agency": "Các cơ quan tham gia thực hiện",
                "agencies": [{"text": name, "agency": slug} for slug, name in agencies],
                "items": ["Thực hiện nhiệm vụ được giao và báo cáo kết quả hằng năm."],
            }
        ],
    }


def _objectives(random: Random) -> list[dict]:
    return [
        {
            "key": f"specific-{number}",
            "kind": "specific",
            "text": f"Đến năm {PERIOD[-1]}, {value}% {population} {what}.",
            "targets": [
                {"indicator": indicator, "population": population, "min": value, "max": value, "unit": "%", "year": PERIOD[-1]}
            ],
        }
        for number, (indicator, population, what, most) in enumerate(_TARGETS, start=1)
        for value in [most - random.randint(0, 4)]
    ]  # fmt: skip


def _groups(agencies: list[tuple[str, str]], tasks: int, random: Random) -> list[dict]:
    groups = [
        {"key": number, "number": number, "title": title, "component": component.value, "tasks": []}
        for number, component, title in _GROUPS
    ]
    for place in range(tasks):
        group = groups[place % len(groups)]
        number = len(group["tasks"]) + 1
        group["tasks"].append(_task(group, number, place, agencies, random))
    return [group for group in groups if group["tasks"]]


def _task(group: dict, number: int, place: int, agencies: list[tuple[str, str]], random: Random) -> dict:
    wordings = _TASKS[Component(group["component"])]
    action, kind, unit = wordings[(number - 1) % len(wordings)]
    quantity = random.randint(1, 12)
    lead, helper = (agencies[(place + step) % len(agencies)] for step in (0, random.randint(1, 5)))
    return {
        "key": f"{group['key']}/{number}",
        "number": str(number),
        "action": f"{action}, đợt {(number - 1) // len(wordings) + 1}",
        "contents": [f"Mỗi năm {quantity} {unit} (nội dung mẫu)."],
        "outputs": [{"text": f"{quantity} {unit}", "kind": kind, "quantity": quantity, "per_year": True}],
        "lead": [{"text": lead[1], "agency": lead[0]}],
        "coordinating": [{"text": helper[1], "agency": helper[0]}] if helper != lead else [],
        "time": {"text": f"{PERIOD[0]}-{PERIOD[-1]}", "start": PERIOD[0], "end": PERIOD[-1]},
        "budget": _budget(random),
    }


def _budget(random: Random) -> dict:
    sources = random.choice(_SOURCES)
    lines = [
        {"year": year, "sources": [source], "amount": random.randint(2, 40) * 5}
        for year in PERIOD
        for source in sources
    ]
    return {"total": sum(line["amount"] for line in lines), "sources": list(sources), "lines": lines}
