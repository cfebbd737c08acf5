"""The kinds of documents: what each is made from, by which renderer, and what its file is called.

A kind's contents are built from the database (`build`), rendered elsewhere (`reporting.rendering`); its
`digest` tells whether two requests mean the same document. To add one: a value of `ReportKind`, a builder, a
renderer, an entry of DOCUMENTS.
"""

import dataclasses
import enum
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django.conf import settings

from budgets.selectors import with_content
from plans.models import PlanVersion
from reporting.builders.comparison.build import build_comparison
from reporting.builders.heading import build_heading
from reporting.builders.plan_annexes import build_plan_annexes, build_task_and_money_annexes
from reporting.builders.plan_report import build_plan_report
from reporting.enums import ReportKind

# What a document looks like depends on these: another renderer, template, font or library makes another one.
MADE_WITH = (
    "reporting/renderers/*.*",
    "templates/reporting/pdf/*.html",
    "node_modules/@expo-google-fonts/tinos/**/*.ttf",
    "requirements.lock",
)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# What the requester may say about who signs, where a document has a heading.
SIGNER = ("signer_authority", "signer_title", "signer_name")


@dataclass(frozen=True)
class Document:
    """A kind of document. `build(version, params)` gives its contents, `renderer` is a module's dotted path.

    One that `compares` is of two versions: `build(version, params, compared_with)`.
    """

    build: Callable[..., Any]
    renderer: str
    stem: str
    extension: str
    media_type: str
    has_heading: bool = False  # the requester may give number, day and signer
    compares: bool = False

    def contents(self, version: PlanVersion, params: dict, compared_with: PlanVersion | None = None):
        """What the document says of the version, or of what differs from `compared_with` to it."""
        return self.build(version, params, *([compared_with] if self.compares else []))

    def file_name(self, version: PlanVersion, compared_with: PlanVersion | None = None) -> str:
        """An ASCII name: bao-cao-ke-hoach-kon-tum-2013.pdf; later versions add their number, comparisons both."""
        edition = f"-ban-{version.number}" if version.number > 1 or compared_with else ""
        edition = f"-ban-{compared_with.number}{edition}" if compared_with else edition
        return f"{self.stem}-{version.plan.slug}{edition}.{self.extension}"


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
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
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
}


def digest_of(kind: str, contents) -> str:
    """SHA-256 over the contents, the kind and what it is rendered with: the same digest, the same document."""
    canonical = json.dumps([kind, _made_with_digest(), _plain(contents)], ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _plain(value):
    """The value as JSON that no other value has. TypeError for what contents may not hold."""
    if value is None or (isinstance(value, bool | int | str) and not isinstance(value, enum.Enum)):
        return value
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if dataclasses.is_dataclass(value):
        fields = {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return {type(value).__name__: fields}
    if isinstance(value, dict):
        return {"dict": [[_plain(key), _plain(item)] for key, item in value.items()]}
    if isinstance(value, Decimal | date | enum.Enum):
        return {type(value).__name__: str(value)}
    raise TypeError(f"{type(value).__name__} is no plain value of a document")


@cache
def _made_with_digest() -> str:
    digest = hashlib.sha256()
    for pattern in MADE_WITH:
        for file in sorted(settings.BASE_DIR.glob(pattern)):
            if file.is_file():
                digest.update(str(file.relative_to(settings.BASE_DIR)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()
