"""Vietnamese dictionary order as a stored key, the same on every PostgreSQL.

A name's key is plain ASCII: `ORDER BY` its column under collation "C" is the order of a Vietnamese
dictionary, without ICU. Syllable by syllable the letters decide first (a ă â b c d đ e ê ... o ô ơ ...
u ư v x y, with f j w z in their Latin places), then the tone (ngang huyền hỏi ngã sắc nặng): all "ba ..."
stand before all "bà ...", and those before "bác". Numbers count by value and stand before letters ("Quý 2"
before "Quý 10"). Punctuation only separates. Case decides last, small letters first.
"""

import re
from string import ascii_lowercase, ascii_uppercase

from core.text import nfc, split_tone, unaccented

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_CODES = dict(zip(_ALPHABET, ascii_uppercase + ascii_lowercase, strict=False))  # A-Z a-g, rising in ASCII
_TOKEN = re.compile(r"\d{1,99}|[^\W\d_]+")


def sort_key(text: str) -> str:
    """The key to sort the text by, ASCII, to be compared byte by byte; "" where it has no letter or digit.

    Keys are about twice as long as the text, more for letters of other scripts: store them in a text column.
    Equal keys mean texts that differ in punctuation and spacing only.
    """
    tokens = _TOKEN.findall(nfc(text))
    case = "".join("1" if char.isupper() else "0" for char in "".join(tokens)).rstrip("0")
    return f"{''.join(map(_token_key, tokens))} {case}".rstrip()


def _token_key(token: str) -> str:
    if token[0].isdecimal():
        digits = str(int(token))
        return f"{len(digits):02}{digits}"
    letters, tone = split_tone(token.lower())
    # The tone, a digit, is below every letter and so ends the syllable: "ba" of any tone before "bac".
    return f"{''.join(map(_letter_code, letters))}{tone}"


def _letter_code(letter: str) -> str:
    # Foreign diacritics are left out ("ü" as u); letters of other scripts follow z by code point.
    return _CODES.get(letter) or _CODES.get(unaccented(letter)) or f"h{ord(letter):06x}"
