"""What is not known in the tables: how it is written, and the list of it."""

from reporting.contents.workbook import Cell, Column, Row, Sheet, Value

UNKNOWN = "chưa rõ"
NOT_PRINTED = "không ghi"
NOT_ACCEPTED = "chưa có báo cáo được duyệt"
UP_TO_REPORT = (
    "Báo cáo phải gửi trước khi chốt số liệu năm thì số là đến kỳ báo cáo, cả năm là ước; báo cáo đã có số cả năm thì số là "
    "số cả năm, không còn ước. Không phát sinh là 0."
)


def open_cell(value: Value, words: str = UNKNOWN) -> Cell | Value:
    """The value; where there is none, words that stand for it. Words given as the value are marked so too."""
    if value is None:
        return Cell(words, unknown=True)
    return Cell(value, unknown=True) if value == NOT_ACCEPTED else value


class Unknowns:
    """Collects what is not known while tables are made, in their order."""

    def __init__(self):
        self.rows: list[Row] = []

    def add(self, table: str, place: str, agency: str, what: str, why: str) -> None:
        """A figure that is not known: in which table, of what, whose, which figure, and why."""
        self.rows.append(Row((table, place, agency, what, why)))

    def sheet(self) -> Sheet:
        """All of them, one a row."""
        columns = (
            Column("Bảng", width=24),
            Column("Nội dung", width=60),
            Column("Cơ quan", width=36),
            Column("Số liệu chưa rõ", width=30),
            Column("Vì sao", width=30),
        )
        nothing = Row((Cell("Không có số liệu nào chưa rõ.", span=len(columns)),), "note")
        title = ("Số liệu chưa rõ",)
        notes = ("Chưa rõ không phải là 0. Mỗi dòng là một chỗ trống trong các bảng.",)
        return Sheet(
            "Chưa rõ", columns, tuple(self.rows) or (nothing,), title, notes=notes, filtered=bool(self.rows)
        )
