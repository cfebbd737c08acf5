"""Files that show what a report says: what is taken, judged by content, and what is not."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from agencies.enums import Role
from agencies.models import Agency
from reporting.enums import ReportStatus
from reporting.files import open_file
from reporting.models import Evidence
from reporting.services import evidence as service
from reporting.services import start_report
from reporting.services.evidence import MOST_FILES, add_evidence, remove_evidence
from tests.factories import obligation_of, opened_year, report_of

TASK = "task:4/4.2"
PDF = b"%PDF-1.4\n" + b"x" * 2000 + b"\nstartxref\n9\n%%EOF\n"


def package(*names: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return content.getvalue()


DOCX = package("[Content_Types].xml", "word/document.xml")
XLSX = package("[Content_Types].xml", "xl/workbook.xml")


@pytest.fixture
def reporter(person):
    return person(Role.AGENCY_REPORTER, "kon-tum")


@pytest.fixture
def obligation(db):
    agency = Agency.objects.get(province__slug="kon-tum", slug="so-tai-nguyen-va-moi-truong")
    return obligation_of(opened_year("kon-tum-2013"), agency, TASK)


@pytest.fixture
def draft(obligation, reporter):
    return start_report(obligation, by=reporter)


def add(report, by, content=PDF, name="biên bản.pdf", place=TASK) -> Evidence:
    return add_evidence(report, SimpleUploadedFile("x", content), place=place, name=name, by=by)


def refusal(*args, **options) -> str:
    with pytest.raises(ValidationError) as refused:
        add(*args, **options)
    return " ".join(refused.value.messages)


@pytest.mark.parametrize(
    ("content", "name", "shown", "media_type"),
    [
        (PDF, "biên bản.pdf", "biên bản.pdf", "application/pdf"),
        (b"\xff\xd8\xff\xe0" + b"x" * 20, "Ảnh.JPEG", "Ảnh.jpg", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 20, "trang.html", "trang.html.png", "image/png"),
        (DOCX, "báo cáo.docx", "báo cáo.docx", None),
        (XLSX, "a" * 200, "a" * 145 + ".xlsx", None),
    ],
    ids=["pdf", "jpeg", "png", "docx", "xlsx"],
)
def test_a_file_is_what_its_content_says(content, name, shown, media_type, draft, reporter):
    kept = add(draft, reporter, content, name)
    assert kept.file_name == shown
    assert media_type in (None, kept.media_type)
    with open_file(kept.checksum, kept.size) as file:
        assert file.read() == content


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"MZ\x90" + b"x" * 50, "không thuộc loại"),
        (b"<html><script>", "không thuộc loại"),
        (PDF[:500], "thiếu phần cuối"),
        (package("a.txt"), "không thuộc loại"),
        (package("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "macro"),
        (DOCX[:40], "bị hỏng"),
    ],
    ids=["program", "html", "cut pdf", "zip", "macro", "cut docx"],
)
def test_others_are_refused_and_leave_nothing_behind(content, words, draft, reporter, files_dir):
    assert words in refusal(draft, reporter, content)
    assert [path for path in files_dir.rglob("*") if path.is_file()] == []


def test_the_same_file_is_kept_once_and_stands_once_at_a_place(draft, reporter, files_dir):
    first = add(draft, reporter)
    assert add(draft, reporter, name="tên khác.pdf") == first
    assert add(draft, reporter, place="general").checksum == first.checksum
    assert len([path for path in files_dir.rglob("*") if path.is_file()]) == 1
    remove_evidence(first, by=reporter)
    assert draft.evidence_rows.get().place == "general"


def test_size_count_and_place_are_bounded(draft, reporter, monkeypatch):
    for number in range(MOST_FILES):
        add(draft, reporter, PDF.replace(b"xxx", b"%d" % number))
    assert "nhiều nhất 10 tệp" in refusal(draft, reporter)
    assert "không có phần này" in refusal(draft, reporter, place="task:9/9")
    monkeypatch.setattr(service, "LARGEST", 1000)
    assert "không quá" in refusal(draft, reporter, place="general")


def test_the_signed_paper_is_a_pdf_and_may_come_after_the_report(obligation, reporter):
    sent = report_of(obligation, ReportStatus.SUBMITTED, by=reporter)
    assert "tệp PDF" in refusal(sent, reporter, DOCX, place="paper")
    assert add(sent, reporter, place="paper").place == "paper"
    assert "đã gửi" in refusal(sent, reporter)


@pytest.mark.parametrize(
    ("script", "words"),
    [("exit 0", ""), ("exit 1", "diệt vi-rút không chấp nhận"), ("exit 2", "Chưa quét được")],
)
def test_a_scanner_looks_before_a_file_is_kept(script, words, draft, reporter, settings, tmp_path, files_dir):
    scanner = tmp_path / "scanner"
    scanner.write_text(f'#!/bin/sh\ntest -s "$2" || exit 9\n{script}\n')
    scanner.chmod(0o700)
    settings.SCANNER_COMMAND = f"{scanner} --fdpass"
    if words:
        assert words in refusal(draft, reporter)
        assert [path for path in files_dir.rglob("*") if path.is_file()] == []
    else:
        assert add(draft, reporter).size == len(PDF)


def test_a_scanner_that_is_not_there_lets_nothing_pass(draft, reporter, settings):
    settings.SCANNER_COMMAND = "/nowhere/scanner"
    assert "Chưa quét được" in refusal(draft, reporter)
