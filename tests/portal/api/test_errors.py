"""What the API says when it refuses: in Vietnamese, as JSON, and never a server error."""

import re
from urllib.parse import quote

import pytest
from rest_framework.test import APIClient

from agencies.enums import Role
from core.search import asked_words

pytestmark = pytest.mark.django_db
DECISIONS = "/api/v1/findings/decisions/"
MANY = "9" * 5000
BAD_ADDRESSES = {
    "plans/?year=abc": (400, {"year": ["Hãy nhập số nguyên."]}),
    "plans/?year=2016.5": (400, {"year": ["Hãy nhập số nguyên."]}),
    f"plans/?year={MANY}": (400, None),
    "plans/?year=2": (400, None),
    "plans/?status=khac": (400, None),
    "plans/?province=%00": (400, {"province": ["Có ký tự NUL."]}),
    "plans/?page=abc": (404, {"detail": "Không có trang này."}),
    "plans/?page=99": (404, {"detail": "Không có trang này."}),
    "plans/?page=0": (404, {"detail": "Không có trang này."}),
    f"plans/?page={MANY}": (404, {"detail": "Không có trang này."}),
    "plans/khong-co/": (404, {"detail": "Không tìm thấy."}),
    "plans/kon-tum-2013/?version=a": (400, {"version": ["Phải là số nguyên."]}),
    "plans/kon-tum-2013/?version=0": (400, {"version": ["Không được nhỏ hơn 1."]}),
    "plans/kon-tum-2013/?version=-1": (400, {"version": ["Không được nhỏ hơn 1."]}),
    "plans/kon-tum-2013/?version=99": (404, {"detail": "Không tìm thấy."}),
    f"plans/kon-tum-2013/?version={MANY}": (400, {"version": ["Giá trị quá dài."]}),
    f"plans/kon-tum-2013/?version={MANY[:900]}": (404, {"detail": "Không tìm thấy."}),
    "plans/kon-tum-2013/totals/?version=a": (400, {"version": ["Phải là số nguyên."]}),
    "plans/kon-tum-2013/money/?version=a": (400, {"version": ["Phải là số nguyên."]}),
    "plans/khong-co/totals/": (404, {"detail": "Không tìm thấy."}),
    "plans/khong-co/money/": (404, {"detail": "Không tìm thấy."}),
    "plans/?format=xml": (404, {"detail": "Không tìm thấy."}),
    "tasks/?agency=khac": (400, {"agency": ["Hãy nhập mã UUID hợp lệ."]}),
    "tasks/?role=khac": (400, None),
    "tasks/?component=khac": (400, None),
    "tasks/?year=99999999999": (400, None),
    "tasks/?year=-5": (400, None),
    "tasks/?q=%00": (400, {"q": ["Có ký tự NUL."]}),
    "tasks/kon-tum-2013/khong-co/": (404, {"detail": "Không tìm thấy."}),
    "tasks/khong-co/I/1.1/": (404, {"detail": "Không tìm thấy."}),
    "agencies/?kind=khac": (400, None),
    "agencies/khac/": (404, {"detail": "Không tìm thấy."}),
    "agencies/00000000-0000-0000-0000-000000000000/": (404, {"detail": "Không tìm thấy."}),
    "provinces/?existing_on=abc": (400, {"existing_on": ["Nhập một ngày hợp lệ."]}),
    "provinces/?existing_on=2025-02-30": (400, {"existing_on": ["Nhập một ngày hợp lệ."]}),
    "provinces/khac/": (404, {"detail": "Không tìm thấy."}),
    "findings/?plan=%00": (400, {"plan": ["Có ký tự NUL."]}),
    "findings/?province=%00": (400, {"province": ["Có ký tự NUL."]}),
    "findings/?code=khac": (400, {"code": ["Không có lựa chọn nào là “khac”."]}),
    "findings/?severity=khac": (400, {"severity": ["Không có lựa chọn nào là “khac”."]}),
    "findings/?decided=khac": (400, {"decided": ["Phải là true hoặc false."]}),
    "findings/?page=0": (404, {"detail": "Không có trang này."}),
    "search/": (400, {"q": ["Hãy nhập từ cần tìm."]}),
    "search/?q=": (400, {"q": ["Hãy nhập từ cần tìm."]}),
    "search/?q=%20%20": (400, {"q": ["Hãy nhập từ cần tìm."]}),
    "search/?q=%00": (400, {"q": ["Có ký tự NUL."]}),
    "search/?q=a&kind=khac": (400, {"kind": ["Không có lựa chọn nào là “khac”."]}),
    "search/?q=a&limit=-1": (400, {"limit": ["Không được nhỏ hơn 0."]}),
    "search/?q=a&limit=x": (400, {"limit": ["Phải là số nguyên."]}),
    f"search/?q=a&limit={MANY}": (400, {"limit": ["Giá trị quá dài."]}),
}
NOTHING_GIVEN = {name: ["Trường này là bắt buộc."] for name in ("plan", "key", "text")}
BAD_BODIES = {
    "{}": (400, NOTHING_GIVEN),
    "[1]": (400, NOTHING_GIVEN),
    '"x"': (400, NOTHING_GIVEN),
    "{bad": (400, {"detail": "Nội dung gửi lên không phải là JSON."}),
    "": (400, NOTHING_GIVEN),
    '{"plan": null, "key": [1], "text": {}}': (
        400,
        {"plan": ["Trường này không được là null."], "key": ["Phải là chữ."], "text": ["Phải là chữ."]},
    ),
    '{"plan": "a b", "key": "", "text": " "}': (
        400,
        {
            "plan": ["Mã chỉ gồm chữ không dấu, số, gạch dưới và gạch nối."],
            "key": ["Trường này không được bỏ trống."],
            "text": ["Trường này không được bỏ trống."],
        },
    ),
    '{"plan": "ha-tinh-2011", "key": "\\u0000", "text": "\\ud800"}': (
        400,
        {"key": ["Có ký tự NUL."], "text": ["Có ký tự hỏng: U+D800."]},
    ),
    f'{{"plan": "ha-tinh-2011", "key": "{"k" * 301}", "text": "{"t" * 4001}"}}': (
        400,
        {"key": ["Không quá 300 ký tự."], "text": ["Không quá 4000 ký tự."]},
    ),
    '{"plan": "khong-co", "key": "k", "text": "t"}': (404, {"detail": "Không tìm thấy."}),
    '{"plan": "ha-tinh-2011", "key": "k", "text": "t"}': (400, {"key": ["Kế hoạch không có sai lệch này."]}),
    '{"plan": "ha-tinh-2011", "key": "k", "text": "\\u200b"}': (
        400,
        {"text": ["Hãy ghi nội dung quyết định."]},
    ),
}
# A Vietnamese syllable: initial, vowels, final. What people sent and names of formats are not judged.
SYLLABLE = re.compile(
    r"(?:ngh|ng|gh|gi|nh|ch|th|tr|ph|kh|qu|[bcdđghklmnpqrstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?"
)
NAMES = {
    "json",
    "uuid",
    "nul",
    "csrf",
    "true",
    "false",
    "null",
    "list",
    "str",
    "delete",
    "text",
    "plain",
    "accept",
}


def english_words(text: str) -> set[str]:
    """The words that cannot be Vietnamese, after accents are taken away."""
    quoted = re.sub(r"“[^”]*”", "", text)
    words = {word for word in asked_words(quoted) if word.isalpha()}
    return {word for word in words - NAMES if not SYLLABLE.fullmatch(word)}


def texts(answer) -> list[str]:
    values = answer.json().values()
    return [text for value in values for text in (value if isinstance(value, list) else [value])]


@pytest.fixture
def editor(api) -> APIClient:
    client = api(Role.DEPARTMENT_EDITOR, "ha-tinh")
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("asked", BAD_ADDRESSES, ids=lambda asked: asked[:60])
def test_a_bad_address_is_refused_in_vietnamese(asked, editor):
    status, said = BAD_ADDRESSES[asked]
    answer = editor.get(f"/api/v1/{asked}")

    assert answer.status_code == status, answer.content
    if said is not None:
        assert answer.json() == said
    assert {word for text in texts(answer) for word in english_words(text)} == set()


@pytest.mark.parametrize("body", BAD_BODIES, ids=lambda body: body[:40])
def test_a_bad_body_is_refused_in_vietnamese(body, editor):
    status, said = BAD_BODIES[body]
    answer = editor.post("/api/v1/findings/decisions/", body.encode(), content_type="application/json")

    assert (answer.status_code, answer.json()) == (status, said)
    assert {word for text in texts(answer) for word in english_words(text)} == set()


def test_bytes_that_are_no_text_are_refused(editor):
    answer = editor.post("/api/v1/findings/decisions/", b"\xff\xfe", content_type="application/json")

    assert (answer.status_code, answer.json()) == (400, {"detail": "Nội dung gửi lên không phải là JSON."})


def test_another_method_form_or_language_is_refused_in_vietnamese(editor):
    method = editor.delete("/api/v1/plans/")
    form = editor.post("/api/v1/findings/decisions/", b"plan=x", content_type="text/plain")
    wanted = editor.get("/api/v1/plans/", headers={"Accept": "application/xml"})

    assert [(answer.status_code, answer.json()["detail"]) for answer in (method, form, wanted)] == [
        (405, "Địa chỉ này không nhận phương thức “DELETE”."),
        (415, "Không nhận nội dung dạng “text/plain”."),
        (406, "Không có dạng trả lời nào mà phần đầu Accept yêu cầu."),
    ]


@pytest.mark.parametrize("place", ["plans/{}/", "provinces/{}/", "tasks/kon-tum-2013/{}/", "agencies/{}/"])
@pytest.mark.parametrize(
    "name", ["\0", "a\0b", "'", '"', "a'; --", "😀", "đ", "%", "_", "x" * 3000], ids=ascii
)
def test_a_name_that_nothing_has_is_not_found(place, name, editor):
    assert editor.get(f"/api/v1/{place.format(quote(name))}").status_code == 404


def test_the_check_for_english_words_finds_them():
    assert english_words("This field may not be blank.") >= {"field", "blank"}
    assert english_words("Authentication credentials were not provided.") != set()
    assert english_words("Địa chỉ này không nhận phương thức “DELETE”, nghiêng về quyết định trước.") == set()


@pytest.mark.parametrize("body", ["[" * 100_000, '{"a":' * 5_000], ids=["lists", "objects"])
def test_a_body_nested_too_deep_is_no_json(api, body):
    answer = api(Role.DEPARTMENT_EDITOR, "ha-tinh").post(DECISIONS, body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json() == {"detail": "Nội dung gửi lên không phải là JSON."}


def test_a_body_that_is_too_large_is_refused_as_json(api):
    body = '{"text": "' + "a" * 3_000_000 + '"}'
    answer = api(Role.DEPARTMENT_EDITOR, "ha-tinh").post(DECISIONS, body, content_type="application/json")
    assert answer.status_code == 413
    assert answer.json() == {"detail": "Nội dung gửi lên quá lớn."}


@pytest.mark.parametrize("body", ["null", "[]", '"a"', "5"])
def test_a_body_that_is_no_object_misses_its_fields(api, body):
    answer = api(Role.DEPARTMENT_EDITOR, "ha-tinh").post(DECISIONS, body, content_type="application/json")
    assert answer.status_code == 400
    assert set(answer.json()) == {"plan", "key", "text"}


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
@pytest.mark.parametrize("place", ["", "khong-co/", "plans/kon-tum-2013", "findings/kon-tum-2013/"])
def test_an_address_that_is_not_there_is_refused_as_json(api, place, method):
    answer = getattr(api(Role.MINISTRY_OFFICIAL), method)(f"/api/v1/{place}")
    assert answer.status_code == 404
    assert "API không có địa chỉ này" in answer.json()["detail"]
    assert getattr(APIClient(), method)(f"/api/v1/{place}").status_code == 401


def test_the_page_of_the_api_answers_only_reading(api):
    assert api(Role.MINISTRY_OFFICIAL).options("/api/v1/docs/").status_code == 405
