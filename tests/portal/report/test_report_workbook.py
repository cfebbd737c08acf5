"""A report filled in as a workbook: what goes out, what comes back, what is refused cell by cell."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agencies.enums import Role
from agencies.models import Agency
from core.clock import standing_at
from reporting.models import Report
from reporting.services import start_report
from reporting.services.entries import GivenEntry, GivenMoney, GivenOutput, save_entry, save_general
from tests.factories import obligation_of, opened_year

TASKS = ("task:4/4.2", "task:4/4.3", "task:4/4.1")
TASK, OTHER = TASKS[:2]
QUERIES = 16


@pytest.fixture(autouse=True)
def november():
    with standing_at("2018-11-20T09:00"):
        yield


@pytest.fixture
def agency(db):
    return Agency.objects.get(province__slug="kon-tum", slug="so-tai-nguyen-va-moi-truong")


@pytest.fixture
def reporter(person):
    return person(Role.AGENCY_REPORTER, "kon-tum")


@pytest.fixture
def client(reporter):
    client = Client()
    client.force_login(reporter)
    return client


@pytest.fixture
def year(db):
    return opened_year("kon-tum-2013", data_until=date(2018, 12, 31))


@pytest.fixture
def draft(year, agency, reporter):
    return start_report(obligation_of(year, agency, TASK, OTHER, before=date(2018, 11, 30)), by=reporter)


def entry_of(report, place=TASK):
    return report.taskentry_rows.get(place=place)


def address(report, path="workbook/"):
    return f"/reports/{report.obligation.public_id}/{path}"


def downloaded(client, report):
    answer = client.get(address(report, "workbook.xlsx"))
    assert answer.status_code == 200
    return openpyxl.load_workbook(BytesIO(answer.content))


def cell_of(book, sheet, row_key, head):
    """The cell of a row's key and a column's head, wherever they are."""
    rows = list(book[sheet].iter_rows())
    heads = next(row for row in rows if row[0].value == "Mã dòng")
    column = next(cell.column for cell in heads if str(cell.value).startswith(head))
    row = next(row[0].row for row in rows if row[0].value == row_key)
    return book[sheet].cell(row, column)


def uploaded(client, report, book, name="báo cáo.xlsx"):
    content = book
    if not isinstance(book, bytes):
        file = BytesIO()
        book.save(file)
        content = file.getvalue()
    return client.post(address(report), {"file": SimpleUploadedFile(name, content)})


def told(answer) -> dict[str, str]:
    """The errors by place."""
    assert answer.status_code == 422
    return {error.where: error.text for error in answer.context["outcome"].errors}


def filled(book):
    cell_of(book, "Nhiệm vụ", TASK, "Mức độ").value = "đang thực hiện"
    cell_of(book, "Nhiệm vụ", TASK, "Kết quả").value = "=Đã làm\n- việc hai"
    cell_of(book, "Nhiệm vụ", TASK, "Kết quả").data_type = "s"
    cell_of(book, "Kết quả", f"{TASK}#o0", "Số lượng đến kỳ").value = 3
    cell_of(book, "Kết quả", f"{TASK}#o0", "Ước cả năm").value = "4,5"
    cell_of(book, "Kinh phí", f"{TASK}#mNSDP", "Đã thực hiện").value = 1234.5
    cell_of(book, "Chung", "general", "Nội dung ghi").value = "Tốt."
    cell_of(book, "Chung", "paper_date", "Nội dung ghi").value = "20/11/2018"
    return book


def test_what_is_filled_in_is_shown_then_written_and_comes_out_again(client, draft):
    book = filled(downloaded(client, draft))
    answer = uploaded(client, draft, book)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Có 7 thay đổi" in page
    assert "Chưa ghi gì" in page
    assert entry_of(draft).progress == ""
    sent = client.post(address(draft), {"chosen": answer.context["outcome"].chosen}, follow=True)
    assert "Đã ghi 7 thay đổi từ tệp" in sent.content.decode()
    entry = entry_of(draft)
    assert (entry.progress, entry.done) == ("doing", "=Đã làm\n- việc hai")
    output = entry.outputentry_rows.get(position=0)
    assert (output.quantity, str(output.estimate)) == (3, "4.500")
    assert entry.moneyentry_rows.get(source="NSDP").spent == 1_234_500_000
    report = Report.objects.get(pk=draft.pk)
    assert (report.general, report.paper_date, report.is_nil) == ("Tốt.", date(2018, 11, 20), False)
    again = downloaded(client, draft)
    assert cell_of(again, "Nhiệm vụ", TASK, "Kết quả").data_type == "s"
    assert cell_of(again, "Kinh phí", f"{TASK}#mNSDP", "Đã thực hiện").value == 1234.5
    assert cell_of(again, "Kinh phí", f"{TASK}#mNSDP", "Đã thực hiện").protection.locked is False
    assert again["Kinh phí"].protection.sheet
    assert again["Dữ liệu của cổng"].sheet_state == "hidden"
    assert "Tệp không có gì khác" in uploaded(client, draft, again).content.decode()


def test_rows_are_found_by_key_and_columns_by_head(client, draft):
    """Sorted rows, a column put elsewhere, other widths: as people and other programs save files."""
    book = downloaded(client, draft)
    sheet = book["Nhiệm vụ"]
    cell_of(book, "Nhiệm vụ", OTHER, "Kết quả").value = "Của 4.3"
    sheet.move_range("A5:H5", rows=3)
    sheet.delete_rows(5)
    sheet.column_dimensions["E"].width = 5
    sheet.insert_cols(4)
    answer = uploaded(client, draft, book)
    [change] = answer.context["outcome"].changes
    assert (change.part, change.after) == ("Nhiệm vụ 4.3", "Của 4.3")


def test_errors_are_told_by_cell_and_nothing_is_written(client, draft):
    book = filled(downloaded(client, draft))
    money = cell_of(book, "Kinh phí", f"{TASK}#mNSDP", "Đã thực hiện")
    money.value = "1.500"
    cell_of(book, "Kinh phí", f"{TASK}#mDN", "Đã thực hiện").value = -1
    cell_of(book, "Nhiệm vụ", TASK, "Mức độ").value = "gần xong"
    cell_of(book, "Chung", "paper_date", "Nội dung ghi").value = "32/13/2018"
    tasks = book["Nhiệm vụ"]
    tasks.cell(9, 3).value = "Thêm"
    row = cell_of(book, "Kết quả", f"{TASK}#o0", "Đơn vị").row
    book["Kết quả"].delete_rows(row)
    book["Kinh phí"].append([f"{TASK}#mDN"])
    answer = uploaded(client, draft, book)
    found = told(answer)
    assert "có thể là 1,5 hoặc 1.500" in found[f"Trang tính Kinh phí, ô {money.coordinate}"]
    assert "không ghi số âm" in found["Trang tính Kinh phí, ô E7"].lower()
    assert "chưa thực hiện, đang thực hiện" in found["Trang tính Nhiệm vụ, ô D5"]
    assert "ngày" in found["Trang tính Chung, ô D11"]
    assert "không có trong tệp đã tải" in found["Trang tính Nhiệm vụ, dòng 9"]
    assert "lặp lại dòng" in found[f"Trang tính Kinh phí, dòng {book['Kinh phí'].max_row}"]
    assert any("Thiếu dòng" in text for text in found.values())
    assert len(found) == 7
    page = answer.content.decode()
    assert "Chưa ghi gì vào báo cáo" in page
    assert "Ghi vào báo cáo" not in page
    assert entry_of(draft).revision == 1


def test_what_others_wrote_meanwhile_stays_and_a_clash_is_told(client, draft, reporter):
    book = downloaded(client, draft)
    cell_of(book, "Nhiệm vụ", TASK, "Khó khăn").value = "Thiếu tiền"
    texts = dict.fromkeys(("progress", "difficulties", "proposals", "nil_reason"), "") | {"done": "Trên cổng"}
    entry = save_entry(entry_of(draft), GivenEntry(texts), revision=1, by=reporter)
    answer = uploaded(client, draft, book)
    [change] = answer.context["outcome"].changes
    assert change.label == "Khó khăn, vướng mắc"
    save_entry(entry, GivenEntry(texts | {"proposals": "Mới"}), revision=2, by=reporter)
    late = client.post(address(draft), {"chosen": answer.context["outcome"].chosen}, follow=True)
    assert "Chưa ghi gì vào báo cáo" in late.content.decode()
    assert entry_of(draft).difficulties == ""
    cell_of(book, "Nhiệm vụ", TASK, "Kết quả").value = "Trong tệp"
    found = told(uploaded(client, draft, book))
    assert "“Trên cổng”" in found["Trang tính Nhiệm vụ, ô E5"]
    assert client.post(address(draft), {"chosen": "x"}).status_code == 302


def test_what_is_emptied_is_told(client, draft, reporter):
    output = GivenOutput(None, 2, None)
    given = GivenEntry(
        {"done": "Đã làm:\n\n- một"}, {0: output}, {"DN": GivenMoney(10**6, None)}, {"mNSTW-spent": "hai"}
    )
    save_entry(entry_of(draft), given, revision=1, by=reporter)
    save_general(draft, revision=draft.revision, by=reporter, general="Tốt.")
    book = downloaded(client, draft)
    unread = cell_of(book, "Kinh phí", f"{TASK}#mNSTW", "Đã thực hiện")
    assert unread.value == "hai"
    assert set(told(uploaded(client, draft, book))) == {f"Trang tính Kinh phí, ô {unread.coordinate}"}
    for sheet, key, head in (
        ("Kinh phí", f"{TASK}#mNSTW", "Đã thực hiện"),
        ("Kinh phí", f"{TASK}#mDN", "Đã thực hiện"),
        ("Kết quả", f"{TASK}#o0", "Số lượng đến kỳ"),
        ("Chung", "general", "Nội dung ghi"),
    ):
        cell_of(book, sheet, key, head).value = None
    cell_of(book, "Nhiệm vụ", TASK, "Kết quả").value += "\n- hai"
    answer = uploaded(client, draft, book)
    assert "4 ô bị xóa trống" in answer.content.decode()
    client.post(address(draft), {"chosen": answer.context["outcome"].chosen})
    entry = entry_of(draft)
    assert (entry.done, entry.unread) == ("Đã làm:\n\n- một\n- hai", {})
    assert entry.moneyentry_rows.get(source="DN").spent is None
    assert entry.outputentry_rows.get(position=0).quantity is None


def test_files_of_other_reports_and_hostile_ones_are_refused(client, draft, agency, reporter):
    other = start_report(obligation_of(opened_year("kon-tum-2013", 2017), agency, TASK), by=reporter)
    book = downloaded(client, other)
    for file, words in (
        (book, "báo cáo khác (Báo cáo năm 2017"),
        (b"PK\x03\x04" + b"x" * 500, "Tệp bị hỏng"),
        (b"%PDF-1.4 ...", "bản PDF"),
    ):
        answer = uploaded(client, draft, file)
        assert answer.status_code == 422
        assert words.lower() in answer.content.decode().lower()
    del book["Dữ liệu của cổng"]
    assert "trang tính ẩn của tệp đã bị xóa" in uploaded(client, draft, book).content.decode()
    assert client.post(address(draft), {}).status_code == 422


@pytest.mark.parametrize("count", [1, 3])
def test_a_download_asks_the_database_as_often_for_one_task_as_for_three(
    count, year, agency, reporter, client
):
    report = start_report(obligation_of(year, agency, *TASKS[:count], before=date(2018, 11, 30)), by=reporter)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address(report, "workbook.xlsx")).status_code == 200
    assert len(queries) == QUERIES
