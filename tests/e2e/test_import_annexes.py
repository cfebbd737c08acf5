"""The annexes of the five real plans, rebuilt as files, brought in through a real browser: the same plan comes back."""

from collections.abc import Callable
from typing import NamedTuple

import pytest
import simplejson
from playwright.sync_api import Page, expect

from portal.annexes.grid import Opened
from tests.e2e.test_import import upload
from tests.portal.annexes import written
from tests.portal.annexes.five_plans import NOT_TOLD, PLANS, different, parts
from tests.portal.annexes.old_writing import file_in_tcvn3
from tests.portal.annexes.printed import LAYOUTS


class Annex(NamedTuple):
    """A rebuilt annex: the plan, how its file is written, and what a person who has the printed plan answers."""

    slug: str
    name: str
    write: Callable[[Opened], bytes]
    answers: tuple[str, ...] = ()


ANNEXES = (
    Annex("an-giang-2016", "phu-luc.xlsx", written.xlsx, ("2.000 triệu đồng", "3.200 triệu đồng")),
    Annex("ha-tinh-2011", "phu-luc.xls", written.xls),
    Annex("kon-tum-2013", "danh-muc.docx", written.document),
    Annex("kon-tum-2013", "danh-muc-tcvn3.docx", lambda file: written.document(file_in_tcvn3(file))),
    Annex("ninh-binh-2016", "ke-hoach.docx", written.document),
)


def bring_in(page: Page, slug: str, name: str, content: bytes) -> None:
    period = PLANS[slug]["period"]
    upload(page, name, content, years=(period["start"], period["end"]))


@pytest.mark.parametrize("annex", ANNEXES, ids=lambda annex: annex.name.replace(".", "-") + "-" + annex.slug)
def test_a_rebuilt_annex_becomes_a_draft_with_the_same_plan(annex, sign_in, noted):
    plan = PLANS[annex.slug]
    page = sign_in(f"chuyenvien.{plan['province'].replace('-', '')}")
    wrong = noted(page)

    bring_in(page, annex.slug, annex.name, annex.write(LAYOUTS[annex.slug](plan)))
    page.get_by_role("heading", name="2. Cần bạn quyết định").wait_for()
    expect(page.locator("fieldset.question")).to_have_count(len(annex.answers))
    for answer in annex.answers:
        page.get_by_label(answer).check()
    if annex.answers:
        page.get_by_role("button", name="Lưu lựa chọn").click()
        expect(page.locator("#can-quyet-dinh")).to_contain_text(f"0 trên {len(annex.answers)} chỗ")
    page.get_by_role("button", name="Tạo bản đang soạn").click()
    page.wait_for_url("**/edit/")

    slug = page.url.rstrip("/").split("/")[-2]
    answer = page.request.get(f"/api/v1/plans/{slug}/?version=1")
    found = simplejson.loads(answer.text(), use_decimal=True)
    assert different(parts(plan), parts(found)) == NOT_TOLD.get(annex.slug, set())
    assert found["version"]["status"] == "draft"
    assert wrong == []


def test_a_file_that_has_no_annex_is_refused_with_what_a_table_needs(sign_in):
    """Of Lạng Sơn's file only recipients and signature are left."""
    page = sign_in("chuyenvien.langson")
    bring_in(
        page, "lang-son-2016", "noi-nhan.xlsx", written.xlsx(LAYOUTS["lang-son-2016"](PLANS["lang-son-2016"]))
    )
    expect(page.locator(".error-summary")).to_contain_text("Chưa đọc được tệp")
    expect(page.locator(".field-error")).to_contain_text("Một bảng cần có hàng đầu bảng")
    expect(page.get_by_role("button", name="Tạo bản đang soạn")).to_have_count(0)
