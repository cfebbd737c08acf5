"""Bombs are refused within the limits of the child, with a message, and the process that asks does not grow."""

import re
from pathlib import Path

import pytest

from portal.annexes import limits
from portal.annexes.limits import MIB
from tests.portal.annexes import bombs
from tests.portal.annexes.files import document_of
from tests.portal.annexes.refusals import refusal

GROWTH = 24 * MIB  # of the asking process: the file itself, its copy on the way, and the answer


def peak_bytes() -> int:
    return int(re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())[1]) * 1024


def refused_without_growing(content: bytes) -> str:
    """The message, after a look at the memory that this process took at most meanwhile."""
    Path("/proc/self/clear_refs").write_text("5")  # the peak counts from here
    before = peak_bytes()
    message = refusal(content)
    assert peak_bytes() - before < GROWTH + 2 * len(content)
    return message


def test_the_measure_sees_what_is_freed_again():
    Path("/proc/self/clear_refs").write_text("5")
    before = peak_bytes()
    assert len(b"x" * (2 * GROWTH)) == 2 * GROWTH
    assert peak_bytes() - before > GROWTH


BOMBS = {
    "ratio": (bombs.by_ratio, "quá lớn sau khi giải nén"),
    "part": (bombs.by_part, "quá lớn sau khi giải nén"),
    "sum": (bombs.by_sum, "quá lớn sau khi giải nén"),
    "lying directory": (bombs.by_a_lying_directory, "không đúng chuẩn"),
    "parts": (bombs.many_parts, "phần bên trong"),
    "tags": (bombs.many_tags, "quá lớn sau khi giải nén"),
    "entities": (bombs.entity_bomb, "DTD"),
    "far cells": (bombs.far_cells, "XFD1048576"),
    "rows": (bombs.row_flood, f"A{limits.ROWS + 1}"),
    "cells": (bombs.cell_flood, "ô có dữ liệu"),
    "area": (bombs.area_flood, "quá nhiều ô"),
    "merges": (bombs.merge_flood, "vùng ô gộp"),
    "overlapping merges": (bombs.overlapping_merges, "chồng lên nhau"),
    "styles": (bombs.style_flood, "kiểu định dạng"),
    "sheets": (bombs.sheet_flood, "100000 trang tính"),
    "repeated text": (bombs.repeated_text, "quá lớn"),
    "deep sheet": (bombs.deep_sheet, "Không tìm thấy bảng"),
    "nested tables": (lambda: document_of(bombs.tables(limits.NESTING + 1)), "lồng nhau"),
    "deeply nested tables": (lambda: document_of(bombs.tables(2000)), "bị hỏng"),
    "nested rows": (bombs.nested_rows, "bị hỏng"),
    "wide cell": (bombs.wide_cell, "cột"),
    "document rows": (bombs.document_row_flood, "hàng"),
    "many tables": (lambda: document_of(bombs.tables(1) * (limits.TABLES + 1)), "bảng"),
    "long cell": (bombs.long_cell, "ký tự"),
}


@pytest.mark.parametrize(("make", "said"), BOMBS.values(), ids=BOMBS)
def test_bombs_are_refused_and_cost_the_asking_process_nothing(make, said):
    content = make()
    assert len(content) < 8 * MIB
    assert said in refused_without_growing(content)
