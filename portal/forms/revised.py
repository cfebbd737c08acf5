"""Forms over a row that others may change meanwhile: nothing typed is lost, nothing is overwritten unseen."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError

from core.editing import StaleWriteError


@dataclass(frozen=True)
class Conflict:
    """A field that somebody else changed meanwhile, in words; `is_mine` where the person changed it too."""

    label: str
    mine: str
    theirs: str
    is_mine: bool


@dataclass(frozen=True)
class Conflicts:
    """What a person has to decide, and who was quicker."""

    rows: list[Conflict]
    by: str
    at: datetime | None


class RevisedForm(forms.Form):
    """A form that remembers which revision of the row, and which values, the person has seen."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    FIELDS: tuple[str, ...] = ()
    CHOICE = ""  # a field that its template draws choice by choice

    def __init__(self, data=None, *, row=None, **options):
        super().__init__(data, **options)
        self.fields["revision"].error_messages = dict.fromkeys(
            ("required", "invalid", "min_value"), "Trang đã cũ; hãy mở lại rồi sửa."
        )
        if row is not None and data is None:
            self.initial = self.values_of(row) | {"revision": row.revision}
        for name in self.FIELDS:
            self.fields[name].show_hidden_initial = True

    def values_of(self, row) -> dict:
        """The row's values as the form shows them."""
        return {name: getattr(row, name) for name in self.FIELDS}

    @property
    def choice_seen(self) -> str:
        """The hidden input with which the form remembers what of CHOICE the person has seen."""
        return self[self.CHOICE].as_hidden(only_initial=True)

    @property
    def wanted(self) -> dict:
        """What is to be written: only what the person changed."""
        changed = set(self.changed_data)
        return {name: self.cleaned_data[name] for name in self.FIELDS if name in changed}

    def after(self, error: StaleWriteError) -> tuple["RevisedForm", Conflicts]:
        """The form again over the row as it is now: with what was typed, and with what others wrote elsewhere."""
        theirs, changed = self.values_of(error.current), set(self.changed_data)
        rows, data = [], {"revision": error.current.revision}
        for name in self.FIELDS:
            seen = self.data.get(self.add_initial_prefix(name), "")
            mine = self[name].value() if name in changed else theirs[name]
            data |= {name: mine, self.add_initial_prefix(name): theirs[name]}
            if theirs[name] != seen and not (name in changed and mine == theirs[name]):
                told = mine if name in changed else seen
                rows.append(self._conflict(name, told, theirs[name], is_mine=name in changed))
        form = self.again(data, error.current)
        form.errors.clear()  # it was taken as it is: nothing in it is wrong
        by = str(error.current.changed_by) if error.current.changed_by else ""
        return form, Conflicts(rows, by, error.current.changed_at)

    def again(self, data: dict, row) -> "RevisedForm":
        """A form like this over the row, filled in otherwise."""
        return type(self)(data)

    def _conflict(self, name: str, mine: str, theirs: str, *, is_mine: bool) -> Conflict:
        field = self.fields[name]
        words = dict(getattr(field, "choices", ()))
        told = [str(words.get(value, value)) or "để trống" for value in (mine, theirs)]
        return Conflict(full_label(field), *told, is_mine)


def full_label(field: forms.Field) -> str:
    """A field's label with the name of its row before it, where it stands in one (`row_name`): "NSTW: Đã thực hiện"."""
    row_name = getattr(field, "row_name", "")
    return f"{row_name}: {field.label}" if row_name else str(field.label)


def refuse(form: forms.Form, error: ValidationError) -> None:
    """Takes a service's refusal into the form, at its fields where it names them."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error.messages)
        return
    for name, messages in error.message_dict.items():
        form.add_error(name if name in form.fields else None, messages)
