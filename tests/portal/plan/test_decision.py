"""The scanned decision: taken by what is in it, kept as it came, handed out to who may read its version."""

import io

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from agencies.enums import Role
from agencies.models import HistoryEntry
from plans.models import DecisionScan, PlanVersion
from portal.drafting.scans import LARGEST
from portal.uploads import LARGEST_REQUEST
from tests.portal.conftest import SECRET
from tests.portal.pages import links_of, main_text
from tests.portal.plan.pages import address

pytestmark = pytest.mark.django_db
SLUG = "ha-tinh-2099"
ADD = address(SLUG, "decision/")


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.FILES_DIR = tmp_path


@pytest.fixture
def version(issue) -> PlanVersion:
    return issue()


@pytest.fixture
def editor(signed_in):
    return signed_in(Role.DEPARTMENT_EDITOR, "ha-tinh")


def pdf() -> bytes:
    content = io.BytesIO()
    with pikepdf.new() as paper:
        paper.add_blank_page()
        paper.save(content)
    return content.getvalue()


def sent(client, content: bytes, name="quyet-dinh.pdf", query=""):
    return client.post(ADD + query, {"scan": SimpleUploadedFile(name, content, "text/html")})


def test_a_scan_is_kept_and_handed_out_as_a_download_to_everybody_who_reads_the_plan(
    version, editor, signed_in
):
    content = pdf()
    assert sent(editor, content, "../Quyết định 99.PDF").status_code == 302
    reader = signed_in(Role.MINISTRY_OFFICIAL)
    [link] = [one for one in links_of(reader.get(address(SLUG, "versions/"))) if "/decision/" in one]
    answer = reader.get(link)
    assert b"".join(answer) == content
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert "99.pdf" in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    noted = HistoryEntry.objects.filter(operation="download").latest("pk")
    assert (noted.table_name, noted.after["name"]) == ("plans_decisionscan", "Quyết định 99.pdf")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<html><script>alert(1)</script></html>", "Tệp này không phải PDF"),
        (b"PK\x03\x04 %PDF-1.7 startxref\n1\n%%EOF", "Tệp này không phải PDF"),
        (b"", "Tệp này rỗng"),
        (b"%PDF-1.7\nnothing more", "Tệp PDF bị thiếu phần cuối"),
        (pdf()[:-40], "Tệp PDF bị thiếu phần cuối"),
        (b"%PDF-1.7" + b"0" * LARGEST + b"startxref\n1\n%%EOF", "bản chụp không quá 20 MB"),
    ],
    ids=["html", "a zip with words of a PDF in it", "empty", "no PDF inside", "cut", "large"],
)
def test_what_is_no_whole_pdf_is_refused_at_the_field(content, words, version, editor, tmp_path):
    answer = sent(editor, content)
    assert answer.status_code == 422
    assert words in main_text(answer)
    assert not DecisionScan.objects.exists()
    assert not list(tmp_path.iterdir())


def test_a_form_without_file_asks_for_one(version, editor):
    answer = editor.post(ADD)
    assert answer.status_code == 422
    assert "Hãy chọn tệp." in main_text(answer)


def test_a_request_that_is_too_large_is_not_read(version, editor):
    answer = editor.post(
        ADD, CONTENT_LENGTH=LARGEST_REQUEST + 1, CONTENT_TYPE="multipart/form-data; boundary=x"
    )
    assert answer.status_code == 413
    assert "Tệp quá nặng" in answer.content.decode()


def test_a_later_scan_stands_before_the_earlier_which_stays(version, editor):
    sent(editor, first := pdf())
    sent(editor, first + b"\n", "ban-ro-hon.pdf")
    assert [one.file_name for one in version.scans.all()] == ["ban-ro-hon.pdf", "quyet-dinh.pdf"]
    links = [one for one in links_of(editor.get(address(SLUG, "versions/"))) if "/decision/" in one]
    assert version.scans.first().checksum in links[0]


def test_only_the_department_adds_one_and_only_to_what_is_issued(version, draft, signed_in, editor):
    for role in (Role.PROVINCIAL_VIEWER, Role.AGENCY_REPORTER):
        assert sent(signed_in(role, "ha-tinh"), pdf()).status_code == 403
    assert sent(signed_in(Role.DEPARTMENT_EDITOR, "kon-tum"), pdf()).status_code == 403
    unissued = address(draft.plan.slug, "decision/")
    answer = editor.post(unissued, {"scan": SimpleUploadedFile("a.pdf", pdf())})
    assert answer.status_code == 422
    assert "chưa ban hành" in main_text(answer)


def test_a_file_that_is_lost_is_told_and_is_no_error(version, editor, person):
    DecisionScan.objects.create(
        version=version, province=version.province, checksum="0" * 64, size=4, file_name=f"{SECRET}.pdf",
        added_by=person(Role.DEPARTMENT_EDITOR, "ha-tinh"),
    )  # fmt: skip
    answer = editor.get(address(SLUG, f"decision/{'0' * 64}/"), follow=True)
    assert "Tệp này không còn trên máy chủ" in answer.content.decode()
    assert editor.get(address(SLUG, "decision/abc/")).status_code == 404
