"""The agencies that may be meant by a printed name: those of a province and the national ones, as plain values."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from core.text import collapse
from portal.annexes.recognition.words import fold

CLOSE_ENOUGH = 78  # of 100: how alike a name must be to be suggested
MOST = 3  # suggestions for one name

_SHORTER = (
    (re.compile(r"\buy ban nhan dan\b"), "ubnd"),
    (re.compile(r"\bban quan ly\b"), "bql"),
    (re.compile(r"\btrung tam\b"), "tt"),
    (re.compile(r"\bvan phong\b"), "vp"),
    (re.compile(r"\bphat thanh (?:va )?truyen hinh\b|\bpt va th\b|\bpt th\b"), "ptth"),
)
_SMALL = {"va", "cac", "cua", "tren", "dia", "ban"}


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency with all spellings that are known of it."""

    slug: str
    names: tuple[str, ...]


class Directory:
    """Finds agencies by printed names; `place` is the province's name, which names may leave out."""

    def __init__(self, agencies: Iterable[Agency], place: str = ""):
        self._place = fold(place)
        self._known: dict[str, str] = {}
        self._folded: dict[str, str] = {}
        agencies = list(agencies)
        self._slugs = {agency.slug for agency in agencies}
        for keys in (self._keys, self._short_keys):
            for agency in agencies:
                for name in agency.names:
                    for key in keys(name):
                        self._known.setdefault(key, agency.slug)
        for agency in agencies:
            for name in agency.names:
                self._folded.setdefault(self._key(name), agency.slug)

    def find(self, text: str, *, context: str = "") -> str | None:
        """The slug of the agency that the text names; `context` is a word that a list left out ("Sở")."""
        tries = [text, f"{context} {text}"] if context else [text]
        for name in tries:
            for key in (*self._keys(name), *self._short_keys(name)):
                if key in self._known:
                    return self._known[key]
        return None

    def knows(self, slug: str) -> bool:
        """Whether an agency of the directory has this slug."""
        return slug in self._slugs

    def learn(self, name: str, slug: str) -> None:
        """From now on the printed name means this agency."""
        self._known[self._key(name)] = slug

    def suggestions(self, text: str) -> list[str]:
        """Slugs of agencies with names like the text, the likest first."""
        hits = process.extract(
            self._key(text), list(self._folded), scorer=fuzz.WRatio, score_cutoff=CLOSE_ENOUGH, limit=10
        )
        return list(dict.fromkeys(self._folded[key] for key, _, _ in hits))[:MOST]

    def _key(self, name: str) -> str:
        words = fold(collapse(name).replace("&", " và "))
        for pattern, short in _SHORTER:
            words = pattern.sub(short, words)
        if self._place:
            words = re.sub(rf"(?: tinh)?(?: {re.escape(self._place)})$", "", words) or words
        return words

    def _keys(self, name: str) -> list[str]:
        key = self._key(name)
        bare = " ".join(word for word in key.split() if word != "va")
        without = re.sub(r" tinh$", "", bare)
        return list(dict.fromkeys(word for word in (key, bare, without) if word))

    def _short_keys(self, name: str) -> list[str]:
        """The name by its first letters: "so tnmt" and "stnmt" for Sở Tài nguyên và Môi trường, Sở TN&MT."""
        words = self._key(name).split()
        if len(words) < 2 and not (words and collapse(name).isupper()):
            return []
        head, rest = words[0], [word for word in words[1:] if word not in _SMALL]
        if not rest:
            return [f"~{head}"]
        if any(len(word) > 1 for word in rest) and not _is_short(name):
            initials = "".join(word[0] for word in rest)
        else:
            initials = "".join(rest)
        if len(initials) < 2:
            return []
        return [f"~{head} {initials}", f"~{head[0]}{initials}"]


def _is_short(name: str) -> bool:
    """Whether all but the first word of the name are letters of an abbreviation: "Sở KH-ĐT", "Sở LĐTB&XH"."""
    rest = re.split(r"[\s&.\-–,]+", collapse(name))[1:]
    return bool(rest) and all(
        word.isupper() and len(word) <= 7 for word in rest if word and word not in ("và",)
    )
