"""The national report put together: the ministry's own part, and the list of chapters."""

from core import clock
from reporting.builders.national.chapters import chapters_of
from reporting.contents.consolidated import BodyPart, ConsolidatedReport
from reporting.contents.heading import Heading
from reporting.contents.national import NationalReport, Selection
from reporting.contents.workbook import Column, Row, Sheet


def build_national(selection: Selection) -> NationalReport:
    """The national report of a selection as the database stands."""
    chapters = chapters_of(selection)
    subject = f"Kết quả sản xuất sạch hơn trong công nghiệp năm {selection.year} của các tỉnh, thành phố"
    columns = (Column("Tỉnh, thành phố", width=40), Column("Bản kế hoạch", "number"))
    rows = tuple(Row((one.province, one.version)) for one in chapters)
    front = ConsolidatedReport(
        heading=Heading(
            number=None, symbol="BC-BCT", day=clock.today(), place="Hà Nội", parent_body="", issuing_body="Bộ Công Thương",
            addressees=("Thủ tướng Chính phủ",), signer_authority="", signer_title="Bộ trưởng", signer_name="",
            recipients=("Như trên", "Lưu: VT"),
        ),
        subject=subject,
        opening="Bộ Công Thương báo cáo như sau:",
        edition=(f"Lập từ {len(chapters)} báo cáo tổng hợp đã gửi trên cổng",),
        is_sample=False,
        parts=(BodyPart("Tình hình báo cáo", (f"{len(chapters)} báo cáo.",), annexes=("Báo cáo đã gửi",)),),
        closing="Trên đây là báo cáo./.",
        tables=(Sheet("Báo cáo đã gửi", columns, rows, ("Báo cáo đã gửi",)),),
        definitions=Sheet("Cách đọc", (Column("Từ"), Column("Nghĩa")), (Row(("Chưa rõ", "Không cho số")),), ("Cách đọc",)),
        unknowns=Sheet("Chưa rõ", (Column("Số liệu"),), (Row(("Không có",)),), ("Chưa rõ",)),
    )  # fmt: skip
    return NationalReport(selection, front, chapters)
