"""What recognition tells the person besides the plan: doubts at cells, and what could not be placed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from portal.annexes.grid import Grid

# What each code of a doubt is about; docs/annexes.md lists them.
DOUBTS = {
    "ambiguous_number": "Con số có hơn một cách đọc",
    "unreadable_number": "Ô tiền không phải là một số",
    "shared_amount": "Một số tiền chung cho nhiều nhiệm vụ",
    "period_amount": "Số tiền của một giai đoạn, chưa chia theo năm",
    "unit_missing": "Không ghi đơn vị tiền",
    "unknown_source": "Nguồn kinh phí chưa rõ",
    "total_differs": "Tổng in khác tổng tính",
    "unknown_agency": "Cơ quan chưa có trong danh bạ",
    "component_unclear": "Chưa rõ nhóm thuộc hợp phần nào",
    "group_missing": "Bảng không chia nhóm nhiệm vụ",
    "group_is_task": "Dòng vừa là nhóm vừa là nhiệm vụ",
    "level_dropped": "Cấp tiêu đề trên nhóm không có chỗ trong kế hoạch",
    "action_missing": "Nhiệm vụ không có tên",
    "number_mended": "Số thứ tự đọc khác ô in",
    "number_repeated": "Số thứ tự lặp lại",
    "several_times": "Một nhiệm vụ, nhiều thời gian",
    "time_unclear": "Thời gian không thuận",
    "row_not_found": "Dòng kinh phí không khớp nhiệm vụ nào",
    "font_converted": "Chữ được chuyển từ phông cũ",
    "file_note": "Điều cần biết về tệp",
    "text_cut": "Chữ dài hơn chỗ chứa",
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """A cell that a person has to look at; `candidates` are the values among which to choose, if any.

    `about` is the printed name that an `unknown_agency` is about.
    """

    sheet: str
    cell: str
    code: str
    text: str
    candidates: tuple[Any, ...] = ()
    about: str = ""

    def as_data(self) -> dict[str, Any]:
        return {
            "sheet": self.sheet,
            "cell": self.cell,
            "code": self.code,
            "text": self.text,
            "candidates": list(self.candidates),
        }


@dataclass(frozen=True, slots=True)
class Unplaced:
    """What stands in the file and has no place in the plan."""

    sheet: str
    cell: str
    text: str

    def as_data(self) -> dict[str, str]:
        return {"sheet": self.sheet, "cell": self.cell, "text": self.text}


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person has decided of an earlier reading's doubts, by sheet and cell."""

    amounts: dict[tuple[str, str], frozenset[Decimal]] = field(
        default_factory=dict
    )  # candidates chosen there
    components: dict[tuple[str, str], str] = field(default_factory=dict)


@dataclass
class Report:
    """Gathers doubts and which cells were placed, while a file is read; knows what was answered before."""

    answers: Answers = field(default_factory=Answers)
    doubts: list[Doubt] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
    used: set[tuple[int, int, int]] = field(default_factory=set)
    _known: set[Doubt] = field(default_factory=set)

    def doubt(
        self, place: "Place", code: str, text: str, candidates: Iterable[Any] = (), about: str = ""
    ) -> None:
        """Raises a doubt at a place; `code` is one of `DOUBTS`."""
        assert code in DOUBTS, code
        doubt = Doubt(place.grid.name, place.address, code, text, tuple(candidates), about)
        if doubt not in self._known:
            self._known.add(doubt)
            self.doubts.append(doubt)

    def leave(self, place: "Place", text: str) -> None:
        """Says that the text of a place could not be placed."""
        self.use(place)
        self.unplaced.append(Unplaced(place.grid.name, place.address, text))

    def use(self, place: "Place") -> None:
        """Remembers that what stands at the place is told somewhere."""
        self.used.add((id(place.grid), place.row, place.column))

    def knows(self, place: "Place") -> bool:
        """Whether what stands at the place is told somewhere."""
        return (id(place.grid), place.row, place.column) in self.used


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of a grid."""

    grid: Grid
    row: int
    column: int

    @property
    def address(self) -> str:
        return self.grid.address(self.row, self.column)

    @property
    def text(self) -> str:
        return self.grid.rows[self.row][self.column].text

    @property
    def number(self) -> Decimal | None:
        return self.grid.rows[self.row][self.column].number
