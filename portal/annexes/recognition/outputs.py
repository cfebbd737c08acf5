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
    """A kind of the catalogue: its code, the unit in which it is counted, and its name."""

    code: str
    unit: str
    name: str = ""


# Other words that plans print for the unit (fixtures/reference/output_kinds.yaml). Units that kinds share, such as
# "đơn vị" and "người", are told apart below.
_PRINTED = {
    "conference": ("hội nghị, hội thảo", "hội thảo", "cuộc hội thảo", "cuộc hội nghị", "hội nghị"),
    "training_course": (
        "lớp tập huấn",
        "khóa tập huấn",
        "khoá tập huấn",
        "lớp đào tạo",
        "khóa đào tạo",
        "đợt tập huấn",
    ),
    "tv_report": ("phóng sự", "chuyên đề phát thanh", "phim tài liệu"),
    "article": ("bài báo", "bài viết", "tin bài"),
    "publication": ("ấn phẩm", "bộ tài liệu", "sổ tay"),
    "study_visit": ("đợt tham quan học tập", "đợt tham quan", "đợt khảo sát học tập", "chuyến tham quan"),
    "quick_assessment": ("báo cáo đánh giá nhanh",),
    "detailed_assessment": ("báo cáo đánh giá chi tiết",),
    "demo_model": ("mô hình trình diễn", "mô hình"),
}

# What a count of "đơn vị", "doanh nghiệp", "cơ sở" is about, told by the words around it.
_ABOUT = (
    ("detailed_assessment", re.compile(r"danh gia chi tiet")),
    (
        "project_support",
        re.compile(
            r"(?:xay dung|lap) (?:\w+ ){0,3}du an|ho tro (?:\w+ ){0,6}(?:xay dung|lap) (?:\w+ ){0,2}du an"
        ),
    ),
    ("quick_assessment", re.compile(r"danh gia(?: nhanh)?")),
    ("surveyed_facility", re.compile(r"khao sat|dieu tra|thu thap")),
    ("commended_unit", re.compile(r"khen thuong|tuyen duong")),
)
_FACILITIES = r"don vi|doanh nghiep|dn|co so|nha may"
_COUNT = r"(?P<number>(?<![\d.,/-])\d{1,4}(?![\d/%]|[.,]\d))"
_ABOUT_SO = r"(?P<about>khoang |it nhat |toi thieu |tren |hon |du kien )?"
_SHARE = re.compile(
    r"(?P<number>(?<![\d.,])\d{1,3})% (?:cac )?(?P<of>don vi|doanh nghiep|co so|can bo)(?:(?! tren dia ban| trong tinh)[^.;,()])*"
)
_EVERY = re.compile(r"^.{0,40}?\b(?:moi|hang|tung) nam\b|^\s*/\s*nam\b")


def read_outputs(texts: Iterable[str], kinds: Iterable[OutputKind]) -> list[dict[str, Any]]:
    """The quantified outputs in the texts, one for each printed number, as plan documents have them."""
    found: list[dict[str, Any]] = []
    kinds = list(kinds)
    units = {kind.code: kind.unit for kind in kinds}
    patterns = [(kind.code, _pattern(kind)) for kind in kinds]
    for text in texts:
        words = plain(text)
        taken: list[tuple[int, int]] = []
        for code, pattern in patterns:
            for match in pattern.finditer(words):
                if not any(start < match.end() and match.start() < end for start, end in taken):
                    taken.append(match.span())
                    found.append(_output(text, words, code, match, units[code]))
        for match in re.finditer(rf"\b{_ABOUT_SO}{_COUNT} (?P<unit>{_FACILITIES})\b", words):
            about = [code for code, sign in _ABOUT if sign.search(words)]
            if (
                about
                and about[0] in units
                and not any(start < match.end() and match.start() < end for start, end in taken)
            ):
                found.append(_output(text, words, about[0], match))
        for match in _SHARE.finditer(words):
            code = (
                "trained_staff"
                if match["of"] == "can bo"
                else next((code for code, sign in _ABOUT if sign.search(words)), "")
            )
            if code in units:
                found.append(
                    {
                        **_output(text, words, code, match),
                        "text": text[match.start() : match.end()].strip(),
                        "unit": "%",
                    }
                )
    return [output for position, output in enumerate(found) if output not in found[:position]]


def _pattern(kind: OutputKind) -> re.Pattern[str]:
    if kind.code == "trained_staff":
        return re.compile(
            rf"\b{_ABOUT_SO}{_COUNT} (?P<unit>nguoi|can bo) (?=(?:\w+ ){{0,4}}(?:dao tao|tap huan|boi duong))"
        )
    own = {plain(unit) for unit in (kind.unit, *_PRINTED.get(kind.code, ()))}
    own = {unit for unit in own if not re.fullmatch(rf"(?:{_FACILITIES}|bo phan|bai|dot|nguoi)", unit)}
    units = "|".join(sorted(own, key=len, reverse=True)) or "(?!)"
    return re.compile(rf"\b{_ABOUT_SO}{_COUNT} (?P<unit>{units})\b")


def _output(text: str, words: str, code: str, match: re.Match[str], unit: str = "") -> dict[str, Any]:
    start, end = _extent(words, match)
    printed = text[match.start("unit") : match.end("unit")] if "unit" in match.groupdict() else ""
    after = words[match.end() :]
    period = years_between(text)
    years = YEAR.findall(text)
    return {
        "text": text[start:end].strip(),
        "kind": code,
        "quantity": int(Decimal(match["number"])),
        "unit": unit if unit and plain(printed).startswith(f"{plain(unit)} ") else printed,
        "year": int(years[0]) if len(years) == 1 and period is None else None,
        "start": period[0] if period else None,
        "end": period[1] if period else None,
        "per_year": bool(_EVERY.match(after)),
        "approximate": (match.groupdict().get("about") or "").strip() in ("khoang", "du kien", "tren", "hon"),
    }


def _extent(words: str, match: re.Match[str]) -> tuple[int, int]:
    """From where to where the words of an output go: the verb before it, what was done with it after it."""
    verb = re.search(r"(?:danh gia|ho tro)\s$", words[: match.start()])
    rest = words[match.end() :]
    done = re.match(r" duoc [^.;,()]+| (?:xay dung|lap) du an", rest)
    return match.start() - len(verb[0]) if verb else match.start(), match.end() + (done.end() if done else 0)
