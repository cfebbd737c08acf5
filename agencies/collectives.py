"""Which agencies the words of a collective may mean: "các Sở, ngành liên quan", "UBND các huyện, thành phố"."""

from agencies.enums import AgencyKind
from core.text import collapse, unaccented

# What the words hold when they may mean agencies of that kind.
_WORDS = {
    AgencyKind.FACILITY: ("co so san xuat", "doanh nghiep"),
    AgencyKind.DISTRICT: ("huyen", "cac dia phuong"),
    AgencyKind.DEPARTMENT: ("cac so", "so nganh", "cac nganh"),
    AgencyKind.BOARD: ("ban nganh",),
    AgencyKind.POLICE: ("ban nganh",),
    AgencyKind.BROADCASTER: ("truyen thong",),
    AgencyKind.NEWSPAPER: ("truyen thong",),
}


def may_mean(collective: str, kind: str) -> bool:
    """If the words of a collective may mean agencies of that kind."""
    spaced = f" {unaccented(collapse(collective))}"  # "chuyên gia" holds no "huyện"
    return any(f" {words}" in spaced for words in _WORDS.get(AgencyKind(kind), ()))


def kinds_meant(collective: str) -> tuple[AgencyKind, ...]:
    """The kinds of agency that the words may mean; none for "chuyên gia tư vấn" and others whom no directory lists."""
    if unaccented(collective).startswith("cong doan"):  # the trade unions of enterprises are none
        return ()
    return tuple(kind for kind in _WORDS if may_mean(collective, kind))


def collective_key(text: str) -> str:
    """The words as they are compared: without case, tones and signs; some print "có liên quan", others "liên quan"."""
    words = "".join(sign if sign.isalnum() else " " for sign in unaccented(collapse(text)))
    return " ".join(words.split()).replace("co lien quan", "lien quan")[:500]
