"""The numbers that Word prints before paragraphs of lists. They are nowhere in the text of a document."""

import re

from docx.opc.constants import RELATIONSHIP_TYPE

from portal.annexes.docx_styles import Style, W, related, value

LEVELS = 9
_LONGEST_MARKER = 40
_PRIVATE = re.compile("[\ue000-\uf8ff]")  # signs of symbol fonts: bullets of all shapes
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_LARGEST_WORDED = 780  # from here on Word's letters ("aaa...") and Roman numbers serve nobody: digits instead


class Numbering:
    """Counts the lists of a document as its paragraphs come by."""

    def __init__(self, part):
        root = related(part, RELATIONSHIP_TYPE.NUMBERING)
        nodes = [] if root is None else list(root)
        self._abstract = {n.get(f"{W}abstractNumId"): n for n in nodes if n.tag == f"{W}abstractNum"}
        self._numbers = {n.get(f"{W}numId"): n for n in nodes if n.tag == f"{W}num"}
        self._linked = {
            node.find(f"{W}styleLink").get(f"{W}val"): node
            for node in self._abstract.values()
            if node.find(f"{W}styleLink") is not None
        }
        self._levels: dict[str, list] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()

    def marker(self, paragraph, style: Style) -> str:
        """What is printed before the paragraph ("1.", "a)", "-"), "" for nothing; it counts as printed."""
        key, level = self._place(paragraph, style)
        node = self._numbers.get(key)
        if node is None:
            return ""
        levels = self._levels_of(key)
        level = min(level, LEVELS - 1)
        if levels[level] is None:
            return ""
        abstract = self._abstract_key(key)
        counters = self._counters.setdefault(abstract, [None] * LEVELS)
        self._count(key, node, counters, levels, level)
        return _marker(levels, counters, level)

    def _place(self, paragraph, style: Style) -> tuple[str, int]:
        """The list of a paragraph and its level there; the paragraph's own word wins over its style's."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        if own is None:
            return style.numbering, self._level_of_style(style)
        number = own.find(f"{W}numId")
        if number is None:
            return style.numbering, value(own, "ilvl")
        return number.get(f"{W}val", ""), value(own, "ilvl")

    def _level_of_style(self, style: Style) -> int:
        """A list may say which of its levels a style has; else the style says it."""
        if style.numbering in self._numbers:
            for number, node in enumerate(self._levels_of(style.numbering)):
                linked = None if node is None else node.find(f"{W}pStyle")
                if linked is not None and linked.get(f"{W}val") == style.key:
                    return number
        return style.level

    def _abstract_key(self, key: str) -> str:
        found = self._numbers[key].find(f"{W}abstractNumId")
        return "" if found is None else found.get(f"{W}val", "")

    def _levels_of(self, key: str) -> list:
        """The definitions of the levels of a list, with what it overrides."""
        if key not in self._levels:
            levels: list = [None] * LEVELS
            abstract = self._abstract.get(self._abstract_key(key))
            linked = None if abstract is None else abstract.find(f"{W}numStyleLink")
            if linked is not None:  # the list is defined where its style is
                abstract = self._linked.get(linked.get(f"{W}val"), abstract)
            own = [n.find(f"{W}lvl") for n in self._numbers[key].iterchildren(f"{W}lvlOverride")]
            for node in [*([] if abstract is None else abstract.iterchildren(f"{W}lvl")), *own]:
                place = "" if node is None else node.get(f"{W}ilvl", "")
                if place in "012345678" and place:
                    levels[int(place)] = node
            self._levels[key] = levels
        return self._levels[key]

    def _count(self, key: str, node, counters: list, levels: list, level: int) -> None:
        """One more on a level; deeper ones begin anew, higher ones that were never printed count as begun."""
        start = value(levels[level], "start", 1)
        for override in node.iterchildren(f"{W}lvlOverride"):
            if override.get(f"{W}ilvl") == str(level) and override.find(f"{W}startOverride") is not None:
                start = value(override, "startOverride", start)
                if (key, level) not in self._started:
                    counters[level] = None
        self._started.add((key, level))
        counters[level] = start if counters[level] is None else counters[level] + 1
        for deeper in range(level + 1, LEVELS):
            counters[deeper] = None
        for higher in range(level):
            if counters[higher] is None:
                counters[higher] = value(levels[higher], "start", 1)


def _marker(levels: list, counters: list, level: int) -> str:
    node = levels[level]
    template = node.find(f"{W}lvlText")
    text = "" if template is None else template.get(f"{W}val", "")
    if _format(node) == "bullet":
        return _PRIVATE.sub("•", text[:1])
    is_legal = node.find(f"{W}isLgl") is not None

    def number(found: re.Match) -> str:
        place = int(found[1]) - 1
        if levels[place] is None or counters[place] is None:
            return ""
        return _written(counters[place], "decimal" if is_legal else _format(levels[place]))

    return re.sub("%([1-9])", number, text[:_LONGEST_MARKER]).strip()


def _format(node) -> str:
    found = None if node is None else node.find(f"{W}numFmt")
    return "decimal" if found is None else found.get(f"{W}val", "decimal")


def _written(number: int, form: str) -> str:
    """A number as a list writes it; forms that nobody uses here are digits."""
    if form == "none":
        return ""
    if form == "decimalZero":
        return f"{number:02}"
    if not 0 < number <= _LARGEST_WORDED or form not in (
        "upperRoman",
        "lowerRoman",
        "upperLetter",
        "lowerLetter",
    ):
        return str(number)
    text = (
        _roman(number)
        if form.endswith("Roman")
        else chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    )
    return text.upper() if form.startswith("upper") else text


def _roman(number: int) -> str:
    text = ""
    for worth, letters in _ROMAN:
        count, number = divmod(number, worth)
        text += letters * count
    return text
