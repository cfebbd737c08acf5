"""The signed paper of a sent report: taken, its signatures read in a child, told what of it the portal made; then kept."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from agencies.enums import Role
from core.clock import standing_at
from core.scope import MINISTRY, Scope, scoped
from reporting.enums import FileOrigin, SignatureState
from reporting.files import open_file
from reporting.models import SignedCopy
from reporting.services.consolidations import send_consolidation, start_consolidation
from reporting.services.signed_copies import add_signed_copy
from tests.reporting.consolidated_year import NOW, small_year
from tests.reporting.signing import edited, locked_pdf, made, pdf, shadowed, signed

GIVEN = {"document_number": "12/BC-SCT", "document_day": NOW.date(), "signer_title": "GIÁM ĐỐC", "signer_name": "Trần Văn A"}  # fmt: skip


@pytest.fixture(autouse=True)
def at_that_time(settings, tmp_path):
    settings.FILES_DIR = tmp_path
    with standing_at(NOW):
        yield


@pytest.fixture
def editor(person):
    return person(Role.DEPARTMENT_EDITOR, "ha-tinh")


@pytest.fixture
def writing(editor):
    return start_consolidation(small_year(editor), by=editor, note="Xã chưa có người.")


@pytest.fixture
def sent(writing, person):
    return send_consolidation(writing, by=person(Role.DEPARTMENT_APPROVER, "ha-tinh"), link=str)


def add(sent, by, content: bytes, name="bao-cao.pdf", **given) -> SignedCopy:
    return add_signed_copy(sent, SimpleUploadedFile(name, content), name=name, by=by, **(GIVEN | given))


def states(copy: SignedCopy) -> list[tuple[str, str]]:
    return [(one["signer"], one["state"]) for one in copy.signatures]


def test_a_signed_file_of_the_portal_is_known_by_the_bytes_that_it_begins_with(sent, editor):
    own = made(sent, editor, pdf())
    bare = add(sent, editor, own)
    assert (bare.origin, bare.original, bare.signatures) == (FileOrigin.MADE, bare.checksum, [])
    once = signed(own)
    copy = add(sent, editor, once)
    assert (copy.origin, copy.original) == (FileOrigin.SIGNED, bare.checksum)
    assert states(copy) == [("Nguyễn Văn Ký", SignatureState.INTACT)]
    assert (copy.signatures[0]["issuer"], copy.signatures[0]["is_stamped"]) == ("CA thử", False)
    twice = add(sent, editor, signed(once, "Sở Công Thương", "Signature2"))
    assert twice.origin == FileOrigin.SIGNED
    assert states(twice) == [
        ("Nguyễn Văn Ký", SignatureState.ADDED),
        ("Sở Công Thương", SignatureState.INTACT),
    ]
    assert list(sent.signed_copies.all()) == [twice, copy, bare]
    assert open_file(copy.checksum, copy.size).read() == once
    assert add(sent, editor, once) == copy  # the same file is kept once


def test_what_was_changed_is_told(sent, editor):
    own = made(sent, editor, pdf())
    after = add(sent, editor, edited(signed(own)))
    assert after.origin == FileOrigin.ALTERED
    assert states(after) == [("Nguyễn Văn Ký", SignatureState.CHANGED)]
    before = add(sent, editor, signed(edited(own)))
    assert before.origin == FileOrigin.ALTERED
    assert states(before) == [("Nguyễn Văn Ký", SignatureState.INTACT)]
    tampered = bytearray(signed(own))
    place = tampered.index(b"/MediaBox") + len("/MediaBox [ 0 0 ")
    tampered[place : place + 1] = b"9"
    broken = add(sent, editor, bytes(tampered))
    assert (broken.origin, broken.original) == (FileOrigin.OTHER, "")
    assert states(broken) == [("Nguyễn Văn Ký", SignatureState.CHANGED)]


@pytest.mark.parametrize("way", ["root", "info"])
def test_another_page_behind_a_signature_is_told_however_it_came_there(sent, editor, way):
    own = made(sent, editor, pdf())
    after = add(sent, editor, shadowed(signed(own), way))
    assert states(after) == [("Nguyễn Văn Ký", SignatureState.CHANGED)]
    assert after.origin == FileOrigin.ALTERED
    before = add(sent, editor, signed(shadowed(own, way)))
    assert states(before) == [("Nguyễn Văn Ký", SignatureState.INTACT)]
    assert before.origin == FileOrigin.ALTERED


def test_the_name_of_a_signer_holds_nothing_that_a_page_or_the_database_cannot(sent, editor):
    copy = add(sent, editor, signed(pdf(), "Trần\x00 Văn\u202e B"))
    assert states(copy) == [("Trần Văn B", SignatureState.INTACT)]


def test_a_scan_and_a_file_that_no_parser_reads_are_taken_as_not_the_portals(sent, editor):
    made(sent, editor, pdf())
    scan = add(sent, editor, pdf(linearize=True), name="Bản quét.PDF")
    assert (scan.origin, scan.signatures, scan.file_name) == (FileOrigin.OTHER, [], "Bản quét.pdf")
    odd = add(sent, editor, b"%PDF-1.4\nxyz\nstartxref\n7\n%%EOF\n")
    assert (odd.origin, odd.signatures) == (FileOrigin.OTHER, None)
    everybody = add(sent, editor, locked_pdf(""))
    assert everybody.signatures == []


def test_a_run_from_before_the_sending_is_not_the_papers_original(sent, editor):
    own = made(sent, editor, pdf(), since=-timedelta(seconds=1))
    assert add(sent, editor, signed(own)).origin == FileOrigin.OTHER


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (lambda: locked_pdf("x"), "có mật khẩu"),
        (lambda: b"MZ not a paper", "không thuộc loại được nhận"),
        (lambda: b"\xff\xd8\xff\xe0 picture", "không phải PDF"),
        (lambda: pdf()[:-20], "thiếu phần cuối"),
    ],
)
def test_other_files_are_refused_and_leave_nothing(sent, editor, content, words, tmp_path):
    with pytest.raises(ValidationError, match=words) as refused:
        add(sent, editor, content())
    assert list(refused.value.message_dict) == ["file"]
    assert not SignedCopy.objects.exists()
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == []


def test_the_scanner_looks_at_it_first(sent, editor, settings):
    settings.SCANNER_COMMAND = "false"
    with pytest.raises(ValidationError, match="diệt vi-rút"):
        add(sent, editor, pdf())


def test_nothing_is_locked_while_a_file_comes_and_is_looked_at(sent, editor):
    """Who opens a report again marks the sent version, and would wait for the scanner."""
    before = []

    class Coming(SimpleUploadedFile):
        def chunks(self, *args):
            before.extend(one["sql"] for one in queries.captured_queries)
            yield from super().chunks(*args)

    with CaptureQueriesContext(connection) as queries:
        add_signed_copy(sent, Coming("a.pdf", pdf()), name="a.pdf", by=editor, **GIVEN)
    assert any("reporting_consolidation" in one for one in before)
    assert not any(" FOR " in one and "UPDATE" in one for one in before)


def test_number_day_and_signer_are_those_of_the_paper(sent, editor):
    with pytest.raises(ValidationError) as refused:
        add(
            sent,
            editor,
            pdf(),
            document_number=" ",
            signer_name="x" * 201,
            document_day=NOW.date().replace(day=6),
        )
    assert set(refused.value.message_dict) == {"document_number", "signer_name", "document_day"}
    copy = add(sent, editor, pdf())
    sent.refresh_from_db()
    assert (copy.document_number, sent.document_number) == ("12/BC-SCT", None)


def test_only_the_department_adds_and_only_to_what_was_sent(sent, writing, person, editor):
    for role, slug in ((Role.PROVINCIAL_VIEWER, "ha-tinh"), (Role.AGENCY_REPORTER, "ha-tinh"), (Role.DEPARTMENT_EDITOR, "kon-tum"), (Role.MINISTRY_OFFICIAL, None)):  # fmt: skip
        with pytest.raises(PermissionDenied):
            add(sent, person(role, slug) if slug else person(role), pdf())
    again = start_consolidation(sent.year, by=editor, note="Còn thiếu.")
    with pytest.raises(ValidationError, match="chưa gửi"):
        add(again, editor, pdf())
    with pytest.raises(DatabaseError, match="was not sent"), transaction.atomic():
        SignedCopy.objects.create(consolidation=again, province=again.province, checksum="a" * 64, size=1,
                                  origin="other", added_by=editor, **GIVEN)  # fmt: skip


def test_the_database_keeps_it_and_the_ministry_reads_it(sent, editor, person):
    copy = add(sent, editor, pdf())
    for act in (lambda: SignedCopy.objects.update(document_number="1"), SignedCopy.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    for reader, sees in (
        (person(Role.MINISTRY_OFFICIAL), True),
        (person(Role.PROVINCIAL_VIEWER, "ha-tinh"), True),
        (person(Role.AGENCY_REPORTER, "ha-tinh"), False),
        (person(Role.PROVINCIAL_VIEWER, "kon-tum"), False),
    ):
        assert (copy in SignedCopy.objects.visible_to(reader)) == sees
    with scoped(Scope(MINISTRY)):
        assert SignedCopy.objects.count() == 1
