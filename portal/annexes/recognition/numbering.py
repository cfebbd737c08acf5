"""Numbers of rows and titles as annexes print them: I, A, 1., 1.1, a), "Nhóm nhiệm vụ 1:", "Giai đoạn 2016-2018"."""

import re
from dataclasses import dataclass
from enum import IntEnum

from core.text import collapse
from portal.annexes.recognition.words import CAPITAL, YEAR, fold, plain, years_between


class Style(IntEnum):
    """How a row is numbered; the value is how deep such a number usually stands."""

    LETTER = 0  # A, B
    ROMAN = 1  # I, II
    NUMBER = 2  # 1, 2
    NUMBER_2 = 3  # 1.1, I.1
    NUMBER_3 = 4  # 1.1.1
    SMALL = 5  # a, b
    SMALL_2 = 6  # a.1
    DASH = 7  # -, +, *
    NONE = 8


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase of a plan: its code is the printed years."""

    code: str
    title: str
    start: int
    end: int


_ROMAN = re.compile(r"^[IVX]{1,5}$|^XL?[IVX]{0,4}$")
_NUMBER_CELL = re.compile(
    r"^[(\[]?(?P<number>[IVXivx]{1,6}(?:\.\d{1,2}){0,2}|[IVX]{1,6}\.[a-zđ]|[A-ZĐ](?:\.?\d{1,2}){0,2}|[a-zđ](?:\.?\d{1,2})?|\d{1,3}(?:[.,]\d{1,2}){0,3}(?:\.?[a-zđ])?)[.)\]:/,;-]*$"
)
_DASHES = re.compile(r"^[-–—+*•●▪○✓]+$")
_NAMES = (
    r"(?:nhom(?: (?:cac )?(?:nhiem vu|giai phap|noi dung|hoat dong|van de|cong viec))?|nhiem vu|noi dung|hop phan|cau phan"
    r"|de an(?: thanh phan)?|du an(?: thanh phan)?|tieu du an|muc|phan|chuong trinh|chuong|linh vuc|giai phap|nhom giai phap|hoat dong)"
)
_NAMED = re.compile(
    rf"^\W*(?P<name>{_NAMES})\s*(?:so\s*|thu\s*)?(?P<number>[ivx]{{1,5}}|\d{{1,2}}(?:\.\d{{1,2}})?|[a-h])\s*(?P<sign>[.:)/–—-]|\s)\s*(?=\S)"
)
_LEADING = re.compile(
    r"^\W{0,3}?[(\[]?(?P<number>[IVX]{1,5}(?:\.\d{1,2})?|[A-HĐ](?:\.?\d{1,2})?|\d{1,2}(?:\.\d{1,2}){0,3}|[a-hđ]\.?\d{0,2})"
    rf"(?P<sign>\s*[.):/]+[-–]?|\s*[-–](?=\s|[{CAPITAL}])|(?<=\d\.\d)(?=\s)|(?<=\d\.\d\d)(?=\s))\s*(?=[^\W\d]|[\"“(])"
)
_PHASE = re.compile(
    r"^\W*(?:[ivxa-h\d]{1,4}\s*[.):/–-]+\s*)?(?:ke hoach |noi dung |nhiem vu |cac nhiem vu )*(?:giai doan|thoi ky)\b"
)
_YEAR_ROW = re.compile(
    r"^\W*(?:[ivxa-h\d]{1,4}\s*[.):/–-]+\s*)?(?:(?:ke hoach|nhiem vu|noi dung|cac nhiem vu|thuc hien)\s+)*nam\s+((?:19|20)\d\d)\W*$"
)


def style_of(number: str) -> Style:
    """How the number is written; letters that are Roman figures too (I, V, X) are taken for those."""
    if not number:
        return Style.NONE
    if _DASHES.match(number):
        return Style.DASH
    parts = number.split(".")
    if parts[0].isdigit():
        if (not parts[-1].isdigit() and len(parts) > 1) or number[-1].isalpha():
            return Style.NUMBER_3
        return (Style.NUMBER, Style.NUMBER_2, Style.NUMBER_3)[min(len(parts), 3) - 1]
    if _ROMAN.match(parts[0]) or re.fullmatch(r"[ivx]{2,6}", parts[0]):
        return (Style.ROMAN, Style.NUMBER_2, Style.NUMBER_3)[min(len(parts), 3) - 1]
    if parts[0][0].isupper():
        return Style.LETTER if len(number) == 1 else Style.NUMBER_2
    return Style.SMALL if len(number) == 1 else Style.SMALL_2


def number_in(text: str) -> str | None:
    """The number that a cell of the first column holds ("1.", "(I)", "a)"); a dash as it is; "" for an empty
    cell, None where the text is more than a number."""
    line = collapse(text)
    if not line or _DASHES.match(line):
        return line
    match = _NUMBER_CELL.match(line.replace(" ", ""))
    return match["number"].replace(",", ".").strip(".") if match else None


def split_number(text: str) -> tuple[str, str]:
    """A title with its number apart: "I- Truyền thông" is ("I", "Truyền thông"), "Nhóm nhiệm vụ 2: Hỗ trợ" is
    ("2", "Hỗ trợ"); ("", text) where none is printed."""
    line = collapse(text)
    if match := _NAMED.match(plain(line)):
        number = line[match.start("number") : match.end("number")]
        return number, line[match.end() :]
    if match := _LEADING.match(line):
        return match["number"], line[match.end() :]
    return "", re.sub(r"^(?:[*•●▪➢]|[-–+](?=\s))+\s*", "", line)


def is_named(text: str) -> bool:
    """Whether the text says itself that it is a group: "Nhóm nhiệm vụ 1. ...", "Đề án thành phần 1 ..."."""
    return bool(_NAMED.match(plain(text)))


def is_group_name(text: str) -> bool:
    """Whether it says so with a word that no task would use."""
    words = fold(text)
    return is_named(text) and words.startswith(("nhom", "hop phan", "cau phan", "linh vuc"))


def phase_in(text: str) -> Phase | None:
    """The phase that a title names with its years: "I. Giai đoạn 2016-2017", "Năm 2016"; None for any other."""
    line = collapse(text)
    words = plain(line)
    if match := _YEAR_ROW.match(words):
        year = int(match[1])
        return Phase(match[1], split_number(line)[1], year, year)
    if not _PHASE.match(words) or len(line) > 120:
        return None
    years = years_between(line)
    if years is None:
        several = [int(year) for year in YEAR.findall(line)]
        if len(several) == 1 and re.search(r"(?:giai doan|thoi ky)(?: nam)? \d{4}\W*$", words):
            return Phase(str(several[0]), _title_of_phase(line), several[0], several[0])
        if len(several) != 2 or several[0] > several[1]:
            return None
        years = (several[0], several[1])
    title = _title_of_phase(line)
    if len(fold(title).split()) > 14:
        return None
    return Phase(f"{years[0]}-{years[1]}", title, *years)


def _title_of_phase(line: str) -> str:
    return split_number(line)[1].rstrip(" :.;") or line
