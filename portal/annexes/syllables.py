"""Whether a word can be a Vietnamese syllable: by this a text in an old font is told from one in Unicode.

Only the form counts (onset, rhyme, tone), not the meaning; abbreviations and foreign words are no syllables.
"""

import re
from functools import lru_cache

from core.text import nfc, split_tone

_ONSET = re.compile(r"(ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?(.*)")
_RHYMES = frozenset(
    re.findall(
        r"\w+",
        """
        a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
        e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
        i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
        o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on
        ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
        u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt up ut uơ uy uya uych uyên
        uyêt uynh uyp uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
        y yêm yên yêng yêt yêu ym yt
        """,
    )
)
# "k", "gh" and "ngh" are written before these, "c", "g" and "ng" before all others ("g" also in "gì").
_FRONT = ("e", "ê", "i", "y")
_STOPPED = re.compile(r"(c|ch|p|t)$")
_STOPPED_TONES = (4, 5)  # sắc and nặng are the only tones of a rhyme that ends in a stop


@lru_cache(maxsize=4096)
def is_syllable(word: str) -> bool:
    """Whether the word, in any case, has the form of a Vietnamese syllable."""
    letters, tone = split_tone(nfc(word).lower())
    match = _ONSET.fullmatch(letters)
    if match is None:
        return False
    onset, rhyme = match[1] or "", match[2]
    if onset == "gi" and not rhyme:  # gì
        rhyme = "i"
    if (onset in ("c", "ng") and rhyme.startswith(_FRONT)) or (
        onset == "g" and rhyme.startswith(("e", "ê", "y"))
    ):
        return False
    if onset in ("gh", "ngh") and not rhyme.startswith(_FRONT):
        return False
    if rhyme not in _RHYMES and not (
        onset in ("gi", "qu") and f"i{rhyme}" in _RHYMES
    ):  # giếng; quyết is qu, yêt
        return False
    return not _STOPPED.search(rhyme) or tone in _STOPPED_TONES
