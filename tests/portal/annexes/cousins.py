"""Annexes as other offices would lay them out, each with what it says: groups, tasks, money, doubts."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portal.annexes.grid import Grid
from tests.portal.annexes.layouts import B, D, W, sheet


@dataclass(frozen=True)
class Cousin:
    """A file and its meaning. A task is (key, action, lead, coordinating, start, end, total, lines)."""

    grids: tuple[Grid, ...]
    groups: list[tuple[str, str, str | None]]
    tasks: list[tuple]
    doubts: tuple[str, ...] = ()


def brief(plan: dict[str, Any]) -> tuple[list[tuple], list[tuple]]:
    """Groups and tasks of a plan in the short form of `Cousin`."""
    groups = [(group["key"], group["title"], group["component"]) for group in plan["groups"]]
    tasks = []
    for group in plan["groups"]:
        for task in group["tasks"]:
            budget = task["budget"] or {"total": None, "lines": []}
            lines = [
                f"{line['year'] or ''} {'+'.join(line['sources'])} {line['amount']}".strip()
                for line in budget["lines"]
            ]
            names = [[party["text"] for party in task[role]] for role in ("lead", "coordinating")]
            tasks.append(
                (
                    task["key"],
                    task["action"],
                    *names,
                    task["time"]["start"],
                    task["time"]["end"],
                    budget["total"],
                    lines,
                )
            )
    return groups, tasks


COUSINS = {
    "three head rows, source under year": Cousin(
        (
            sheet(
                [W("DANH MỤC NHIỆM VỤ VÀ KINH PHÍ", 11)],
                [None] * 8 + ["ĐVT: Triệu đồng"],
                [
                    *(
                        D(head, 3)
                        for head in (
                            "STT",
                            "Nội dung công việc",
                            "Đơn vị chủ trì",
                            "Đơn vị phối hợp",
                            "Tiến độ",
                        )
                    ),
                    W("Kinh phí thực hiện", 5),
                    D("Ghi chú", 3),
                ],
                [D("Tổng cộng", 2), W("Năm 2016", 2), W("Năm 2017", 2)],
                ["NSTW", "NSĐP", "NSTW", "NSĐP"],
                [f"({number})" for number in range(1, 12)],
                [B("I"), B("Tuyên truyền, nâng cao nhận thức"), None, None, None, 100, 30, 30, 20, 20, None],
                [
                    1,
                    "Tổ chức tập huấn",
                    "Sở Công Thương",
                    "Sở TN&MT, Sở Tài chính",
                    "2016-2017",
                    100,
                    30,
                    30,
                    20,
                    20,
                    "ưu tiên",
                ],
                [B("II"), B("Hỗ trợ kỹ thuật"), None, None, None, None, None, None, None, None, None],
                [
                    1,
                    "Đánh giá SXSH",
                    "Trung tâm Khuyến công",
                    "Doanh nghiệp",
                    "Hàng năm",
                    Decimal("60.5"),
                    None,
                    20,
                    None,
                    Decimal("40.5"),
                    None,
                ],
                [None, B("Tổng cộng"), None, None, None, Decimal("160.5"), 30, 50, 20, Decimal("60.5"), None],
            ),
        ),
        [("I", "Tuyên truyền, nâng cao nhận thức", "awareness"), ("II", "Hỗ trợ kỹ thuật", "technical")],
        [
            (
                "I/1",
                "Tổ chức tập huấn",
                ["Sở Công Thương"],
                ["Sở TN&MT", "Sở Tài chính"],
                2016,
                2017,
                100,
                ["2016 NSTW 30", "2016 NSDP 30", "2017 NSTW 20", "2017 NSDP 20"],
            ),
            (
                "II/1",
                "Đánh giá SXSH",
                ["Trung tâm Khuyến công"],
                ["Doanh nghiệp"],
                None,
                None,
                Decimal("60.5"),
                ["2016 NSDP 20", "2017 NSDP 40.5"],
            ),
        ],
    ),
    "year under source without merges, đồng as text, marks and words": Cousin(
        (
            sheet(
                ["TT", "Hoạt động", "Thời hạn", "Trách nhiệm", W("Nguồn vốn (đồng)", 6)],
                [
                    None,
                    None,
                    None,
                    None,
                    "Ngân sách trung ương",
                    None,
                    "Ngân sách địa phương",
                    None,
                    "Doanh nghiệp",
                    None,
                ],
                [None, None, None, None, "2016", "2017", "2016", "2017", "2016", "2017"],
                [W("A. Truyền thông", 10)],
                [
                    "1",
                    "Làm phóng sự",
                    "2016",
                    "Chủ trì: Sở Công Thương; Phối hợp: Đài PTTH tỉnh",
                    "10.000.000",
                    "20.000.000",
                    "5.000.000",
                    "",
                    "",
                    "1.500.000",
                ],
                [
                    "2",
                    "Viết bài",
                    "2017",
                    "Sở Thông tin và Truyền thông phối hợp với Báo tỉnh",
                    "",
                    "x",
                    "",
                    "",
                    "",
                    None,
                ],
                [W("B. Xây dựng mạng lưới", 10)],
                [
                    "1",
                    "Lập tổ hỗ trợ",
                    "2016-2017",
                    "Trung tâm Khuyến công",
                    "",
                    "",
                    "",
                    "Lồng ghép",
                    "500.000",
                    "",
                ],
            ),
        ),
        [("A", "Truyền thông", "awareness"), ("B", "Xây dựng mạng lưới", "network")],
        [
            (
                "A/1",
                "Làm phóng sự",
                ["Sở Công Thương"],
                ["Đài PTTH tỉnh"],
                2016,
                2016,
                None,
                ["2016 NSTW 10", "2017 NSTW 20", "2016 NSDP 5", "2017 DN 1.5"],
            ),
            (
                "A/2",
                "Viết bài",
                ["Sở Thông tin và Truyền thông"],
                ["Báo tỉnh"],
                2017,
                2017,
                None,
                ["2017 NSTW None"],
            ),
            ("B/1", "Lập tổ hỗ trợ", ["Trung tâm Khuyến công"], [], 2016, 2017, None, ["2016 DN 0.5"]),
        ],
    ),
    "no accents, thousands, quarters": Cousin(
        (
            sheet(
                [
                    "STT",
                    "NOI DUNG THUC HIEN",
                    "CO QUAN CHU TRI",
                    "CO QUAN PHOI HOP",
                    "THOI GIAN",
                    "KINH PHI (NGHIN DONG)",
                ],
                ["I", "Nang cao nhan thuc", None, None, None, None],
                ["1", "To chuc hoi nghi", "So Cong Thuong", "So TNMT; So Tai chinh", "Quy I/2017", 150000],
                ["II", "Xay dung co so du lieu", None, None, None, None],
                ["3", "Lap website", "So Cong Thuong", "Cac so, nganh lien quan", "6/2017", 200000],
                ["", "Tong cong", None, None, None, 350000],
            ),
        ),
        [("I", "Nang cao nhan thuc", "awareness"), ("II", "Xay dung co so du lieu", "database")],
        [
            (
                "I/1",
                "To chuc hoi nghi",
                ["So Cong Thuong"],
                ["So TNMT", "So Tai chinh"],
                "2017-01",
                "2017-03",
                150,
                [],
            ),
            (
                "II/3",
                "Lap website",
                ["So Cong Thuong"],
                ["Cac so, nganh lien quan"],
                "2017-06",
                "2017-06",
                200,
                [],
            ),
        ],
    ),
    "totals on top settle texts": Cousin(
        (
            sheet(
                ["TT", "Nhiệm vụ", "Cơ quan thực hiện", "Năm thực hiện", "Kinh phí (triệu đồng)"],
                [None, "TỔNG CỘNG", None, None, "6.840"],
                ["I", "Truyền thông", None, None, "1.640"],
                ["1", "Hội nghị", "Sở CT", "2017", "640"],
                ["2", "Phóng sự", "Sở CT", "2018", "1.000"],
                ["II", "Hỗ trợ kỹ thuật", None, None, "5.200"],
                ["1", "Đánh giá", "Sở CT", "2017-2020", "2,000"],
                ["2", "Dự án", "Sở CT", "2017-2020", "3.200"],
            ),
        ),
        [("I", "Truyền thông", "awareness"), ("II", "Hỗ trợ kỹ thuật", "technical")],
        [
            ("I/1", "Hội nghị", ["Sở CT"], [], 2017, 2017, 640, []),
            ("I/2", "Phóng sự", ["Sở CT"], [], 2018, 2018, 1000, []),
            ("II/1", "Đánh giá", ["Sở CT"], [], 2017, 2020, 2000, []),
            ("II/2", "Dự án", ["Sở CT"], [], 2017, 2020, 3200, []),
        ],
    ),
    "phases, marks under years, group numbers repeat": Cousin(
        (
            sheet(
                [
                    D("TT", 2),
                    D("Nội dung nhiệm vụ", 2),
                    D("Đơn vị thực hiện", 2),
                    W("Thời gian thực hiện", 3),
                    D("Kinh phí (tr.đ)", 2),
                ],
                ["2016", "2017", "2018"],
                [W("Giai đoạn 2016-2017", 7)],
                [W("1. Tuyên truyền", 7)],
                ["1.1", "Mở chuyên mục", "Sở CT", "x", "x", None, 30],
                [W("Giai đoạn 2018-2019", 7)],
                [W("1. Tuyên truyền", 7)],
                ["1.1", "Tập huấn", "Sở CT", None, None, "X", "40"],
            ),
        ),
        [("2016-2017/1", "Tuyên truyền", "awareness"), ("2018-2019/1", "Tuyên truyền", "awareness")],
        [
            ("2016-2017/1/1.1", "Mở chuyên mục", ["Sở CT"], [], 2016, 2017, 30, []),
            ("2018-2019/1/1.1", "Tập huấn", ["Sở CT"], [], 2018, 2018, 40, []),
        ],
    ),
    "quantity and price, groups with sums": Cousin(
        (
            sheet(
                ["STT", "Nội dung", "ĐVT", "Số lượng", "Đơn giá", "Thành tiền", "Nguồn kinh phí", "Ghi chú"],
                ["", "", "", "", "(nghìn đồng)", "(nghìn đồng)", "", ""],
                ["I", "Tập huấn", "", "", "", 52000, "", ""],
                ["1", "Lớp cho cán bộ", "lớp", 2, 20000, 40000, "NSĐP", "TP"],
                ["2", "Tài liệu", "bộ", "120", "100", "12.000", "NSĐP, DN", ""],
                ["", "Tổng cộng", "", "", "", 52000, "", ""],
            ),
        ),
        [("I", "Tập huấn", "awareness")],
        [
            ("I/1", "Lớp cho cán bộ", [], [], None, None, 40, ["NSDP 40"]),
            ("I/2", "Tài liệu", [], [], None, None, 12, ["NSDP+DN 12"]),
        ],
    ),
    "groups in a column of their own": Cousin(
        (
            sheet(
                ["TT", "Nhóm nhiệm vụ", "Hoạt động", "Chủ trì", "Phối hợp", "Thời gian"],
                ["1", D("Nâng cao nhận thức", 2), "Tập huấn", D("Sở Công Thương", 2), "Sở TN&MT", "2016"],
                ["2", "Phóng sự", "Đài PT-TH", "2017"],
                ["3", D("Chính sách", 2), "Ban hành quy định", "Sở Tài chính", D("Các sở", 2), "2016"],
                ["4", "Rà soát", "Sở Công Thương", "2018"],
            ),
        ),
        [("1", "Nâng cao nhận thức", "awareness"), ("2", "Chính sách", "policy")],
        [
            ("1/1", "Tập huấn", ["Sở Công Thương"], ["Sở TN&MT"], 2016, 2016, None, []),
            ("1/2", "Phóng sự", ["Sở Công Thương"], ["Đài PT-TH"], 2017, 2017, None, []),
            ("2/3", "Ban hành quy định", ["Sở Tài chính"], ["Các sở"], 2016, 2016, None, []),
            ("2/4", "Rà soát", ["Sở Công Thương"], ["Các sở"], 2018, 2018, None, []),
        ],
    ),
    "bold groups without numbers, tasks with dashes": Cousin(
        (
            sheet(
                ["Nội dung", "Cơ quan thực hiện", "Thời gian", "Kết quả"],
                [B("Nâng cao nhận thức"), None, None, None],
                ["- Tổ chức hội nghị", "Sở Công Thương", "2016", "Hội nghị"],
                [B("Xây dựng mạng lưới"), None, None, None],
                ["- Lập tổ hỗ trợ", "Sở Công Thương, Sở Nội vụ", "2016", "Tổ"],
                ["tư vấn SXSH", None, None, None],
            ),
        ),
        [("1", "Nâng cao nhận thức", "awareness"), ("2", "Xây dựng mạng lưới", "network")],
        [
            ("1/1", "Tổ chức hội nghị", ["Sở Công Thương"], [], 2016, 2016, None, []),
            ("2/1", "Lập tổ hỗ trợ tư vấn SXSH", ["Sở Công Thương", "Sở Nội vụ"], [], 2016, 2016, None, []),
        ],
    ),
    "sub-tasks with money, sums of groups that differ": Cousin(
        (
            sheet(
                [
                    "TT",
                    "Nhiệm vụ, hoạt động",
                    "Đơn vị chủ trì",
                    "Thời gian",
                    "Kinh phí (triệu đồng)",
                    "Nguồn",
                ],
                ["I", "Truyền thông", None, None, None, None],
                ["1", "Tổ chức tuyên truyền", "Sở CT", "2016", 100, "NSĐP"],
                ["a", "Báo", None, None, 40, None],
                ["b", "Đài", None, None, 60, None],
                [None, "Cộng mục I", None, None, 100, None],
                ["II", "Đánh giá", None, None, None, None],
                ["1", "Đánh giá nhanh", "Sở CT", "2017", 70, "DN"],
                [None, "Cộng mục II", None, None, 75, None],
                [None, "Tổng cộng (I+II)", None, None, 170, None],
            ),
        ),
        [("I", "Truyền thông", "awareness"), ("II", "Đánh giá", "technical")],
        [
            ("I/1", "Tổ chức tuyên truyền", ["Sở CT"], [], 2016, 2016, 100, ["40", "60"]),
            ("II/1", "Đánh giá nhanh", ["Sở CT"], [], 2017, 2017, 70, []),
        ],
        ("total_differs",),
    ),
    "head repeated over a page break, a row broken in two": Cousin(
        (
            sheet(
                ["STT", "Nội dung", "Chủ trì", "Phối hợp", "Thời gian"],
                ["1", "Nhóm 1: Tuyên truyền", None, None, None],
                ["1.1", "Tổ chức hội nghị về sản xuất", "Sở CT", "Sở TC", "2016"],
                ["STT", "Nội dung", "Chủ trì", "Phối hợp", "Thời gian"],
                [None, "sạch hơn trong công nghiệp", None, "Sở TN&MT", None],
                ["2", "Nhóm 2: Chính sách", None, None, None],
                ["2.1", "Ban hành quy chế", "Sở CT", "nt", "2017"],
            ),
        ),
        [("1", "Tuyên truyền", "awareness"), ("2", "Chính sách", "policy")],
        [
            (
                "1/1.1",
                "Tổ chức hội nghị về sản xuất sạch hơn trong công nghiệp",
                ["Sở CT"],
                ["Sở TC", "Sở TN&MT"],
                2016,
                2016,
                None,
                [],
            ),
            ("2/2.1", "Ban hành quy chế", ["Sở CT"], ["Sở TN&MT"], 2017, 2017, None, []),
        ],
    ),
    "rows by source": Cousin(
        (
            sheet(
                ["TT", "Nội dung", "Đơn vị thực hiện", "Tổng kinh phí", "Năm 2016", "Năm 2017"],
                [None, None, None, "ĐVT: triệu đồng", None, None],
                [W("I. Tuyên truyền", 6)],
                ["1", "Hội nghị", "Sở CT", 100, 60, 40],
                [None, "- Ngân sách TW", None, 70, 50, 20],
                [None, "- Ngân sách tỉnh", None, 30, 10, 20],
                [None, "Tổng cộng", None, 100, 60, 40],
                [None, "Trong đó:", None, None, None, None],
                [None, "NSTW", None, 70, 50, 20],
                [None, "NSĐP", None, 30, 10, 20],
            ),
        ),
        [("I", "Tuyên truyền", "awareness")],
        [
            (
                "I/1",
                "Hội nghị",
                ["Sở CT"],
                [],
                None,
                None,
                100,
                ["2016 NSTW 50", "2017 NSTW 20", "2016 NSDP 10", "2017 NSDP 20"],
            )
        ],
    ),
    "phases by sheet": Cousin(
        (
            sheet(
                ["KẾ HOẠCH GIAI ĐOẠN 2016-2018", None, None, None],
                ["TT", "Nhiệm vụ", "Chủ trì", "Thời gian"],
                ["I", "Tuyên truyền", None, None],
                ["1", "Hội nghị", "Sở CT", "2016"],
                name="GĐ 2016-2018",
            ),
            sheet(
                ["GIAI ĐOẠN 2019-2020", None, None, None],
                ["TT", "Nhiệm vụ", "Chủ trì", "Thời gian"],
                ["I", "Tuyên truyền", None, None],
                ["1", "Hội thảo", "Sở CT", "2019"],
                name="Giai đoạn 2019-2020",
            ),
        ),
        [("2016-2018/I", "Tuyên truyền", "awareness"), ("2019-2020/I", "Tuyên truyền", "awareness")],
        [
            ("2016-2018/I/1", "Hội nghị", ["Sở CT"], [], 2016, 2016, None, []),
            ("2019-2020/I/1", "Hội thảo", ["Sở CT"], [], 2019, 2019, None, []),
        ],
    ),
    "groups in paragraphs before the tables of a document": Cousin(
        (
            sheet(
                ["TT", "Nhiệm vụ", "Chủ trì", "Thời gian"],
                ["1", "Hội nghị", "Sở CT", "2016"],
                before=("II. NỘI DUNG", "1. Nâng cao nhận thức về sản xuất sạch hơn"),
                name="Bảng 1",
                is_sheet=False,
            ),
            sheet(
                ["TT", "Nhiệm vụ", "Chủ trì", "Thời gian"],
                ["1", "Đánh giá", "Sở CT", "2016"],
                before=("2. Hỗ trợ kỹ thuật cho doanh nghiệp",),
                name="Bảng 2",
                is_sheet=False,
            ),
            sheet(["Nơi nhận:\n- Như trên", "TM. UBND\nCHỦ TỊCH"], name="Bảng 3", is_sheet=False),
        ),
        [
            ("1", "Nâng cao nhận thức về sản xuất sạch hơn", "awareness"),
            ("2", "Hỗ trợ kỹ thuật cho doanh nghiệp", "technical"),
        ],
        [
            ("1/1", "Hội nghị", ["Sở CT"], [], 2016, 2016, None, []),
            ("2/1", "Đánh giá", ["Sở CT"], [], 2016, 2016, None, []),
        ],
    ),
    "tỷ, periods, a place that the plan has no room for": Cousin(
        (
            sheet(
                [
                    D("TT", 2),
                    D("Tên nhiệm vụ", 2),
                    W("Cơ quan", 2),
                    W("Dự toán kinh phí (tỷ đồng)", 3),
                    D("Địa điểm", 2),
                ],
                ["Chủ trì", "Phối hợp", "Giai đoạn 2016-2018", "Giai đoạn 2019-2020", "Tổng"],
                [W("I- Cơ chế, chính sách", 8)],
                ["1", "Quy chế", "Sở CT", "Báo", "0,5", "0,7", "1,2", "Toàn tỉnh"],
                ["*", "Tổng", None, None, "0,5", "0,7", "1,2", None],
            ),
        ),
        [("I", "Cơ chế, chính sách", "policy")],
        [("I/1", "Quy chế", ["Sở CT"], ["Báo"], None, None, 1200, ["500", "700"])],
        ("period_amount",),
    ),
    "state budget with its levels, enterprises, others": Cousin(
        (
            sheet(
                [D("TT", 3), D("Hoạt động", 3), D("Thực hiện", 3), W("Nhu cầu kinh phí (triệu đồng)", 6)],
                [D("Tổng số", 2), W("Ngân sách nhà nước", 3), D("Vốn DN", 2), D("Nguồn khác", 2)],
                ["Tổng", "Trung ương", "Tỉnh"],
                [W("A- Tập huấn, đào tạo", 9)],
                ["1", "Hội nghị", "Sở CT", "175", "150", "100", "50", "20", "5"],
                ["2", "Lớp học", "Sở CT", 30, 30, None, 30, None, None],
                [None, "Cộng", None, 205, 180, 100, 80, 20, 5],
            ),
        ),
        [("A", "Tập huấn, đào tạo", "awareness")],
        [
            ("A/1", "Hội nghị", ["Sở CT"], [], None, None, 175, ["NSTW 100", "NSDP 50", "DN 20", "KHAC 5"]),
            ("A/2", "Lớp học", ["Sở CT"], [], None, None, 30, ["NSDP 30"]),
        ],
    ),
    "groups with a lead of their own, one of them a task": Cousin(
        (
            sheet(
                [
                    "STT",
                    "Nội dung",
                    "Cơ quan chủ trì",
                    "Cơ quan phối hợp",
                    "Thời gian hoàn thành",
                    "Sản phẩm",
                ],
                ["I", "Tuyên truyền", "Sở CT", None, "2016-2020", None],
                ["1", "Hội nghị", None, "Sở TC", "2016", "Hội nghị"],
                ["2", "Tập huấn", None, "Sở TC", "2017", "Lớp"],
                ["II", "Ban hành chính sách", "Sở Tư pháp", "Các sở", "2016", "Quyết định"],
            ),
        ),
        [("I", "Tuyên truyền", "awareness"), ("II", "Ban hành chính sách", "policy")],
        [
            ("I/1", "Hội nghị", [], ["Sở TC"], 2016, 2016, None, []),
            ("I/2", "Tập huấn", [], ["Sở TC"], 2017, 2017, None, []),
            ("II/1", "Ban hành chính sách", ["Sở Tư pháp"], ["Các sở"], 2016, 2016, None, []),
        ],
        ("group_is_task",),
    ),
}
