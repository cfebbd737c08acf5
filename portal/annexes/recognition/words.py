"""What words of annexes mean to a reader of tables: folded text, units of money, sources of money, totals.

Everything is compared without accents and in lower case, as offices write "Kinh phí", "KINH PHÍ" and "Kinh phi".
"""

import re
from functools import lru_cache

from budgets.enums import Source
from core.numbers import Unit
from core.text import collapse, unaccented

_REMEMBERED = 20_000  # texts of cells are asked for many times while a table is read
CAPITAL = "A-ZĐÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"  # for patterns; no range of letters is upper case only
_SIGNS = re.compile(r"[^0-9a-z]+")


@lru_cache(maxsize=_REMEMBERED)
def fold(text: str) -> str:
    """The words of a text without accents, case and punctuation: "Kinh phí (tr.đ)" is "kinh phi tr d"."""
    return _SIGNS.sub(" ", unaccented(collapse(text))).strip()


@lru_cache(maxsize=_REMEMBERED)
def plain(text: str) -> str:
    """The text in one line, without accents and case, with its punctuation."""
    return unaccented(collapse(text))


_MONEY_SIGN = r"(?:dong|vnd|d)"
_UNITS = (
    (
        Unit.BILLION,
        re.compile(rf"\bt[yi] ?{_MONEY_SIGN}\b|(?:dvt|don vi(?: tinh)?)\W{{0,3}}t[yi]\b|\(t[yi]\)"),
    ),
    (
        Unit.MILLION,
        re.compile(
            rf"\b(?:trieu|tr)\b\W{{0,2}}{_MONEY_SIGN}\b|\btrd\b|\btrieu\b|1[ .,]?000[ .,]?000 ?{_MONEY_SIGN}\b"
        ),
    ),
    (
        Unit.THOUSAND,
        re.compile(
            rf"\b(?:nghin|ngan)\b(?:\W{{0,2}}{_MONEY_SIGN}\b|\W*\)|\W*$)|\b1[ .,]?000 ?{_MONEY_SIGN}\b|\b(?:ngd|ng\.d|nd)\b"
        ),
    ),
    (
        Unit.DONG,
        re.compile(
            r"\((?:don vi(?: tinh)?|dvt)?[:\s]*(?:dong|d|vnd)\)|(?:dvt|don vi(?: tinh)?|dv tinh)\W{0,3}(?:viet nam )?(?:dong|d|vnd)\b"
            r"|\bvnd\b|^(?:dong|d)$|\bdong viet nam\b|tien \(?dong\)?$|\bdong/"
        ),
    ),
)


def unit_in(text: str) -> Unit | None:
    """The unit of money that the words of a head or of a line above a table name; None where they name none."""
    words = plain(text)
    for unit, pattern in _UNITS:
        if pattern.search(words):
            return unit
    return None


UNIT_NAMES = {
    Unit.DONG: "đồng",
    Unit.THOUSAND: "nghìn đồng",
    Unit.MILLION: "triệu đồng",
    Unit.BILLION: "tỷ đồng",
}
_UNIT_LINE = re.compile(r"^\W*(?:don vi(?: tinh)?|dvt|dv tinh)\b")


def is_unit_line(text: str) -> bool:
    """Whether the text is a line such as "Đơn vị tính: triệu đồng"."""
    return bool(_UNIT_LINE.match(plain(text))) and len(text) < 80 and unit_in(text) is not None


def is_unit(text: str) -> bool:
    """Whether the text names a unit of money and nothing else: "(triệu đồng)", "ĐVT: 1.000đ"."""
    words = re.sub(r"don vi(?: tinh)?|dvt|dv tinh|viet nam", " ", plain(text))
    for _, pattern in _UNITS:
        words = pattern.sub(" ", words)
    words = re.sub(r"\b(?:dong|d|vnd|trieu|nghin|ngan|ty|tr)\b", " ", words)
    return (unit_in(text) is not None) and not re.search(r"\w", words)


# Longest first: each found piece is taken out before the next pattern looks.
_STATE = r"(?:ngan sach nha nuoc|ngan sach|nsnn|ns)"
_TW = r"(?:trung uong|tw|t w)"
_LOCAL = r"(?:dia phuong|dp|d p|cap tinh|tinh|cap huyen|huyen|thanh pho|tp|thi xa|cap xa|xa)"
_SOURCES = (
    (
        (Source.NSTW,),
        re.compile(rf"\b(?:nguon |von |kinh phi )?{_STATE} ?(?:cua |cap )?{_TW}\b|\bns ?tw\b|\bnsnn ?tw\b"),
    ),
    (
        (Source.NSDP,),
        re.compile(
            rf"\b(?:nguon |von |kinh phi )?{_STATE} ?(?:cua )?{_LOCAL}\b|\bns ?dp\b|\bns ?dia phuong\b|\bnst\b"
            r"|\b(?:kinh phi )?(?:su nghiep|sn) ?(?:bao ve )?(?:moi truong|bvmt|mt|kinh te|kt|khoa hoc(?: va)? cong nghe|khoa hoc|giao duc|dao tao|kh(?: va)? ?cn|khuyen cong)\b"
            r"|\b(?:kinh phi |nguon )?khuyen cong(?: tinh| dia phuong)?\b|\b(?:von|nguon|kinh phi) (?:cua )?(?:tinh|dia phuong)\b"
        ),
    ),
    (
        (Source.KHAC,),
        re.compile(
            r"\b(?:nguon |von |kinh phi |cac |nhung )*(?:hop phap khac|vien tro|tai tro|oda|xa hoi hoa|xhh|vay|tin dung|quoc te|nuoc ngoai)(?: khac)?\b"
            r"|\b(?:nguon |von |kinh phi |cac |nhung )+(?:tai chinh |kinh phi |von )?khac\b|^khac$"
        ),
    ),
    (
        (Source.DN,),
        re.compile(
            r"\b(?:tu |von |nguon |kinh phi |cua |cac |huy dong )*(?:doi ung |tu co |tu huy dong )?(?:cua |cac )*"
            r"(?:doanh nghiep|dn|co so san xuat(?: cong nghiep)?|co so cong nghiep|co so|chu dau tu|don vi thu huong)(?: doi ung| dong gop| tu co)?\b"
            r"|\b(?:von )?doi ung\b|\b(?:von )?tu co\b"
        ),
    ),
    ((Source.NSTW,), re.compile(rf"\b(?:nguon |von |kinh phi |cap )*{_TW}\b")),
    ((Source.NSDP,), re.compile(r"\b(?:nguon |von |kinh phi )*(?:dia phuong|dp)\b")),
    (
        (Source.NSTW, Source.NSDP),
        re.compile(
            r"\b(?:nguon |von |kinh phi )*(?:ngan sach nha nuoc|nsnn|ngan sach|nha nuoc)\b|\b(?:von|nguon) ns\b|^ns$"
        ),
    ),
)
_LEVEL_ALONE = re.compile(r"^(?:cap )?(?:tinh|huyen)$")
_BETWEEN = re.compile(
    r"\b(?:nguon|von|kinh phi|va|tu|cua|cac|hoac|trong do|ho tro|co|dong gop|huy dong|cap|nguon von|kp)\b"
)


def sources_in(text: str, spellings: dict[str, str] | None = None) -> tuple[tuple[Source, ...], str]:
    """The sources that a text names, in printed order, and the folded words that name none.

    `spellings` are further names (folded) with the code each stands for. State budget without level
    ("NSNN") is both levels, unsplit.
    """
    words = fold(text)
    if spellings and words in spellings:
        return (Source(spellings[words]),), ""
    if _LEVEL_ALONE.match(words):
        return (Source.NSDP,), ""
    found: list[tuple[int, tuple[Source, ...]]] = []
    for sources, pattern in _SOURCES:

        def take(match: re.Match[str], sources=sources) -> str:
            found.append((match.start(), sources))
            return "#" * len(match[0])

        words = pattern.sub(take, words)
    codes = dict.fromkeys(code for _, several in sorted(found, key=lambda hit: hit[0]) for code in several)
    rest = _BETWEEN.sub(" ", words.replace("#", " ")) if found else words
    return tuple(codes), " ".join(rest.split())


def is_source(text: str, spellings: dict[str, str] | None = None) -> bool:
    """Whether the text names sources of money and nothing else."""
    sources, rest = sources_in(text, spellings)
    return bool(sources) and not rest


_TOTAL = re.compile(
    r"^(?:\W*(?:tong|cong)\b)(?:\W+(?:cong|so|kinh phi|kp|von|nhu cau|du toan|toan bo|ca|chung|gia tri)\b)*"
    r"(?P<rest>.*)$"
)
_TOTAL_REST = re.compile(
    r"^\W*(?:$|(?:muc|nhom|phan|chi muc|nhiem vu|nhom nhiem vu|giai doan|nam|thuc hien|ke hoach|toan|ca|cac|theo|cua|kinh phi|tinh|bang so|tien"
    r"|(?:de|du|tieu du) an|hop phan|cau phan|chuong trinh|linh vuc|noi dung|hoat dong|nguon|tieu muc)\b"
    r"|[ivxabcd\d]{1,4}\b|\(|:|=)"
)


def is_total(text: str) -> bool:
    """Whether the label of a row says that it holds a sum: "Tổng cộng", "Cộng mục I", "Cộng (I+II)"."""
    words = plain(text)
    match = _TOTAL.match(words)
    if words.startswith("toan ") or len(words) > 90:
        return False
    return bool(match and _TOTAL_REST.match(match["rest"]))


def total_of(text: str) -> str | None:
    """What a row of a sum adds up, where it says so: "Cộng mục II" is "II", "Tổng cộng" is None."""
    match = re.search(
        r"(?:muc|nhom|phan|nhiem vu|de an|du an|chuong trinh|linh vuc|noi dung|hoat dong)\s+(?:so\s+)?([ivxlc]{1,5}|\d{1,2}|[a-e])\b",
        plain(text),
    )
    return match[1].upper() if match else None


YEAR = re.compile(r"(?<!\d)(20[0-9]{2}|19[89][0-9])(?!\d)")
YEAR_RANGE = re.compile(
    r"(?<!\d)((?:20|19)[0-9]{2})\s*(?:[-–—÷~]|đến|den|tới|toi)\s*(?:năm |nam )?((?:20|19)[0-9]{2}|[0-9]{2})(?!\d)",
    re.I,
)


def years_between(text: str) -> tuple[int, int] | None:
    """The two years of "2016-2018", "2016 đến 2018", "2016-18"; None where the text names no range."""
    match = YEAR_RANGE.search(text)
    if match is None:
        return None
    start, end = int(match[1]), int(match[2] if len(match[2]) == 4 else match[1][:2] + match[2])
    return (start, end) if start <= end else None
