"""Layouts of other offices: groups, rows and tables in their ways."""

from tests.portal.annexes.cousin import Cousin
from tests.portal.annexes.layouts import B, D, W, sheet

COUSINS_BY_ROWS = {
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
    "a sheet for each year": Cousin(
        (
            sheet(
                [W("DỰ TOÁN NĂM 2016", 4)],
                ["TT", "Nội dung", "Đơn vị thực hiện", "Kinh phí (triệu đồng)"],
                ["I", "Truyền thông", None, 100],
                ["1", "Hội nghị", "Sở CT", 100],
                name="2016",
            ),
            sheet(
                [W("DỰ TOÁN NĂM 2017", 4)],
                ["TT", "Nội dung", "Đơn vị thực hiện", "Kinh phí (triệu đồng)"],
                ["I", "Truyền thông", None, 50],
                ["1", "Hội nghị", "Sở TC", 50],
                name="2017",
            ),
        ),
        [("I", "Truyền thông", "awareness")],
        [("I/1", "Hội nghị", ["Sở CT", "Sở TC"], [], None, None, None, ["2016  100", "2017  50"])],
    ),
    "titles of groups across from the second column, with sums": Cousin(
        (
            sheet(
                [
                    "TT",
                    "Nội dung",
                    "Đơn vị chủ trì",
                    "Đơn vị phối hợp",
                    "Thời gian thực hiện",
                    "Kinh phí (triệu đồng)",
                ],
                ["I", W("Truyền thông nâng cao nhận thức", 4), "200"],
                ["1", "Phóng sự", "Đài PTTH", "Sở CT", "2017", "120"],
                ["2", "Tờ rơi", "Sở CT", "", "2017", "80"],
                ["II", W("Xây dựng mạng lưới", 4), "50"],
                ["1", "Thành lập tổ", "Sở CT", "Sở Nội vụ", "2018", "50"],
                [W("TỔNG CỘNG", 5), "250"],
            ),
        ),
        [("I", "Truyền thông nâng cao nhận thức", "awareness"), ("II", "Xây dựng mạng lưới", "network")],
        [
            ("I/1", "Phóng sự", ["Đài PTTH"], ["Sở CT"], 2017, 2017, 120, []),
            ("I/2", "Tờ rơi", ["Sở CT"], [], 2017, 2017, 80, []),
            ("II/1", "Thành lập tổ", ["Sở CT"], ["Sở Nội vụ"], 2018, 2018, 50, []),
        ],
    ),
    "groups in a column without a head, each with its sum": Cousin(
        (
            sheet(
                [None, "Nhiệm vụ", "Chủ trì", "Kinh phí (triệu đồng)"],
                ["I. Truyền thông", None, None, None],
                [None, "Hội nghị", "Sở CT", 10],
                [None, "Cộng", None, 10],
                ["II. Chính sách", None, None, None],
                [None, "Quy chế", "Sở CT", 5],
                [None, "Cộng", None, 6],
                [None, "Tổng cộng", None, 15],
            ),
        ),
        [("I", "Truyền thông", "awareness"), ("II", "Chính sách", "policy")],
        [
            ("I/1", "Hội nghị", ["Sở CT"], [], None, None, 10, []),
            ("II/1", "Quy chế", ["Sở CT"], [], None, None, 5, []),
        ],
        ("total_differs",),
    ),
    "what stands over groups": Cousin(
        (
            sheet(
                ["TT", "Nội dung", "Đơn vị thực hiện", "Thời gian", "Kinh phí (trđ)"],
                ["A", "NHIỆM VỤ TRỌNG TÂM", None, None, 100],
                ["I", "Tuyên truyền", None, None, 100],
                ["1", "Hội nghị", "Sở CT", "2016", 100],
                ["B", "NHIỆM VỤ KHÁC", None, None, 50],
                ["I", "Cơ sở dữ liệu", None, None, 50],
                ["1", "Website", "Sở CT", "2016", 50],
                [None, "TỔNG CỘNG (A+B)", None, None, 150],
            ),
        ),
        [("A/I", "Tuyên truyền", "awareness"), ("B/I", "Cơ sở dữ liệu", "database")],
        [
            ("A/I/1", "Hội nghị", ["Sở CT"], [], 2016, 2016, 100, []),
            ("B/I/1", "Website", ["Sở CT"], [], 2016, 2016, 50, []),
        ],
        ("level_dropped",),
    ),
    "amounts and their sources in words": Cousin(
        (
            sheet(
                ["TT", "Nhiệm vụ", "Chủ trì", "Kinh phí (triệu đồng)"],
                ["1", "Tuyên truyền", None, None],
                ["1.1", "Phim", "Sở CT", "Năm 2016: 50; Năm 2017: 60"],
                ["1.2", "Dự án", "Sở CT", "NSTW: 100\nNSĐP: 50"],
                ["1.3", "Web", "Sở CT", "1,2 tỷ đồng (DN)"],
                ["1.4", "Sách", "Sở CT", "Lồng ghép"],
                [None, "Cộng", None, "1.460"],
            ),
        ),
        [("1", "Tuyên truyền", "awareness")],
        [
            ("1/1.1", "Phim", ["Sở CT"], [], None, None, None, ["2016  50", "2017  60"]),
            ("1/1.2", "Dự án", ["Sở CT"], [], None, None, None, ["NSTW 100", "NSDP 50"]),
            ("1/1.3", "Web", ["Sở CT"], [], None, None, 1200, []),
            ("1/1.4", "Sách", ["Sở CT"], [], None, None, None, []),
        ],
    ),
}
