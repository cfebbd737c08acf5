"""How text of a DOCX looks as far as it matters here: its font and whether it is bold, by run, style and default."""

from dataclasses import dataclass
from functools import cached_property

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import nsmap

W = f"{{{nsmap['w']}}}"  # before the name of each tag
_LONGEST_CHAIN = 20  # styles based on styles; Word allows 9


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says, with what it is based on; None and "" where it says nothing."""

    font: str = ""
    is_bold: bool | None = None
    numbering: str = ""  # number of the list that its paragraphs belong to
    level: int = 0
    key: str = ""


def related(part, kind: str):
    """The root of the part of a kind that belongs to the document; None without one."""
    for relation in part.rels.values():
        if relation.reltype == kind and not relation.is_external:
            return getattr(relation.target_part, "element", None)
    return None


def on(node) -> bool:
    """Whether a switch is there and not turned off."""
    return node is not None and node.get(f"{W}val", "1") not in ("0", "false", "off")


def value(properties, name: str, default: int = 0) -> int:
    """The whole number that a property has; the default where there is none."""
    node = None if properties is None else properties.find(f"{W}{name}")
    text = "" if node is None else node.get(f"{W}val", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else default


class Styles:
    """The styles of a document."""

    def __init__(self, part):
        root = related(part, RELATIONSHIP_TYPE.STYLES)
        self._root = root
        self._nodes = (
            {} if root is None else {n.get(f"{W}styleId"): n for n in root.iterchildren(f"{W}style")}
        )
        self._known: dict[str, Style] = {}

    @cached_property
    def _default_font(self) -> str:
        found = None if self._root is None else self._root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        return _font(found)

    @cached_property
    def _default_paragraph(self) -> str:
        for key, node in self._nodes.items():
            if node.get(f"{W}type") == "paragraph" and node.get(f"{W}default") in ("1", "true", "on"):
                return key or ""
        return ""

    def of_paragraph(self, paragraph) -> Style:
        """The style of a paragraph."""
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        return self._style(self._default_paragraph if named is None else named.get(f"{W}val", ""))

    def of_run(self, run, paragraph: Style) -> tuple[str, bool]:
        """The font of a run ("" where a theme names it) and whether it is bold."""
        own = run.find(f"{W}rPr")
        if own is None:
            return paragraph.font or self._default_font, bool(paragraph.is_bold)
        named = own.find(f"{W}rStyle")
        style = Style() if named is None else self._style(named.get(f"{W}val", ""))
        bold = own.find(f"{W}b")
        is_bold = on(bold) if bold is not None else style.is_bold
        if is_bold is None:
            is_bold = bool(paragraph.is_bold)
        return _font(own) or style.font or paragraph.font or self._default_font, is_bold

    def _style(self, key: str) -> Style:
        if key not in self._known:
            self._known[key] = self._resolved(key)
        return self._known[key]

    def _resolved(self, key: str) -> Style:
        font, is_bold, numbering, level = "", None, "", 0
        node = self._nodes.get(key)
        for _ in range(_LONGEST_CHAIN):
            if node is None:
                break
            runs, lists = node.find(f"{W}rPr"), node.find(f"{W}pPr/{W}numPr")
            font = font or _font(runs)
            bold = None if runs is None else runs.find(f"{W}b")
            if is_bold is None and bold is not None:
                is_bold = on(bold)
            number = None if lists is None else lists.find(f"{W}numId")
            if not numbering and number is not None:
                numbering, level = number.get(f"{W}val", ""), value(lists, "ilvl")
            base = node.find(f"{W}basedOn")
            node = None if base is None else self._nodes.get(base.get(f"{W}val"))
        return Style(font, is_bold, numbering, level, key)


def _font(properties) -> str:
    """The font that properties of a run name for letters beyond ASCII."""
    fonts = None if properties is None else properties.find(f"{W}rFonts")
    if fonts is None:
        return ""
    return fonts.get(f"{W}hAnsi") or fonts.get(f"{W}ascii") or ""
