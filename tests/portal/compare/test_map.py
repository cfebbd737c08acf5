"""The country as tiles: complete, worded, and the same as its table."""

import re
from datetime import date

import pytest

from agencies.models import Province
from core import clock
from portal.tile_map import TILE_MAPS
from tests.factories import plan_copy
from tests.portal.compare.conftest import rows_of, text_of

pytestmark = pytest.mark.django_db
EXISTING = {"63": date(2025, 6, 30), "34": date(2026, 6, 1)}


def tile(markup: str, name: str) -> str:
    """What a screen reader says of a tile."""
    return next(words for words in tiles(markup) if words.startswith(f"{name}: ")).removeprefix(f"{name}: ")


def tiles(markup: str) -> list[str]:
    return re.findall(r'<li class="tile .*?visually-hidden">(.*?)</span>', markup, re.S)


@pytest.mark.parametrize("borders", ["63", "34"])
def test_every_province_has_one_place_and_no_two_share_it(borders):
    drawing = TILE_MAPS[borders]
    existing = set(Province.objects.existing_on(EXISTING[borders]).values_list("slug", flat=True))
    assert {place.slug for place in drawing.places} == existing
    assert len(drawing.places) == len(existing) == int(borders)
    everything = [(one.row, one.column) for one in (*drawing.places, *drawing.archipelagos)]
    assert len(set(everything)) == len(everything)
    assert len({place.abbreviation for place in drawing.places}) == len(drawing.places)


@pytest.mark.parametrize("borders", ["63", "34"])
def test_the_country_is_recognised(borders):
    at = {place.slug: place for place in TILE_MAPS[borders].places}
    north_to_south = [
        "cao-bang",
        "ha-noi",
        "thanh-hoa",
        "nghe-an",
        "ha-tinh",
        "quang-tri",
        "hue",
        "quang-ngai",
        "dak-lak",
        "khanh-hoa",
        "can-tho",
        "ca-mau",
    ]
    rows = [at[slug].row for slug in north_to_south]
    assert rows == sorted(set(rows))
    assert at["dien-bien"].column == min(place.column for place in at.values())
    assert at["khanh-hoa"].column == max(place.column for place in at.values())
    west_to_east = [
        at[slug].column for slug in ("dien-bien", "son-la", "phu-tho", "ha-noi", "bac-ninh", "hai-phong")
    ]
    assert west_to_east == sorted(set(west_to_east))
    assert at["ca-mau"].row == max(place.row for place in at.values())
    islands = {one.name: one for one in TILE_MAPS[borders].archipelagos}
    assert set(islands) == {"Hoàng Sa", "Trường Sa"}
    assert all(one.column > at["khanh-hoa"].column for one in islands.values()), "in the East Sea"


@pytest.mark.parametrize(("borders", "count"), [("63", 63), ("34", 34)])
def test_each_tile_says_name_and_meaning_and_leads_to_the_province(borders, count, page):
    markup = page(f"/compare/map/?borders={borders}")
    said = tiles(markup)
    assert len(said) == count
    assert all(re.match(r"(Tỉnh|Thành phố) .+: .+", words) for words in said)
    assert "Quần đảo Hoàng Sa, thành phố Đà Nẵng" in markup
    assert "Quần đảo Trường Sa, tỉnh Khánh Hòa" in markup
    assert f"5 trong {count} tỉnh, thành phố có kế hoạch trên cổng" in text_of(markup)


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("plan", ["có kế hoạch 2016-2020", "có kế hoạch 2011-2015", "có kế hoạch 2013-2020", "có kế hoạch 2016-2020", "có kế hoạch 2016-2020"]),
        ("tasks", ["13 nhiệm vụ", "12 nhiệm vụ", "13 nhiệm vụ", "25 nhiệm vụ", "25 nhiệm vụ"]),
        ("money", ["kinh phí 6.840, cả kỳ 2016-2020", "kinh phí 7.420, cả kỳ 2011-2015", "kinh phí chưa rõ, chưa rõ", "kinh phí chưa rõ, chưa rõ", "kinh phí 300, riêng năm 2017; 7 nhóm chưa rõ"]),
        ("findings", [f"{count} sai lệch chưa có quyết định" for count in (3, 3, 4, 3, 4)]),
    ],
)  # fmt: skip
def test_measures_of_the_five_plans(measure, expected, page):
    markup = page(f"/compare/map/?borders=63&measure={measure}")
    names = ("An Giang", "Hà Tĩnh", "Kon Tum", "Lạng Sơn", "Ninh Bình")
    assert [tile(markup, f"Tỉnh {name}") for name in names] == expected
    assert tile(markup, "Thành phố Hà Nội") == "chưa có kế hoạch trên cổng"
    numbers = [int(count) for count in re.findall(r'<span class="muted">\((\d+)\)</span></li>', markup)]
    assert sum(numbers) == 63, "the legend counts every tile"


def test_a_province_of_today_answers_for_those_it_took_over(page):
    markup = page("/compare/map/?measure=tasks")
    assert tile(markup, "Tỉnh Quảng Ngãi") == "13 nhiệm vụ"
    assert "Kon Tum: 13" not in markup
    assert any(
        row.startswith("Tỉnh Quảng Ngãi 835/QĐ-UBND , 2013-2020 (Tỉnh Kon Tum) 13 chưa rõ")
        for row in rows_of(markup)
    )


def test_plans_of_unlike_periods_are_not_added(issue, page):
    issue(**plan_copy("ha-tinh-2011", slug="ha-tinh-2098", period={"start": 2016, "end": 2020}))
    markup = page("/compare/map/?measure=money")
    assert tile(markup, "Tỉnh Hà Tĩnh") == (
        "kinh phí 2 kế hoạch, Tỉnh Hà Tĩnh: 7.420 (cả kỳ 2011-2015); Tỉnh Hà Tĩnh: 7.420 (cả kỳ 2016-2020)"
    )


def test_the_table_is_sorted_with_provinces_without_figure_last(page):
    rows = [row for row in rows_of(page("/compare/map/?sort=-money"))[1:] if row.startswith("Tỉnh")]
    assert [re.match(r"Tỉnh (\w+ \w+)", row)[1] for row in rows] == [
        "Hà Tĩnh", "An Giang", "Ninh Bình", "Lạng Sơn", "Quảng Ngãi",
    ]  # fmt: skip
    assert rows_of(page("/compare/map/"))[-1].startswith("chưa có kế hoạch trên cổng (29): Bắc Ninh, Cà Mau")


def test_a_region_leaves_the_others_outside(page):
    markup = page("/compare/map/?borders=63&region=Tây Nguyên")
    assert tile(markup, "Tỉnh Kon Tum") == "có kế hoạch 2013-2020"
    assert tile(markup, "Tỉnh Gia Lai") == "không có kế hoạch theo bộ lọc"
    assert tile(markup, "Tỉnh An Giang") == "ngoài vùng đã chọn"


def test_the_sheet_has_all_tiles_and_typed_numbers(sheet):
    rows = {
        row[0]: row
        for row in sheet("/compare/map/?borders=63")
        if str(row[0]).startswith(("Tỉnh ", "Thành phố "))
    }
    rows.pop("Tỉnh, thành phố", None)
    assert len(rows) == 63
    assert rows["Tỉnh Hà Tĩnh"][2:7] == ("2011-2015", 12, 7420, "cả kỳ 2011-2015", 3)
    assert rows["Tỉnh Kon Tum"][3:5] == (13, "chưa rõ")
    assert rows["Tỉnh Cà Mau"][1] == "chưa có kế hoạch trên cổng"


def test_names_are_those_of_the_borders(page):
    assert clock.today() > EXISTING["63"]
    assert "Thành phố Đồng Nai" in page("/compare/map/?borders=34")
    markup = page("/compare/map/?borders=63")
    assert "Tỉnh Đồng Nai" in markup
    assert "Tỉnh Bình Dương" in markup
