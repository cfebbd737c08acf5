"""Files as officials keep them, with something to decide; who brings them in; the job that reads."""

import io

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from agencies.enums import Role
from core import clock
from plans.models import AnnexImport
from portal.importing.reading import read_import

HEAD = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian", "Kinh phí (triệu đồng)"]
ROWS = [
    ["I", "Tuyên truyền, nâng cao nhận thức", None, None, None],
    ["1", "Tổ chức hội thảo về sản xuất sạch hơn", "Sở Công Thương", "2026", "2.040"],
    ["2", "Phát sóng phóng sự", "Sở Công nghệ và Khoa học", "2027", 75],
    ["II", "Các việc khác của tỉnh", None, None, None],
    ["1", "Rà soát cơ sở công nghiệp", "Sở Công nghệ và Khoa học", "2028", 100],
]
GIVEN = {"programme": "889/QĐ-TTg", "start": "2026", "end": "2030", "title": "KẾ HOẠCH TỪ TỆP"}


def workbook(rows=ROWS, head=HEAD) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Phụ lục 1"
    page.append(["PHỤ LỤC NHIỆM VỤ"])
    page.append(head)
    for row in rows:
        page.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def document(rows=ROWS, head=HEAD) -> bytes:
    made = docx.Document()
    table = made.add_table(1 + len(rows), len(head))
    for cells, values in zip(table.rows, [head, *rows], strict=True):
        for cell, value in zip(cells.cells, values, strict=True):
            cell.text = "" if value is None else str(value)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


@pytest.fixture(autouse=True)
def in_2026(settings, tmp_path):
    settings.FILES_DIR = tmp_path
    with clock.standing_at("2026-02-01"):
        yield


@pytest.fixture
def editor(signed_in):
    return signed_in(Role.DEPARTMENT_EDITOR, "quang-ngai")


@pytest.fixture
def bring(editor):
    """bring(content) uploads a file, has it read and gives its row; `plan` is the draft that it goes into."""

    def upload(content: bytes, name: str = "phu-luc.xlsx", *, plan: str = "", client=editor) -> AnnexImport:
        given = {} if plan else GIVEN
        address = "/plans/import/" + (f"?plan={plan}" if plan else "")
        answer = client.post(address, given | {"file": SimpleUploadedFile(name, content)})
        assert answer.status_code == 302, answer.content.decode()
        row = AnnexImport.objects.get(public_id=answer["Location"].rstrip("/").split("/")[-1])
        return read(row)

    return upload


def read(row: AnnexImport) -> AnnexImport:
    """Lets the job do what it does when the bell rings."""
    read_import(str(row.public_id))
    row.refresh_from_db()
    return row
