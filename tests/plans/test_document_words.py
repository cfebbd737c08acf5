"""Readings of broken places of the source in words."""

import pytest

from plans.document_words import LABELS, place_parts, said
from plans.models import Reading
from portal.plan_document.schema import PlanDocument
from tests.test_consistency import schema_paths


@pytest.mark.parametrize(
    ("place", "parts"),
    [
        ("groups/4/tasks/4.2/time", "nhóm nhiệm vụ 4 › nhiệm vụ 4.2 › thời gian"),
        ("groups/2018-2020/1/tasks/1.1", "nhóm nhiệm vụ 2018-2020/1 › nhiệm vụ 1.1"),
        ("groups/*/tasks/*/time", "nhóm nhiệm vụ › nhiệm vụ › thời gian"),
        ("self_references (đầu Kế hoạch)", "nơi tự dẫn số, ngày (đầu Kế hoạch)"),
        ("objectives/specific-1, specific-2", "mục tiêu cụ thể 1, cụ thể 2"),
        (
            "groups/5/tasks/5.1, 5.2/lead, coordinating",
            "nhóm nhiệm vụ 5 › nhiệm vụ 5.1, 5.2 › chủ trì, phối hợp",
        ),
        ("sections/mo-dau/items/mo-dau.4", "mục mở đầu › khoản mở đầu.4"),
        ("budget_tables/t/rows/2/by_source", "bảng kinh phí “Bảng” › dòng 2 › theo nguồn"),
        ("cuối mục V", "cuối mục V"),
    ],
)
def test_places_of_readings_are_told_in_words(place, parts):
    assert " › ".join(place_parts(place, {"t": "“Bảng”"})) == parts


@pytest.mark.parametrize(
    ("place", "read_as", "words"),
    [
        ("issued_on", "issued_on: 2016-08-17", "ngày: 17/08/2016"),
        ("reporting/before", "12-15", "15/12"),
        ("period", "12-15", "12-15"),
        ("budget_tables/t/rows/1/sources", "NSDP", "NSĐP"),
    ],
)
def test_what_was_read_is_told_as_people_write_it(place, read_as, words):
    assert said(Reading(place=place, printed="x", read_as=read_as, why="cut"), {}).read_as == words
    assert said(Reading(place=place, printed="x", read_as=read_as, why="cut"), {}).why == "bị cắt"


def test_every_key_of_a_plan_document_has_a_label():
    keys = {path.rpartition(".")[2] for path in schema_paths(PlanDocument)} - {"findings", "key"}

    assert keys - set(LABELS) == set()
    assert set(LABELS) - keys - {"key"} == set()
