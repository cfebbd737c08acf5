"""Texts written in fonts from before Unicode, and what they say in Unicode.

Until about 2010 offices wrote Vietnamese in fonts that print Vietnamese letters for the codes of Western ones.
TCVN3 (fonts ".VnTime", ".VnArial"; TCVN 5712:1993) has one code for a letter with its tone, VNI ("VNI-Times") the
plain letter followed by a code for its marks. A file tells only the codes, as the Western letters that have them
in windows-1252 or, on some machines, windows-1258: "Céng" is TCVN3 for "Cộng", "Coäng" is VNI.
"""

import re
import unicodedata
from functools import lru_cache

TCVN3 = "TCVN3"
VNI = "VNI"

_TCVN3_FONT = re.compile(r"\.?Vn[A-Z]")
_UNICODE_ONLY = re.compile("[\u1ea0-\u1ef9]")
_VNI_FONT = re.compile(r"VNI[- ]", re.I)

# TCVN3: the letters in the order of their codes.
_TCVN3_LETTERS = dict(
    zip(
        bytes.fromhex(
            "a1 a2 a3 a4 a5 a6 a7 a8 a9 aa ab ac ad ae"
            "b5 b6 b7 b8 b9 bb bc bd be c6 c7 c8 c9 ca cb cc ce cf d0 d1 d2 d3 d4 d5 d6"
            "d7 d8 dc dd de df e1 e2 e3 e4 e5 e6 e7 e8 e9 ea eb ec ed ee"
            "ef f1 f2 f3 f4 f5 f6 f7 f8 f9 fa fb fc fd fe"
        ),
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)

# VNI: what a code after a plain letter puts on it, and codes that are letters. Capitals have capital codes.
_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT = "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"
_HAT, _BREVE = "\u0302", "\u0306"
_VNI_MARKS = {
    "ø": _GRAVE,
    "û": _HOOK,
    "õ": _TILDE,
    "ù": _ACUTE,
    "ï": _DOT,
    "â": _HAT,
    "à": _HAT + _GRAVE,
    "å": _HAT + _HOOK,
    "ã": _HAT + _TILDE,
    "á": _HAT + _ACUTE,
    "ä": _HAT + _DOT,
    "ê": _BREVE,
    "è": _BREVE + _GRAVE,
    "ú": _BREVE + _HOOK,
    "ü": _BREVE + _TILDE,
    "é": _BREVE + _ACUTE,
    "ë": _BREVE + _DOT,
}
_VNI_LETTERS = {"ô": "ơ", "ö": "ư", "ñ": "đ", "ì": "ì", "í": "í", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI_LETTERS |= {code.upper(): letter.upper() for code, letter in _VNI_LETTERS.items()}
_TONES = "øûõùï"
_HATS = "âàåãáä"
_VNI_GROUP = re.compile(
    f"a[{''.join(_VNI_MARKS)}]|[eo][{_TONES}{_HATS}]|[uyôö][{_TONES}]|[{''.join(_VNI_LETTERS)}]", re.I
)

# The codes behind letters that came in by windows-1258 instead of windows-1252.
_CODES = {ord(bytes([code]).decode("cp1258")): code for code in range(0xA0, 0x100)}


@lru_cache(maxsize=256)
def font_encoding(font: str) -> str:
    """TCVN3 or VNI for the name of an old font, "" for any other."""
    if _TCVN3_FONT.match(font):
        return TCVN3
    return VNI if _VNI_FONT.match(font) else ""


def prints_capitals(font: str) -> bool:
    """Whether an old font prints capitals for the codes of small letters: ".VnTimeH"."""
    return font_encoding(font) == TCVN3 and font.endswith("H")


def may_be_old(text: str) -> bool:
    """Whether the text has none of the Vietnamese letters that only Unicode has; others could be codes."""
    return not _UNICODE_ONLY.search(text)


def converted(text: str, encoding: str, capitals: bool = False) -> str:
    """The text that is written in TCVN3 or VNI, in Unicode (NFC); in capitals where its font prints such."""
    codes = text.translate(_CODES)
    if encoding == TCVN3:
        unicode = codes.translate(_TCVN3_LETTERS)
        return unicode.upper() if capitals else unicode
    return unicodedata.normalize("NFC", _VNI_GROUP.sub(_vni_letter, codes))


def _vni_letter(found: re.Match) -> str:
    """The letter of one group of codes; the case is that of the first of them."""
    group = found[0]
    letter = _VNI_LETTERS.get(group[0], group[0])
    return letter + (_VNI_MARKS[group[1].lower()] if len(group) == 2 else "")
