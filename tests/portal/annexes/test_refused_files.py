"""Every kind of file that is not to be read is refused with a message that says what to do next.

All go the whole way through the child.
"""

import codecs
import select
import socket
import struct
import zipfile

import pytest
import xlwt

from portal.annexes import limits
from portal.annexes.opening import AnnexRefusedError, open_annex
from tests.portal.annexes import files
from tests.portal.annexes.files import (
    CONTENT_TYPES,
    DOCUMENT,
    SHEET,
    document,
    document_of,
    packed,
    sheet_of,
    with_part,
    workbook,
)
from tests.portal.annexes.refusals import refusal

OTHER_FILES = {
    "empty": (b"", "không có nội dung"),
    "too big": (bytes(limits.FILE_BYTES + 1), "lớn hơn 20 MB"),
    "html": (b"\xef\xbb\xbf\r\n<!DOCTYPE html><html><table><tr><td>1</table>", "trang web (HTML)"),
    "html of an export": ("<meta charset=utf-16><table>".encode("utf-16"), "trang web (HTML)"),
    "mhtml": (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "MHTML"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "bản PDF"),
    "csv": ("TT;Nhiệm vụ;Kinh phí\n1;Đào tạo;120\n".encode(), "CSV"),
    "csv in UTF-16": ("TT\tNhiệm vụ\n1\tĐào tạo\n".encode("utf-16"), "CSV"),
    "rtf": (rb"{\rtf1\ansi Ph\u7909?", "RTF"),
    "excel 2003 xml": (
        b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
        "Excel 2003",
    ),
    "excel 4": (b"\x09\x04\x06\x00\x00\x00\x10\x00" + bytes(99), "đời rất cũ"),
    "photo": (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(99), "hình ảnh"),
    "rar": (b"Rar!\x1a\x07\x01\x00" + bytes(99), "giải nén"),
    "noise": (bytes(range(256)) * 4, "không phải tệp Word hay Excel"),
}


@pytest.mark.parametrize(("content", "said"), OTHER_FILES.values(), ids=OTHER_FILES)
def test_what_is_another_file_under_this_name_is_named(content, said):
    assert said in refusal(content)


OLE_FILES = {
    "old word": (files.ole_file("WordDocument", "1Table"), "lưu thành .docx"),
    "old word with a workbook inside": (files.ole_file("WordDocument", "ObjectPool"), "lưu thành .docx"),
    "password": (files.ole_file("EncryptionInfo", "EncryptedPackage"), "bỏ mật khẩu"),
    "macros": (files.ole_file("Workbook", "_VBA_PROJECT_CUR"), "macro"),
    "presentation": (files.ole_file("PowerPoint Document"), "không phải tệp Word hay Excel"),
    "endless directory": (files.ole_file("Workbook", next_directory=1), "bị hỏng"),
    "directory outside": (files.ole_file("Workbook", next_directory=70_000), "bị hỏng"),
    "head only": (files.ole_file("Workbook")[:600], "bị hỏng"),
    "nothing in it": (files.ole_file("Workbook"), "Không tìm thấy bảng"),
}


@pytest.mark.parametrize(("content", "said"), OLE_FILES.values(), ids=OLE_FILES)
def test_old_office_files_are_told_apart(content, said):
    assert said in refusal(content, "phu-luc.xls")


def old_workbook(rows: int = 300) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("PL")
    for row in range(rows):
        sheet.write(row, 0, f"Nhiệm vụ {row}")
    return files.saved(book)


def test_a_truncated_old_workbook_is_damaged():
    assert "bị hỏng" in refusal(old_workbook()[:9000])


def macro_workbook() -> bytes:
    return files.replaced(
        workbook(),
        CONTENT_TYPES,
        "openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "ms-excel.sheet.macroEnabled.main+xml",
    )


def binary_workbook() -> bytes:
    return files.replaced(
        workbook(),
        CONTENT_TYPES,
        "openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "ms-excel.sheet.binary.macroEnabled.main",
    )


PACKAGES = {
    "xlsm": (macro_workbook, "macro"),
    "xlsx with a macro part": (lambda: with_part(workbook(), "xl/vbaProject.bin", b"\xcc\x61"), "macro"),
    "xlsx with an old macro sheet": (
        lambda: with_part(workbook(), "xl/macrosheets/sheet1.xml", "<m/>"),
        "macro",
    ),
    "docm": (
        lambda: with_part(document(), "word/vbaProject.bin", b"\xcc\x61"),
        "thành .docx (loại không có macro)",
    ),
    "xlsb": (binary_workbook, ".xlsb"),
    "ods": (lambda: packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "LibreOffice"),
    "zip": (lambda: packed({"a.txt": b"abc"}), "tệp nén (ZIP)"),
    "presentation": (
        lambda: packed({CONTENT_TYPES: b'<Types><Override ContentType="x.presentation.main+xml"/></Types>'}),
        "không phải văn bản Word",
    ),
    "strict": (
        lambda: files.replaced(
            document(),
            "_rels/.rels",
            "schemas.openxmlformats.org/officeDocument/2006",
            "purl.oclc.org/ooxml/officeDocument",
        ),
        "Strict",
    ),
    "no sheet part": (
        lambda: packed({k: v for k, v in files.parts_of(workbook()).items() if k != SHEET}),
        "bị hỏng",
    ),
    "broken sheet": (lambda: with_part(workbook(), SHEET, sheet_of("<sheetData><row>")), "bị hỏng"),
    "broken document": (lambda: with_part(document(), DOCUMENT, "<w:document"), "bị hỏng"),
    "no tables": (lambda: document_of("<w:p/>"), "Không tìm thấy bảng"),
    "empty sheet": (lambda: workbook(rows=[]), "Không tìm thấy bảng"),
    "truncated": (lambda: workbook()[:-300], "bị hỏng"),
    "first half": (lambda: document()[:9000], "bị hỏng"),
    "no directory": (lambda: b"PK\x03\x04" + bytes(300), "bị hỏng"),
}


@pytest.mark.parametrize(("make", "said"), PACKAGES.values(), ids=PACKAGES)
def test_packages_that_are_no_plain_workbook_or_document(make, said):
    assert said in refusal(make())


# What a package says of itself


def with_twins() -> bytes:
    twin = packed(files.parts_of(workbook()) | {"xl/worksheets/sheet9.xml": b"<worksheet/>"})
    return twin.replace(b"sheet9.xml", b"sheet1.xml")


def with_entry(form: str, offset: int, *values: int):
    """A workbook whose directory says something else of its sheet."""
    package = workbook()
    return files.patched(package, files.directory_entry(package, SHEET) + offset, form, *values)


def overlapping() -> bytes:
    """Two parts of the directory are the same bytes of the file."""
    package = workbook()
    sheet, styles = files.directory_entry(package, SHEET), files.directory_entry(package, "xl/styles.xml")
    place = struct.unpack_from("<I", package, sheet + 42)[0]
    sizes = struct.unpack_from("<3I", package, sheet + 16)
    package = files.patched(package, styles + 42, "<I", place)
    return files.patched(package, styles + 16, "<3I", *sizes)


def with_wrong_sum() -> bytes:
    return with_entry("<I", 16, 12345)


SIZE_OF_SHEET = len(files.parts_of(workbook())[SHEET])

LYING = {
    "two parts of one name": (with_twins, "không đúng chuẩn"),
    "two parts of one name but for case": (
        lambda: with_part(workbook(), SHEET.replace("sheet1", "SHEET1"), "<x/>"),
        "không đúng chuẩn",
    ),
    "absolute name": (lambda: with_part(workbook(), "/etc/passwd", b"x"), "không đúng chuẩn"),
    "drive": (lambda: with_part(workbook(), "C:evil.xml", b"<x/>"), "không đúng chuẩn"),
    "name that climbs": (lambda: with_part(workbook(), "xl/../../evil.xml", b"<x/>"), "không đúng chuẩn"),
    "name with backslashes": (lambda: with_part(workbook(), "..\\evil.xml", b"<x/>"), "không đúng chuẩn"),
    "overlapping parts": (overlapping, "không đúng chuẩn"),
    "smaller than said": (lambda: with_entry("<I", 24, SIZE_OF_SHEET + 1), "bị hỏng"),
    "larger than said": (lambda: with_entry("<I", 24, SIZE_OF_SHEET - 1), "không đúng chuẩn"),
    "packed larger than the file": (lambda: with_entry("<I", 20, 1 << 30), "bị hỏng"),
    "packed smaller than it is": (lambda: with_entry("<I", 20, 50), "bị hỏng"),
    "placed outside": (lambda: with_entry("<I", 42, 1 << 30), "bị hỏng"),
    "wrong sum": (with_wrong_sum, "bị hỏng"),
    "encrypted part": (lambda: with_entry("<H", 8, 1), "mật khẩu"),
    "other compression": (lambda: packed(files.parts_of(workbook()), zipfile.ZIP_LZMA), "không đúng chuẩn"),
}


@pytest.mark.parametrize(("make", "said"), LYING.values(), ids=LYING)
def test_packages_whose_directory_lies(make, said):
    assert said in refusal(make())


# Document type declarations, whatever the encoding

DTD = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'

DECLARING = {
    "plain": DTD.encode(),
    "declared": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + DTD.encode(),
    "after a comment": b"<!-- " + b"x" * 70_000 + b" -->" + DTD.encode(),
    "across two pieces": b"<!--" + b"x" * (65_536 - 12) + b"-->" + DTD.encode(),
    "bom": codecs.BOM_UTF8 + DTD.encode(),
    "utf-16 with bom": DTD.encode("utf-16"),
    "utf-16 le": DTD.encode("utf-16-le"),
    "utf-16 be": codecs.BOM_UTF16_BE + DTD.encode("utf-16-be"),
}
UNREADABLE = {
    "utf-32": DTD.encode("utf-32"),
    "utf-32 le": DTD.encode("utf-32-le"),
    "ebcdic": f'<?xml version="1.0" encoding="cp037"?>{DTD}'.encode("cp037"),
    "utf-7": b'<?xml version="1.0" encoding="UTF-7"?>' + DTD.encode("utf-7"),
    "utf-7, declared far behind": b'<?xml version="1.0"'
    + b" " * 400
    + b'encoding="UTF-7"?>'
    + DTD.encode("utf-7"),
    "utf-8 that says utf-16": b'<?xml version="1.0" encoding="UTF-16"?>' + DTD.encode(),
    "utf-16 that says utf-8": '<?xml version="1.0" encoding="UTF-8"?>'.encode("utf-16")
    + DTD.encode("utf-16-le"),
    "no xml": b"\x00\x01",
    "empty": b"",
}


@pytest.mark.parametrize("part", DECLARING.values(), ids=DECLARING)
def test_declarations_of_entities_are_found_in_every_encoding(part):
    assert "DTD" in refusal(with_part(workbook(), "xl/theme/theme1.xml", part))


@pytest.mark.parametrize("part", UNREADABLE.values(), ids=UNREADABLE)
def test_xml_that_is_neither_utf_8_nor_utf_16_is_not_parsed(part):
    assert "Unicode" in refusal(with_part(document(), DOCUMENT, part))


def test_a_declaration_hidden_under_the_name_of_a_picture_is_found():
    assert "DTD" in refusal(with_part(workbook(), "xl/media/image1.png", DTD))


def test_a_file_on_disk_is_read_no_further_than_allowed(tmp_path):
    file = tmp_path / "lon.xlsx"
    with file.open("wb") as written:
        written.truncate(4 << 30)  # sparse
    with pytest.raises(AnnexRefusedError, match="lớn hơn 20 MB"):
        open_annex(file, file.name)


def test_a_picture_is_unpacked_nowhere_but_counted():
    package = with_part(workbook(), "xl/media/image1.png", b"\x89PNG" + bytes(1000))
    assert open_annex(package, "a.xlsx").grids[0].rows[1][1].text == "Đào tạo"


def test_what_lies_outside_of_a_file_is_not_fetched():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/a.xml"
        outside = f'Target="{address}" TargetMode="External"'
        book = files.replaced(workbook(), "xl/_rels/workbook.xml.rels", 'Target="styles.xml"', outside)
        paper = files.replaced(document(), "word/_rels/document.xml.rels", 'Target="settings.xml"', outside)
        assert open_annex(book, "a.xlsx").grids
        assert open_annex(paper, "a.docx").grids
        assert select.select([listener], [], [], 0)[0] == []
