"""Amounts of money in words: "Bảy tỷ không trăm năm mươi triệu đồng chẵn".

Plans and reports print an amount in figures and again in words, and the two do not always agree
(Hà Tĩnh 2011 prints 7.050 triệu beside "Bảy tỷ không trăm năm triệu đồng chẵn"). The portal writes
the words for its own documents and reads the printed ones to compare; the difference is shown by
`budgets`, never mended here.

How it writes: every group of three digits after the first is read in full, so that no place is lost
("không trăm linh năm nghìn"), and a group of zeros is left out. Amounts are whole đồng, hence always
"đồng chẵn". Thousands of tỷ are "nghìn tỷ"; one million tỷ and more is not read or written.

How it reads: only what has one meaning. Beside its own form it takes "lẻ", "ngàn", "tỉ", "bẩy", "nhăm",
"tư" and "một" after "mươi", "tư" after "linh", a later group without its "không trăm" where nothing else
can be meant ("bảy tỷ năm mươi triệu"), and "không trăm năm" without "linh". It refuses "hai trăm năm"
(205, or 250 in the South) and "một triệu năm" (1 000 005 or 1 500 000), "rưỡi", "chục" and "vạn".
"""

import re
from decimal import Decimal

from core.text import collapse, quoted, split_tone

LIMIT = 10**15

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = (("tỷ", 10**9), ("triệu", 10**6), ("nghìn", 10**3), ("", 1))
_SYNONYMS = {"bẩy": "bảy", "nhăm": "lăm", "lẻ": "linh", "ngàn": "nghìn", "tỉ": "tỷ"}
_VALUES = {word: value for value, word in enumerate(_DIGITS)} | {"mốt": 1, "tư": 4, "lăm": 5}

# Spelled by letters and tone, so that a tone mark on the wrong vowel ("mừơi") does not matter.
_VOCABULARY = {
    split_tone(word): _SYNONYMS.get(word, word)
    for word in (*_VALUES, "mười", "mươi", "trăm", "linh", "nghìn", "triệu", "tỷ", *_SYNONYMS)
}

_ENDING = re.compile(r"(?: đồng(?: việt nam)?)?(?: ch[ẵẳ]n)?$")
_GROUP = re.compile(
    r"(?: (?P<hundreds>{zero}|{digit}) trăm)?"
    r"(?:(?P<linh> linh)(?P<after_linh> {digit}| tư)"
    r"|(?P<bare> {digit})"
    r"|(?P<ten> mười)(?P<after_ten> một| hai| ba| bốn| lăm| sáu| bảy| tám| chín)?"
    r"| (?P<tens>hai|ba|bốn|năm|sáu|bảy|tám|chín) mươi"
    r"(?P<after_tens> mốt| một| hai| ba| bốn| tư| lăm| sáu| bảy| tám| chín)?"
    r")?".format(zero=_DIGITS[0], digit=f"(?:{'|'.join(_DIGITS[1:])})")
)


def vnd_in_words(dong: int | Decimal) -> str:
    """A whole number of đồng, 0 <= dong < 10**15, in words with a capital first letter and "đồng chẵn".

    ValueError where the amount is negative, too large or not whole.
    """
    whole = int(dong)
    if whole != dong or not 0 <= whole < LIMIT:
        raise ValueError("Chỉ viết bằng chữ được số tiền nguyên đồng, từ 0 đến dưới một triệu tỷ đồng.")
    words = " ".join(_write(whole)) or _DIGITS[0]
    return f"{words[0].upper()}{words[1:]} đồng chẵn"


def _write(number: int) -> list[str]:
    words: list[str] = []
    for scale, size in _SCALES:
        count, number = divmod(number, size)
        if count:
            words += _write(count) if count > 999 else _write_group(count, in_full=bool(words))
            words += [scale] if scale else []
    return words


def _write_group(number: int, *, in_full: bool) -> list[str]:
    hundreds, rest = divmod(number, 100)
    tens, units = divmod(rest, 10)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or in_full else []
    if tens == 1:
        words.append("mười")
    elif tens:
        words += [_DIGITS[tens], "mươi"]
    elif units and words:
        words.append("linh")
    if units == 1 and tens > 1:
        words.append("mốt")
    elif units == 5 and tens:
        words.append("lăm")
    elif units:
        words.append(_DIGITS[units])
    return words


def words_to_number(text: str) -> int:
    """The number of đồng that an amount in words means, 0 <= number < 10**15.

    Case, spacing, commas, brackets around it, and a closing "đồng", "đồng chẵn", "chẵn" or "./." do not
    matter; nor does the Unicode form. ValueError, with a message for the user, for anything that is not
    an amount in words or has more than one meaning.
    """
    plain = " " + collapse(text.replace(",", " ")).lower().strip(" ().;/")
    amount = _ENDING.sub("", plain)
    words = [_VOCABULARY.get(split_tone(word), "?") for word in amount.split()]
    if "?" in words or not words:
        raise ValueError(f"{quoted(text)} không phải là số tiền bằng chữ.")
    if (
        words[-1] == "trăm"
        and words[-3:-2] in (["triệu"], ["tỷ"])
        and words[-2] != _DIGITS[0]
        and amount == plain
    ):
        # "tám tỷ chín trăm" is also said for 8,9 tỷ; with "đồng" behind it, it means đồng.
        raise ValueError(f"{quoted(text)} có hai cách hiểu; hãy ghi đủ hàng hoặc chữ “đồng”.")
    return 0 if words == [_DIGITS[0]] else _read(words, _SCALES)


def _read(words: list[str], scales: tuple[tuple[str, int], ...]) -> int:
    total = 0
    for position, (scale, size) in enumerate(scales):
        if scale in words:
            at = words.index(scale)
            group, words = words[:at], words[at + 1 :]
        elif words and not scale:
            group, words = words, []
        else:
            continue
        if scale == "tỷ" and "nghìn" in group:
            total += _read(group, scales[position + 2 :]) * size
        else:
            total += _read_group(group, first=not total, last=not scale) * size
    return total


def _read_group(words: list[str], *, first: bool, last: bool) -> int:
    """A group of three digits, 1 to 999; `first` of the amount, `last` where no scale word follows it."""
    match = _GROUP.fullmatch("".join(f" {word}" for word in words)) if words else None
    shown = quoted(" ".join(words))
    if match is None:
        raise ValueError(f"Không đọc được {shown} trong số tiền bằng chữ.")
    hundreds, bare = match["hundreds"], match["bare"]
    parts = [match[name] for name in ("after_linh", "bare", "after_ten", "after_tens")]
    if first and (hundreds == _DIGITS[0] or (match["linh"] and not hundreds)):
        raise ValueError(f"Số tiền bằng chữ không bắt đầu bằng {shown}.")
    if bare and ((hundreds and hundreds != _DIGITS[0]) or (last and not first and not hundreds)):
        raise ValueError(
            f"{shown} trong số tiền bằng chữ có hai cách hiểu; hãy ghi rõ “linh{bare}” hoặc hàng đứng sau."
        )
    tens = 1 if match["ten"] else _VALUES.get(match["tens"], 0)
    units = sum(_VALUES[part.strip()] for part in parts if part)
    number = _VALUES.get(hundreds, 0) * 100 + tens * 10 + units
    if number == 0:
        raise ValueError(f"Không đọc được {shown} trong số tiền bằng chữ.")
    return number
