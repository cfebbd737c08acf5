"""Who leads and who coordinates, out of the words of a cell.

Printed words are kept; they are only parted where one party ends and another begins. "Sở Tài nguyên và Môi
trường", "UBND các huyện, thành phố" and "các Sở, ngành liên quan" are one party each.
"""

import re
from dataclasses import dataclass

from core.text import collapse
from portal.annexes.recognition.lists import has_marker, without_marker
from portal.annexes.recognition.words import fold, plain

# How the name of a party begins.
_HEADS = re.compile(
    r"^(?:cac |mot so |nhung )?(?:so|bo|ban|ubnd|uy ban|hdnd|dai|bao|cong an|trung tam|tt|chi cuc|cuc|tong cuc|tong cong ty|vien|hoc vien|truong|hoi|lien doan|lien minh|hiep hoi"
    r"|van phong|vp|kho bac|phong|don vi|co quan|to chuc|chuyen gia|doanh nghiep|dn|cong ty|tap doan|mat tran|doan|tinh doan|thanh doan|huyen doan|cong doan|ngan hang|quy|nha may"
    r"|co so|lang nghe|hop tac xa|htx|thanh tra|bql|vcci|to|tong lien doan|bo chi huy|su doan|canh sat|hai quan|toa an|vien kiem sat|hoi dong|ho|nganh|dia phuong|huyen|nha thau|tu van|cum|khu"
    r"|mttq|uy ban mttq|phat thanh|tap the|chu dau tu|nha truong|dai hoc|cao dang|sct|stc|stnmt|skhcn|skhdt|bct|ban quan ly)\b"
)
# Words that only go on with what "các ..." began: "các Sở, ngành, địa phương liên quan".
_GOES_ON = re.compile(
    r"^(?:ban nganh|ban|nganh|dia phuong|don vi|to chuc|huyen|thanh pho|thi xa|thi tran|thi|tp|xa|phuong|ca nhan|doanh nghiep|co so|cong chuc|hop tac xa|lang nghe|doan the|cap|hoi|khu"
    r"|cum|kinh doanh|vien|truong|phong|so|hiep hoi|co quan|ho|quan|chi cuc|trung tam|dn)\b"
)
# The departments of a province, which lists name without "Sở".
_DEPARTMENTS = frozenset(
    re.split(
        r"\s*\|\s*",
        """cong thuong | tai chinh | ke hoach va dau tu | kh va dt | khdt | tai nguyen va moi truong | tn va mt
        | tnmt | khoa hoc va cong nghe | kh va cn | khcn | thong tin va truyen thong | tt va tt | tttt |
        nong nghiep va phat trien nong thon | nn va ptnt | nnptnt | y te | xay dung | giao thong van tai |
        gtvt | tu phap | noi vu | lao dong thuong binh va xa hoi | ld tb va xh | ldtb va xh | ldtbxh | giao
        duc va dao tao | gd va dt | gddt | van hoa the thao va du lich | vh tt va dl | vhtt va dl | vhttdl |
        ngoai vu | nong nghiep va moi truong | nn va mt | khoa hoc cong nghe | tai nguyen moi truong | thong
        tin truyen thong | ke hoach dau tu | du lich | van hoa va the thao | dan toc va ton giao | tn mt |
        kh dt | kh cn | tt tt | ld tb xh""",
    )
)
_LEAD = r"(?:(?:co quan|don vi|so|cq|dv)\s*)?(?:duoc giao\s*)?(?:chu tri|thuc hien chinh|dau moi|thuc hien|ct)(?: thuc hien| chinh)?"
_HELP = r"(?:(?:(?:cac )?(?:co quan|don vi|co quan don vi|co quan, don vi|cq|dv)\s*)?(?:phoi hop(?: thuc hien)?|tham gia|ph))"
_LABEL = re.compile(
    rf"(?:^|(?<=[\s;.,(-]))[-–+*•]?\s*(?:(?P<lead>{_LEAD})|(?P<help>{_HELP}))\s*(?::|(?<=ct)-|(?<=ph)-|(?<=tri)\s*[-–]\s|(?<=hop)\s*[-–]\s)\s*"
)
_WITH = re.compile(
    r"[\s,;]*\b(?:chu tri[,;]?\s*)?(?:va )?phoi hop(?: chat che)?(?: cung)?(?: voi)?\s*:?\s+(?=\w)"
)
_REMARK = re.compile(
    r"\s*\(\s*(?P<what>(?:co quan |don vi )?(?:chu tri|phoi hop)(?: chinh| thuc hien)?|ct|ph)\s*\)"
)
# "Đài PT-TH chủ trì, Sở Thông tin và Truyền thông phối hợp": the words stand behind the names.
_BEHIND = re.compile(
    r"^(?P<lead>[^;]+?)\s+(?:la (?:co quan|don vi) )?chu tri(?: thuc hien| chinh)?\b\s*"
    r"(?:[,;.]\s*(?:va )?(?P<help>(?!phoi hop)\S.*?)\s+(?:cung )?phoi hop(?: thuc hien)?\s*\.?\s*)?$"
)
_LEADS_FIRST = re.compile(r"\s+(?:la (?:co quan|don vi) )?chu tri\s*[,;]?\s*$")
# The last list of several in what stands before: "Sở Tư pháp và các Sở".
_SEVERAL = re.compile(
    r"(?:^|\b(?:va|cung|voi) )(?:cac|ubnd cac|mot so|nhung|phong (?:(?!\bva cac\b).)*\bcac|uy ban nhan dan cac)\b(?:(?!\bva (?:cac|so|ubnd)\b).)*$"
)
_NO_PARTY_AFTER_AND = ("dia phuong", "nganh", "huyen", "cum", "khu", "ho ", "to ", "tu van")
_RELATED = re.compile(r"\blien quan\b|\bco lien quan\b")
_AND = re.compile(r"\s+và\s+|\s+va\s+|\s+cùng\s+", re.IGNORECASE)
_STOP = re.compile(r"(?<=[^\W\d_]{2})\.\s+(?=[^\W\d_a-zđà-ỹ])")


@dataclass(frozen=True, slots=True)
class Parties:
    """Printed names of who leads and who coordinates, in order."""

    lead: tuple[str, ...] = ()
    coordinating: tuple[str, ...] = ()


def read_parties(text: str, *, leads: bool = True) -> Parties:
    """The parties that a cell names; those without "Chủ trì" or "Phối hợp" lead where `leads`, else coordinate."""
    body = _lines(text)
    words = plain(body)
    marks = list(_LABEL.finditer(words))
    if not marks:
        return _unlabelled(body, leads)
    lead: list[str] = []
    helping: list[str] = []
    before = body[: marks[0].start()].strip(" ;,.-–")
    if before:
        (lead if leads else helping).extend(split_parties(before))
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        piece = body[mark.end() : following.start() if following else len(body)].strip(" ;,-–")
        if mark["help"]:
            helping += split_parties(piece)
        else:
            read = _unlabelled(piece, True)
            lead += read.lead
            helping += read.coordinating
    return Parties(tuple(lead), tuple(helping))


def _unlabelled(body: str, leads: bool) -> Parties:
    if leads and _REMARK.search(plain(body)):
        return _remarked(body)
    if leads and (match := _BEHIND.match(plain(body))):
        helping = body[match.start("help") : match.end("help")] if match["help"] else ""
        return Parties(tuple(split_parties(body[: match.end("lead")])), tuple(split_parties(helping)))
    match = _WITH.search(plain(body)) if leads else None
    if match and match.start() > 0:
        first = body[: match.start()]
        lead = _LEADS_FIRST.sub("", plain(first))
        return Parties(tuple(split_parties(first[: len(lead)])), tuple(split_parties(body[match.end() :])))
    if not leads and (match := re.match(r"^(?:chu tri[,;]? )?phoi hop (?:cung )?(?:voi )?", plain(body))):
        body = body[match.end() :]
    names = tuple(split_parties(body))
    return Parties(lead=names) if leads else Parties(coordinating=names)


def _remarked(body: str) -> Parties:
    """Names with "(chủ trì)" or "(phối hợp)" behind them; the others coordinate where one is said to lead."""
    lead, helping, plain_ones = [], [], []
    for name in split_parties(body):
        match = _REMARK.search(plain(name))
        if match is None:
            plain_ones.append(name)
            continue
        bare = (name[: match.start()] + name[match.end() :]).strip()
        if bare:
            (lead if "chu tri" in match["what"] or match["what"] == "ct" else helping).append(bare)
    return Parties(tuple(lead or plain_ones), tuple([*plain_ones, *helping] if lead else helping))


def _lines(text: str) -> str:
    """The lines of a cell in one, parted by ";" where a line begins a party of its own."""
    found = ""
    for line in filter(None, map(collapse, text.split("\n"))):
        bare = without_marker(line)
        begins = (
            has_marker(line)
            or bool(_HEADS.match(fold(bare)) and bare[0].isupper())
            or bool(_LABEL.match(plain(bare)))
        )
        if not found:
            found = bare
        elif has_marker(line) and not found.endswith(":"):
            found = f"{found}; {bare}"  # an item of its own, whatever the one before ends with
        elif begins and not re.search(r"[:;,]$|\b(?:và|với|các|của|tỉnh|hợp)$", found):
            found = f"{found}; {bare}"
        else:
            found = f"{found} {bare}"
    return found


def split_parties(text: str) -> list[str]:
    """The names of a list, one a party, as printed; full stops at their ends are left out."""
    names: list[str] = []
    for clause in re.split(r";|\s+/\s+(?=Sở|UBND)", collapse(text)):
        for sentence in _STOP.split(clause):
            names += _by_comma(sentence)
    return [name for name in map(_trimmed, names) if name]


def _by_comma(clause: str) -> list[str]:
    pieces: list[str] = []
    depth = 0
    for piece in re.split(r",(?!\d)", clause):
        piece = piece.strip()
        if not piece:
            continue
        if pieces and (depth > 0 or not _begins(piece, pieces[-1])):
            pieces[-1] = f"{pieces[-1]}, {piece}"
        else:
            pieces.append(piece)
        depth += piece.count("(") - piece.count(")")
    return [name for piece in pieces for name in _by_and(piece)]


def _by_and(piece: str) -> list[str]:
    for match in _AND.finditer(piece):
        left, right = piece[: match.start()], piece[match.end() :]
        if (
            left.count("(") == left.count(")")
            and _is_complete(left, right)
            and _begins(right, left, by_and=True)
        ):
            return [left, *_by_and(right)]
    return [piece]


def _begins(piece: str, before: str, by_and: bool = False) -> bool:
    """Whether the piece of a list begins a party of its own, after the one before."""
    words, earlier = fold(piece.replace("&", " và ")), fold(before.replace("&", " và "))
    if re.split(r" va (?:ubnd|so|cac|ban|dai|bao|cong an)\b", words)[0] in _DEPARTMENTS:
        return _open_list(earlier)
    if piece.startswith(".") or not words:
        return False
    if re.fullmatch(r"[^\W\d_]{2,}(?:[-&][^\W\d_]{2,})+(?: .*)?", piece) and piece[:2].isupper():
        return True
    if not _HEADS.match(words):
        return False
    if words.startswith(("cac ", "mot so ", "nhung ")):
        return True
    several = _SEVERAL.search(earlier)
    earlier = earlier[several.start() :] if several else earlier
    if several and not _RELATED.search(earlier) and _GOES_ON.match(words):
        earlier = re.sub(r"^(?:va|cung|voi) ", "", earlier)
        proper = (
            re.match(r"^(?:so|chi cuc|trung tam|cong an|hoi|vien|truong|phong)\s+\w", words)
            and piece[0].isupper()
            and not re.match(r"^cac \w+$", earlier)
        )
        return bool(proper) and not _RELATED.search(words)
    return not (by_and and not several and words.startswith(_NO_PARTY_AFTER_AND))


def _open_list(earlier: str) -> bool:
    """Whether the name before is a department, so that a department's name may follow without "Sở"."""
    if earlier in _DEPARTMENTS:
        return True
    match = re.match(r"^(?:cac )?so\b\s*(?P<name>.*)$", earlier)
    return bool(match) and (not match["name"] or match["name"] in _DEPARTMENTS)


def _is_complete(left: str, right: str) -> bool:
    """Whether "và" after the left part ends a party: not in "các Sở, ngành và các đơn vị có liên quan"."""
    if (
        fold(left).startswith("cac ")
        and not _RELATED.search(fold(left))
        and _RELATED.search(fold(right))
        and not re.match(r"^cac (?:to chuc|doanh nghiep|co so)", fold(left))
    ):
        return False
    return bool(fold(left))


def _trimmed(name: str) -> str:
    name = without_marker(name).strip(" ,;:-–")
    if name.endswith(".") and not name.endswith(("..", "…")):
        name = name[:-1]
    return name.strip()


_COLLECTIVE = re.compile(
    r"^(?:cac|mot so|nhung|nhieu)\b|\blien quan\b|\bcac\b|^(?:don vi|co quan|to chuc|chuyen gia|doanh nghiep|dn|co so|nha thau|tu van|lang nghe|ho |huyen|dia phuong|cong doan|hop tac xa|ca nhan|chu dau tu"
    r"|nganh|toan|cong dong|nguoi|nha may|cong ty tu van|ubnd (?:cap )?(?:huyen|xa|thanh pho|thi xa|tp)|ubnd huyen|tap the|hoi vien|nha truong|truong)\b"
)


def is_collective(name: str) -> bool:
    """Whether the words name no single agency: "các Sở, ngành liên quan", "đơn vị tư vấn"."""
    words = fold(name)
    return (
        bool(_COLLECTIVE.search(words))
        and not re.match(r"^cac (?:so|bo)\s+\w+", words.replace("cac so nganh", "cac nganh"))
    ) or words in ("cac so", "so nganh")


def context_of(names: list[str], index: int) -> str:
    """The word that the list left out before the name: "Sở" for "TN&MT" after "Các Sở: Công thương"."""
    for name in reversed(names[: index + 1]):
        words = fold(name)
        if re.match(r"^(?:cac )?so\b", words):
            return "Sở"
        if re.match(r"^(?:cac )?bo\b", words):
            return "Bộ"
    return ""


def is_party(text: str) -> bool:
    """Whether the text begins as the name of a party does."""
    return bool(_HEADS.match(fold(text)))
