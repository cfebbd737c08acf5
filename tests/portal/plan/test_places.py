"""Places and values of plan documents in words."""

from datetime import date
from decimal import Decimal

import pytest

from plans.document_words import LABELS
from plans.models import Plan
from portal.plan_document.schema import PlanDocument
from portal.plan_pages.places import Values, place_in_words
from tests.test_consistency import schema_paths


def test_every_key_of_a_plan_document_has_a_label():
    keys = {path.rpartition(".")[2] for path in schema_paths(PlanDocument)} - {"findings", "key"}

    assert keys - set(LABELS) == set()
    assert set(LABELS) - keys - {"key"} == set()


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("title", "tên"),
        ("groups[1].tasks[1/1.1].time.end", "nhóm nhiệm vụ 1 › nhiệm vụ 1/1.1 › thời gian › kết thúc"),
        ("budget_tables[a.b].rows[2].by_source.NSDP", "bảng kinh phí a.b › dòng 2 › theo nguồn › NSĐP"),
        ("objectives[specific-2].text", "mục tiêu cụ thể 2 › chữ in"),
        ("groups (thứ tự)", "nhóm nhiệm vụ (thứ tự)"),
        ("version.in_force_from", "bản › áp dụng từ ngày"),
    ],
)
def test_the_place_of_a_difference_is_said_in_words(path, words):
    assert place_in_words(path) == words


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("value", "name", "words"),
    [
        (None, "title", "không có"),
        ([], "contents", "không có"),
        (True, "every_year", "có"),
        (date(2013, 10, 24), "issued_on", "24/10/2013"),
        ("12-15", "before", "15/12"),
        ("2011-01", "start", "01/2011"),
        (2011, "start", "2011"),
        (Decimal("20.4"), "amount", "20,4"),
        ("technical", "component", "Hỗ trợ kỹ thuật tại cơ sở"),
        (["NSDP", "DN"], "sources", "NSĐP, DN"),
        ("so-cong-thuong", "agency", "Sở Công Thương"),
        ("technical", "text", "technical"),
        ({"text": "a", "agency": None, "note": "b"}, "lead", "chữ in: a; ghi chú: b"),
    ],
)
def test_a_value_is_said_in_words(value, name, words):
    assert Values(Plan.objects.get(slug="kon-tum-2013")).in_words(value, name) == words
