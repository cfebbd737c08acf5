"""Findings on documents: numbers and dates that differ, laws that had expired, annexes that are not there."""

from datetime import date

import pytest

from plans.models import Law
from tests.factories import plan_copy, plan_data
from tests.factories.documents import put

HT, NB, AG, KT, LS = "ha-tinh-2011", "ninh-binh-2016", "an-giang-2016", "kon-tum-2013", "lang-son-2016"
OWN_NUMBER_HT, OWN_NUMBER_KT = (f"number_differs:self_references/{n}/QĐ-UBND/number" for n in (321, 83))
TWO_DATES = "date_differs:related/221/TTLT-BTC-BCT/2012-12-24"
EXPIRED = "law_expired:related/52/2005/QH11"

# The word, number or date that is changed, and what becomes of the findings: those that go and that come.
CHANGES = {
    "the wrong own number is mended": (HT, ("self_references", 2, "number"), "3210/QĐ-UBND", {OWN_NUMBER_HT}, set()),
    "the own number is written with other spaces": (
        HT, ("self_references", 2, "number"), "3210 /QĐ - UBND", {OWN_NUMBER_HT}, set()),
    "a right own number is changed": (
        HT, ("self_references", 0, "number"), "3211/QĐ-UBND", set(), {"number_differs:self_references/3211/QĐ-UBND/number"}),
    "the number of the plan is changed": (
        HT, ("number",), "321/QĐ-UBND", {OWN_NUMBER_HT},
        {"number_differs:self_references/3210/QĐ-UBND/number", "number_differs:self_references/3210/QĐ-UBND/number/2"}),
    "an own date is changed": (
        HT, ("self_references", 1, "issued_on"), "2011-10-05", set(), {"date_differs:self_references/3210/QĐ-UBND/issued_on"}),
    "an own number is not printed": (HT, ("self_references", 2, "number"), None, {OWN_NUMBER_HT}, set()),
    "the number is not printed at all": (
        KT, ("number",), None, {OWN_NUMBER_KT}, {"document_data_missing:number"}),
    "the two dates of a document become one": (LS, ("related", 2, "issued_on"), "2012-12-25", {TWO_DATES}, set()),
    "the second mention has no date": (LS, ("related", 2, "issued_on"), None, {TWO_DATES}, set()),
    "the second mention is of another document": (
        LS, ("related", 2, "number"), "222/TTLT-BTC-BCT", {TWO_DATES}, set()),
    "the programme's date differs from the catalogue's": (
        LS, ("related", 0, "issued_on"), "2009-09-08", set(), {"date_differs:related/1419/QĐ-TTg/2009-09-08"}),
    "the plan is issued before the law expires": (NB, ("issued_on",), "2014-12-31", {EXPIRED}, {
        f"date_differs:self_references/1051/QĐ-UBND/issued_on{n}" for n in ("", "/2", "/3")}),
    "another law is cited": (
        NB, ("related", 1, "text"), "Luật Bảo vệ môi trường ngày 23/6/2014", {EXPIRED}, set()),
    "the annex is whole": (AG, ("annexes", 1, "status"), "present", {"annex_cut:annexes/“PHỤ LỤC 2”"}, set()),
    "the annex is missing": (
        AG, ("annexes", 1, "status"), "missing", {"annex_cut:annexes/“PHỤ LỤC 2”"}, {"annex_missing:annexes/“PHỤ LỤC 2”"}),
    "the missing annex is there": (LS, ("annexes", 0, "status"), "present", {"annex_missing:annexes/“Phụ lục”"}, set()),
}  # fmt: skip


@pytest.mark.parametrize(("slug", "path", "value", "gone", "new"), CHANGES.values(), ids=CHANGES.keys())
def test_one_changed_value_changes_the_findings_and_no_others(changed_findings, slug, path, value, gone, new):
    assert changed_findings(slug, path, value) == (gone, new)


def test_two_numbers_are_shown_side_by_side(findings):
    found = findings(put(plan_copy(HT), ("self_references", 2, "number"), "999/QĐ-UBND"))
    found = found["number_differs:self_references/999/QĐ-UBND/number"]
    assert (found.printed, found.computed) == ("999/QĐ-UBND", "3210/QĐ-UBND")
    assert found.where == "Tổng hợp kinh phí thực hiện"


def test_two_dates_are_shown_side_by_side_with_their_places(findings):
    found = findings(put(plan_copy(LS), ("related", 2, "issued_on"), "2012-12-23"))
    found = found["date_differs:related/221/TTLT-BTC-BCT/2012-12-23"]
    assert (found.printed, found.computed) == ("23/12/2012", "25/12/2012 (mục IV.2)")
    programme = findings(put(plan_copy(LS, slug="lang-son-2097"), ("related", 0, "issued_on"), "2009-09-08"))
    assert (
        programme["date_differs:related/1419/QĐ-TTg/2009-09-08"].computed
        == "07/09/2009 (danh mục chương trình)"
    )


def test_one_wrong_date_of_the_programme_is_one_finding(findings):
    """It differs from the catalogue and from the first mention; that is one contradiction, not two."""
    mention = {
        "number": "1419/QĐ-TTg",
        "issued_on": date(2009, 9, 7),
        "text": "Quyết định 1419",
        "where": "I",
    }
    found = findings(plan_data(related=[mention, mention | {"issued_on": date(2009, 9, 8)}]))
    assert [key for key in found if key.startswith("date_differs")] == [
        "date_differs:related/1419/QĐ-TTg/2009-09-08"
    ]


def test_one_more_mention_does_not_move_the_own_references(findings):
    """A decision on a finding holds as long as its place does."""
    data = plan_copy(KT)
    data["related"].append(
        {"number": "1/NQ-HĐND", "issued_on": None, "text": "Nghị quyết số 1", "where": "I"}
    )
    assert OWN_NUMBER_KT in findings(data)


@pytest.mark.parametrize(
    ("number", "issued_on", "printed"),
    [(None, "2016-10-11", "không in số, ký hiệu"), ("531/KH-UBND", None, "không in ngày ban hành"),
     (None, None, "không in số, ký hiệu và ngày ban hành")],
)  # fmt: skip
def test_missing_number_or_date_is_said_and_never_guessed(findings, number, issued_on, printed):
    found = findings(plan_copy(AG, number=number, issued_on=issued_on))
    assert found["document_data_missing:number"].printed == printed
    assert not any(key.startswith(("number_differs", "date_differs")) for key in found)


@pytest.mark.parametrize(
    ("day", "expired"), [("2014-12-31", False), ("2015-01-01", True), ("2016-08-17", True)]
)
def test_a_law_has_expired_from_its_first_day_out_of_force(findings, day, expired):
    """Luật Bảo vệ môi trường 52/2005/QH11, replaced on 01/01/2015; recognised by words or by number."""
    by_words = findings(plan_copy(NB, issued_on=day))
    by_number = findings(plan_copy(KT, issued_on=day))
    assert (EXPIRED in by_words, EXPIRED in by_number) == (expired, expired)


def test_the_expiry_is_the_catalogues(findings):
    data = plan_copy(KT)
    Law.objects.filter(number="52/2005/QH11").update(expired_on=date(2013, 10, 24), replaced_by="Luật mới")
    found = findings(data)[EXPIRED]
    assert found.computed == "52/2005/QH11 hết hiệu lực ngày 24/10/2013"
    assert found.printed == "dẫn làm căn cứ ngày 24/10/2013"
    assert found.note.endswith("được thay bằng Luật mới.")
    Law.objects.filter(number="52/2005/QH11").update(expired_on=None)
    assert EXPIRED not in findings(data | {"slug": "kon-tum-2097"})


def test_an_undated_plan_is_measured_at_the_start_of_its_period(findings):
    data = plan_copy(LS)
    data["related"].append(
        {"number": "52/2005/QH11", "issued_on": date(2005, 11, 29), "text": "Luật", "where": "căn cứ"}
    )
    assert findings(data)[EXPIRED].printed == "dẫn làm căn cứ ngày 01/01/2016"
    data |= {"slug": "lang-son-2097", "period": {"start": 2014, "end": 2020}}
    assert EXPIRED not in findings(data)


def test_a_missing_annex_names_the_clause_that_announces_it(findings):
    data = put(
        plan_copy(LS), ("annexes", 0), {"number": "PHỤ LỤC 3", "status": "missing", "announced_in": "V.1"}
    )
    found = findings(data)["annex_missing:annexes/“PHỤ LỤC 3”"]
    assert (found.where, found.printed) == ("PHỤ LỤC 3, nêu tại mục V.1", "PHỤ LỤC 3")
