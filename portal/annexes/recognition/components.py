"""Which component of the programme a group of tasks belongs to, told by the words of its title."""

import re

from plans.enums import Component
from portal.annexes.recognition.words import fold

_WORDS = {
    Component.AWARENESS: r"truyen thong|tuyen truyen|nhan thuc|giao duc|dao tao|tap huan|pho bien|boi duong",
    Component.DATABASE: r"co so du lieu|csdl|website|trang (?:thong tin|web|tin)|thong tin dien tu|cong thong tin|he thong thong tin|so lieu|du lieu",
    Component.TECHNICAL: r"(?:ho tro|tro giup|tu van) (?:ve )?(?:ky thuat|cong nghe)|ho tro (?:cac )?(?:co so|doanh nghiep)|danh gia|mo hinh|trinh dien|ky thuat|kiem toan|doi moi cong nghe|chuyen giao cong nghe|ap dung thi diem|thi diem",
    Component.NETWORK: r"mang luoi|to chuc ho tro|he thong to chuc|bo may|trung tam ho tro|don vi ho tro|to chuc bo may|doi ngu (?:can bo|chuyen gia)",
    Component.POLICY: r"co che|chinh sach|phap luat|quy dinh|the che|(?<!nang luc )quan ly(?: nha nuoc)?|tai chinh|van ban",
}
_PATTERNS = {component: re.compile(rf"\b(?:{words})\b") for component, words in _WORDS.items()}


def components_of(title: str) -> list[Component]:
    """The components whose words the title has, in the order of those words: one where it is plain."""
    words = fold(title)
    hits = [
        (match.start(), component)
        for component, pattern in _PATTERNS.items()
        if (match := pattern.search(words))
    ]
    return [component for _, component in sorted(hits, key=lambda hit: hit[0])]
