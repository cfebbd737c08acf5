"""What a person is asked about a file that was read, and what her answers mean to the next reading."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from core.numbers import format_number
from portal.annexes.recognition.report import Answers, Doubt

LEFT_OPEN = ""  # the answer "leave it open", a decision too
ASKED = ("ambiguous_number", "unknown_agency", "component_unclear")
_LEAVE = {
    "ambiguous_number": "Để trống, ghi sau khi soạn",
    "unknown_agency": "Giữ chữ trong tệp, không gắn với cơ quan nào",
    "component_unclear": "Chưa chọn, chọn sau khi soạn",
}


@dataclass(frozen=True)
class Question:
    """One thing to decide, with all doubts that it settles: an agency is asked once, wherever it is printed."""

    id: str
    code: str
    values: tuple[str, ...]
    doubts: list[Doubt] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.doubts[0].text

    @property
    def name(self) -> str:
        """The printed name that an agency is asked for."""
        return self.doubts[0].about

    def options(self, names: dict[str, str], chosen: str | None) -> list[tuple[str, str]]:
        """What may be chosen: value and words; agencies and components by their names, an agency that was chosen beside the suggestions too."""
        values = self.values if not chosen or chosen in self.values else (*self.values, chosen)
        return [(value, self._label(value, names)) for value in values] + [(LEFT_OPEN, _LEAVE[self.code])]

    def _label(self, value: str, names: dict[str, str]) -> str:
        if self.code == "ambiguous_number":
            return f"{format_number(Decimal(value))} triệu đồng"
        return names.get(value, value)


def questions_of(doubts: Iterable[Doubt]) -> list[Question]:
    """The questions in the order in which they first come up."""
    found: dict[str, Question] = {}
    for doubt in doubts:
        if doubt.code in ASKED:
            question = found.setdefault(
                question_id(doubt),
                Question(question_id(doubt), doubt.code, tuple(map(str, doubt.candidates))),
            )
            question.doubts.append(doubt)
    return list(found.values())


def question_id(doubt: Doubt) -> str:
    """The same for the same doubt at every reading, so that a decision is found again."""
    place = [doubt.about] if doubt.about else [doubt.sheet, doubt.cell, *map(str, doubt.candidates)]
    return hashlib.sha256("\0".join([doubt.code, *place]).encode()).hexdigest()[:16]


def answers_in(questions: Iterable[Question], decisions: dict[str, str]) -> tuple[Answers, dict[str, str]]:
    """What was decided, for recognition: readings of cells and components, and agencies by printed name."""
    amounts: dict[tuple[str, str], frozenset[Decimal]] = {}
    components: dict[tuple[str, str], str] = {}
    agencies: dict[str, str] = {}
    for question in questions:
        value = decisions.get(question.id, LEFT_OPEN)
        if value == LEFT_OPEN:
            continue
        place = (question.doubts[0].sheet, question.doubts[0].cell)
        if question.code == "unknown_agency":
            agencies[question.name] = value
        elif question.code == "component_unclear":
            components[place] = value
        else:
            amounts[place] = amounts.get(place, frozenset()) | {Decimal(value)}
    return Answers(amounts, components), agencies
