"""The figures of a sent report as rows: equal to what its frozen contents say, seen like it, and never changed."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from agencies.enums import Role
from core.clock import standing_at
from core.numbers import dong_to_million
from core.scope import MINISTRY, WEB, Scope, scoped
from reporting.builders.consolidated.figures import OWED
from reporting.contents import frozen
from reporting.contents.workbook import Cell
from reporting.enums import FigureKind
from reporting.models import ConsolidatedFigure
from reporting.services.consolidations import send_consolidation, start_consolidation
from tests.reporting.consolidated_year import NOW, small_year


@pytest.fixture(autouse=True)
def at_that_time():
    with standing_at(NOW):
        yield


@pytest.fixture
def writing(person):
    editor = person(Role.DEPARTMENT_EDITOR, "ha-tinh")
    return start_consolidation(small_year(editor), by=editor, note="Xã chưa có người.")


@pytest.fixture
def sent(writing, person):
    by = person(Role.DEPARTMENT_APPROVER, "ha-tinh")
    sent = send_consolidation(writing, by=by, link=lambda one: "http://testserver/")
    sent.refresh_from_db()
    return sent


def rows(sent, name: str) -> list[tuple]:
    """The rows of a frozen table, plain, without heads of groups; unknown ones as None."""
    sheet = next(one for one in frozen.read(sent.contents).tables if one.name == name)
    return [
        tuple(None if isinstance(one, Cell) and one.unknown else one for one in row.cells)
        for row in sheet.rows
        if row.style not in ("group", "note")
    ]


def figures(sent, kind: FigureKind, *fields: str) -> list[tuple]:
    return list(sent.figures.filter(kind=kind).values_list(*fields))


def test_there_are_none_before_it_is_sent(writing):
    assert not writing.figures.exists()


def test_tasks_are_those_of_the_frozen_table(sent):
    assert figures(sent, FigureKind.TASKS, "component", "word", "value") == [
        ("awareness", "done", 1), ("awareness", "doing", 1), ("technical", "done", 1),
    ]  # fmt: skip
    *_, total = rows(sent, "Mức độ thực hiện")
    assert total[3:6] == (3, 2, 1)


def test_results_are_those_of_the_frozen_table(sent):
    found = figures(
        sent,
        FigureKind.OUTPUT,
        "component",
        "output_kind__code",
        "unit",
        "planned",
        "value",
        "beside",
        "unknown",
    )
    assert found == [
        ("awareness", "conference", "hội nghị", 4, 3, 1, 1),
        ("technical", "conference", "hội nghị", 2, 0, None, 0),
    ]
    [(_, unit, reached, _, unknown, beside, _)] = rows(sent, "Kết quả theo loại")
    assert (unit, sum(one[4] for one in found), sum(one[6] for one in found), found[0][5]) == (
        "hội nghị", reached, unknown, beside,
    )  # fmt: skip


def test_money_is_that_of_the_frozen_table(sent):
    found = figures(sent, FigureKind.SPENT, "component", "sources", "year", "value", "unknown", "beside")
    assert found == [
        ("awareness", ["NSTW"], 2019, 9_500_000, 0, 1_250_000),
        ("awareness", ["DN"], 2019, None, 1, None),
        ("technical", ["NSDP"], 2019, 12_500_000, 0, None),
    ]
    *_, total = rows(sent, "Kinh phí theo nhóm")
    assert total[4:9] == (Decimal("9.5"), Decimal("12.5"), None, 22, 1)  # NSTW, NSĐP, DN, together, open
    known = [dong_to_million(one[3]) for one in found if one[3] is not None]
    assert (sum(known), sum(one[4] for one in found)) == (total[7], total[8])


def test_targets_are_those_of_the_frozen_table(sent):
    found = figures(
        sent,
        FigureKind.TARGET,
        "indicator__code",
        "printed",
        "year",
        "value",
        "denominator",
        "unit",
        "word",
        "population",
    )
    assert found == [
        ("application_rate", "50%", 2020, 30, 50, "%", "reached", "cơ sở vừa"),
        ("savings_rate", "8-13%", 2020, None, None, "%", "unknown", ""),
    ]
    assert [(row[2], row[3], row[4], row[5], row[7], row[9]) for row in rows(sent, "Mục tiêu")] == [
        (printed, year, value, denominator, unit, population)
        for _, printed, year, value, denominator, unit, _, population in found
    ]


def test_compliance_is_that_of_the_frozen_words(sent):
    found = dict(figures(sent, FigureKind.COMPLIANCE, "word", "value"))
    assert found == {"owed": 4, "in_time": 2, "late": 1, "paper": 1, "missing": 1, "accepted": 3}
    said = frozen.read(sent.contents).parts[0].lead[0]
    assert said == (
        "Có 4 cơ quan, đơn vị phải báo cáo; 3 đã gửi, trong đó 2 đúng hạn, 1 muộn, 1 bằng văn bản giấy; 3 báo cáo được duyệt."
    )


def refused(change) -> bool:
    try:
        with transaction.atomic():
            change()
            transaction.set_rollback(True)
    except DatabaseError:
        return True
    return False


def test_the_database_refuses_every_change(sent, writing):
    one = sent.figures.get(word=OWED)
    assert refused(lambda: ConsolidatedFigure.objects.filter(pk=one.pk).update(value=7))
    assert refused(lambda: ConsolidatedFigure.objects.filter(pk=one.pk).delete())
    later = {"consolidation": sent, "province": sent.province, "position": 999, "kind": FigureKind.COMPLIANCE}
    assert refused(lambda: ConsolidatedFigure.objects.create(**later))
    editor = writing.started_by
    draft = start_consolidation(sent.year, by=editor, note="Bản mới.")
    assert not refused(lambda: ConsolidatedFigure.objects.create(**later | {"consolidation": draft}))


def test_a_figure_has_what_its_kind_has(writing):
    about = {"consolidation": writing, "province": writing.province, "position": 1}
    assert refused(lambda: ConsolidatedFigure.objects.create(kind=FigureKind.TARGET, **about))
    assert refused(lambda: ConsolidatedFigure.objects.create(kind=FigureKind.OUTPUT, **about))
    assert not refused(lambda: ConsolidatedFigure.objects.create(kind=FigureKind.TASKS, **about))


def test_the_ministry_and_the_province_read_them_and_another_province_does_not(sent, writing, person):
    def seen(scope: Scope) -> int:
        with scoped(scope), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM reporting_consolidatedfigure")
            return cursor.fetchone()[0]

    count = sent.figures.count()
    assert count > 10
    draft = start_consolidation(sent.year, by=writing.started_by, note="Bản mới.")
    ConsolidatedFigure.objects.create(
        consolidation=draft, province=draft.province, position=1, kind=FigureKind.TASKS, value=1
    )
    other = person(Role.DEPARTMENT_EDITOR, "kon-tum")
    assert seen(Scope(role=WEB, provinces=frozenset({sent.province_id}))) == count + 1
    assert seen(Scope(role=WEB, provinces=frozenset(other.province_ids()))) == 0
    assert seen(Scope(role=MINISTRY)) == count
    for someone, number in ((person(Role.MINISTRY_OFFICIAL), count), (other, 0)):
        assert ConsolidatedFigure.objects.visible_to(someone).count() == number
