"""Writes Unicode text as offices typed it in old fonts, by tables of their own, typed from the key charts."""

import unicodedata
from dataclasses import replace

from portal.annexes.grid import Opened

_TCVN3 = """
à µ ả ¶ ã · á ¸ ạ ¹ ă ¨ ằ » ẳ ¼ ẵ ½ ắ ¾ ặ Æ â © ầ Ç ẩ È ẫ É ấ Ê ậ Ë đ ® è Ì ẻ Î ẽ Ï é Ð ẹ Ñ ê ª ề Ò ể Ó ễ Ô ế Õ ệ Ö
ì × ỉ Ø ĩ Ü í Ý ị Þ ò ß ỏ á õ â ó ã ọ ä ô « ồ å ổ æ ỗ ç ố è ộ é ơ ¬ ờ ê ở ë ỡ ì ớ í ợ î ù ï ủ ñ ũ ò ú ó ụ ô
ư \xad ừ õ ử ö ữ ÷ ứ ø ự ù ỳ ú ỷ û ỹ ü ý ý ỵ þ Ă ¡ Â ¢ Ê £ Ô ¤ Ơ ¥ Ư ¦ Đ §
"""
_VNI = """
à aø ả aû ã aõ á aù ạ aï ă aê ằ aè ẳ aú ẵ aü ắ aé ặ aë â aâ ầ aà ẩ aå ẫ aã ấ aá ậ aä đ ñ
è eø ẻ eû ẽ eõ é eù ẹ eï ê eâ ề eà ể eå ễ eã ế eá ệ eä ì ì ỉ æ ĩ ó í í ị ò
ò oø ỏ oû õ oõ ó où ọ oï ô oâ ồ oà ổ oå ỗ oã ố oá ộ oä ơ ô ờ ôø ở ôû ỡ ôõ ớ ôù ợ ôï
ù uø ủ uû ũ uõ ú uù ụ uï ư ö ừ öø ử öû ữ öõ ứ öù ự öï ỳ yø ỷ yû ỹ yõ ý yù ỵ î
"""


def _table(text: str) -> dict[str, str]:
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


TCVN3_CODES = _table(_TCVN3.replace("\xad", "SHY")) | {"ư": "\xad"}
VNI_CODES = _table(_VNI)
VNI_CODES |= {letter.upper(): codes.upper() for letter, codes in VNI_CODES.items()}

SMALL = [letter for letter in VNI_CODES if letter.islower()]  # 67 letters with marks
LETTERS = SMALL + [letter.upper() for letter in SMALL]


def in_tcvn3(text: str) -> str:
    """The codes for a font like .VnTime; capitals with tones, which only .VnTimeH prints, are typed small."""
    text = unicodedata.normalize("NFC", text)
    return "".join(TCVN3_CODES.get(char, TCVN3_CODES.get(char.lower(), char)) for char in text)


def file_in_tcvn3(file: Opened) -> Opened:
    """The same tables with every text in these codes."""
    return Opened(
        tuple(
            replace(
                grid,
                rows=tuple(
                    tuple(replace(cell, text=in_tcvn3(cell.text)) for cell in cells) for cells in grid.rows
                ),
                before=tuple(map(in_tcvn3, grid.before)),
            )
            for grid in file.grids
        )
    )


def in_vni(text: str) -> str:
    """The codes for a font like VNI-Times."""
    return "".join(VNI_CODES.get(char, char) for char in unicodedata.normalize("NFC", text))


def through_cp1258(codes: str) -> str:
    """The same codes, read by a machine whose code page is windows-1258."""
    return "".join(
        bytes([ord(char)]).decode("cp1258") if 0xA0 <= ord(char) < 0x100 else char for char in codes
    )
