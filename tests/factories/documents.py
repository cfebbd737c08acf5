"""Plan documents for tests: a small one, one that says everything, and copies of the five real ones."""

import copy
import functools
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from portal.api.renderers import dumps
from portal.plan_document.reader import REAL_PLANS, ReadDocument, read_document
from portal.plan_document.schema import as_data


def plan_data(**changes) -> dict:
    """A small plan document as plain data, for Hà Tĩnh, with one group, one task and one money table."""
    data = {
        "slug": "ha-tinh-2099",
        "version": {"number": 1, "kind": "original", "status": "issued", "in_force_from": date(2019, 3, 1)},
        "province": "ha-tinh",
        "programme": "1419/QĐ-TTg",
        "title": "KẾ HOẠCH THỬ",
        "kind": "plan",
        "number": "99/KH-UBND",
        "issued_on": date(2019, 3, 1),
        "issuer": "UBND tỉnh Hà Tĩnh",
        "signer": {"name": "Trần Văn A", "title": "CHỦ TỊCH"},
        "period": {"start": 2019, "end": 2020},
        "groups": [
            {
                "key": "1",
                "number": "1",
                "title": "Nâng cao nhận thức",
                "component": "awareness",
                "tasks": [
                    {
                        "key": "1/1.1",
                        "number": "1.1",
                        "action": "Tổ chức 02 hội nghị",
                        "lead": [{"text": "Sở Công thương", "agency": "so-cong-thuong"}],
                        "coordinating": [{"text": "các Sở, ngành liên quan"}],
                        "time": {"text": "2019 - 2020", "start": 2019, "end": 2020},
                    }
                ],
            }
        ],
        "budget_tables": [
            {
                "key": "kinh-phi",
                "title": "KINH PHÍ",
                "includes_dn": True,
                "amount_in_words": "Một trăm triệu đồng",
                "rows": [
                    {
                        "number": "1",
                        "label": "Nâng cao nhận thức",
                        "group": "1",
                        "total": 100,
                        "by_source": {"NSTW": 60, "NSDP": 30, "DN": 10},
                    }
                ],
                "totals": {"total": 100, "by_source": {"NSTW": 60, "NSDP": 30, "DN": 10}},
            }
        ],
    }
    return data | changes


def whole_plan_data(**changes) -> dict:
    """A plan document in which every key of the shape says something, so that no table stays empty."""
    data = plan_data(
        subject="Ban hành Kế hoạch thử",
        kind="decision",
        place="Hà Tĩnh",
        signer={"name": "Trần Văn A", "title": "CHỦ TỊCH", "authority": "TM. ỦY BAN NHÂN DÂN"},
        legal_bases=["Căn cứ Luật Bảo vệ môi trường số 52/2005/QH11 ngày 29/11/2005;"],
        related=[
            {
                "number": "1419/QĐ-TTg",
                "issued_on": date(2009, 9, 7),
                "text": "Quyết định 1419",
                "where": "căn cứ",
            }
        ],
        self_references=[
            {"number": "99/KH-UBND", "issued_on": date(2019, 3, 1), "text": "(Kèm theo)", "where": "phụ lục"}
        ],
        recipients=["Bộ Công Thương;", "Lưu: VT."],
        reporting={
            "before": "12-15",
            "text": "trước ngày 15 tháng 12",
            "obligors": [{"kind": "district", "before": "12-15", "clause": "V.2", "text": "UBND huyện"}],
        },
        phases=[{"code": "2019", "title": "Giai đoạn 2019", "start": 2019, "end": 2019}],
        objectives=[
            {
                "key": "2019/1",
                "kind": "specific",
                "phase": "2019",
                "text": "50% cơ sở áp dụng, tiết kiệm 8-13,5%",
                "targets": [
                    {
                        "indicator": "savings_rate",
                        "population": "cơ sở sản xuất",
                        "min": 8,
                        "max": Decimal("13.5"),
                        "unit": "%",
                        "year": 2019,
                    }
                ],
            }
        ],
        sections=[
            {
                "key": "II.1",
                "number": "II.1",
                "title": "Nhiệm vụ",
                "kind": "duty",
                "component": "awareness",
                "reportable": True,
                "text": "Đoạn mở",
                "items": [{"key": "II.1.a", "letter": "a", "text": "Tuyên truyền"}],
                "note": "Đoạn kết",
            }
        ],
        responsibilities=[
            {
                "number": "1",
                "clause": "V.1",
                "agency": "Sở Công thương",
                "agencies": [{"text": "Sở Công thương", "agency": "so-cong-thuong"}],
                "items": ["Chủ trì", "Báo cáo"],
            }
        ],
        financing=[
            {
                "clause": "IV.1",
                "text": "Ngân sách địa phương",
                "amount": 30,
                "sources": ["NSDP"],
                "sub_sources": ["khcn"],
                "amount_in_words": "Ba mươi triệu đồng",
            }
        ],
        past_results=[
            {
                "text": "hai hội thảo",
                "kind": "conference",
                "quantity": 2,
                "unit": "hội thảo",
                "amount": Decimal("1.5"),
                "sources": ["NSTW"],
                "start": 2015,
                "end": 2018,
            }
        ],
        annexes=[
            {
                "number": "PHỤ LỤC 1",
                "title": "DANH MỤC",
                "status": "present",
                "columns": ["TT", "Nội dung"],
                "announced_in": "III",
                "text": "(phụ lục kèm theo)",
            }
        ],
        readings=[{"where": "title", "printed": "KÊ HOẠCH", "read_as": "KẾ HOẠCH", "why": "lỗi quét"}],
    )
    line = {
        "year": 2019,
        "sources": ["NSTW"],
        "amount": 6,
        "quantity": 2,
        "unit": "hội nghị",
        "unit_price": 3,
    }
    data["groups"][0] |= {"phase": "2019"}
    data["groups"][0]["tasks"][0] |= {
        "contents": ["Mời đại biểu"],
        "expected_results": ["02 hội nghị"],
        "outputs": [
            {
                "text": "02 hội nghị",
                "kind": "conference",
                "quantity": Decimal("2.5"),
                "unit": "hội nghị",
                "year": 2019,
                "start": 2019,
                "end": 2019,
                "per_year": True,
                "approximate": True,
            }
        ],
        "coordinating": [{"text": "Sở Tài chính", "agency": "so-tai-chinh"}],
        "time": {"text": "01/2019 - 2019", "start": "2019-01", "end": 2019, "every_year": True},
        "budget": {"text": "Tổng KP: 6", "total": 6, "sources": ["NSTW"], "lines": [line]},
        "note": "ghi chú",
    }
    table = data["budget_tables"][0]
    table |= {"year": 2019, "unit": "triệu đồng", "complete": True}
    table["rows"][0] |= {"task": "1/1.1", "sources": ["NSTW", "NSDP", "DN"], "source_text": "NSTW; NSĐP; DN"}
    table["rows"][0] |= {"by_year": {2019: 100}, "lines": [line | {"amount": 100, "quantity": None}]}
    table["totals"] |= {"label": "Tổng cộng", "by_year": {2019: 100}}
    return data | changes


def read_plan(data: dict) -> ReadDocument:
    """The data as the reader gives it, out of JSON text."""
    return read_document(dumps(data))


def plan_copy(slug: str, /, **changes) -> dict:
    """The data of one of the five real plans, to be changed and loaded as a plan of its own."""
    data = copy.deepcopy(_plan_file(slug))
    return data | {"slug": f"{data['province']}-2098"} | changes


@functools.cache
def _plan_file(slug: str) -> dict:
    return as_data(read_document((REAL_PLANS / f"{slug}.yaml").read_bytes()).document)


def places(node: Any, path: tuple = ()) -> Iterator[tuple[tuple, Any]]:
    """Every place of plain data with its value: the whole, its parts, their parts ..."""
    yield path, node
    for name, value in node.items() if isinstance(node, dict) else enumerate(node):
        if isinstance(value, dict | list):
            yield from places(value, (*path, name))
        else:
            yield (*path, name), value


def leaves(data: dict) -> list[tuple[tuple, Any]]:
    """Every place that holds a value and not further places."""
    return [(path, value) for path, value in places(data) if not isinstance(value, dict | list)]


def look_up(data: Any, path: tuple) -> Any:
    return functools.reduce(lambda node, name: node[name], path, data)


def put(data: dict, path: tuple, value: Any) -> dict:
    """The data with another value at a place; the given data stay as they are."""
    changed = copy.deepcopy(data)
    look_up(changed, path[:-1])[path[-1]] = value
    return changed
