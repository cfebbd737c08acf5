"""Compares a plan document word by word with its printed source.

`compare(slug)` (or `python -m tests.source_check SLUG`) answers two questions:

* invented: which texts of `fixtures/plans/SLUG.yaml` do not stand in `fixtures/sources/SLUG.txt`,
* dropped: which words of the source stand neither in the document nor in one of its readings.

A text that was mended is looked up with its readings undone (`read_as` put back to `printed`). A text
that the scan cut over rows or pages is looked up in pieces, and then needs a reading too. Labels that
the shape itself carries (list markers, "Chủ trì:", "Nhóm nhiệm vụ 1:") are known here and nowhere else.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

import yaml

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"

# Keys whose values are codes, references or our own words, not printed text.
NOT_PRINTED = {
    "slug", "version", "province", "programme", "kind", "issuer", "key", "component", "indicator",
    "status", "where", "clause", "announced_in", "unit", "code", "phase", "why", "letter", "group",
    "task", "sources", "sub_sources", "by_source", "by_year", "number", "readings", "findings",
    "issued_on", "before", "period", "columns", "start", "end",
}  # fmt: skip
# Lists of small labels that the source prints between other words: their last sign may be left out.
LOOSE = {"lead", "coordinating", "agencies", "agency", "related", "outputs", "targets", "population",
         "annexes", "past_results", "self_references", "financing", "signer", "time", "budget", "title",
         "reporting", "source_text", "amount_in_words", "label", "subject", "totals"}  # fmt: skip
MARKERS = re.compile(r"^(?:[-+*–|\\#:]+|:?-+:?)$")
TRIM = ".,;:/()“”\"'’ "
NUMBERING = re.compile(r"^(?:[IVX]+[.\-]?|\d+(?:\.\d+)*[.\-]?|[a-zđ]\))$")
LABELS = re.compile(
    r"(?:- )?(?:Đơn vị )?(?:Chủ trì|chủ trì|Phối hợp|phối hợp)\s?:|Nhóm nhiệm vụ \d+\s?[.:]?|Nơi nhận:|QUYẾT ĐỊNH:?|"
    r"(?:ĐVT|Đơn vị tính)\s?: [Tt]riệu đồng|Điều \d+\.|PHỤ LỤC \d|CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM|"
    r"Độc lập Tự do Hạnh phúc|[UỦ][ỶỦY]+ BAN NHÂN DÂN TỈNH(?: [A-ZĐÀ-Ỹ ]+)?|Số: |Trong đó|DANH MỤC|phối hợp với"
)


@dataclass
class Comparison:
    invented: list[str] = field(default_factory=list)
    unexplained: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        return not (self.invented or self.unexplained or self.dropped)


def words(text: str) -> list[str]:
    """The words of a text without mark-up and list markers, NFC."""
    text = unicodedata.normalize("NFC", text)
    text = re.sub(r"</?(?:ul|li|b|i|br|p|table|tr|td|th)\b[^>]*>", " ", text).replace("|", " ")
    text = re.sub(r"[*\\]", "", text)
    text = re.sub(r"(?<=\s)-(?=[^\W\d_])|(?<=\s)\+(?=[^\W\d_])", " ", " " + text)
    return [word for word in text.split() if not MARKERS.match(word)]


def printed_texts(node, path="", loose=False):
    """Yields (path, text, loose) for every printed text of a document."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name in NOT_PRINTED and not (name == "number" and path == ""):
                continue
            printed_agency = name == "agency" and not path.startswith("/responsibilities")
            if printed_agency or (name == "agency" and "/agencies/" in path):
                continue
            yield from printed_texts(value, f"{path}/{name}", loose or name in LOOSE)
    elif isinstance(node, list):
        for index, value in enumerate(node):
            label = value.get("key") or value.get("number") if isinstance(value, dict) else None
            yield from printed_texts(value, f"{path}/{label or index}", loose)
    elif isinstance(node, str) and node.strip():
        yield path, node, loose


def numbers(node) -> set[Decimal]:
    """Every number of a document, to look printed amounts up in."""
    if isinstance(node, bool) or node is None:
        return set()
    if isinstance(node, dict):
        return set().union(*(numbers(k) | numbers(v) for k, v in node.items()))
    if isinstance(node, list):
        return set().union(*map(numbers, node))
    try:
        return {Decimal(str(node))}
    except InvalidOperation:
        return set()


def readings_of(word: str) -> set[Decimal]:
    found = set()
    for candidate in (word, word.replace(",", "."), re.sub(r"[.,]", "", word)):
        try:
            found.add(Decimal(candidate))
        except InvalidOperation:
            continue
    return found


class Source:
    """The words of a source, and which of them a document holds."""

    def __init__(self, text: str):
        self.words = words(text)
        self.held = [False] * len(self.words)
        self.places: dict[str, list[int]] = {}
        for place, word in enumerate(self.words):
            self.places.setdefault(word.strip(TRIM), []).append(place)

    def occurrences(self, wanted: list[str], loose: bool) -> list[int]:
        if not wanted:
            return [0]
        size = len(wanted)
        return [
            start
            for start in self.places.get(wanted[0].strip(TRIM), ())
            if self._equal(self.words[start : start + size], wanted, loose)
        ]

    @staticmethod
    def _equal(printed: list[str], wanted: list[str], loose: bool) -> bool:
        if printed == wanted:
            return True
        if not loose or printed[1:-1] != wanted[1:-1]:
            return False
        return [printed[0].strip(TRIM), printed[-1].strip(TRIM)] == [
            wanted[0].strip(TRIM),
            wanted[-1].strip(TRIM),
        ]

    def hold(self, wanted: list[str], loose: bool) -> bool:
        """Marks the first occurrence that is not held yet (else nothing new); says if there is one."""
        hits = self.occurrences(wanted, loose)
        if not hits:
            return False
        size = len(wanted)
        start = next((hit for hit in hits if not all(self.held[hit : hit + size])), hits[0])
        self.held[start : start + size] = [True] * size
        return True

    def hold_in_pieces(self, wanted: list[str], loose: bool) -> bool:
        """The same for a text that other cells interrupt: two to four contiguous pieces."""
        rest, pieces = wanted, []
        while rest and len(pieces) < 4:
            size = next((n for n in range(len(rest), 0, -1) if self.occurrences(rest[:n], loose)), 0)
            if not size:
                return False
            pieces.append(rest[:size])
            rest = rest[size:]
        return not rest and all(self.hold(piece, loose) for piece in pieces)


def compare(slug: str) -> Comparison:
    """Compares `fixtures/plans/SLUG.yaml` with `fixtures/sources/SLUG.txt`."""
    document = yaml.safe_load((FIXTURES / "plans" / f"{slug}.yaml").read_text(encoding="utf-8"))
    source = Source((FIXTURES / "sources" / f"{slug}.txt").read_text(encoding="utf-8"))
    readings = document.get("readings") or []
    outcome = Comparison()
    texts = sorted(printed_texts(document), key=lambda item: -len(item[1]))
    for path, text, loose in texts:
        undone = _undo(text, readings)
        if source.hold(words(text), loose) or source.hold(words(undone), loose):
            continue
        if source.hold_in_pieces(words(text), loose) or source.hold_in_pieces(words(undone), loose):
            if not _explained(path, text, readings):
                outcome.unexplained.append(f"{path}: {text}")
            continue
        outcome.invented.append(f"{path}: {text}")
    for reading in readings:
        source.hold(words(str(reading.get("printed") or "")), loose=True)
    for annex in document.get("annexes") or []:
        for column in annex.get("columns") or []:
            for part in re.split(r":\s", column):
                source.hold(words(part), loose=True)
    outcome.dropped = _dropped(source, numbers({k: v for k, v in document.items() if k != "readings"}))
    return outcome


def _undo(text: str, readings: list[dict]) -> str:
    for reading in readings:
        printed, read_as = reading.get("printed"), reading.get("read_as")
        if printed and read_as and str(read_as) in text:
            text = text.replace(str(read_as), str(printed))
    return text


def _explained(path: str, text: str, readings: list[dict]) -> bool:
    def told(reading):
        read_as = str(reading.get("read_as") or "")
        where = "/" + str(reading.get("where") or "").strip("/")
        return (read_as and (read_as in text or text in read_as)) or path.startswith(where)

    return any(told(reading) for reading in readings)


def _dropped(source: Source, amounts: set[Decimal]) -> list[str]:
    runs: list[list[str]] = []
    previous = None
    for position, word in enumerate(source.words):
        if source.held[position]:
            continue
        if previous == position - 1 and runs:
            runs[-1].append(word)
        else:
            runs.append([word])
        previous = position
    left = []
    for run in runs:
        text = LABELS.sub(" ", " ".join(run))
        rest = [
            word
            for word in text.split()
            if not NUMBERING.match(word)
            or (re.search(r"\d{2}", word) and not readings_of(word.rstrip(".")) & amounts)
        ]
        rest = [word for word in rest if not (readings_of(word) & amounts)]
        if rest:
            left.append(" ".join(run))
    return left


if __name__ == "__main__":
    result = compare(sys.argv[1])
    for title, lines in (("NOT IN THE SOURCE", result.invented), ("IN PIECES WITHOUT A READING", result.unexplained),
                         ("NOT IN THE DOCUMENT", result.dropped)):  # fmt: skip
        print(f"== {title}: {len(lines)}")
        for line in lines:
            print("  ", line)
    sys.exit(0 if result.clean else 1)
