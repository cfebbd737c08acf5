"""What every form of a plan's part does: values of the plan document in, the same values changed out.

A form remembers what its person saw (`base`). Where that is no longer what stands in the draft, `merged` says what
others wrote, and the form comes back with both; nothing typed is lost and nothing overwritten unseen.
"""

import simplejson
from django import forms
from django.http import QueryDict

from portal.drafting.choices import Choices
from portal.drafting.parts import Part, is_piece
from portal.forms.fields import ReadsItsOwnNumbers
from portal.forms.rows import RowSet

OLD_PAGE = "Trang này đã cũ; hãy mở lại rồi sửa."


class PartForm(ReadsItsOwnNumbers, forms.Form):
    """A form over one piece of the document. `ROWS` are its lists of rows, by the key under which they stand."""

    base = forms.CharField(widget=forms.HiddenInput, error_messages={"required": OLD_PAGE})
    ROWS: dict[str, type[RowSet]] = {}

    def __init__(
        self, data=None, *, piece: dict, choices: Choices, seen: dict | None = None, part: Part | None = None
    ):
        """Over `piece`; with `data` what was sent, by a form of the `part` that says itself over what it was opened.

        Where that cannot have been a piece of the plan the page is an old one (`is_old`), and `piece` counts as seen.
        """
        self.choices = choices
        self.seen = seen or piece
        self.is_old = False
        if data is not None:
            sent = _seen(data)
            self.is_old = not is_piece(part, choices.data, sent)
            self.seen = piece if self.is_old else sent
        shown = piece if data is None else self.seen
        super().__init__(data, initial=self.values_of(shown) | {"base": _json(self.seen)}, label_suffix="")
        self.fill(choices)
        self.row_sets = {
            name: made(
                data, prefix=name, initial=self._initial_rows(name, shown), form_kwargs={"choices": choices}
            )
            for name, made in self.ROWS.items()
        }

    def fill(self, choices: Choices) -> None:
        """Gives the fields the codes of this plan."""

    def values_of(self, piece: dict) -> dict:
        """The piece's single values, by field."""
        return {name: piece.get(name) for name in self.base_fields if name != "base"}

    def rows_of(self, name: str, piece: dict) -> list[dict]:
        """The piece's rows of one list, by field of a row."""
        return piece[name]

    def _initial_rows(self, name: str, piece: dict) -> list[dict]:
        return [row | {"keep": row} for row in self.rows_of(name, piece)]

    def single_values(self) -> dict:
        """The keys of the piece that the form's own fields give."""
        return {name: value for name, value in self.cleaned_data.items() if name != "base"}

    def row_values(self, name: str) -> list[dict]:
        """The rows of one list as the piece has them."""
        return self.row_sets[name].values

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(one.is_valid() for one in self.row_sets.values())])

    def clean_base(self):
        if self.is_old:
            raise forms.ValidationError(OLD_PAGE)
        return self.cleaned_data["base"]

    @property
    def piece(self) -> dict:
        """The piece as its person wants it."""
        return self.seen | self.single_values() | {name: self.row_values(name) for name in self.row_sets}

    def merged(self, current: dict) -> tuple[dict, list[str]]:
        """What stands in the draft with what this person changed, and the keys that somebody else changed meanwhile."""
        mine, foreign = self.piece, []
        wanted = dict(current)
        for name, value in mine.items():
            if not same(current.get(name), self.seen.get(name)) and not same(current.get(name), value):
                foreign.append(name)
            if not same(value, self.seen.get(name)):
                wanted[name] = value
        return wanted, foreign

    @property
    def lists(self) -> list[RowSet]:
        """The lists of rows, in their order on the page."""
        return list(self.row_sets.values())

    def over(self, piece: dict) -> QueryDict:
        """What was typed, as a page would send it that was opened over the piece."""
        data = self.data.copy()
        data["base"] = _json(piece)
        return data

    def forget_messages(self) -> None:
        """Leaves what was typed in the fields and takes every message away: nobody has sent the form yet."""
        self.is_valid()
        self.errors.clear()
        for made in self.row_sets.values():
            for row in made.forms:
                row.errors.clear()

    @property
    def all_errors(self) -> list[tuple[str, str]]:
        """Every message with the field it stands at, the rows' too."""
        found = [("", message) for message in self.non_field_errors()]
        found += [
            (self[name].id_for_label, m)
            for name in self.errors
            if name != "__all__"
            for m in self.errors[name]
        ]
        for made in self.row_sets.values():
            found += [("", message) for message in made.non_form_errors()]
            for number, row in enumerate(made.forms, 1):
                for name, messages in row.errors.items():
                    at = row[name].id_for_label if name != "__all__" else ""
                    found += [(at, f"{made.label}, dòng {number}: {message}") for message in messages]
        return found


def same(one, other) -> bool:
    """If two values of the document say the same, left out or said to be nothing."""
    return _comparable(one) == _comparable(other)


def _comparable(value):
    if isinstance(value, dict):
        return {
            name: _comparable(v) for name, v in value.items() if v is not None and v is not False and v != []
        }
    if isinstance(value, list):
        return [_comparable(item) for item in value]
    return value


def _json(piece: dict) -> str:
    return simplejson.dumps(piece, use_decimal=True, ensure_ascii=False)


def _seen(data) -> object:
    try:
        return simplejson.loads(data.get("base") or "null", use_decimal=True)
    except (ValueError, RecursionError):
        return None
