"""The page of a search: hits by kind, each with its place, and what is said where there is none."""

from urllib.parse import unquote

import pytest
from django.urls import reverse

from agencies.enums import AgencyKind, Role
from agencies.models import Agency, Province
from core.search import search_words
from portal.found import address_of, found_places
from portal.search import KINDS, Hit, search
from tests.factories import AgencyFactory
from tests.portal.conftest import SECRET
from tests.portal.pages import links_of, main_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def ministry(signed_in):
    return signed_in(Role.MINISTRY_OFFICIAL)


def test_hits_stand_by_kind_with_their_place_and_the_words_marked(ministry):
    page = ministry.get("/search/?q=quan ly khu kinh te")
    text, html = main_text(page), page.content.decode()

    assert "Kết quả tìm “quan ly khu kinh te”" in text
    assert "<mark>Quản lý Khu kinh tế</mark>" in html
    assert "Nhiệm vụ 2.5, nhóm 2 Kế hoạch 2016-2020 của tỉnh An Giang" in text
    assert "Mục VI.10: Ban quản lý Khu kinh tế tỉnh Kế hoạch 2013-2020 của tỉnh Kon Tum" in text
    agency = Agency.objects.get(province__slug="kon-tum", slug="ban-quan-ly-khu-kinh-te")
    assert reverse("agency", args=[agency.public_id]) in links_of(page)
    assert 'value="quan ly khu kinh te"' in html.split("</header>")[0]  # echoed in the header too


def test_counts_of_kinds_add_up_and_each_kind_can_be_looked_at(ministry):
    everything = ministry.get("/search/?q=san xuat sach hon").context["found"]
    kinds = {kind.code: kind.count for kind in everything.kinds}

    assert everything.total == sum(kinds.values())
    assert set(kinds) == {"plan", "task", "group", "objective", "section", "item", "responsibility"}
    for code, count in kinds.items():
        page = ministry.get(f"/search/?q=san xuat sach hon&kind={code}")
        found = page.context["found"]
        assert [kind.code for kind in found.kinds if kind.places] == [code]
        assert {kind.code: kind.count for kind in found.kinds} == kinds
        assert len(next(kind for kind in found.kinds if kind.code == code).places) == count
        assert page.content.decode().count('aria-current="true">') == 2  # navigation and kind


def test_of_every_kind_the_first_are_shown_and_all_can_be_seen(ministry):
    page = ministry.get("/search/?q=san xuat sach hon")

    assert max(len(kind.places) for kind in page.context["found"].kinds) == 5
    tasks = next(kind for kind in page.context["found"].kinds if kind.code == "task")
    assert f"Xem tất cả {tasks.count} kết quả" in main_text(page)
    assert "?q=san%20xuat%20sach%20hon&kind=task" in links_of(page)


def test_many_hits_of_a_kind_come_in_parts_without_gap_or_repetition(person, issue):
    issue(
        groups=[
            {
                "key": "1",
                "number": "1",
                "title": "Nhóm",
                "component": "awareness",
                "tasks": [
                    {
                        "key": f"1/{n}",
                        "number": f"1.{n}",
                        "action": f"Xưởng dệt thổ cẩm {n}",
                        "lead": [],
                        "coordinating": [],
                        "time": {"text": "2019", "start": 2019, "end": 2019},
                    }
                    for n in range(120)
                ],
            }
        ],
        budget_tables=[],
    )
    user = person(Role.MINISTRY_OFFICIAL)
    pages = [found_places(user, "xuong det tho cam", "task", str(number)) for number in (1, 2, 3)]
    where = [place.where for page in pages for kind in page.kinds for place in kind.places]

    assert [len(page.kinds[0].places) for page in pages] == [50, 50, 20]
    assert len(set(where)) == 120
    assert where == [f"Nhiệm vụ 1.{n}, nhóm 1" for n in range(120)]


def test_without_hits_the_page_says_what_may_help(ministry):
    page = ministry.get("/search/?q=xyzzy")

    assert "Không có chỗ nào chứa đủ các từ “xyzzy”" in main_text(page)
    assert "Hãy bớt từ, thử từ ngắn hơn" in main_text(page)


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20%20", "?kind=task", "?q=%00"])
def test_without_words_the_page_says_what_can_be_found(query, ministry):
    page = ministry.get(f"/search/{query}")

    assert page.status_code == 200
    assert "Tìm trong mục tiêu, nhóm nhiệm vụ, nhiệm vụ" in main_text(page)


@pytest.mark.parametrize(
    "query",
    [
        "?q=!!!",
        "?q=a:*|b",
        "?q=%25_%5C",
        "?q='; DROP TABLE--",
        "?q=" + "x" * 5000,
        "?q=so&kind=khong-co",
        "?q=so&kind=task&page=abc",
        "?q=so&kind=task&page=-5",
        "?q=so&kind=task&page=99999999999999999999",
        "?q=%F0%9F%8F%AD",
        "?q=so&q=tai&kind=task&kind=item",
    ],
)
def test_whatever_is_asked_gets_an_answer(query, ministry):
    assert ministry.get(f"/search/{query}").status_code == 200


def test_an_unknown_kind_is_told(ministry):
    assert "Không có loại kết quả được hỏi; dưới đây là mọi loại." in main_text(
        ministry.get("/search/?q=so&kind=khong-co")
    )


def test_what_is_asked_and_what_is_found_is_shown_as_text(ministry, issue):
    issue(title="<img src=x onerror=alert(1)>", signer={"name": "A", "title": "B"})
    group = {"key": "1", "number": "1", "title": "dệt <script>alert(1)</script>", "component": "awareness"}
    issue(slug="ha-tinh-2095", groups=[group | {"tasks": []}], budget_tables=[])

    page = ministry.get("/search/?q=<script>alert(1)</script>").content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_drafts_and_facilities_of_others_are_not_found(draft, signed_in):
    AgencyFactory(
        province=Province.objects.get(slug="ha-tinh"),
        kind=AgencyKind.FACILITY,
        name="Lò gạch Hoffman",
        search_text=search_words("Lò gạch Hoffman"),
    )
    own, other = (
        signed_in(Role.DEPARTMENT_EDITOR, "ha-tinh"),
        signed_in(Role.DEPARTMENT_EDITOR, "lang-son"),
    )

    assert own.get("/search/?q=hoffman").context["found"].total == 8
    assert other.get("/search/?q=hoffman").context["found"].total == 0
    assert SECRET not in other.get("/search/?q=hoffman").content.decode()


def test_every_kind_of_hit_has_an_address(person):
    user = person(Role.MINISTRY_OFFICIAL)
    for kind in KINDS:
        [hit] = search(user, "so", kinds=frozenset({kind.code}), limit=1).hits
        assert unquote(address_of(hit)).rstrip("/").endswith(hit.key)


def test_hits_are_skipped_in_order(person):
    user, kinds = person(Role.MINISTRY_OFFICIAL), frozenset({"task"})
    whole = search(user, "san xuat sach hon", kinds=kinds).hits

    assert search(user, "san xuat sach hon", kinds=kinds, limit=3, skip=2).hits == whole[2:5]
    assert isinstance(whole[0], Hit)


def test_it_takes_as_many_queries_for_three_plans_more(ministry, issue, django_assert_num_queries):
    for _ in range(2):
        with django_assert_num_queries(24):
            ministry.get("/search/?q=nang cao nhan thuc")
        for slug in ("ha-tinh-2091", "ha-tinh-2092", "ha-tinh-2093"):
            issue(slug=slug)
