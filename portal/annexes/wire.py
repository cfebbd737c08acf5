"""Grids as JSON, for the way from the child that reads to the process that asked. Nothing is unpickled."""

import json
from decimal import Decimal

from portal.annexes.grid import Cell, Grid, Merge, Opened
from portal.annexes.refused import AnnexRefusedError

_EMPTY = Cell("")


def to_bytes(opened: Opened) -> bytes:
    """The file that was read, as bytes."""
    grids = [
        {
            "name": grid.name,
            "rows": [[_given(cell) for cell in row] for row in grid.rows],
            "merges": [(merge.top, merge.left, merge.bottom, merge.right) for merge in grid.merges],
            "before": grid.before,
            "is_sheet": grid.is_sheet,
        }
        for grid in opened.grids
    ]
    told = {"grids": grids, "converted_from": opened.converted_from, "notes": opened.notes}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def refusal_to_bytes(refusal: AnnexRefusedError) -> bytes:
    """The answer of a child that refuses the file."""
    return json.dumps({"refused": str(refusal)}).encode()


def from_bytes(content: bytes) -> Opened:
    """What `to_bytes` was given; AnnexRefusedError where the file was refused."""
    told = json.loads(content)
    if "refused" in told:
        raise AnnexRefusedError(told["refused"])
    grids = (
        Grid(
            grid["name"],
            tuple(tuple(map(_cell, row)) for row in grid["rows"]),
            tuple(Merge(*merge) for merge in grid["merges"]),
            tuple(grid["before"]),
            grid["is_sheet"],
        )
        for grid in told["grids"]
    )
    return Opened(tuple(grids), told["converted_from"], tuple(map(tuple, told["notes"])))


def _given(cell: Cell):
    """Nothing for an empty cell, a text, or a list: most cells are one of the first two."""
    if cell is _EMPTY or cell == _EMPTY:
        return 0
    if cell.number is None and not cell.is_bold and not cell.was:
        return cell.text
    return [cell.text, None if cell.number is None else str(cell.number), int(cell.is_bold), cell.was]


def _cell(given) -> Cell:
    if given == 0:
        return _EMPTY
    if isinstance(given, str):
        return Cell(given)
    text, number, is_bold, was = given
    return Cell(text, None if number is None else Decimal(number), bool(is_bold), was)
