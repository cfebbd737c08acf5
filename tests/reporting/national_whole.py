"""The national report of two provinces, put together of its parts: what tests of both forms read."""

from dataclasses import replace
from pathlib import Path

import pikepdf
from django.db import transaction

from agencies.enums import Role
from agencies.models import Agency
from core.clock import standing_at
from reporting.contents.consolidated import ConsolidatedReport
from reporting.contents.parts import (
    AnnexesOfChapter,
    Assembly,
    BodyOfChapter,
    Entry,
    Piece,
    TableOfContents,
    Tagged,
    body_of_front,
    tables_of_front,
)
from reporting.documents import consolidated_report
from reporting.renderers.national_pdf import render
from reporting.services.consolidations import start_consolidation
from tests.factories import MembershipFactory
from tests.reporting.consolidated_year import NOW, small_year
from tests.reporting.pdf_reading import pages_of
from tests.reporting.test_consolidated_files import silent

PROVINCES = ("Tỉnh Hà Tĩnh", "Tỉnh Mẫu")
LONG = "Phụ lục về nhiệm vụ của các cơ quan, tổ chức và cơ sở sản xuất công nghiệp theo hợp phần và theo năm"


def small_report(blocker) -> ConsolidatedReport:
    """Read with pytest-django's `blocker` open; the rows that it was read from are undone."""
    with blocker.unblock(), transaction.atomic(), standing_at(NOW):
        own = Agency.objects.get(province__slug="ha-tinh", slug="so-cong-thuong")
        editor = MembershipFactory(agency=own, province=own.province, role=Role.DEPARTMENT_EDITOR).user
        found = consolidated_report(
            start_consolidation(small_year(editor), by=editor, note="Xã chưa có người.")
        )
        transaction.set_rollback(True)
    return replace(found, checksum="0123456789abcdef" * 4)


class Whole:
    """The national report of two provinces, the second one with invented figures, and the parts that it is made of."""

    def __init__(self, report: ConsolidatedReport, folder: Path, *, is_tagged: bool = False):
        sample = replace(report, is_sample=True, subject=f"{report.subject} (mẫu)")
        entries = [Entry(LONG), *(Entry(f"Phụ lục {sheet.name}") for sheet in report.tables[1:])]
        self.parts = [body_of_front(report), None, *tables_of_front(report)]
        for province, one in zip(PROVINCES, (report, sample), strict=True):
            entries += [Entry(province), Entry(f"{province}: phụ lục", 2)]
            self.parts += [BodyOfChapter(province, one), AnnexesOfChapter(province, one)]
        self.parts[1] = TableOfContents(tuple(entries))
        self.entries, pieces = entries, []
        for number, part in enumerate(self.parts):
            (folder / str(number)).write_bytes(render(Tagged(part) if is_tagged else part, silent))
            pieces.append(Piece(folder / str(number), entries[number - 2] if number > 1 else None))
        self.order = Assembly("Báo cáo", "Bộ Công Thương", "Năm 2019", tuple(pieces), 1, is_tagged)
        self.file = render(self.order, silent)
        self.pages = pages_of(self.file)

    @property
    def starts(self) -> list[int]:
        """The first page of each part, from 0."""
        found, start = [], 0
        for piece in self.order.pieces:
            found.append(start)
            with pikepdf.open(piece.file) as part:
                start += len(part.pages)
        return found
