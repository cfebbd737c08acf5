"""The country as equal tiles: where each province stands, drawn so that it is recognised at a glance.

Two drawings, of the 63 provinces until 2025-06-30 and of the 34 after it. Each sign is a place: a province by its
abbreviation, an archipelago, or the sea and the neighbours (a dot). A row is about 0.7 degrees of latitude,
a column 0.75 degrees of longitude; where the land is crowded, neighbours stay neighbours. Every map of the
country shows Hoàng Sa and Trường Sa; they belong to a province and have no tile of their own to count.
"""

from dataclasses import dataclass

_MAP_63 = """
.    LCh  LC   HG   CB   .    .    .    .
ĐB   SL   YB   TQ   BK   LS   .    .    .
.    .    PT   VP   TNg  BG   QN   .    .
.    .    HB   HN   BN   HD   HP   .    .
.    .    .    HNa  HY   TB   .    .    .
.    .    TH   NB   NĐ   .    .    .    .
.    .    NA   .    .    .    .    .    .
.    .    .    HT   .    .    .    .    .
.    .    .    .    QB   .    .    .    .
.    .    .    .    .    QT   .    .    .
.    .    .    .    .    .    Huế  ĐNa  .
.    .    .    .    .    .    .    QNa  HS
.    .    .    .    .    .    KT   QNg  .
.    .    .    .    .    .    GL   BĐ   .
.    .    .    .    .    .    ĐL   PY   .
.    .    .    .    BP   ĐNo  LĐ   KH   .
.    .    .    TNi  BD   ĐN   BTh  NT   .
.    .    ĐT   LA   HCM  BV   .    .    TS
.    AG   CT   TG   BT   .    .    .    .
.    KG   HGi  VL   TV   .    .    .    .
.    CM   BL   ST   .    .    .    .    .
"""
_MAP_34 = """
.    LCh  LC   TQ   CB   .    .    .
ĐB   SL   PT   TNg  LS   .    .    .
.    .    .    HN   BN   QN   .    .
.    .    .    NB   HY   HP   .    .
.    .    TH   .    .    .    .    .
.    .    NA   .    .    .    .    .
.    .    .    HT   .    .    .    .
.    .    .    .    QT   .    .    .
.    .    .    .    .    Huế  .    .
.    .    .    .    .    .    ĐNa  HS
.    .    .    .    .    .    QNg  .
.    .    .    .    .    .    GL   .
.    .    .    .    .    .    ĐL   .
.    .    .    .    ĐN   LĐ   KH   .
.    .    ĐT   TNi  HCM  .    .    TS
.    AG   CT   VL   .    .    .    .
.    CM   .    .    .    .    .    .
"""
_SLUGS = {
    "AG": "an-giang",
    "BV": "ba-ria-vung-tau",
    "BL": "bac-lieu",
    "BG": "bac-giang",
    "BK": "bac-kan",
    "BN": "bac-ninh",
    "BT": "ben-tre",
    "BD": "binh-duong",
    "BĐ": "binh-dinh",
    "BP": "binh-phuoc",
    "BTh": "binh-thuan",
    "CM": "ca-mau",
    "CB": "cao-bang",
    "CT": "can-tho",
    "ĐNa": "da-nang",
    "ĐL": "dak-lak",
    "ĐNo": "dak-nong",
    "ĐB": "dien-bien",
    "ĐN": "dong-nai",
    "ĐT": "dong-thap",
    "GL": "gia-lai",
    "HG": "ha-giang",
    "HNa": "ha-nam",
    "HN": "ha-noi",
    "HT": "ha-tinh",
    "HD": "hai-duong",
    "HP": "hai-phong",
    "HGi": "hau-giang",
    "HB": "hoa-binh",
    "HCM": "ho-chi-minh",
    "Huế": "hue",
    "HY": "hung-yen",
    "KH": "khanh-hoa",
    "KG": "kien-giang",
    "KT": "kon-tum",
    "LCh": "lai-chau",
    "LS": "lang-son",
    "LC": "lao-cai",
    "LĐ": "lam-dong",
    "LA": "long-an",
    "NĐ": "nam-dinh",
    "NA": "nghe-an",
    "NB": "ninh-binh",
    "NT": "ninh-thuan",
    "PT": "phu-tho",
    "PY": "phu-yen",
    "QB": "quang-binh",
    "QNa": "quang-nam",
    "QNg": "quang-ngai",
    "QN": "quang-ninh",
    "QT": "quang-tri",
    "ST": "soc-trang",
    "SL": "son-la",
    "TNi": "tay-ninh",
    "TB": "thai-binh",
    "TNg": "thai-nguyen",
    "TH": "thanh-hoa",
    "TG": "tien-giang",
    "TV": "tra-vinh",
    "TQ": "tuyen-quang",
    "VL": "vinh-long",
    "VP": "vinh-phuc",
    "YB": "yen-bai",
}
_ARCHIPELAGOS = {
    "HS": ("Hoàng Sa", "Quần đảo Hoàng Sa, thành phố Đà Nẵng"),
    "TS": ("Trường Sa", "Quần đảo Trường Sa, tỉnh Khánh Hòa"),
}


@dataclass(frozen=True)
class Place:
    """Where a province's tile stands; rows from the north, columns from the west, both from 1."""

    slug: str
    abbreviation: str
    row: int
    column: int


@dataclass(frozen=True)
class Archipelago:
    """Islands off the coast with the province that they belong to."""

    name: str
    title: str
    row: int
    column: int


@dataclass(frozen=True)
class TileMap:
    """A drawing: its provinces in reading order, from the north-west to the south-east, and its islands."""

    places: tuple[Place, ...]
    archipelagos: tuple[Archipelago, ...]


def _drawn(drawing: str) -> TileMap:
    signs = [
        (sign, row, column)
        for row, line in enumerate(drawing.strip().splitlines(), 1)
        for column, sign in enumerate(line.split(), 1)
        if sign != "."
    ]
    return TileMap(
        tuple(Place(_SLUGS[sign], sign, *place) for sign, *place in signs if sign not in _ARCHIPELAGOS),
        tuple(Archipelago(*_ARCHIPELAGOS[sign], *place) for sign, *place in signs if sign in _ARCHIPELAGOS),
    )


TILE_MAPS = {"63": _drawn(_MAP_63), "34": _drawn(_MAP_34)}
