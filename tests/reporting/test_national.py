"""The national report against figures added up by hand; what is not known or not comparable is said, nothing is averaged."""

from dataclasses import replace
from decimal import Decimal

import pytest

from agencies.enums import Role
from agencies.models import Province
from core.clock import standing_at
from core.scope import MINISTRY, Scope, scoped
from plans.models import NationalTarget, Plan
from portal.plan_document.loader import load_plan
from reporting.builders.national import planned
from reporting.builders.national.chapters import chapter_contents
from reporting.builders.national.facts import NationalFacts
from reporting.builders.national.front import build_national
from reporting.builders.national.tables import KEYS, all_tables
from reporting.builders.national.words import SAMPLE
from reporting.contents import frozen
from reporting.contents.national import Selection
from reporting.contents.workbook import Cell, Sheet
from reporting.enums import ConsolidationStatus
from reporting.models import Consolidation, TargetValue
from tests.factories import plan_copy, read_plan
from tests.reporting.consolidated_year import NOW, small_year
from tests.reporting.national_year import send_again, sent_report

pytestmark = pytest.mark.django_db
NOT_SENT = "chưa gửi"


@pytest.fixture(autouse=True)
def at_that_time():
    with standing_at(NOW):
        yield


def tables(year: int = 2019, **selection) -> dict[str, Sheet]:
    """All tables as the ministry's role of the database lets them be read."""
    with scoped(Scope(role=MINISTRY)):
        return all_tables(NationalFacts(Selection(year, **selection)))


def values(sheet: Sheet, style: str = "plain") -> dict[str, tuple]:
    """The rows of a table by their first cell, as plain values."""
    rows = [
        tuple(one.value if isinstance(one, Cell) else one for one in row.cells)
        for row in sheet.rows
        if row.style == style
    ]
    return {row[0]: row[1:] for row in rows}


def test_provinces_stand_side_by_side_and_are_added_up(person):
    for province in ("ha-tinh", "lang-son"):
        sent_report(person, province)
    found = tables(borders="63")
    assert set(found) == set(KEYS)
    states = values(found["states"])
    assert states["Tỉnh Hà Tĩnh"] == ("đã gửi", 3, 2, 1, 0, 0, 0, 0, 0)
    assert states["Tỉnh Lạng Sơn"] == ("1/2 đã gửi", 3, 2, 1, 0, 0, 0, 0, 0)
    assert states["Tỉnh An Giang"] == (NOT_SENT,) * 9
    assert values(found["states"], "total")["Cộng"] == ("", 6, 4, 2, 0, 0, 0, 0, 0)
    components = values(found["components"])
    assert components["Tỉnh Hà Tĩnh"] == ("đã gửi", 2, 1, 0, 0, 1, 1, 0, 0, 0, 0, 3, 2)
    assert values(found["outputs"]) == {"Hội nghị, hội thảo": ("hội nghị", 12, 6, 2, 2, 2)}
    assert values(found["compliance"], "total")["Cộng"][3:] == (8, 4, 2, 2, 2, 6)
    assert values(found["overview"])["Tỉnh Hà Tĩnh"] == ("99/KH-UBND (2019-2020)", "đã gửi", 3, 2, 22, 4, 2)


def test_money_of_the_year_is_planned_by_plans_and_spent_by_reports(person):
    sent_report(person, "ha-tinh")
    found = tables()
    assert values(found["money"])["Tỉnh Hà Tĩnh"] == (
        10, Decimal("12.5"), Decimal("22.5"), "đã gửi", Decimal("9.5"), Decimal("12.5"), "chưa rõ", "–", 22, 1, Decimal("1.25"),
    )  # fmt: skip
    assert values(found["money"])["Tỉnh Lạng Sơn"][:4] == ("–", "–", "không ghi", NOT_SENT)
    plans = values(found["plans"])
    assert plans["Tỉnh An Giang"][2:] == ("–", 720, "–", "–", 6120, 6840, "cả kỳ 2016-2020")
    assert plans["Tỉnh Ninh Bình"][-1] == "riêng năm 2017; 7 nhóm chưa rõ"
    assert plans["Tỉnh Lạng Sơn"][2:] == ("chưa rõ",) * 7
    totals = values(found["plans"], "total")
    assert totals["Cộng cả kỳ"][0] == "2 kế hoạch"
    assert totals["Cộng riêng năm 2017"][-2] == 300
    years = [
        tuple(one.value if isinstance(one, Cell) else one for one in row.cells) for row in found["years"].rows
    ]
    assert ("Tỉnh Hà Tĩnh", 2019, Decimal("22.5"), 22, 1) in years
    assert ("Tỉnh An Giang", 2018, 80, "chưa có báo cáo", "chưa có báo cáo") in years


def with_rate(person, province: str, numerator, denominator, population: str) -> Consolidation:
    """The sent report of a province with these figures of the share of facilities that apply it."""
    year = small_year(person(Role.DEPARTMENT_EDITOR, province), province)
    TargetValue.objects.filter(year=year).update(
        numerator=numerator, denominator=denominator, population=population
    )
    return send_again(person, year)


def test_shares_are_added_by_numerators_where_they_count_the_same_and_never_averaged(person):
    national = NationalTarget.objects.get(indicator__code="application_rate", period_end=2020)
    with_rate(person, "ha-tinh", 30, 50, national.population)
    with_rate(person, "lang-son", 10, 150, f"{national.population} trên địa bàn tỉnh")
    with_rate(person, "an-giang", 90, 100, "cơ sở có tiềm năng")
    with_rate(person, "ninh-binh", None, 100, national.population)
    found = tables()
    rate = values(found["targets"])[national.indicator.name]
    assert rate[4:] == (40, 200, 20, "%", "chưa đạt", 2, 2)  # the average would be 33 %
    named = [
        tuple(one.value if isinstance(one, Cell) else one for one in row.cells)
        for row in found["targets-by-province"].rows
    ]
    assert {row[1]: row[9:] for row in named if row[0] == national.indicator.short_name} == {
        "Tỉnh An Giang": ("không", "khác đối tượng tính"),
        "Tỉnh Hà Tĩnh": ("có", ""),
        "Tỉnh Lạng Sơn": ("có", ""),
        "Tỉnh Ninh Bình": ("không", "chưa rõ số liệu"),
    }
    assert (
        "20% (tính từ 2 số liệu cùng đối tượng), mục tiêu quốc gia giai đoạn 2016-2020 là 50%, chưa đạt. 2 số liệu"
        in "\n".join(build_national(Selection(2019)).front.parts[3].lead)
    )


def test_another_unit_is_not_added(person):
    national = NationalTarget.objects.get(indicator__code="application_rate", period_end=2020)
    with_rate(person, "ha-tinh", 30, 50, national.population)
    assert values(tables()["targets"])[national.indicator.name][4:6] == (30, 50)
    NationalTarget.objects.filter(pk=national.pk).update(unit="cơ sở")
    rate = values(tables()["targets"])[national.indicator.name]
    assert rate[4] == "chưa rõ"
    assert rate[-2:] == (0, 1)


def test_however_many_provinces_it_takes_as_many_queries(person, django_assert_num_queries):
    sent = {"ha-tinh", "lang-son"}
    for province in sent:
        sent_report(person, province)
    for provinces in (sent, sent | {"an-giang", "kon-tum", "ninh-binh"}):
        for province in sorted(provinces - sent):
            sent_report(person, province)
        planned.kept.clear()
        selection = Selection(2019, provinces=tuple(provinces))
        facts = NationalFacts(selection)
        with django_assert_num_queries(13):
            found = all_tables(facts)
        with django_assert_num_queries(9):  # sums of issued versions are kept
            assert all_tables(NationalFacts(selection)) == found
        assert len(facts.told) == len(provinces)
        assert sum(row.style == "plain" for row in found["compliance"].rows) == len(provinces)


def test_real_and_sample_figures_are_never_mixed(person):
    sent_report(person, "ha-tinh", is_sample=True)
    found = tables()
    assert all(SAMPLE in sheet.title for sheet in found.values())
    assert values(found["compliance"], "total")["Cộng"][3] == 4
    assert build_national(Selection(2019)).front.is_sample
    sent_report(person, "lang-son")
    found = tables()
    assert not any(SAMPLE in sheet.title for sheet in found.values())
    assert values(found["compliance"])["Tỉnh Hà Tĩnh"][0] == NOT_SENT
    assert values(found["compliance"], "total")["Cộng"][3] == 4
    # It is decided for the country: who looks at one province alone does not get its sample figures either.
    assert values(tables(provinces=("ha-tinh",))["compliance"])["Tỉnh Hà Tĩnh"][0] == NOT_SENT


def test_a_sample_plan_is_left_out_where_a_real_one_covers_the_year(person):
    load_plan(read_plan(plan_copy("an-giang-2016", slug="an-giang-mau")))
    Plan.objects.filter(slug="an-giang-mau").update(is_sample=True)
    assert [
        one.version.plan.slug for one in NationalFacts(Selection(2019, provinces=("an-giang",))).plans
    ] == ["an-giang-2016"]
    Plan.objects.exclude(slug="an-giang-mau").update(is_sample=True)
    facts = NationalFacts(Selection(2019, provinces=("an-giang",)))
    assert (len(facts.plans), facts.is_sample) == (2, True)


def test_provinces_are_those_of_today_or_of_old(person):
    sent_report(person, "kon-tum")
    assert values(tables()["states"])["Tỉnh Quảng Ngãi"][:2] == ("1/2 đã gửi", 3)
    old = values(tables(borders="63")["states"])
    assert old["Tỉnh Kon Tum"][:2] == ("1/2 đã gửi", 3)
    assert "Tỉnh Quảng Ngãi" not in old


def test_a_selection_leaves_out_what_it_does_not_name(person):
    sent_report(person, "ha-tinh")
    sent_report(person, "lang-son")
    region = Province.objects.get(slug="ha-tinh").region
    assert set(values(tables(provinces=("lang-son", "an-giang"))["states"])) == {
        "Tỉnh An Giang",
        "Tỉnh Lạng Sơn",
    }
    assert set(values(tables(region=region)["states"])) == {"Tỉnh Hà Tĩnh"}
    assert values(tables(programme="889/QĐ-TTg")["states"]) == {}
    of = tables(component="technical", provinces=("ha-tinh",))
    assert values(of["components"]) == {"Tỉnh Hà Tĩnh": ("đã gửi", 1, 1)}
    assert values(of["states"])["Tỉnh Hà Tĩnh"] == ("đã gửi", 1, 1, 0, 0, 0, 0, 0, 0)
    assert values(of["outputs"])["Hội nghị, hội thảo"] == ("hội nghị", 2, 0, 0, None, 1)
    assert values(of["money"])["Tỉnh Hà Tĩnh"][:3] == (Decimal("12.5"), Decimal("12.5"), "đã gửi")
    assert of["states"].title[1] == "Chỉ gồm: hợp phần Hỗ trợ kỹ thuật tại cơ sở; 1 tỉnh, thành phố được chọn"


def test_the_newest_sent_version_counts_and_nothing_that_was_not_sent(person):
    sent = sent_report(person, "ha-tinh")
    TargetValue.objects.filter(year=sent.year).update(numerator=45)
    assert values(tables()["targets-by-province"])["Áp dụng"][3] == 30
    send_again(person, sent.year)
    assert values(tables()["targets-by-province"])["Áp dụng"][3] == 45
    assert values(tables()["states"])["Tỉnh Hà Tĩnh"][1] == 3


def test_a_report_without_figures_is_unknown_and_no_zero(person):
    year = small_year(person(Role.DEPARTMENT_EDITOR, "ha-tinh"))
    one = Consolidation.objects.create(
        year=year, province=year.province, version=year.version, number=1, started_by=person(Role.DEPARTMENT_EDITOR, "ha-tinh")
    )  # fmt: skip
    one.status, one.sent_at, one.sent_by = ConsolidationStatus.SENT, NOW, one.started_by
    one.contents, one.digest = {}, "0" * 64
    one.save()
    assert values(tables()["states"])["Tỉnh Hà Tĩnh"] == ("đã gửi, không kèm số liệu", *(NOT_SENT,) * 8)


def test_a_chapter_is_the_report_as_it_was_sent_or_the_issued_plan(person):
    sent = sent_report(person, "ha-tinh")
    report = build_national(Selection(2019))
    by_plan = {one.plan: one for one in report.chapters}
    assert set(by_plan) == {
        "an-giang-2016",
        "ha-tinh-2099",
        "kon-tum-2013",
        "lang-son-2016",
        "ninh-binh-2016",
    }
    own = by_plan["ha-tinh-2099"]
    assert (own.digest, own.consolidation) == (sent.digest, str(sent.public_id))
    with scoped(Scope(role=MINISTRY)):
        assert chapter_contents(own) == replace(frozen.read(sent.contents), checksum=sent.digest)
        others = {slug: chapter_contents(one) for slug, one in by_plan.items() if one != own}
    assert all("Chưa có báo cáo tổng hợp" in one.parts[0].lead[0] for one in others.values())
    assert others["ninh-binh-2016"].parts[2].lead == ("Kinh phí kế hoạch riêng năm 2017: 300 triệu đồng.",)
    assert others["kon-tum-2013"].parts[2].lead == ("Kinh phí kế hoạch cả kỳ: chưa rõ.",)
    for one in (*others.values(), report.front):
        frozen.digest(frozen.plain(one))  # nothing but plain values
    assert build_national(Selection(2019)).chapters == report.chapters
    assert build_national(Selection(2020)).chapters[0].digest == report.chapters[0].digest
    assert build_national(Selection(2019)).front == report.front


def test_charts_of_the_ministrys_part_say_what_the_sums_of_their_tables_say(person):
    assert all(not one.charts for one in build_national(Selection(2012)).front.parts[:2])
    for province in ("ha-tinh", "lang-son"):
        sent_report(person, province)
    found = tables()
    by_component, by_year = (
        chart for part in build_national(Selection(2019)).front.parts for chart in part.charts
    )
    sums = values(found["components"], "total")["Cộng"][1:]
    names = [cell.value for cell in found["components"].header[0].cells[2:]]
    everything = {name: pair for name, *pair in zip(names, sums[::2], sums[1::2], strict=True)}
    del everything["Mọi hợp phần"]
    count, done = by_component.series
    assert {
        name: [one, other]
        for name, one, other in zip(by_component.labels, count.values, done.values, strict=True)
    } == everything
    rows = [row for row in found["years"].rows if row.style == "total"]
    planned, spent = by_year.series
    for place, row in enumerate(rows):
        _, year, *money = (one.value if isinstance(one, Cell) else one for one in row.cells)
        assert [by_year.labels[place], planned.values[place], spent.values[place]] == [str(year), *money[:2]]
        has_gaps = money[2] and not isinstance(money[1], str)
        assert spent.notes[place] == (f"và {money[2]} khoản chưa rõ" if has_gaps else "")
    assert any(spent.notes)


def test_a_chapter_says_which_province_the_former_one_is_part_of_now(person):
    sent_report(person, "kon-tum")
    for borders in ("34", "63"):
        titles = {one.plan: one.province for one in build_national(Selection(2019, borders=borders)).chapters}
        assert titles["kon-tum-2013"] == "Tỉnh Kon Tum (nay thuộc tỉnh Quảng Ngãi)"
        assert titles["an-giang-2016"] == "Tỉnh An Giang"
    documents = values(tables()["overview"])["Tỉnh Quảng Ngãi"][0]
    assert "835/QĐ-UBND của tỉnh Kon Tum" in documents


def test_the_heading_is_the_ministrys(person):
    heading = build_national(Selection(2019)).front.heading
    assert (heading.parent_body, heading.issuing_body, heading.symbol, heading.place) == (
        "", "Bộ Công Thương", "BC-BCT", "Hà Nội",
    )  # fmt: skip


def test_a_year_without_plans_says_that_nothing_is_there():
    report = build_national(Selection(2050))
    assert report.chapters == ()
    assert all("Không có số liệu" in sheet.rows[0].cells[0].value for sheet in report.front.tables)
    assert report.front.parts[0].lead[0].startswith("Năm 2050 có 0 tỉnh")
