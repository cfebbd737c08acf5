"""What a column of a table holds, told by the words of its head."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from rapidfuzz import fuzz, process

from budgets.enums import Source
from core.numbers import Unit
from portal.annexes.recognition.words import YEAR, fold, is_unit, plain, sources_in, unit_in, years_between


class ColumnRole(StrEnum):
    """What the cells of a column are for."""

    NUMBER = "number"
    GROUP = "group"
    ACTION = "action"
    CONTENTS = "contents"
    RESULTS = "expected_results"
    LEAD = "lead"
    COORDINATING = "coordinating"
    PARTIES = "parties"  # lead and coordinating in one
    TIME = "time"
    START = "start"
    END = "end"
    MARK = "time_mark"  # a year with a mark where something is done
    AMOUNT = "amount"
    SOURCE = "source"  # the source in words
    QUANTITY = "quantity"
    UNIT = "unit"
    UNIT_PRICE = "unit_price"
    NOTE = "note"
    OTHER = "other"


PARTY_ROLES = frozenset({ColumnRole.LEAD, ColumnRole.COORDINATING, ColumnRole.PARTIES})
TIME_ROLES = frozenset({ColumnRole.TIME, ColumnRole.START, ColumnRole.END, ColumnRole.MARK})
DETAIL_ROLES = PARTY_ROLES | TIME_ROLES | {ColumnRole.CONTENTS, ColumnRole.RESULTS}
MONEY_ROLES = frozenset({ColumnRole.AMOUNT, ColumnRole.QUANTITY, ColumnRole.UNIT_PRICE})


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a recognised table. An amount is for a year, a source, both, or neither (a total)."""

    index: int
    head: str
    role: ColumnRole
    year: int | None = None
    period: tuple[int, int] | None = None
    sources: tuple[Source, ...] = ()
    unit: Unit | None = None
    part: str = ""  # tells apart columns of one year and source (sub-sources)

    def as_(self, role: ColumnRole) -> "Column":
        return replace(self, role=role)


# Words that heads are made of; a cell of other words is no head.
_WORDS = frozenset(
    re.findall(
        r"[a-z]+",
        """
        a an anh b bac bang bao bat ben bieu bo c cac cach can canh cap cau chat chi chia chinh chiu cho chu
        chuan chung chuyen co con cong cq cqct cqph cqth ct cu cua cuoi d dam dap dat dau de den di dia dich
        diem dien dieu dinh dn do doan doanh doi don dong dp du dua dung duoc duoi duyet dv dvt ghi gia giai
        giam gian giao giay giup goi gop han hang hanh hien hieu hinh hoa hoac hoach hoan hoat hop huong huy
        huyen in ke ket kh khac khai khau khoa khoan khoi kinh kl kp ky la lai lam lap le lich linh loai loi
        luong luy ly ma mo moc moi mong muc nam ngan nganh ngay ngd nghi nghiep nghin nguoi nguon nha nhan
        nhap nhiem nhom nhu no noi nop ns nsdp nsnn nst nstw oda ong ph pham phan phap phat phep phi pho
        phoi phong phu phuc phuong qua quan quy ra rieng sach san sl so stt su ta tac tai tam te ten tg th
        thang thanh thay theo thi thoi thu thuc thuoc thuong tien tieu tin tinh to toan ton tong tr trach
        trang trd tren tri trien trieu trinh tro trong trung tt tu tuong tw ty ung uoc uong va vai van vat
        vay vi viec vien vnd von vu xa xay xhh xuat y yeu
        """,
    )
)
LONGEST_HEAD = 110

_RULES: tuple[tuple[ColumnRole, re.Pattern[str]], ...] = tuple(
    (role, re.compile(pattern))
    for role, pattern in (
        (
            ColumnRole.NUMBER,
            r"^(?:so )?(?:tt|stt|s tt|t t|s t t|so thu tu|thu tu|no|ma so|ma|muc so|muc)(?: (?:nhiem vu|hoat dong))?$",
        ),
        (ColumnRole.NOTE, r"^(?:ghi chu|chu thich|luu y|ghi chep|g chu|gc)\b|\bghi chu$"),
        (ColumnRole.UNIT_PRICE, r"^(?:don gia|muc chi|dinh muc|gia don vi|muc ho tro|gia)\b"),
        (ColumnRole.QUANTITY, r"^(?:so luong|sl|s luong|khoi luong|kl|so lan|so lop)\b(?!.*\bkinh phi\b)"),
        (ColumnRole.UNIT, r"^(?:don vi tinh|dvt|dv tinh|d v t|don vi do)\b"),
        (
            ColumnRole.START,
            r"^(?:(?:thoi gian|thoi diem|nam|ngay|thang|tg) )?(?:bat dau|khoi cong|khoi dau|trien khai tu)$|^tu(?: nam| thang| ngay)?$",
        ),
        (
            ColumnRole.END,
            r"^(?:(?:thoi gian|thoi diem|nam|ngay|thang|tg) )?(?:ket thuc|hoan thanh)$|^den(?: nam| thang| ngay)?$",
        ),
        (ColumnRole.PARTIES, r"(?:chu tri|thuc hien).*phoi hop"),
        (
            ColumnRole.COORDINATING,
            r"phoi hop|^ph$|^cqph$|^(?:don vi|co quan) (?:lien quan|tham gia|ho tro)$|^tham gia$",
        ),
        (
            ColumnRole.LEAD,
            r"chu tri|^ct$|^cqct$|^cqth$|^(?:cac )?(?:co quan|don vi|cq|dv|co quan don vi|to chuc|nguoi|don vi co quan|ben|noi)(?: duoc giao| truc tiep| chiu trach nhiem)? (?:thuc hien|dau moi|chu quan|phu trach|thuc thi|trien khai)|dau moi|^chu dau tu$",
        ),
        (
            ColumnRole.PARTIES,
            r"trach nhiem|phan cong|^(?:co quan|don vi|cq|co quan don vi)$|^to chuc thuc hien$|^(?:chu the|ben thuc hien)$",
        ),
        (
            ColumnRole.TIME,
            r"thoi gian|tien do|thoi han|thoi diem|^(?:nam|ngay|thang|quy|ky|tg) (?:thuc hien|hoan thanh|trien khai)|lich (?:trinh|thuc hien)|^tg\b|giai doan(?: thuc hien)?$|ke hoach thoi gian|^nam$|^moc|^han\b|^lo trinh",
        ),
        (
            ColumnRole.RESULTS,
            r"ket qua|san pham|dau ra|yeu cau can dat|muc tieu can dat|chi tieu can dat|^muc tieu$|^chi so",
        ),
        (
            ColumnRole.AMOUNT,
            r"kinh phi|^kp\b|du toan|thanh tien|so tien|khai toan|nhu cau von|muc dau tu|tong muc|^tong (?:von|tien|chi phi|gia tri)|gia tri|chi phi|^tien\b|^von\b|muc kinh phi",
        ),
        (
            ColumnRole.SOURCE,
            r"^(?:cac )?nguon(?: (?:von|kinh phi|kp|ngan sach|tai chinh|luc|thuc hien|chi|cap))*$|^co cau nguon",
        ),
        (ColumnRole.AMOUNT, r"^tong(?: (?:cong|so|hop))?\b|^cong$|^ngan sach|^(?:trong do)$"),
        (ColumnRole.GROUP, r"^(?:cac )?(?:nhom|hop phan|linh vuc|cau phan)\b"),
        (
            ColumnRole.ACTION,
            r"^(?:ten |cac |danh muc |danh muc cac )*(?:hanh dong|nhiem vu|hoat dong|cong viec|viec|de an|du an|chuong trinh|hang muc|khoan muc|muc chi|dau viec|nhiem vu hoat dong|giai phap|noi dung va hoat dong)\b",
        ),
        (
            ColumnRole.CONTENTS,
            r"noi dung|dien giai|mo ta|chi tiet|cach thuc|bien phap|phuong phap|pham vi cong viec|cac buoc|hinh thuc",
        ),
    )
)
_KNOWN = {
    "stt": ColumnRole.NUMBER,
    "noi dung": ColumnRole.CONTENTS,
    "noi dung cong viec": ColumnRole.CONTENTS,
    "noi dung thuc hien": ColumnRole.CONTENTS,
    "noi dung nhiem vu": ColumnRole.CONTENTS,
    "nhiem vu": ColumnRole.ACTION,
    "hoat dong": ColumnRole.ACTION,
    "hanh dong": ColumnRole.ACTION,
    "cong viec": ColumnRole.ACTION,
    "co quan chu tri": ColumnRole.LEAD,
    "don vi chu tri": ColumnRole.LEAD,
    "co quan thuc hien": ColumnRole.LEAD,
    "don vi thuc hien": ColumnRole.LEAD,
    "co quan phoi hop": ColumnRole.COORDINATING,
    "don vi phoi hop": ColumnRole.COORDINATING,
    "trach nhiem": ColumnRole.PARTIES,
    "thoi gian thuc hien": ColumnRole.TIME,
    "thoi gian": ColumnRole.TIME,
    "tien do thuc hien": ColumnRole.TIME,
    "ket qua du kien": ColumnRole.RESULTS,
    "san pham du kien": ColumnRole.RESULTS,
    "ket qua": ColumnRole.RESULTS,
    "kinh phi": ColumnRole.AMOUNT,
    "kinh phi thuc hien": ColumnRole.AMOUNT,
    "du toan": ColumnRole.AMOUNT,
    "tong cong": ColumnRole.AMOUNT,
    "thanh tien": ColumnRole.AMOUNT,
    "ghi chu": ColumnRole.NOTE,
    "so luong": ColumnRole.QUANTITY,
    "don gia": ColumnRole.UNIT_PRICE,
    "don vi tinh": ColumnRole.UNIT,
}
_MONEY_UNITS = re.compile(
    r"\((?:[^()]*(?:dong|vnd|trd|tr\. ?d|trieu|ty|nghin|ngan)[^()]*|d|vnd)\)|\b(?:dvt|don vi(?: tinh)?)\s*:.*$"
)


def head_words(text: str) -> str:
    """The folded words of a head without a unit of money or a remark in brackets."""
    words = _MONEY_UNITS.sub(" ", plain(text))
    return fold(re.sub(r"\([^()]*\)", " ", words)) or fold(words) or fold(text)


@lru_cache(maxsize=5_000)
def role_of(text: str) -> ColumnRole | None:
    """What the words of one head cell say of its column; None where they say nothing."""
    words = head_words(text)
    if not words or len(text) > LONGEST_HEAD:
        return None
    for role, pattern in _RULES:
        if pattern.search(words):
            return role
    if len(words) >= 6 and (
        known := process.extractOne(words, _KNOWN.keys(), scorer=fuzz.ratio, score_cutoff=85)
    ):
        return _KNOWN[known[0]]
    return None


@lru_cache(maxsize=5_000)
def is_head_like(text: str) -> bool:
    """Whether the text could stand in a head: short, and made of the words that heads are made of."""
    if len(text) > LONGEST_HEAD:
        return False
    words = head_words(text).split()
    known = [word for word in words if word in _WORDS or YEAR.fullmatch(word)]
    if words and len(known) >= 0.75 * len(words):
        return True
    return (role_of(text) is not None and fold(text) in _KNOWN) or is_close(words)


def is_close(words: list[str]) -> bool:
    """Whether the words are a known head with a slip of the pen."""
    text = " ".join(words)
    return (
        len(text) >= 6
        and process.extractOne(text, _KNOWN.keys(), scorer=fuzz.ratio, score_cutoff=85) is not None
    )


def column_of(index: int, path: list[str], spellings: dict[str, str] | None = None) -> Column:
    """The column under a head of one or several cells, given from the top down."""
    head = " / ".join(path)
    year, period, sources, part = _money_words(path, spellings)
    unit = next((unit for text in reversed(path) if (unit := unit_in(text)) is not None), None)
    named = [text for text in path if not is_unit(text)] or path
    roles = [role_of(text) for text in named]
    role = roles[-1] if roles else None
    above = [one for one in roles[:-1] if one is not None]
    if role in (None, ColumnRole.AMOUNT, ColumnRole.SOURCE, ColumnRole.TIME) and (year or period or sources):
        if ColumnRole.TIME in roles and not sources and ColumnRole.AMOUNT not in roles:
            role = ColumnRole.MARK if year else ColumnRole.TIME
        elif role is not ColumnRole.TIME or ColumnRole.AMOUNT in roles:
            role = ColumnRole.AMOUNT
    elif role is None and above:
        role = above[-1]
    elif role in (ColumnRole.UNIT, ColumnRole.PARTIES) and above and above[-1] in PARTY_ROLES:
        role = above[-1] if role is ColumnRole.UNIT else role
    elif role is ColumnRole.SOURCE and ColumnRole.AMOUNT in above:
        role = ColumnRole.SOURCE
    if role is not ColumnRole.AMOUNT and role not in (
        ColumnRole.QUANTITY,
        ColumnRole.MARK,
        ColumnRole.UNIT_PRICE,
        ColumnRole.TIME,
    ):
        year, period, sources, part = None, None, (), ""
    if role is ColumnRole.AMOUNT and unit is None and path and fold(path[-1]) == "dong":
        unit = Unit.DONG
    return Column(index, head, role or ColumnRole.OTHER, year, period, sources, unit, part)


def _money_words(path: list[str], spellings: dict[str, str] | None):
    """Year, period, sources and part that the cells of a head name, the lowest first."""
    year: int | None = None
    period: tuple[int, int] | None = None
    sources: tuple[Source, ...] = ()
    part = ""
    for text in reversed(path):
        if len(text) > LONGEST_HEAD:
            continue
        if year is None and period is None:
            period = years_between(text)
            years = YEAR.findall(text)
            if period is None and len(years) == 1:
                year = int(years[0])
        if not sources:
            words = head_words(text)
            found, rest = sources_in(YEAR.sub(" ", words), spellings)
            meaningless = set(rest.split()) <= {
                "nam",
                "thuc",
                "hien",
                "kinh",
                "phi",
                "du",
                "toan",
                "trieu",
                "dong",
                "tien",
                "tong",
                "so",
                "thanh",
                "cong",
                "kien",
            }
            if found and meaningless:
                sources, part = found, fold(re.sub(r"\b(?:nam )?(?:19|20)\d\d\b", " ", words))
    return year, period, sources, part
