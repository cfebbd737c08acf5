"""Accent-blind search by words: what is stored, what is asked, and where a hit stands.

`search_text` columns hold `search_words(...)`; the database keeps their words beside them in
`search_vector` ("simple" configuration, the same on every PostgreSQL), which answers `search_query(...)`. Vietnamese syllables are words of their own, so
"an" does not find "can"; the last word asked may be unfinished.
"""

import re
from dataclasses import dataclass

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorField
from django.db.models import Func, GeneratedField, TextField

from core.text import nfc, unaccented

_WORD = re.compile(r"[^\W_]+")
_START, _END = r"(?<![^\W_])", r"(?![^\W_])"  # of a word; \b would take _ for a letter


@dataclass(frozen=True)
class Excerpt:
    """A piece of a text around a hit: what stands before it, the hit itself, what follows."""

    before: str
    hit: str
    after: str


def search_vector() -> GeneratedField:
    """The column in which the database keeps the words of `search_text`."""
    return GeneratedField(
        expression=SearchVector("search_text", config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )


class Unaccented(Func):
    """A column's text as `core.text.unaccented` gives it, made by the database; for tables that are searched rarely."""

    template = "translate(lower(regexp_replace(normalize(%(expressions)s, NFD), '[\u0300-\u036f]', '', 'g')), 'đĐ', 'dd')"
    output_field = TextField()


def search_index(name: str) -> GinIndex:
    """The index of a model's `search_vector`."""
    return GinIndex(fields=["search_vector"], name=f"{name}_search")


def search_words(*parts: str | None) -> str:
    """What a search column stores: the unaccented words of the parts, separated by single spaces."""
    return " ".join(word for part in parts if part for word in asked_words(part))


def asked_words(text: str) -> list[str]:
    """The unaccented words of a text, in order: letters and digits only."""
    return _WORD.findall(unaccented(text))


def search_query(text: str) -> SearchQuery | None:
    """The query for texts that hold all the words asked, the last one perhaps unfinished; None without words."""
    words = asked_words(text)
    if not words:
        return None
    return SearchQuery(" & ".join([*words[:-1], f"{words[-1]}:*"]), config="simple", search_type="raw")


def find_excerpt(text: str, asked: str, width: int = 80) -> Excerpt | None:
    """Where the words asked stand together in the text, else where the first of them stands; None if nowhere.

    `width` is how many characters of the text stay on each side of the hit, cut at words.
    """
    text, words = nfc(text), asked_words(asked)
    if not words:
        return None
    phrase = _START + r"[\W_]+".join(words)
    first = _START + words[0] + (_END if len(words) > 1 else "")  # only the last may be unfinished
    hit = re.search(phrase, unaccented(text)) or re.search(first, unaccented(text))
    if not hit:
        return None
    start, end = hit.span()
    before, after = text[max(0, start - width) : start], text[end : end + width]
    if start > width:
        before = "… " + before.partition(" ")[2]
    if end + width < len(text):
        after = after.rpartition(" ")[0] + " …"
    return Excerpt(before, text[start:end], after)
