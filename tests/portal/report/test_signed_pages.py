"""The signed paper of a sent report on its page: handed in by the department, read by UBND and the ministry."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.enums import Role
from agencies.models import HistoryEntry
from core.clock import standing_at
from reporting.documents import DOCUMENTS, consolidated_report
from reporting.models import SignedCopy
from reporting.rendering import render_in_child
from reporting.services.consolidations import send_consolidation, start_consolidation
from tests.reporting.consolidated_year import NOW, small_year
from tests.reporting.signing import made, pdf, signed

RENDERER = DOCUMENTS["year_pdf"].renderer
WORDS = {"document_number": "12/BC-SCT", "document_day": "05/01/2020", "signer_title": "GIÁM ĐỐC", "signer_name": "Trần Văn A"}  # fmt: skip
QUERIES = 18  # of the page of a sent version with signed papers


@pytest.fixture(autouse=True)
def at_that_time(settings, tmp_path):
    settings.FILES_DIR = tmp_path
    with standing_at(NOW):
        yield


@pytest.fixture
def editor(person):
    return person(Role.DEPARTMENT_EDITOR, "ha-tinh")


@pytest.fixture
def sent(editor, person):
    writing = start_consolidation(small_year(editor), by=editor, note="Xã chưa có người.")
    return send_consolidation(writing, by=person(Role.DEPARTMENT_APPROVER, "ha-tinh"), link=str)


def address(name: str, **more) -> str:
    kwargs = {"slug": "ha-tinh-2099", "year": 2019, "number": "1"}
    return reverse(f"plan_year_consolidated_{name}", kwargs=kwargs | more)


def said(response) -> str:
    return response.content.decode()


def hand_in(client, content: bytes, **words):
    return client.post(
        address("signed"), WORDS | words | {"file": SimpleUploadedFile("a/đã ký.pdf", content)}
    )


def test_the_portals_own_pdf_signed_by_a_token_is_recognised_by_all_who_read_it(sent, editor, person, client):
    client.force_login(editor)
    report = consolidated_report(sent)
    own = made(sent, editor, render_in_child(RENDERER, report, lambda *_: None, should_stop=lambda: False))
    paper = signed(own)
    assert hand_in(client, paper).status_code == 302
    copy = SignedCopy.objects.get()
    for reader in (editor, person(Role.MINISTRY_OFFICIAL), person(Role.PROVINCIAL_VIEWER, "ha-tinh")):
        client.force_login(reader)
        page = said(client.get(address("version")))
        for words in ("Số 12/BC-SCT ngày 05/01/2020, GIÁM ĐỐC Trần Văn A", "Đúng tệp cổng đã tạo, chỉ thêm chữ ký số",
                      "Nguyễn Văn Ký", "nội dung không thay đổi sau khi ký", "Chưa kiểm tra được chứng thư"):  # fmt: skip
            assert words in page
        assert (f'href="{address("signed")}"' in page) == (reader == editor)
        answer = client.get(address("signed_file", file=copy.public_id))
        assert b"".join(answer) == paper
        assert answer["Content-Disposition"].startswith("attachment;")
    assert HistoryEntry.objects.filter(table_name="reporting_signedcopy", operation="download").count() == 3


def test_the_portals_own_pdf_that_nobody_signed_is_said_not_to_be_signed(sent, editor, client):
    client.force_login(editor)
    assert hand_in(client, made(sent, editor, pdf())).status_code == 302
    page = said(client.get(address("version")))
    assert '<span class="state state-warn">Đúng tệp cổng đã tạo, chưa thêm gì</span>' in page
    assert "Tệp này chưa được ký" in page
    assert "có thể là bản quét" not in page


def test_a_scan_is_to_be_compared_and_a_later_one_stands_before_it(sent, editor, client):
    client.force_login(editor)
    assert "Chưa nộp bản đã ký" in said(client.get(address("version")))
    assert hand_in(client, pdf()).status_code == 302
    assert hand_in(client, pdf(linearize=True), document_number="13/BC-SCT").status_code == 302
    page = said(client.get(address("version")))
    assert "Không phải tệp cổng đã tạo, hãy đối chiếu" in page
    assert "Không có chữ ký số" in page
    assert page.index("Số 13/BC-SCT") < page.index("Nộp trước đó: Số 12/BC-SCT")
    with CaptureQueriesContext(connection) as queries:
        client.get(address("version"))
    assert len(queries) == QUERIES


def test_what_is_wrong_is_said_at_its_field(sent, editor, client):
    client.force_login(editor)
    page = said(client.get(address("signed")))
    assert "12/BC-SCT" in page
    refused = hand_in(client, b"MZ", document_number="", document_day="31/02/2020")
    assert refused.status_code == 422
    for words in ("Ngày ký", "ngày/tháng/năm", "Nếu đã chọn tệp, hãy chọn lại"):
        assert words in said(refused)
    assert "không thuộc loại được nhận" in said(hand_in(client, b"MZ"))
    assert not SignedCopy.objects.exists()


def test_others_do_not_hand_in_and_strangers_see_nothing(sent, editor, person, client):
    client.force_login(editor)
    hand_in(client, pdf())
    file = address("signed_file", file=SignedCopy.objects.get().public_id)
    assert client.get(file).status_code == 200
    for reader, page, paper in (
        (person(Role.PROVINCIAL_VIEWER, "ha-tinh"), 403, 200),
        (person(Role.MINISTRY_OFFICIAL), 403, 200),
        (person(Role.AGENCY_REPORTER, "ha-tinh"), 403, 403),
        (person(Role.DEPARTMENT_EDITOR, "kon-tum"), 404, 404),
    ):
        client.force_login(reader)
        assert client.get(address("signed")).status_code == page
        assert hand_in(client, pdf(linearize=True)).status_code == page
        assert client.get(file).status_code == paper
    start_consolidation(sent.year, by=editor, note="Còn thiếu.")
    client.force_login(editor)
    assert client.get(address("signed", number="2")).status_code == 404
