"""A page's table as a download: the right type, names in two spellings, a workbook that opens."""

import re
from datetime import date
from io import BytesIO
from urllib.parse import unquote

import openpyxl
import pytest

from agencies.enums import Role
from core import clock
from portal.downloads import attachment, table_download
from reporting.contents.workbook import Column, Row, Sheet

SHEET = Sheet("Kinh phí", (Column("TT"), Column("Số tiền", "money")), (Row(("1", 20)), Row(("2", 0))))


def names(header: str) -> tuple[str, str]:
    """What a program that knows only the plain name reads, and what the others read."""
    plain, full = re.fullmatch(r"attachment; filename=\"([^\"]+)\"; filename\*=UTF-8''(\S+)", header).groups()
    return plain, unquote(full)


@pytest.fixture
def reader(person):
    return person(Role.MINISTRY_OFFICIAL)


def test_a_sheet_is_answered_as_a_workbook(reader):
    with clock.standing_at("2018-12-01"):
        response = table_download(SHEET, "Kinh phí tỉnh Hà Tĩnh", by=reader)
    assert response["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    book = openpyxl.load_workbook(BytesIO(response.content))
    assert (book.sheetnames, book.properties.title) == (["Kinh phí"], "Kinh phí tỉnh Hà Tĩnh")
    assert book.properties.created.date() == date(2018, 12, 1)
    assert [cell.value for cell in book.active["B"]] == ["Số tiền", 20, 0]


def test_the_name_is_vietnamese_and_ascii(reader):
    header = table_download(SHEET, "Kinh phí theo nguồn, tỉnh Đắk Lắk", by=reader)["Content-Disposition"]
    assert header.isascii()
    assert names(header) == (
        "kinh-phi-theo-nguon-tinh-dak-lak.xlsx",
        "Kinh phí theo nguồn, tỉnh Đắk Lắk.xlsx",
    )


@pytest.mark.parametrize(
    ("title", "plain", "full"),
    [
        ("835/QĐ-UBND", "835-qd-ubnd.xlsx", "835-Q%C4%90-UBND.xlsx"),
        ('a"; filename=x.exe', "a-filename-x-exe.xlsx", "a-%3B%20filename%3Dx.exe.xlsx"),
        ("../../etc/passwd", "etc-passwd.xlsx", "-..-etc-passwd.xlsx"),
        ("...", "tai-ve.xlsx", "tai-ve.xlsx"),
    ],
)
def test_no_title_breaks_the_header_or_names_a_folder(title, plain, full):
    header = attachment(title, "xlsx")
    assert header == f"attachment; filename=\"{plain}\"; filename*=UTF-8''{full}"


def test_a_long_title_is_a_name_that_file_systems_take():
    assert all(len(name.encode()) <= 255 for name in names(attachment("Kế hoạch ướng " * 60, "xlsx")))


def test_what_cannot_be_printed_does_not_reach_the_header():
    assert names(attachment("một\r\nhai\x00\u202e", "xlsx")) == ("mot-hai.xlsx", "một hai.xlsx")
