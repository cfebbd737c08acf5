"""A bad document is refused whole, each fault with its path, its line and a reason in Vietnamese."""

import subprocess
import sys
from decimal import Decimal

import pytest
import simplejson

from portal.api.renderers import dumps
from portal.plan_document.reader import MAX_BYTES, DocumentRefusedError, line_of, path_text, read_document
from portal.plan_document.schema import as_data
from tests.factories import whole_plan_data

DOCUMENT = """\
slug: ha-tinh-2099
version: {number: 1, kind: original, status: issued}
province: ha-tinh
programme: 1419/QĐ-TTg
title: KẾ HOẠCH THỬ
kind: plan
issued_on: 2019-03-01
issuer: UBND tỉnh Hà Tĩnh
signer: {name: Trần Văn A, title: CHỦ TỊCH}
period:
  start: 2019
  end: 2020
groups:
  - key: '1'
    title: Nâng cao nhận thức
    component: awareness
    tasks:
      - key: 1/1.1
        number: '1.1'
        action: Tổ chức 02 hội nghị
        contents:
          - Mời đại biểu
          - In tài liệu
        budget: {total: 20.4, sources: [NSTW, DN]}
"""
AT_BUDGET = "groups[0].tasks[0].budget"
AT_TOTAL = f"dòng 24: {AT_BUDGET}.total: "

# What is changed in the document: the words, what stands there instead, and the whole answer.
FAULTS = {
    "unknown key": ("issuer:", "nguoi_ban_hanh:", [
        "dòng 8: nguoi_ban_hanh: khóa lạ, không có trong cấu trúc văn bản kế hoạch",
    ]),
    "missing key deep inside": ("        action: Tổ chức 02 hội nghị\n", "", [
        "dòng 18: groups[0].tasks[0].action: thiếu khóa này"
    ]),
    "a number where text belongs": ("number: '1.1'", "number: 1.1", [
        "dòng 19: groups[0].tasks[0].number: phải là chữ"
    ]),
    "a text where a list belongs": ("[NSTW, DN]", "NSTW", [
        f"dòng 24: {AT_BUDGET}.sources: phải là danh sách"
    ]),
    "a list where keys belong": ("{total: 20.4, sources: [NSTW, DN]}", "[20.4]", [
        f"dòng 24: {AT_BUDGET}: phải là nhóm khóa"
    ]),
    "an unknown word of a closed list": ("awareness", "propaganda", [
        "dòng 16: groups[0].component: phải là một trong: "
        "'awareness', 'database', 'technical', 'network' hoặc 'policy'"
    ]),
    "an unknown source": ("NSTW, DN", "NSTW, NSXH", [
        f"dòng 24: {AT_BUDGET}.sources[1]: phải là một trong: 'NSTW', 'NSDP', 'DN' hoặc 'KHAC'"
    ]),
    "empty text": ("- In tài liệu", "- ''", [
        "dòng 23: groups[0].tasks[0].contents[1]: "
        "không được để trống; bỏ khóa hoặc ghi null nếu nguồn không nêu"
    ]),
    "a slug that is no address": ("slug: ha-tinh-2099", "slug: Hà Tĩnh 2099", [
        "dòng 1: slug: chỉ gồm chữ thường không dấu, số và gạch nối"
    ]),
    "negative amount": ("20.4", "-20.4", [AT_TOTAL + "phải từ 0 trở lên"]),
    "a fraction of a đồng": ("20.4", "20.4000001", [AT_TOTAL + "20,4000001 triệu đồng lẻ dưới một đồng."]),
    "an amount beyond words": ("20.4", "1000000000", [AT_TOTAL + "phải nhỏ hơn 1000000000"]),
    "an amount in quotation marks": ("20.4", "'20.4'", [AT_TOTAL + "phải là số"]),
    "an amount in the Vietnamese style": ("total: 20.4", "total: 6.840.000", [AT_TOTAL + "phải là số"]),
    "an octal amount": ("20.4", "0144", [AT_TOTAL + "số không hợp lệ: 0144"]),
    "a hexadecimal amount": ("20.4", "0x64", [AT_TOTAL + "số không hợp lệ: 0x64"]),
    "an amount in base sixty": ("20.4", "1:40", [AT_TOTAL + "số không hợp lệ: 1:40"]),
    "an amount with underscores": ("20.4", "1_00.0", [AT_TOTAL + "số không hợp lệ: 1_00.0"]),
    "an amount with an exponent": ("20.4", "1.0e+9999999", [AT_TOTAL + "số không hợp lệ: 1.0e+9999999"]),
    "infinity": ("20.4", ".inf", [AT_TOTAL + "số không hợp lệ: .inf"]),
    "not a number": ("20.4", ".nan", [AT_TOTAL + "số không hợp lệ: .nan"]),
    "a figure of five thousand digits": ("20.4", "9" * 5000, [AT_TOTAL + "số không hợp lệ: " + "9" * 60]),
    "a day that is not in the calendar": ("2019-03-01", "2019-02-30", [
        "dòng 7: issued_on: giá trị không hợp lệ: 2019-02-30"
    ]),
    "a day in the Vietnamese style": ("2019-03-01", "01/03/2019", [
        "dòng 7: issued_on: phải là ngày theo dạng 2013-10-24"
    ]),
    "a moment instead of a day": ("2019-03-01", "2019-03-01 00:00:00", [
        "dòng 7: issued_on: phải là ngày theo dạng 2013-10-24"
    ]),
    "a year out of range": ("start: 2019", "start: 209", ["dòng 11: period.start: phải từ 1900 trở lên"]),
    "a key twice": ("issuer:", "title: KẾ HOẠCH KHÁC\nissuer:", ["dòng 8: title: khóa này đã có ở trên"]),
    "a key twice deep inside": ("sources: [NSTW, DN]", "total: 3", [
        f"dòng 24: {AT_BUDGET}.total: khóa này đã có ở trên"
    ]),
    "a year twice, as figure and as text": ("[NSTW, DN]}", "[]}\nby_year: {2019: 1, '2019': 2}", [
        "dòng 25: by_year.2019: khóa này đã có ở trên"
    ]),
    "a truth value as key": ("title: KẾ", "yes: KẾ", ["dòng 1: (tài liệu): khóa phải là chữ"]),
    "keys merged in": ("kind: plan", "<<: {kind: plan}", [
        "dòng 1: (tài liệu): không dùng kiểu riêng (merge)", "dòng 1: (tài liệu): khóa phải là chữ"
    ]),
    "a reference to a text": ("- Mời đại biểu\n          - In tài liệu", "- &a Mời đại biểu\n          - *a", [
        "dòng 22: groups[0].tasks[0].contents[1]: không dùng tham chiếu (& và *)"
    ]),
    "bytes": ("KẾ HOẠCH THỬ", "!!binary S0hUSA==", ["dòng 5: title: không dùng kiểu riêng (binary)"]),
    "a Python object": ("[NSTW, DN]", "!!python/object/apply:os.getcwd []", [
        f"dòng 24: {AT_BUDGET}.sources: không dùng kiểu riêng (python/object/apply:os.getcwd)"
    ]),
    "a NUL sign": ("KẾ HOẠCH THỬ", '"KẾ HOẠCH\\0"', ["dòng 5: title: có ký tự điều khiển"]),
    "a text too long for its column": ("'1.1'", "'" + "1" * 21 + "'", [
        "dòng 19: groups[0].tasks[0].number: quá dài"
    ]),
    "a truth value in words": ("'1.1'", "'1.1'\n        time: {every_year: 'yes'}", [
        "dòng 20: groups[0].tasks[0].time.every_year: phải là true hoặc false"
    ]),
    "more decimals than a quantity has": ("'1.1'", "'1.1'\n        outputs: [{text: a, kind: b, quantity: 1.2345}]", [
        "dòng 20: groups[0].tasks[0].outputs[0].quantity: nhiều nhất 3 chữ số thập phân"
    ]),
    "a quantity too large": ("'1.1'", "'1.1'\n        outputs: [{text: a, kind: b, quantity: 1234567890123}]", [
        "dòng 20: groups[0].tasks[0].outputs[0].quantity: nhiều nhất 12 chữ số"
    ]),
    "a quantity too large for its decimals": (
        "'1.1'", "'1.1'\n        outputs: [{text: a, kind: b, quantity: 1234567890}]", [
        "dòng 20: groups[0].tasks[0].outputs[0].quantity: nhiều nhất 9 chữ số trước dấu thập phân"
    ]),
    "broken syntax": ("[NSTW, DN]", "[NSTW, DN", ["dòng 24: (tài liệu): không đọc được: sai cú pháp YAML/JSON"]),
    "a tab as indentation": ("  start: 2019", "\tstart: 2019", [
        "dòng 11: (tài liệu): không đọc được: sai cú pháp YAML/JSON"
    ]),
    "two documents in one file": ("groups:", "---\ngroups:", [
        "dòng 13: (tài liệu): không đọc được: sai cú pháp YAML/JSON"
    ]),
}  # fmt: skip


def refusal(text: str | bytes) -> list[str]:
    """Why a document is refused, in the words that people read; nothing where it is read."""
    try:
        read_document(text)
    except DocumentRefusedError as error:
        return [str(problem) for problem in error.problems]
    return []


def test_the_document_of_these_tests_is_read():
    assert refusal(DOCUMENT) == []


@pytest.mark.parametrize(("words", "instead", "reasons"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_named_with_line_path_and_reason(words, instead, reasons):
    assert DOCUMENT.count(words) == 1, "the change must be one change"
    assert refusal(DOCUMENT.replace(words, instead)) == reasons


def test_all_problems_are_reported_together():
    text = DOCUMENT.replace("20.4", "-1").replace("2019-03-01", "1/3/2019").replace("awareness", "x")
    assert [line.partition(":")[0] for line in refusal(text)] == ["dòng 7", "dòng 16", "dòng 24"]
    text = DOCUMENT.replace("20.4", "0x64").replace("2019-03-01", "2019-02-30")
    assert [line.partition(":")[0] for line in refusal(text)] == ["dòng 7", "dòng 24"]


def test_amounts_never_pass_through_floats():
    """0.1 + 0.2 as floats is not 0.3; figures arrive with the digits that are printed."""
    for digits in ("20.4", "0.1", "123456789.123456", "0.000001"):
        document = read_document(DOCUMENT.replace("20.4", digits)).document
        amount = document.groups[0].tasks[0].budget.total
        assert type(amount) is Decimal
        assert str(amount) == digits


@pytest.mark.parametrize("indent", [None, 1, "\t"])
def test_json_is_read_as_yaml_is(indent):
    data = whole_plan_data()
    text = simplejson.dumps(simplejson.loads(dumps(data), use_decimal=True), use_decimal=True, indent=indent)
    assert "\\u" in text, "letters as \\uXXXX are letters too"
    assert as_data(read_document(text).document) == as_data(read_document(dumps(data)).document)
    assert as_data(read_document("\ufeff".encode() + text.encode()).document)["title"] == "KẾ HOẠCH THỬ"


def test_faults_in_json_have_lines_too():
    text = dumps(whole_plan_data(), indent=1).replace('"total": 6,', '"total": -6,')
    (reason,) = refusal(text)
    line = text[: text.index('"total": -6,')].count("\n") + 1
    assert reason == f"dòng {line}: {AT_BUDGET}.total: phải từ 0 trở lên"


@pytest.mark.parametrize("text", ["", "# chỉ có ghi chú", "- slug", "KẾ HOẠCH", "null"])
def test_what_is_not_a_group_of_keys_is_no_document(text):
    assert refusal(text) == [
        "dòng 1: (tài liệu): tài liệu phải bắt đầu bằng các khóa như slug, version, province"
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "cp1258", "utf-32"])
def test_another_encoding_than_utf8_is_refused(encoding):
    text = "title: Kế hoạch" if encoding != "cp1258" else "title: Hà Tĩnh"
    with_marks = text.encode(encoding, errors="ignore")
    assert refusal(with_marks) == ["(tài liệu): tài liệu phải ở bảng mã UTF-8"]


def test_the_refusal_says_all_its_problems():
    with pytest.raises(DocumentRefusedError) as refused:
        read_document(DOCUMENT.replace("20.4", "0x64").replace("2019-03-01", "2019-02-30"))
    first, second = refused.value.problems
    assert (first.path, first.line, first.reason) == ("issued_on", 7, "giá trị không hợp lệ: 2019-02-30")
    assert str(refused.value) == f"{first}\n{second}"


def test_half_a_sign_is_refused():
    assert refusal("title: \ud83d") == ["(tài liệu): tài liệu phải ở bảng mã UTF-8"]


def test_an_oversized_document_is_refused_before_it_is_read():
    padding = "# " + "x" * (MAX_BYTES - len(DOCUMENT) - 3) + "\n"
    assert len(padding + DOCUMENT) == MAX_BYTES
    assert refusal(padding + DOCUMENT) == []
    assert refusal("[" + padding + DOCUMENT) == ["(tài liệu): tài liệu lớn hơn 5 MB"]


def test_an_alias_bomb_is_refused_without_being_unfolded():
    """Nine levels of nine references would be 387 million texts."""
    levels = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    reasons = refusal("\n".join(levels))
    assert len(reasons) == 81
    assert reasons[0] == "dòng 1: a1[0]: không dùng tham chiếu (& và *)"
    assert refusal("a: &a [*a]") == ["dòng 1: a[0]: không dùng tham chiếu (& và *)"]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_deep_nesting_is_refused_with_its_line(opening):
    assert refusal("title: x\na:\n  " + opening * 40) == ["dòng 3: (tài liệu): lồng quá sâu"]


def test_very_deep_nesting_does_not_end_the_process():
    """libyaml's composer calls itself for every bracket; the C stack is gone before 100 000 of them."""
    script = (
        "import django; django.setup()\n"
        "from portal.plan_document.reader import *\n"
        "try: read_document('a: ' + '[' * 1_000_000)\n"
        "except DocumentRefusedError as error: print(error.problems[0].line)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, "1\n"), done.stderr


def test_paths_are_written_as_people_read_them():
    assert path_text(("groups", 2, "tasks", 0, "budget", "total")) == "groups[2].tasks[0].budget.total"
    assert path_text((0, "title")) == "[0].title"
    assert path_text(()) == ""


def test_the_line_of_a_place_that_is_not_printed_is_that_of_the_part_above():
    lines = {(): 1, ("groups",): 13, ("groups", 0): 14}
    assert line_of(("groups", 0, "tasks", 3, "lead"), lines) == 14
    assert line_of(("title",), lines) == 1
    assert line_of(("title",), {}) is None
