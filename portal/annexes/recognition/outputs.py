"""What a task quantifies: "02 hội nghị", "đánh giá 05 đơn vị", "khoảng 15 người được đào tạo mỗi năm".

Only where number, unit and kind are plain; a wrong figure would add up across provinces.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portal.annexes.recognition.words import YEAR, plain, years_between


@dataclass(frozen=True, slots=True)
class OutputKind:
    """A kind of the catalogue: its code and the units that plans print for it."""

    code: str
    units: tuple[str, ...]


# What a count of "đơn vị", "doanh nghiệp", "cơ sở" is about, told by the words around it.
_ABOUT = (
    ("detailed_assessment", re.compile(r"danh gia chi tiet")),
    ("project_support", re.compile(r"(?:xay dung|lap) (?:\w+ ){0,3}du an|ho tro (?:\w+ ){0,6}(?:xay dung|lap) (?:\w+ ){0,2}du an")),
    ("quick_assessment", re.compile(r"danh gia(?: nhanh)?")),
    ("surveyed_facility", re.compile(r"khao sat|dieu tra|thu thap")),
    ("commended_unit", re.compile(r"khen thuong|tuyen duong")),
)
_FACILITIES = r"don vi|doanh nghiep|dn|co so|nha may"
_COUNT = r"(?P<number>(?<![\d.,/-])\d{1,4}(?![\d/%]|[.,]\d))"
_ABOUT_SO = r"(?P<about>khoang |it nhat |toi thieu |tren |hon |du kien )?"
_EVERY = re.compile(r"^.{0,40}?\b(?:moi|hang|tung) nam\b|^\s*/\s*nam\b")


def read_outputs(texts: Iterable[str], kinds: Iterable[OutputKind]) -> list[dict[str, Any]]:
    """The quantified outputs in the texts, one for each printed number, as plan documents have them."""
    found: list[dict[str, Any]] = []
    patterns = [(kind.code, _pattern(kind)) for kind in kinds]
    for text in texts:
        words = plain(text)
        taken: list[tuple[int, int]] = []
        for code, pattern in patterns:
            for match in pattern.finditer(words):
                if not any(start < match.end() and match.start() < end for start, end in taken):
                    taken.append(match.span())
                    found.append(_output(text, words, code, match))
        for match in re.finditer(rf"\b{_ABOUT_SO}{_COUNT} (?P<unit>{_FACILITIES})\b", words):
            about = [code for code, sign in _ABOUT if sign.search(words)]
            if about and not any(start < match.end() and match.start() < end for start, end in taken):
                known = {code for code, _ in patterns}
                if about[0] in known:
                    found.append(_output(text, words, about[0], match))
    return [output for position, output in enumerate(found) if output not in found[:position]]


def _pattern(kind: OutputKind) -> re.Pattern[str]:
    units = [plain(unit) for unit in kind.units]
    own = sorted({unit for unit in units if not re.fullmatch(rf"(?:{_FACILITIES}|bo phan|bai|nguoi)", unit)}, key=len, reverse=True)
    if kind.code == "article":
        own += ["bai bao", "bai viet", "tin bai"]
    if kind.code == "trained_staff":
        return re.compile(rf"\b{_ABOUT_SO}{_COUNT} (?P<unit>nguoi|can bo) (?=(?:\w+ ){{0,4}}(?:dao tao|tap huan|boi duong))")
    return re.compile(rf"\b{_ABOUT_SO}{_COUNT} (?P<unit>{'|'.join(map(re.escape, own)) or 'ø'})\b")


def _output(text: str, words: str, code: str, match: re.Match[str]) -> dict[str, Any]:
    before = re.search(r"(?:danh gia|ho tro|to chuc|xay dung|khao sat)\s$", words[: match.start()])
    start = match.start() if before is None or match["about"] else match.start()
    after = words[match.end() :]
    period = years_between(text)
    years = YEAR.findall(text)
    return {
        "text": text[start : match.end()].strip(),
        "kind": code,
        "quantity": int(Decimal(match["number"])),
        "unit": text[match.start("unit") : match.end("unit")],
        "year": int(years[0]) if len(years) == 1 and period is None else None,
        "start": period[0] if period else None,
        "end": period[1] if period else None,
        "per_year": bool(_EVERY.match(after)),
        "approximate": match["about"] is not None and match["about"].strip() in ("khoang", "du kien", "tren", "hon"),
    }
