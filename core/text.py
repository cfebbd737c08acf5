"""Vietnamese text as people type, scan and search it.

The same word reaches the portal composed (NFC), decomposed (NFD, from macOS and some PDFs), with
no-break spaces (Word) or with zero-width characters (web pages). Texts are stored NFC; searching
ignores case, tones and diacritics, as officials type "kon tum" or "so cong thuong". Order is
`core.sorting`'s business.
"""

import re
import unicodedata

# ngang (no mark), huyền, hỏi, ngã, sắc, nặng: the order of tones in Vietnamese dictionaries.
_TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_LINE_END = re.compile("\r\n|[\n\r\v\f\u2028\u2029]")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


def nfc(text: str) -> str:
    """The text in composed form (Unicode NFC), the only form the portal stores."""
    return unicodedata.normalize("NFC", text)


def collapse(text: str) -> str:
    """The text NFC and stripped, without invisible characters, each run of white space one plain space."""
    return nfc(" ".join(text.translate(_INVISIBLE).split()))


def tidy_lines(text: str) -> str:
    """The text of a table's cell: lines collapsed, without control characters and without empty ends."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    lines = (collapse(_UNPRINTABLE.sub("", line.replace("\t", " "))) for line in _LINE_END.split(text))
    return "\n".join(lines).strip("\n")


def printable(text: str) -> str:
    """The text collapsed; ValueError where it holds control characters or turns the writing direction.

    Nothing of the kind is ever printed in a plan; in a note it could hide or turn around what is signed.
    """
    collapsed = collapse(text)
    if _UNPRINTABLE.search(collapsed):
        raise ValueError("có ký tự điều khiển")
    return collapsed


class _Folding(dict):
    """For `str.translate`: each character's lower-case letter without diacritics, found on first use."""

    def __missing__(self, code: int) -> str:
        letter = unicodedata.normalize("NFD", chr(code))[0].lower()
        self[code] = "d" if letter == "đ" else letter
        return self[code]


_FOLDING = _Folding()


def unaccented(text: str) -> str:
    """The text in lower case without tones and diacritics, đ as d; white space stays.

    Each character of the NFC text gives exactly one character, so the offsets of a hit in
    `unaccented(text)` are its offsets in the stored (NFC) text.
    """
    return nfc(text).translate(_FOLDING)


def slugify_vi(text: str) -> str:
    """The text for an address: "Bà Rịa - Vũng Tàu" as "ba-ria-vung-tau"; "" without Latin letter or digit."""
    return re.sub(r"[^a-z0-9]+", "-", unaccented(text)).strip("-")


def split_tone(syllable: str) -> tuple[str, int]:
    """A syllable's letters without the tone mark (NFC), and its tone: 0 ngang, 1 huyền ... 5 nặng.

    The place of the mark does not matter: "hoà" and "hòa" both give ("hoa", 1). Where several marks
    stand (no Vietnamese syllable has two) the first one counts and all are taken away.
    """
    letters, tone = [], 0
    for char in unicodedata.normalize("NFD", syllable):
        if char in _TONES:
            tone = tone or _TONES.index(char)
        else:
            letters.append(char)
    return nfc("".join(letters)), tone


def quoted(text: str) -> str:
    """The text in Vietnamese quotation marks for a message to the user, cut after 60 characters."""
    shown = collapse(text)
    return f"“{shown}”" if len(shown) <= 60 else f"“{shown[:60]}…”"
