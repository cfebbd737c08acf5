"""The job that reads a file: the child opens it, recognition reads it, the result waits for the person.

Nothing is locked while it reads. Its answer is taken only if nobody has asked for another reading meanwhile.
"""

import hashlib
import logging
import re
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F

from agencies.models import Province
from core.scope import WORKER, Scope, scoped
from plans.enums import ImportStatus
from plans.models import AnnexImport, AnnexMapping
from plans.models.annex import MAX_ATTEMPTS
from portal.annexes.grid import Grid, Opened
from portal.annexes.opening import open_annex
from portal.annexes.recognising import Catalogue, Recognised, recognise
from portal.annexes.recognition.directory import Directory
from portal.annexes.recognition.mapping import Mapping, TableMapping
from portal.annexes.recognition.report import Doubt
from portal.annexes.reference import catalogue, directory_of
from portal.annexes.refused import AnnexRefusedError
from portal.importing.questions import ASKED, answers_in, question_id, questions_of
from portal.plan_document.text import dumps
from reporting.files import FileLostError, open_file

logger = logging.getLogger(__name__)

SAMPLE_ROWS, LONGEST_SAMPLE = 4, 160
FAULT = "Cổng gặp lỗi khi đọc tệp này. Hãy thử đọc lại; nếu vẫn lỗi, hãy chép các bảng sang một tệp mới rồi nộp lại."
LOST = "Tệp đã nộp không còn trên máy chủ; hãy nộp lại."
WORKER_LOST = "Việc đọc tệp bị dừng giữa chừng hai lần. Hãy chép các bảng sang một tệp mới rồi nộp lại."
NEEDED = (
    "Một bảng cần có hàng đầu bảng với ít nhất hai cột như: Nhiệm vụ (Nội dung), Cơ quan chủ trì, Thời gian, "
    "Kết quả, Kinh phí."
)


@dataclass(frozen=True)
class _Order:
    """What a reading needs of the database, taken at its beginning."""

    pk: int
    province: Province
    asked_at: datetime
    file: tuple[str, int, str]
    mapping: dict
    decisions: dict
    attempts: int
    directory: Directory
    catalogue: Catalogue
    remembered: dict[str, dict] = field(default_factory=dict)


def read_import(public_id: str) -> None:
    """Reads the file of an import that waits; does nothing where none does. Safe to run twice."""
    request = f"read_annex {public_id}"
    everywhere = frozenset(Province.objects.values_list("pk", flat=True))
    with scoped(Scope(WORKER, everywhere, request=request)):
        order = _take(public_id)
    if order is None:
        return
    answer = {"status": ImportStatus.REFUSED, "result": ""}
    try:
        if order.attempts > MAX_ATTEMPTS:
            raise AnnexRefusedError(WORKER_LOST)
        answer = {"status": ImportStatus.READ, "message": "", "result": dumps(_read(order))}
    except AnnexRefusedError as error:
        answer["message"] = str(error)
    except FileLostError:
        logger.exception("the file of import %s is lost", public_id)
        answer["message"] = LOST
    except Exception:
        logger.exception("import %s failed", public_id)
        answer["message"] = FAULT
    with scoped(Scope(WORKER, frozenset({order.province.pk}), request=request)):
        waiting = AnnexImport.objects.filter(pk=order.pk, status=ImportStatus.WAITING)
        waiting.filter(asked_at=order.asked_at).update(**answer)


def signature_of(table: TableMapping) -> str:
    """What a table's head is known by, next year too."""
    return hashlib.sha256("\0".join(table.heads).encode()).hexdigest()


def _take(public_id: str) -> _Order | None:
    waiting = AnnexImport.objects.filter(public_id=public_id, status=ImportStatus.WAITING)
    waiting.update(attempts=F("attempts") + 1)
    row = waiting.select_related("province").first()
    if row is None:
        return None
    remembered = AnnexMapping.objects.filter(province=row.province_id).values_list("signature", "mapping")
    return _Order(
        row.pk, row.province, row.asked_at, (row.checksum, row.size, row.file_name), row.mapping, row.decisions,
        row.attempts, directory_of(row.province), catalogue(), dict(remembered),
    )  # fmt: skip


def _read(order: _Order) -> dict:
    checksum, size, file_name = order.file
    with open_file(checksum, size) as file:
        opened = open_annex(file.read(), file_name)
    known = {"directory": order.directory, "catalogue": order.catalogue}
    mapping = Mapping.from_data(order.mapping) if order.mapping else None
    first = recognise(opened, **known, mapping=mapping)
    if not first.mapping.tables:
        raise AnnexRefusedError(_nothing_found(opened))
    recalled = [] if mapping else _recalled(first.mapping, order.remembered)
    if any(recalled):
        pairs = zip(first.mapping.tables, recalled, strict=True)
        mapping = Mapping(tuple(remembered or table for table, remembered in pairs))
        first = recognise(opened, **known, mapping=mapping)
    answers, agencies = answers_in(questions_of(first.doubts), order.decisions)
    final = first
    if answers.amounts or answers.components or agencies:
        for name, slug in agencies.items():
            order.directory.learn(name, slug)
        final = recognise(opened, **known, mapping=mapping, answers=answers)
    return _as_data(opened, final, _told(first, final, order.decisions), [bool(one) for one in recalled])


def _recalled(mapping: Mapping, remembered: dict[str, dict]) -> list[TableMapping | None]:
    """For each table how the province had one with this head read; its place is where it stands in this file."""
    found = []
    for table in mapping.tables:
        known = remembered.get(signature_of(table))
        here = {"sheet": table.sheet, "head_rows": list(table.head_rows), "title": table.title}
        found.append(TableMapping.from_data(known | here) if known else None)
    return found


def _told(first: Recognised, final: Recognised, decisions: dict) -> list[Doubt]:
    """What is doubtful now, with the questions that were decided: a decision can be changed."""
    now = set(final.doubts)
    told = [
        doubt
        for doubt in first.doubts
        if doubt in now or (doubt.code in ASKED and decisions.get(question_id(doubt)))
    ]
    return told + [doubt for doubt in final.doubts if doubt not in set(first.doubts)]


def _as_data(opened: Opened, final: Recognised, doubts: list[Doubt], recalled: list[bool]) -> dict:
    grids = {grid.name: grid for grid in opened.grids}
    return final.as_data() | {
        "doubts": [
            doubt.as_data() | {"about": doubt.about, "row": _row_around(grids.get(doubt.sheet), doubt.cell)}
            for doubt in doubts
        ],
        "samples": [_sample(grids[table.sheet], table) for table in final.mapping.tables],
        "recalled": recalled or [False] * len(final.mapping.tables),
        "places": [[key, sheet, rows.start, rows.stop - 1] for key, sheet, rows in final.places],
    }


def row_number(address: str) -> int | None:
    """The row (from 1) that an address of a cell names: "C7", "hàng 7, cột 3"."""
    match = re.fullmatch(r"(?:[A-Z]+|hàng )(\d+)(?:, cột \d+)?", address)
    return int(match[1]) if match else None


def _row_around(grid: Grid | None, address: str) -> list[list]:
    """The filled cells of the row in which a cell stands: where, text, whether it is the cell."""
    row = row_number(address)
    if grid is None or row is None or row > len(grid.rows):
        return []
    return [
        [grid.address(row - 1, column), _short(cell.text), grid.address(row - 1, column) == address]
        for column, cell in enumerate(grid.rows[row - 1])
        if cell.text or grid.address(row - 1, column) == address
    ]


def _sample(grid: Grid, table: TableMapping) -> list[dict]:
    """The first rows below a head: number of the row, and the cells of the table's columns."""
    begin = max(table.head_rows)
    rows = [
        {"number": number, "cells": [_short(cells[column.index].text) for column in table.columns]}
        for number, cells in enumerate(grid.rows[begin:], begin + 1)
        if any(cells[column.index].text for column in table.columns)
    ]
    return rows[:SAMPLE_ROWS]


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SAMPLE else f"{text[:LONGEST_SAMPLE]}…"


def _nothing_found(opened: Opened) -> str:
    names = ", ".join(
        f"“{grid.name}” ({len(grid.rows)} hàng, {len(grid.rows[0]) if grid.rows else 0} cột)"
        for grid in opened.grids[:5]
    )
    more = f" và {len(opened.grids) - 5} bảng khác" if len(opened.grids) > 5 else ""
    return f"Tệp có {names}{more}, nhưng không nhận ra bảng nhiệm vụ hay bảng kinh phí nào. {NEEDED}"
