"""The checksum of all that a report says, printed on its receipt: who holds the receipt can show what was sent."""

import hashlib
import json
from decimal import Decimal

from core.numbers import editable_number
from reporting.models import Evidence, ProductEntry, Report, TaskEntry

PAPER = "paper"
EDITION = 2  # raised where the form below changes; a digest tells which form it was made of


def digest_of(report: Report) -> str:
    """SHA-256 over `content_of` as canonical JSON: UTF-8, sorted names, no spaces."""
    text = json.dumps(content_of(report), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def content_of(report: Report) -> dict:
    """All that a report says, in plain values; of files their checksums."""
    obligation = report.obligation
    marks = {"trued_up": True} if report.is_trued_up else {}  # others keep the digest that they have
    return marks | {
        "edition": EDITION,
        "obligation": str(obligation.public_id),
        "plan": obligation.year.plan.slug,
        "plan_version": report.version.number,
        "year": obligation.year.year,
        "agency": obligation.agency.slug,
        "number": report.number,
        "general": report.general,
        "difficulties": report.difficulties,
        "proposals": report.proposals,
        "is_nil": report.is_nil,
        "nil_reason": report.nil_reason,
        "officer": [report.officer_name, report.officer_title],
        "paper": [report.paper_number, report.paper_date.isoformat() if report.paper_date else None],
        "tasks": [_entry(one) for one in sorted(report.taskentry_rows.all(), key=lambda one: one.place)],
        "products": [_product(one) for one in report.productentry_rows.all()],
        "files": sorted(
            [one.place, one.file_name, one.checksum]
            for one in report.evidence_rows.all()
            if not _came_later(one, report)
        ),
    }


def _came_later(file: Evidence, report: Report) -> bool:
    """If a file is the signed paper, which may be added to a sent report."""
    return file.place == PAPER and report.sent_at is not None and file.added_at > report.sent_at


def _entry(entry: TaskEntry) -> dict:
    return {
        "place": entry.place,
        "progress": entry.progress,
        "done": entry.done,
        "difficulties": entry.difficulties,
        "proposals": entry.proposals,
        "nil_reason": entry.nil_reason,
        "outputs": [
            [row.kind.code, row.target, _figure(row.quantity), _figure(row.estimate), row.unit]
            for row in entry.outputentry_rows.all()
        ],
        "money": sorted(
            [row.source, _figure(row.spent), _figure(row.estimate)] for row in entry.moneyentry_rows.all()
        ),
    }


def _product(product: ProductEntry) -> dict:
    """The figures themselves: savings follow from them."""
    return {
        "place": product.place,
        "product": product.product,
        "unit": product.unit,
        "baseline": [product.baseline_year, _figure(product.baseline_output)],
        "output": _figure(product.output),
        "solutions": [product.solutions, product.solution_count],
        "money": [_figure(product.investment), _figure(product.saved_money)],
        "confirmed": product.confirmed,
        "resources": [
            [row.resource, row.name, row.unit, _figure(row.baseline), _figure(row.current)]
            for row in product.resource_rows.all()
        ],
    }


def _figure(value: Decimal | None) -> str | None:
    return None if value is None else editable_number(value)
