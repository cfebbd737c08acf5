"""How large a file of tables may be, and what its reading may cost.

The largest printed annex known has 100 rows of 12 columns; a file may be much larger, but not so large that
one person's upload takes the machine from the others. Where a limit is reached the file is refused whole.
"""

from portal.annexes.refused import AnnexRefusedError

MIB = 1 << 20

SPLIT = "Hãy chỉ giữ các bảng nhiệm vụ và kinh phí, hoặc tách ra nhiều tệp."
TOO_LARGE = f"Nội dung bên trong tệp quá lớn sau khi giải nén. {SPLIT}"

# The file and what is packed in it
FILE_BYTES = 20 * MIB  # Word documents with scanned seals stay below 10
PACKED_PARTS = 2_000  # files in the package: a document with several hundred images
PART_BYTES = 32 * MIB  # one of them unpacked: the XML of 20 000 rows of 20 columns
PART_TAGS = 2_000_000  # tags of one of them: a tree of a million nodes takes about 250 MiB
TOTAL_BYTES = 96 * MIB  # all of them unpacked
RATIO = 200  # unpacked to packed: long tables come to 60, deflate can do 1 032
RATIO_FROM = 8 * MIB  # below it the ratio says nothing: many equal rows come to 300

# What a table holds
SHEETS = 50  # sheets of a workbook
TABLES = 200  # tables of a document, nested ones counted
NESTING = 3  # tables inside tables; layouts made by hand nest once
ROWS = 20_000  # of one table, as far as it is filled
COLUMNS = 200
CELLS = 200_000  # that hold something, of the whole file
AREA = 1_000_000  # rows x columns of all tables, filled or not: so much memory is held for them
MERGES = 20_000  # merged ranges of one sheet
STYLES = 65_490  # of a workbook: what Excel itself can hold
CELL_CHARACTERS = 32_767  # what Excel holds in one cell; a cell of a document may not be longer either
CHARACTERS = 4_000_000  # of the whole file
NOTES = 200  # what is told of single cells

# The child that reads. Measured: 15 000 cells take 60 MiB and 0.5 s of processor time at most, 195 000 cells (all
# that is allowed) 290 MiB and 7 s, each in the worst of the three formats.
MEMORY_BYTES = 512 * MIB
CPU_SECONDS = 10
WALL_SECONDS = 15
ANSWER_BYTES = 32 * MIB


class Tally:
    """Counts what the tables of one file hold, and refuses the file where that is more than allowed."""

    def __init__(self):
        self.cells = self.area = self.characters = 0

    def within(self, name: str, rows: int, columns: int) -> None:
        """Refuses a table that has more rows or columns."""
        if rows > ROWS or columns > COLUMNS:
            raise AnnexRefusedError(
                f"{name} có dữ liệu đến hàng {rows}, cột {columns}; chỉ đọc được tối đa {ROWS} hàng và "
                f"{COLUMNS} cột. Hãy xoá các ô thừa ở cuối và bên phải, hoặc tách bảng ra nhiều tệp."
            )

    def table(self, name: str, rows: int, columns: int) -> None:
        """Counts a table before its cells are made."""
        self.within(name, rows, columns)
        self.area += rows * columns
        if self.area > AREA:
            raise AnnexRefusedError(f"Tệp có quá nhiều ô. {SPLIT}")

    def filled(self, cells: int) -> None:
        """Counts cells that hold something."""
        self.cells += cells
        if self.cells > CELLS:
            raise AnnexRefusedError(f"Tệp có hơn {CELLS} ô có dữ liệu. {SPLIT}")

    def text(self, text: str) -> None:
        """Counts the text of a cell or paragraph."""
        self.characters += len(text)
        if len(text) > CELL_CHARACTERS:
            raise AnnexRefusedError(
                f"Có một ô hoặc đoạn dài hơn {CELL_CHARACTERS} ký tự. Hãy rút ngắn nội dung rồi nộp lại."
            )
        if self.characters > CHARACTERS:
            raise AnnexRefusedError(f"Tệp có quá nhiều chữ. {SPLIT}")
