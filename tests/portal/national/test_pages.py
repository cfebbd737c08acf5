"""The national report on pages: equal to its tables and downloads, sorted, chosen by address, the ministry's alone."""

import io
import re

import openpyxl
import pytest
from django.urls import reverse

from agencies.enums import Role
from core.clock import standing_at
from plans.models import Plan
from portal.national.choice import TABS
from reporting.builders.national.facts import NationalFacts
from reporting.builders.national.tables import all_tables, tables_of
from reporting.contents.national import Selection
from reporting.enums import NATIONAL
from reporting.models import ReportRun
from reporting.renderers.sheet_layout import cells_of, shown_as
from tests.portal.compare.conftest import rows_of, text_of
from tests.reporting.consolidated_year import NOW
from tests.reporting.national_year import sent_report

pytestmark = pytest.mark.django_db
PAGES = ["/national/", *(f"/national/{tab}/" for tab in TABS if tab != "overview")]


@pytest.fixture(autouse=True)
def at_that_time():
    with standing_at(NOW):
        yield


@pytest.fixture
def ministry(signed_in):
    return signed_in(Role.MINISTRY_OFFICIAL)


@pytest.fixture
def page(ministry):
    """page(address) is the page's markup for the ministry."""

    def get(address: str) -> str:
        answer = ministry.get(address)
        assert answer.status_code == 200
        return answer.content.decode()

    return get


def body_rows(markup: str) -> list[str]:
    return [
        row for row in rows_of(markup) if not row.startswith(("Tỉnh, thành phố", "Chỉ tiêu", "Loại kết quả"))
    ]


def printed(sheet) -> list[str]:
    """The rows of a table as words, as every medium prints them."""
    return [
        " ".join(" ".join(shown_as(cell, column.kind) for cell, column in zip(cells_of(row), sheet.columns, strict=True)).split())
        for row in sheet.rows
    ]  # fmt: skip


@pytest.mark.parametrize("tab", TABS)
def test_a_page_and_its_downloads_say_what_the_tables_say(tab, person, page, ministry):
    sent_report(person, "ha-tinh")
    sent_report(person, "kon-tum")
    address = "/national/" + ("" if tab == "overview" else f"{tab}/")
    tables = tables_of(NationalFacts(Selection(2019)), tab)
    assert body_rows(page(f"{address}?year=2019")) == [
        row for sheet in tables.values() for row in printed(sheet)
    ]
    for key, sheet in tables.items():
        answer = ministry.get(f"{address}?year=2019&download={key}")
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        [found] = [book[name] for name in book.sheetnames]
        values = [[one for one in row if one is not None] for row in found.iter_rows(values_only=True)]
        for row in sheet.rows:
            wanted = [cell.value for cell in cells_of(row) if cell.value not in (None, "")]
            assert [
                float(one) if hasattr(one, "as_tuple") else one
                for one in wanted
                if not hasattr(one, "isoformat")
            ] in [[one for one in line if not hasattr(one, "isoformat")] for line in values], (key, wanted)


@pytest.mark.parametrize("tab", ["", "components/", "money/", "compliance/"])
def test_a_provinces_row_leads_to_its_sent_report(tab, person, page, ministry):
    for province, words in (("ha-tinh", "đã gửi"), ("kon-tum", "1/2 đã gửi")):
        sent = sent_report(person, province)
        address = f"/plans/{sent.year.plan.slug}/years/2019/consolidated/versions/{sent.number}/"
        assert f'<a href="{address}">{words}</a>' in page(f"/national/{tab}?year=2019")
        assert ministry.get(address).status_code == 200


@pytest.mark.parametrize("address", PAGES)
def test_it_is_the_ministrys_alone(address, person, signed_in, page):
    sent_report(person, "ha-tinh")
    assert "Hà Tĩnh" in page(address) or address in ("/national/outputs/", "/national/targets/")
    for role, province in (
        (Role.DEPARTMENT_EDITOR, "ha-tinh"),
        (Role.DEPARTMENT_APPROVER, "kon-tum"),
        (Role.PROVINCIAL_VIEWER, "ha-tinh"),
        (Role.PORTAL_ADMIN, None),
    ):
        client = signed_in(role, province)
        assert client.get(address).status_code == 403
        assert 'href="/national/' not in client.get("/").content.decode()


def test_the_whole_report_of_a_selection_is_asked_for_in_each_form(person, page, ministry):
    sent_report(person, "ha-tinh")
    markup = page("/national/?year=2019&province=ha-tinh")
    for kind in NATIONAL:
        assert f'name="kind" value="{kind}"' in markup
        answer = ministry.post("/national/file/?year=2019&province=ha-tinh", {"kind": kind})
        run = ReportRun.objects.get(kind=kind)
        assert answer.url == reverse("run", args=[run.public_id])
        assert "-nam-2019-ha-tinh." in run.file_name
    assert "Tạo báo cáo toàn quốc năm (PDF có thẻ, cho phần mềm đọc màn hình)" in markup
    assert ministry.post("/national/file/", {"kind": "plan_pdf"}).status_code == 404


def test_home_and_header_lead_the_ministry_there(page):
    home = page("/")
    assert 'href="/national/money/"' in home
    assert "Toàn quốc" in text_of(home)


@pytest.mark.parametrize(
    ("address", "queries"), [("/national/", 17), ("/national/money/", 15), ("/national/targets/", 16)]
)
def test_however_many_provinces_a_page_takes_as_many_queries(
    address, queries, person, ministry, django_assert_num_queries
):
    sent = []
    for province in ("ha-tinh", "lang-son", "an-giang", "ninh-binh", "kon-tum"):
        sent_report(person, province)
        sent.append(province)
        if len(sent) in (2, 5):
            asked = {"year": 2019, "province": sent}
            ministry.get(address, asked)  # what is planned by issued versions is kept
            with django_assert_num_queries(queries):
                ministry.get(address, asked)


def test_the_address_says_what_is_chosen(person, page):
    sent_report(person, "ha-tinh")
    sent_report(person, "lang-son")
    text = page("/national/components/?year=2019&province=ha-tinh&province=an-giang&borders=63")
    assert [row.split(" ")[1] for row in body_rows(text) if row.startswith("Tỉnh")] == [
        "An",
        "Hà",
        "An",
        "Hà",
    ]
    assert "province=an-giang&amp;province=ha-tinh" in text, "tabs keep the selection"
    assert re.search(r'value="ha-tinh" checked', text)
    narrowed = page("/national/components/?year=2019&component=technical&province=ha-tinh")
    assert "Tỉnh Hà Tĩnh đã gửi 1 1" in body_rows(narrowed)


def test_without_a_year_it_is_the_newest_of_which_something_was_sent(person, page):
    assert "năm 2020" in text_of(page("/national/"))
    sent_report(person, "ha-tinh")
    assert "Tổng quan, năm 2019" in text_of(page("/national/"))


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("year=1066", "năm"), ("programme=x", "chương trình"), ("region=x", "vùng"), ("component=x", "hợp phần"),
        ("province=x", "tỉnh, thành phố"), ("borders=9", "địa giới"), ("sort=x", "sắp xếp"),
    ],
)  # fmt: skip
def test_what_means_nothing_is_left_out_and_named(query, word, page):
    assert f"Đã bỏ qua giá trị không dùng được của: {word}." in text_of(page(f"/national/?{query}"))


def test_tables_are_sorted_by_any_column_and_the_unknown_stands_last(person, page):
    sent_report(person, "ha-tinh")
    for order, names in (
        ("plans-9", ["Hà Tĩnh", "Ninh Bình", "An Giang", "Kon Tum", "Lạng Sơn"]),
        ("-plans-9", ["An Giang", "Ninh Bình", "Hà Tĩnh", "Kon Tum", "Lạng Sơn"]),
        ("-plans-1", ["Ninh Bình", "Lạng Sơn", "Kon Tum", "Hà Tĩnh", "An Giang"]),
    ):
        rows = body_rows(page(f"/national/money/?year=2019&sort={order}&borders=63"))
        assert [" ".join(row.split()[1:3]) for row in rows[:5]] == names
    text = page("/national/money/?year=2019&sort=-plans-9")
    assert text.count('aria-sort="descending"') == 1
    assert "sort=plans-9" in text


def test_sample_figures_are_marked_and_leave_as_soon_as_real_ones_are_there(person, page):
    sent_report(person, "ha-tinh", is_sample=True)
    assert "SỐ LIỆU MẪU." in text_of(page("/national/?year=2019"))
    sent_report(person, "lang-son")
    text = text_of(page("/national/?year=2019"))
    assert "SỐ LIỆU MẪU" not in text
    assert "Năm này có số liệu thật nên số liệu mẫu không được tính." in text


def test_a_year_without_plans_and_a_choice_without_plans_say_so(page):
    assert "Không có kế hoạch nào theo lựa chọn này" in page("/national/?year=2019&programme=889/Q%C4%90-TTg")
    Plan.objects.update(current_version=None)
    assert "Chưa có kế hoạch nào cho năm này" in page("/national/?year=2020")


@pytest.mark.parametrize(("borders", "count"), [("34", 34), ("63", 63)])
def test_the_map_says_in_words_who_has_sent(borders, count, person, page):
    sent_report(person, "ha-tinh")
    sent_report(person, "kon-tum")
    text = page(f"/national/?year=2019&borders={borders}")
    tiles = re.findall(r'<li class="tile tile-(\w+) .*?title="(.*?)"', text, re.S)
    assert len(tiles) == count
    said = dict(title.split(": ") for _, title in tiles)
    assert said["Tỉnh Hà Tĩnh"] == "đã gửi báo cáo tổng hợp"
    assert said["Tỉnh An Giang"] == "chưa gửi báo cáo tổng hợp"
    partly = "Tỉnh Quảng Ngãi" if borders == "34" else "Tỉnh Kon Tum"
    assert said[partly] == "đã gửi, còn kế hoạch chưa gửi"
    assert said["Tỉnh Cà Mau"] == "không có kế hoạch theo lựa chọn này"


def test_every_table_has_a_tab(person):
    assert list(all_tables(NationalFacts(Selection(2019)))) == [
        key for tab in TABS for key in tables_of(NationalFacts(Selection(2019)), tab)
    ]
