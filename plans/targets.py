"""How a target reads in words, which national ones it answers, and whether two targets count the same things.

Provinces count different populations (Kon Tum only facilities "có tiềm năng"), so a figure always stands with
its printed population and is never ranked or averaged.
"""

import re
from functools import lru_cache

from core.numbers import format_number
from core.text import collapse
from plans.models import NationalTarget, Target

NO_FIGURE = "không ghi số"
# Words that do not change whom a target counts: a province always counts in its own area, by its own spelling.
_LEADING = re.compile(r"^(các|những|số) ")
_AREA = re.compile(r",? ?\b(trên địa bàn|trong)( toàn)?( tỉnh| thành phố)?\b(?! cả nước)")
_FIELD = re.compile(r" trong công nghiệp\b")


def value_text(target: NationalTarget | Target) -> str:
    """ "75%", "8-13%", "20-30 mô hình"; "không ghi số" where the sentence has no figure."""
    ends = dict.fromkeys(end for end in (target.minimum, target.maximum) if end is not None)
    if not ends:
        return NO_FIGURE
    unit = target.unit if target.unit == "%" else f" {target.unit}".rstrip()
    return "-".join(map(format_number, ends)) + unit


def beside(target: Target, national: list[NationalTarget], last_year: int) -> list[NationalTarget]:
    """Those of `national`, the targets of the plan's own programme, that a target of the plan answers.

    They are of the same indicator, and the target's year lies in their period. A target without a printed year is
    one for the end of the plan, its `last_year`; where no period holds the year, nothing stands beside it.
    """
    year = target.year or last_year
    return [
        one
        for one in national
        if one.indicator_id == target.indicator_id and one.period_start <= year <= one.period_end
    ]


def same_population(printed: str, national: str) -> bool:
    """Whether two populations are the same but for spelling, abbreviation and "trên địa bàn tỉnh"."""
    return bool(printed) and _plain(printed) == _plain(national)


@lru_cache(maxsize=1024)  # plans print few populations, tables of the nation compare them by hundreds
def _plain(population: str) -> str:
    text = collapse(population).lower().replace("sxsh", "sản xuất sạch hơn")
    for pattern in (_LEADING, _FIELD, _AREA):
        text = collapse(pattern.sub(" ", text))
    return text.replace(" ,", ",").strip(" ,;.")
