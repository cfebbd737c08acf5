"""A grid with its merges resolved: what a reader sees at each place."""

from functools import cached_property

from portal.annexes.grid import Grid, Merge
from portal.annexes.recognition.report import Place


class View:
    """Looks at a grid by row and column, counted from 0."""

    def __init__(self, grid: Grid):
        self.grid = grid
        self.height = len(grid.rows)
        self.width = len(grid.rows[0]) if grid.rows else 0
        self._merges: dict[tuple[int, int], Merge] = {
            (row, column): merge
            for merge in grid.merges
            for row in range(merge.top, min(merge.bottom + 1, self.height))
            for column in range(merge.left, min(merge.right + 1, self.width))
        }

    def anchor(self, row: int, column: int) -> tuple[int, int]:
        """The cell whose text is shown at the place."""
        merge = self._merges.get((row, column))
        return (merge.top, merge.left) if merge else (row, column)

    def merge(self, row: int, column: int) -> Merge | None:
        return self._merges.get((row, column))

    def own(self, row: int, column: int) -> str:
        """The text that begins at the place; "" where a merge from elsewhere covers it."""
        return self.grid.rows[row][column].text.strip() if self.anchor(row, column) == (row, column) else ""

    def shown(self, row: int, column: int) -> str:
        """The text that a reader sees at the place, merges included."""
        top, left = self.anchor(row, column)
        return self.grid.rows[top][left].text.strip()

    def span(self, row: int, column: int) -> int:
        """How many columns the cell covers."""
        merge = self._merges.get((row, column))
        return merge.right - merge.left + 1 if merge else 1

    def place(self, row: int, column: int) -> Place:
        """The cell whose text is shown at the place."""
        return Place(self.grid, *self.anchor(row, column))

    @cached_property
    def filled(self) -> list[list[int]]:
        """For each row the columns in which a text begins."""
        return [
            [column for column in range(self.width) if self.own(row, column)] for row in range(self.height)
        ]
