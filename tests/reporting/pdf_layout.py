"""What Nghị định 30/2020/NĐ-CP, Phụ lục I, asks of every produced page, whatever the document: margins, numbers, rules."""

import re

from reporting.renderers.consolidated_body import ROMAN
from tests.reporting.pdf_reading import MM, PageView, in_top_margin

PORTRAIT, LANDSCAPE = (210, 297), (297, 210)
SLACK = 2  # points: ruling lines and serifs may stand out that far


def below_top_margin(page: PageView) -> list:
    return [x for x in page.letters if not x.char.isspace() and not in_top_margin(page, x)]


def face_and_size(page: PageView, text: str) -> tuple[str, float]:
    found = {(letter.face.rpartition("+")[2], round(letter.size, 1)) for letter in page.line_of(text)}
    assert len(found) == 1, found
    return found.pop()


def rules(page: PageView) -> list[tuple[float, float, float]]:
    """Horizontal lines as (left, right, height)."""
    return [
        (left, right, bottom) for left, bottom, right, top in page.boxes if top - bottom < 3 < right - left
    ]


def uprights(page: PageView) -> list[tuple[float, float, float]]:
    """Vertical lines as (place, bottom, top)."""
    return [
        ((left + right) / 2, bottom, top)
        for left, bottom, right, top in page.boxes
        if right - left < 3 < top - bottom
    ]


def assert_inside_margins(pages: list[PageView]) -> None:
    """Letters and lines stand within 30, 15, 20 and 20 millimetres; no page is empty."""
    for page in pages:
        edges = [(x.left, x.bottom, x.right, x.top) for x in below_top_margin(page)] + page.boxes
        assert edges, "an empty page"
        assert min(left for left, _, _, _ in edges) >= 30 * MM - SLACK
        assert max(right for _, _, right, _ in edges) <= page.width - 15 * MM + SLACK
        assert min(bottom for _, bottom, _, _ in edges) >= 20 * MM - SLACK
        assert max(top for _, _, _, top in edges) <= page.height - 20 * MM + SLACK


def share_of_rule(page: PageView, text: str) -> float:
    """The length of the rule just below a text, as a share of the text's."""
    letters = page.line_of(text)
    left, right = min(x.left for x in letters), max(x.right for x in letters)
    base = min(x.bottom for x in letters)
    below = [
        end - start
        for start, end, y in rules(page)
        if base - 10 < y < base + 1 and start >= left - 2 and end <= right + 2
    ]
    assert len(below) == 1, below
    return below[0] / (right - left)


def assert_numbered(parts: list[list[PageView]]) -> None:
    """Numbers are hidden on first pages, centred in 14 points, begin anew in each annex; annexes have Roman numerals."""
    for part in parts:
        printed = ["".join(x.char for x in p.letters if in_top_margin(p, x)).strip() for p in part]
        assert printed == ["", *map(str, range(2, len(part) + 1))]
        for page in part[1:]:
            digits = [x for x in page.letters if in_top_margin(page, x) and not x.char.isspace()]
            middle = (30 * MM + page.width - 15 * MM) / 2
            assert abs((digits[0].left + digits[-1].right) / 2 - middle) < 2
            assert {round(x.size, 1) for x in digits} == {14}
    assert [re.match(r"Phụlục[IVX]+", part[0].text)[0] for part in parts[1:]] == [
        f"Phụlục{numeral}" for numeral in ROMAN[: len(parts) - 1]
    ]


def assert_no_letter_is_crossed(pages: list[PageView]) -> None:
    """No letter is crossed by a ruling line, and lines that part a table leave no letter half in, half out."""
    crossed = []
    for number, page in enumerate(pages, 1):
        upright, across = uprights(page), rules(page)
        for x in below_top_margin(page):
            middle, core = (x.bottom + x.top) / 2, (x.top - x.bottom) / 4
            crossed += [
                (number, x.char, place)
                for place, bottom, top in upright
                if x.left + 0.6 < place < x.right - 0.6 and bottom < middle < top
            ]
            crossed += [
                (number, x.char, y)
                for left, right, y in across
                if middle - core < y < middle + core and left < (x.left + x.right) / 2 < right
            ]
    assert crossed == []


def assert_no_lonely_heading(parts: list[list[PageView]]) -> None:
    """No heading is left alone at the foot of a page."""
    for part in parts:
        for page in part[:-1]:
            lowest = min(x.bottom for x in below_top_margin(page))
            line = [x for x in below_top_margin(page) if x.bottom < lowest + 5]
            heading = all("Bold" in x.face and x.size > 13 for x in line)
            assert not heading, "".join(x.char for x in line)
