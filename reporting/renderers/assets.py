"""All that a document may load while it is laid out (`fetcher`): our own files, by fixed names.

Pages draw charts by it too, so it does not load the layout engine.
"""

from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parents[2]
FACES = ("400Regular", "400Regular_Italic", "700Bold", "700Bold_Italic")
FONTS = {
    f"asset:Tinos_{face}.ttf": ROOT / f"node_modules/@expo-google-fonts/tinos/{face}/Tinos_{face}.ttf"
    for face in FACES
}
TEMPLATES = ROOT / "templates"
STYLES = Path(__file__).with_name("document.css")
NO_SYSTEM_FONTS = Path(__file__).with_name("fonts.conf")


@cache
def font_bytes() -> dict[str, bytes]:
    """The whole font files by asset name, read once a process."""
    return {name: path.read_bytes() for name, path in FONTS.items()}


@cache
def letters() -> frozenset[int]:
    """The code points that all our faces can print."""
    charts = [set(TTFont(path, lazy=True).getBestCmap()) for path in FONTS.values()]
    return frozenset(set.intersection(*charts))


def length_of(text: str, size: int) -> int:
    """How long a line is in letters of this size, in whole units of it; a letter that the face lacks counts as wide."""
    cmap, widths, em = _measures()
    return -(-size * sum(widths[cmap[ord(one)]][0] if ord(one) in cmap else em for one in text) // em)


@cache
def _measures() -> tuple[dict, dict, int]:
    face = TTFont(FONTS["asset:Tinos_400Regular.ttf"])
    return face.getBestCmap(), face["hmtx"].metrics, face["head"].unitsPerEm
