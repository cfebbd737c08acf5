"""The kinds of documents: what each is made from, by which renderer, and what its file is called.

A kind's contents are built from the database (`build`), rendered elsewhere (`reporting.rendering`); its
`digest` tells whether two requests mean the same document. To add one: a value of `ReportKind`, a builder, a
renderer, an entry of DOCUMENTS.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from django.conf import settings

from budgets.selectors import with_content
from core.text import slugify_vi
from plans.enums import Component
from plans.models import PlanVersion
from reporting.builders.comparison.build import build_comparison
from reporting.builders.consolidated.kinds import contents_of
from reporting.builders.heading import build_heading
from reporting.builders.national.chapters import chapter_contents
from reporting.builders.national.front import build_national
from reporting.builders.plan_annexes import build_plan_annexes, build_task_and_money_annexes
from reporting.builders.plan_report import build_plan_report
from reporting.contents import frozen
from reporting.contents.consolidated import ConsolidatedReport
from reporting.contents.frozen import plain
from reporting.contents.national import NationalReport, Selection
from reporting.contents.whole import WholeReport, national_workbook
from reporting.enums import ConsolidationKind, ReportKind
from reporting.models import Consolidation

# What a document looks like depends on these: another renderer, template, font or library makes another one.
MADE_WITH = (
    "reporting/renderers/*.*",
    "templates/reporting/pdf/*.html",
    "node_modules/@expo-google-fonts/tinos/**/*.ttf",
    "requirements.lock",
)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OF_YEAR = "tong-hop"  # in names of files; of a period another word stands there
OF_PERIOD = {ConsolidationKind.INTERIM: "so-ket", ConsolidationKind.FINAL: "tong-ket"}
FEW_PROVINCES = 3  # that the name of a file lists
LONGEST_SAID = 100  # letters of a file's name, for what a national report was narrowed to
# What the requester may say about who signs, where a document has a heading.
SIGNER = ("signer_authority", "signer_title", "signer_name")


@dataclass(frozen=True)
class Document:
    """A kind of document. `build(version, params)` gives its contents, `renderer` is a module's dotted path.

    One that `compares` is of two versions: `build(version, params, compared_with)`; one that is `of_year` of a version of
    its consolidated report: `build(version, params, consolidation)`. A national one is of no version: `build(params)`.
    What is built says by its digest which document it is; `expand` adds what is needed to render it.
    """

    build: Callable[..., Any]
    renderer: str
    stem: str
    extension: str
    media_type: str
    has_heading: bool = False  # the requester may give number, day and signer
    compares: bool = False
    of_year: bool = False
    is_national: bool = False
    expand: Callable[[Any], Any] | None = None

    def contents(
        self,
        version: PlanVersion | None,
        params: dict,
        compared_with: PlanVersion | None = None,
        consolidation: Consolidation | None = None,
    ):
        """What the document says: of the version, of what differs from `compared_with` to it, or of a year of it."""
        if self.is_national:
            return self.build(params)
        other = [compared_with] if self.compares else [consolidation] if self.of_year else []
        return self.build(version, params, *other)

    def whole(self, contents):
        """All that the renderer prints of what was built."""
        return self.expand(contents) if self.expand else contents

    def file_name(
        self,
        version: PlanVersion | None,
        compared_with: PlanVersion | None = None,
        consolidation: Consolidation | None = None,
        selection: Selection | None = None,
    ) -> str:
        """An ASCII name: bao-cao-ke-hoach-kon-tum-2013.pdf; later versions add their number, comparisons both.

        Of a year: bao-cao-tong-hop-nam-2018-kon-tum-2013-ban-1.pdf, with the number of the consolidated report; of a
        period: bao-cao-so-ket-giai-doan-2013-2015-kon-tum-2013-ban-1.pdf. A national one: bao-cao-toan-quoc-nam-2018.pdf,
        narrowed bao-cao-toan-quoc-nam-2018-vung-tay-nguyen.pdf.
        """
        if selection:
            narrowed = _narrowed(selection)
            return f"{self.stem}-nam-{selection.year}{narrowed and f'-{narrowed}'}.{self.extension}"
        if consolidation:
            time = slugify_vi(consolidation.time)
            stem = self.stem.replace(OF_YEAR, OF_PERIOD.get(consolidation.kind, OF_YEAR))
            return f"{stem}-{time}-{version.plan.slug}-ban-{consolidation.number}.{self.extension}"
        edition = f"-ban-{version.number}" if version.number > 1 or compared_with else ""
        edition = f"-ban-{compared_with.number}{edition}" if compared_with else edition
        return f"{self.stem}-{version.plan.slug}{edition}.{self.extension}"


def _narrowed(selection: Selection) -> str:
    """What a selection leaves in, for a name: "vung-tay-nguyen-kon-tum"; "" where that is all.

    What cannot be said in short ends in six signs of a checksum, so that no two selections have one name.
    """
    few = len(selection.provinces) <= FEW_PROVINCES
    said = [
        selection.programme and f"chuong-trinh-{selection.programme}",
        selection.region and f"vung-{selection.region}",
        selection.component and f"hop-phan-{Component(selection.component).label}",
        *(selection.provinces if few else [f"{len(selection.provinces)}-tinh"]),
        selection.borders == "63" and "dia-gioi-63-tinh",
    ]
    name = slugify_vi(" ".join(one for one in said if one))
    if few and len(name) <= LONGEST_SAID:
        return name
    return f"{name[:LONGEST_SAID].strip('-')}-{frozen.digest(plain(selection))[:6]}"


def _plan_report(version: PlanVersion, params: dict):
    signer = {name: params[name] for name in SIGNER if params[name]}  # else what the builder takes by itself
    heading = build_heading(version, day=date.fromisoformat(params["day"]), number=params["number"], **signer)
    return build_plan_report(with_content(PlanVersion.objects).get(pk=version.pk), heading)


def _plan_annexes(version: PlanVersion, params: dict):
    return build_plan_annexes(version)


def _task_and_money_annexes(version: PlanVersion, params: dict):
    return build_task_and_money_annexes(version)


def _comparison(version: PlanVersion, params: dict, compared_with: PlanVersion):
    return build_comparison(compared_with, version)


def consolidated_report(consolidation: Consolidation) -> ConsolidatedReport:
    """What a consolidated report says: as it was sent, with its checksum, or as it stands now."""
    if consolidation.is_sent:
        return replace(frozen.read(consolidation.contents), checksum=consolidation.digest)
    return contents_of(consolidation)


def _of_year(version: PlanVersion, params: dict, consolidation: Consolidation):
    return consolidated_report(consolidation)


def _tables_of_year(version: PlanVersion, params: dict, consolidation: Consolidation):
    return consolidated_report(consolidation).workbook


def _national(params: dict) -> NationalReport:
    return build_national(selection_of(params))


def selection_of(params: dict) -> Selection:
    """What a national document was asked for, as its run keeps it."""
    return Selection(**params | {"provinces": tuple(params["provinces"])})


def _with_chapters(report: NationalReport) -> WholeReport:
    return WholeReport(report.front, tuple((one.province, chapter_contents(one)) for one in report.chapters))


def _tables_of_nation(report: NationalReport):
    return national_workbook(_with_chapters(report))


DOCUMENTS: dict[str, Document] = {
    ReportKind.PLAN_PDF: Document(
        build=_plan_report,
        renderer="reporting.renderers.plan_report_pdf",
        stem="bao-cao-ke-hoach",
        extension="pdf",
        media_type="application/pdf",
        has_heading=True,
    ),
    ReportKind.PLAN_XLSX: Document(
        build=_plan_annexes,
        renderer="reporting.renderers.workbook_xlsx",
        stem="phu-luc-ke-hoach",
        extension="xlsx",
        media_type=XLSX,
    ),
    ReportKind.PLAN_DOCX: Document(
        build=_task_and_money_annexes,
        renderer="reporting.renderers.annexes_docx",
        stem="phu-luc-ke-hoach",
        extension="docx",
        media_type=DOCX,
    ),
    ReportKind.COMPARISON_PDF: Document(
        build=_comparison,
        renderer="reporting.renderers.comparison_pdf",
        stem="so-sanh-ke-hoach",
        extension="pdf",
        media_type="application/pdf",
        compares=True,
    ),
    ReportKind.COMPARISON_DOCX: Document(
        build=_comparison,
        renderer="reporting.renderers.comparison_docx",
        stem="so-sanh-ke-hoach",
        extension="docx",
        media_type=DOCX,
        compares=True,
    ),
    ReportKind.YEAR_PDF: Document(
        build=_of_year,
        renderer="reporting.renderers.consolidated_pdf",
        stem="bao-cao-tong-hop",
        extension="pdf",
        media_type="application/pdf",
        of_year=True,
    ),
    ReportKind.YEAR_DOCX: Document(
        build=_of_year,
        renderer="reporting.renderers.consolidated_docx",
        stem="bao-cao-tong-hop",
        extension="docx",
        media_type=DOCX,
        of_year=True,
    ),
    ReportKind.YEAR_XLSX: Document(
        build=_tables_of_year,
        renderer="reporting.renderers.workbook_xlsx",
        stem="so-lieu-tong-hop",
        extension="xlsx",
        media_type=XLSX,
        of_year=True,
    ),
    ReportKind.NATIONAL_PDF: Document(
        build=_national,
        renderer="reporting.renderers.national_pdf",
        stem="bao-cao-toan-quoc",
        extension="pdf",
        media_type="application/pdf",
        is_national=True,
    ),
    ReportKind.NATIONAL_TAGGED_PDF: Document(
        build=_national,
        renderer="reporting.renderers.national_pdf",
        stem="bao-cao-toan-quoc-co-the",
        extension="pdf",
        media_type="application/pdf",
        is_national=True,
    ),
    ReportKind.NATIONAL_DOCX: Document(
        build=_national,
        renderer="reporting.renderers.national_docx",
        stem="bao-cao-toan-quoc",
        extension="docx",
        media_type=DOCX,
        is_national=True,
        expand=_with_chapters,
    ),
    ReportKind.NATIONAL_XLSX: Document(
        build=_national,
        renderer="reporting.renderers.workbook_xlsx",
        stem="so-lieu-toan-quoc",
        extension="xlsx",
        media_type=XLSX,
        is_national=True,
        expand=_tables_of_nation,
    ),
}


def digest_of(kind: str, contents) -> str:
    """SHA-256 over the contents, the kind and what it is rendered with: the same digest, the same document."""
    canonical = json.dumps([kind, made_with_digest(), plain(contents)], ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


@cache
def made_with_digest() -> str:
    digest = hashlib.sha256()
    for pattern in MADE_WITH:
        for file in sorted(settings.BASE_DIR.glob(pattern)):
            if file.is_file():
                digest.update(str(file.relative_to(settings.BASE_DIR)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()
