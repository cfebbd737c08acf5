"""Parties, times, lists, units, sources and numbers out of the words of cells."""

import pytest

from core.numbers import Unit
from portal.annexes.recognition.columns import ColumnRole, is_head_like, role_of
from portal.annexes.recognition.lists import items
from portal.annexes.recognition.numbering import number_in, phase_in, split_number
from portal.annexes.recognition.outputs import OutputKind, read_outputs
from portal.annexes.recognition.parties import is_collective, read_parties, split_parties
from portal.annexes.recognition.times import read_time
from portal.annexes.recognition.words import is_total, sources_in, unit_in
from tests.portal.annexes.known import directory


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Sở Tài nguyên và Môi trường", ["Sở Tài nguyên và Môi trường"]),
        ("UBND các huyện, thành phố, Sở TN&MT", ["UBND các huyện, thành phố", "Sở TN&MT"]),
        ("Các Sở: Công thương, TN&MT, KH&CN", ["Các Sở: Công thương", "TN&MT", "KH&CN"]),
        (
            "Sở Công Thương, Tài chính, KH&ĐT và UBND tỉnh",
            ["Sở Công Thương", "Tài chính", "KH&ĐT", "UBND tỉnh"],
        ),
        ("Các Sở, ngành và các đơn vị có liên quan", ["Các Sở, ngành và các đơn vị có liên quan"]),
        ("Sở Tư pháp và các Sở, ngành có liên quan", ["Sở Tư pháp", "các Sở, ngành có liên quan"]),
        ("Sở Lao động, Thương binh và Xã hội; Sở Y tế.", ["Sở Lao động, Thương binh và Xã hội", "Sở Y tế"]),
        (
            "Trung tâm Khuyến công và Tư vấn phát triển công nghiệp",
            ["Trung tâm Khuyến công và Tư vấn phát triển công nghiệp"],
        ),
        ("các doanh nghiệp, cơ sở sản xuất", ["các doanh nghiệp, cơ sở sản xuất"]),
        ("các tổ chức khoa học. Các hội, Công đoàn...", ["các tổ chức khoa học", "Các hội", "Công đoàn..."]),
    ],
)
def test_parties_are_parted_where_another_begins(text, names):
    assert split_parties(text) == names


@pytest.mark.parametrize(
    ("text", "lead", "coordinating"),
    [
        ("- Chủ trì: Sở A.\n- Phối hợp: Sở B; Sở C", ["Sở A"], ["Sở B", "Sở C"]),
        ("Sở A chủ trì, phối hợp với Sở B và UBND các huyện", ["Sở A"], ["Sở B", "UBND các huyện"]),
        ("Sở A (chủ trì), Sở B, Sở C (phối hợp)", ["Sở A"], ["Sở B", "Sở C"]),
        ("CT: Sở CT\nPH: Sở TC, Sở KHĐT", ["Sở CT"], ["Sở TC", "Sở KHĐT"]),
        (
            "- Đơn vị chủ trì: Ban Quản lý khu kinh tế.\n- Đơn vị phối hợp: Sở\nTài chính",
            ["Ban Quản lý khu kinh tế"],
            ["Sở Tài chính"],
        ),
        ("Sở A\nSở B", ["Sở A", "Sở B"], []),
    ],
)
def test_who_leads_and_who_coordinates(text, lead, coordinating):
    found = read_parties(text)
    assert (list(found.lead), list(found.coordinating)) == (lead, coordinating)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Sở Tài nguyên & Môi trường", "so-tai-nguyen-va-moi-truong"),
        ("STNMT", "so-tai-nguyen-va-moi-truong"),
        ("Sở KH-ĐT", "so-ke-hoach-va-dau-tu"),
        ("SỞ CÔNG THƯƠNG", "so-cong-thuong"),
        ("UBND tỉnh", "uy-ban-nhan-dan-tinh"),
        ("Đài PT-TH tỉnh", "dai-phat-thanh-truyen-hinh"),
        ("Sở Ngoại vụ", None),
    ],
)
def test_agencies_are_found_by_their_spellings(name, slug):
    assert directory("kon-tum").find(name) == slug


def test_an_unknown_name_gets_suggestions_and_a_collective_none():
    assert directory("kon-tum").suggestions("Sở Công nghệ và Khoa học")[0] == "so-khoa-hoc-va-cong-nghe"
    assert is_collective("các Sở, ngành liên quan")
    assert not is_collective("Các Sở: Công thương")


@pytest.mark.parametrize(
    ("text", "start", "end", "every"),
    [
        ("2016-2018", "2016", "2018", False),
        ("Từ năm 2016 đến năm 2020", "2016", "2020", False),
        ("Quý I/2017", "2017-01", "2017-03", False),
        ("Quý IV/2016 - Quý I/2017", "2016-10", "2017-03", False),
        ("1/2011 - 12/2015", "2011-01", "2015-12", False),
        ("Tháng 6/2017", "2017-06", "2017-06", False),
        ("Trước 30/6/2017", None, "2017-06", False),
        ("Từ năm 2016", "2016", None, False),
        ("2016, 2018", "2016", "2018", False),
        ("6 tháng đầu năm 2017", "2017-01", "2017-06", False),
        ("Thực hiện hàng năm", None, None, True),
        ("Thường xuyên", None, None, False),
    ],
)
def test_times(text, start, end, every):
    time = read_time(text)
    assert (time.text, time.start, time.end, time.every_year) == (text, start, end, every)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("- A b.\n- C\nd", ["A b.", "C d"]),
        ("Hỗ trợ:\n+ Một\n+ Hai", ["Hỗ trợ:", "Một", "Hai"]),
        ("1. Một;\n2. Hai", ["Một;", "Hai"]),
        ("a) Một\nb) Hai", ["Một", "Hai"]),
        ("- Cử đi học. - Tổ chức lớp.", ["Cử đi học.", "Tổ chức lớp."]),
        ("Đài Phát thanh - Truyền hình", ["Đài Phát thanh - Truyền hình"]),
        ("01 ấn phẩm\n02 lớp", ["01 ấn phẩm", "02 lớp"]),
        ("Câu bị\nngắt dòng", ["Câu bị ngắt dòng"]),
    ],
)
def test_lists_in_cells(text, found):
    assert items(text) == found


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Kinh phí (triệu đồng)", Unit.MILLION),
        ("ĐVT: 1.000 đ", Unit.THOUSAND),
        ("Đơn vị tính: Nghìn đồng", Unit.THOUSAND),
        ("Đơn vị: đồng", Unit.DONG),
        ("KP (tr.đ)", Unit.MILLION),
        ("Nhu cầu vốn (tỷ đồng)", Unit.BILLION),
        ("Tỷ lệ hợp đồng", None),
        ("Hội đồng", None),
    ],
)
def test_units_of_money(text, unit):
    assert unit_in(text) is unit


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("NS TW", ["NSTW"]),
        ("Ngân sách nhà nước cấp tỉnh", ["NSDP"]),
        ("NSĐP; DN", ["NSDP", "DN"]),
        ("Sự nghiệp môi trường", ["NSDP"]),
        ("Vốn đối ứng của doanh nghiệp", ["DN"]),
        ("NSNN", ["NSTW", "NSDP"]),
        ("Viện trợ, ODA", ["KHAC"]),
        ("Trưởng phòng", []),
    ],
)
def test_sources(text, codes):
    assert [source.value for source in sources_in(text)[0]] == codes


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Tổng cộng", True),
        ("CỘNG (I+II)", True),
        ("Cộng mục I", True),
        ("Tổng kết, đánh giá", False),
        ("Tổng hợp các kiến nghị", False),
        ("Cộng đồng", False),
    ],
)
def test_labels_of_sums(text, answer):
    assert is_total(text) is answer


@pytest.mark.parametrize(
    ("text", "number", "title"),
    [
        ("I- Truyền thông", "I", "Truyền thông"),
        ("* Nhóm nhiệm vụ 1: Nâng cao", "1", "Nâng cao"),
        ("Đề án thành phần 2. Hỗ trợ", "2", "Hỗ trợ"),
        ("1.1 Xây dựng", "1.1", "Xây dựng"),
        ("a) Báo", "a", "Báo"),
        ("Âm nhạc", "", "Âm nhạc"),
        ("2 hội nghị", "", "2 hội nghị"),
    ],
)
def test_numbers_of_titles(text, number, title):
    assert split_number(text) == (number, title)


def test_numbers_of_cells_and_phases():
    assert [number_in(text) for text in ("1.", "(I)", "1,2", "a)", "-", "", "Sở A")] == [
        "1",
        "I",
        "1.2",
        "a",
        "-",
        "",
        None,
    ]
    assert (phase_in("II. Giai đoạn 2018 - 2020").code, phase_in("Năm 2016").code) == ("2018-2020", "2016")
    assert phase_in("Đánh giá giai đoạn 2016-2020 của chiến lược") is None


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Số TT", ColumnRole.NUMBER),
        ("Nội dung công viêc", ColumnRole.CONTENTS),
        ("CQ chủ trì", ColumnRole.LEAD),
        ("Đơn vị chủ trì, phối hợp", ColumnRole.PARTIES),
        ("TIEN DO", ColumnRole.TIME),
        ("Sản phẩm dự kiến", ColumnRole.RESULTS),
        ("Đơn giá (đồng)", ColumnRole.UNIT_PRICE),
        ("Nhu cầu vốn", ColumnRole.AMOUNT),
    ],
)
def test_heads_tell_roles(text, role):
    assert role_of(text) is role
    assert is_head_like(text)


def test_sentences_are_no_heads():
    assert not is_head_like("Xây dựng, duy trì và cập nhật chuyên mục trên website")
    assert not is_head_like("Nhiệm vụ 1. Nâng cao nhận thức")


def test_outputs_are_read_where_they_are_plain():
    kinds = [
        OutputKind("conference", "hội nghị"),
        OutputKind("quick_assessment", "đơn vị"),
        OutputKind("trainee", "học viên"),
    ]
    found = read_outputs(
        ["Tổ chức 02 hội nghị; khoảng 60 học viên", "đánh giá 05 đơn vị", "Luật số 12, ngày 5/6"], kinds
    )
    assert [(one["kind"], one["quantity"], one["unit"], one["approximate"]) for one in found] == [
        ("conference", 2, "hội nghị", False),
        ("trainee", 60, "học viên", True),
        ("quick_assessment", 5, "đơn vị", False),
    ]
