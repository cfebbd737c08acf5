"""The five real plans against their printed sources: nothing invented, nothing dropped, and a table of facts.

The facts were read from fixtures/sources/*.txt by a person, not from the documents: what fails here is a
document that no longer says what the source prints.
"""

from decimal import Decimal

import pytest

from plans.models import PlanVersion
from portal.plan_document.exporter import content_of
from portal.plan_document.loader import load_plan
from portal.plan_document.reader import REAL_PLANS, read_document
from tests import source_check
from tests.conftest import PLAN_SLUGS
from tests.source_check import compare

YEAR_2020, YEAR_2015 = {"year": 2020, "unit": "%"}, {"year": 2015, "unit": "%"}
SCT, TNMT, KHCN = "so-cong-thuong", "so-tai-nguyen-va-moi-truong", "so-khoa-hoc-va-cong-nghe"


def target(minimum, maximum=None, **more) -> dict:
    return {"min": minimum, "max": maximum or minimum} | more


def row(total, *by_source) -> dict:
    return {"total": total, "by_source": dict(zip(("NSTW", "NSDP", "DN"), by_source, strict=False))}


# The place of a fact (a row by its key, code, clause or number from 0; "#" counts, "*x" lists) and the fact.
FACTS = {
    "an-giang-2016": {
        "kind": "plan", "number": "531/KH-UBND", "issued_on": "2016-10-11", "signer name": "Lê Văn Nung",
        "signer title": "KT. CHỦ TỊCH PHÓ CHỦ TỊCH", "period end": 2020, "recipients #": 0,
        "title": "KẾ HOẠCH HÀNH ĐỘNG ÁP DỤNG SẢN XUẤT SẠCH HƠN TRONG CÔNG NGHIỆP TRÊN ĐỊA BÀN TỈNH AN GIANG "
                 "ĐẾN NĂM 2020",
        "related *number": ["1419/QĐ-TTg", "05/KH-UBND"], "related *issued_on": ["2009-09-07", "2012-02-01"],
        "self_references *number": ["531/KH-UBND"] * 2, "reporting before": "12-15",
        "reporting obligors *clause": ["V.10", "V.11", "V"], "reporting obligors *kind": ["district", "facility", "party"],
        "objectives #": 4, "objectives specific-1 targets 0": target(75, **YEAR_2020),
        "objectives specific-2 targets 0": target(50), "objectives specific-2 targets 1": target(8, 13, **YEAR_2020),
        "objectives specific-3 targets 0": target(75), "groups #": 4, "groups 3 title":
        "Xây dựng và vận hành cơ sở dữ liệu về SXSH.",
        "groups *component": ["awareness", "technical", "database", "policy"],
        "tasks *number": ["1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "2.4", "2.5", "3.1", "3.2", "4.1", "4.2"],
        "tasks *budget": [120, 60, 100, 100, 320, 2000, 3200, 200, 400, 250, 50, 10, 30],
        "tasks 2/2.2 budget sources": ["NSDP", "DN"], "tasks 3/3.1 budget sources": ["NSDP"],
        "tasks 2/2.2 budget text": "Tổng KP: 2,000 (Tùy theo mức hỗ trợ của các chính sách hiện hành) (NSDP; DN)",
        "tasks *lead": [SCT, SCT, TNMT, SCT, SCT, SCT, KHCN, "so-nong-nghiep-va-phat-trien-nong-thon",
                        "ban-quan-ly-khu-kinh-te", SCT, SCT, SCT, SCT],
        "tasks 1/1.1 contents #": 4, "tasks 1/1.1 coordinating #": 4, "tasks 3/3.1 contents #": 6,
        "tasks 1/1.1 time": {"start": 2017, "end": 2020, "every_year": False},
        "tasks 4/4.1 time": {"start": 2017, "end": 2018}, "tasks 4/4.2 time": {"start": 2020, "end": 2020},
        "sections I items #": 5, "sections III.1 items #": 3, "sections III.2 items #": 6,
        "sections III.2 note": "(Mức hỗ trợ cụ thể tùy thuộc vào các quy định hiện hành).",
        "responsibilities #": 11, "responsibilities V.6 agencies #": 3, "responsibilities V.1 items #": 3,
        "budget_tables 0 rows 0 total": 380, "budget_tables 0 rows 0 source_text": "NS Tỉnh",
        "budget_tables 0 rows 0 by_year": {"2017": 110, "2018": 80, "2019": 110, "2020": 80},
        "budget_tables 0 complete": False, "annexes *status": ["present", "cut"], "annexes 1 columns #": 14,
        "financing *amount": [6840, 4240, 2600],
        "financing 2 amount_in_words": "Sáu tỷ tám trăm bốn mươi triệu đồng chẵn",
        "past_results *quantity": [4, 8, 5, 2, 170, 80, 1, 12, 13, 3, 180], "past_results *amount": [431, 4245, 215, 216],
        "past_results *start": [2011] * 17, "past_results *end": [2015] * 17,
    },
    "ha-tinh-2011": {
        "kind": "decision", "number": "3210/QĐ-UBND", "issued_on": "2011-10-04", "place": "Hà Tĩnh",
        "signer name": "Trần Minh Kỳ", "signer authority": "TM. ỦY BAN NHÂN DÂN", "period": {"start": 2011, "end": 2015},
        "subject": "Ban hành Kế hoạch hành động sản xuất sạch hơn trong công nghiệp trên địa bàn tỉnh Hà Tĩnh đến năm 2015",
        "legal_bases #": 4, "legal_bases 0": "Căn cứ Luật Tổ chức HĐND và UBND ngày 26/11/2003;", "recipients #": 10,
        "recipients 0": "Như điều 2;", "self_references *number": ["3210/QĐ-UBND", "3210/QĐ-UBND", "321/QĐ-UBND"],
        "related *number": ["52/2005/QH11", "1419/QĐ-TTg", "163/TTr-SCT", "08/CT-BCN", "2451/QĐ-UBND"],
        "related *issued_on": ["2003-11-26", "2005-11-29", "2009-09-07", "2011-09-27", "2007-07-10", "2007-09-17"],
        "reporting before": "12-15", "reporting obligors *clause": ["V.3", "V.4", "V"], "objectives #": 4,
        "objectives specific-1 targets 0": target(100, **YEAR_2015), "objectives specific-2 targets 0": target(50),
        "objectives specific-3 targets 0": target(25), "objectives specific-3 targets 1": target(5, 8, **YEAR_2015),
        "groups #": 5, "groups *component": ["awareness", "technical", "network", "database", "policy"],
        "tasks *number": ["1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "2.4", "3.1", "3.2"], "tasks #": 12,
        "tasks 1/1.1 time": {"text": "1/2011 - 12/2015", "start": "2011-01", "end": "2015-12", "every_year": False},
        "tasks 1/1.1 coordinating #": 6, "tasks 1/1.2 contents": [
            "Xây dựng quy chế xét duyệt.", "Vận động", "Tổ chức xét duyệt.", "Tổ chức Hội nghị khen thưởng."],
        "tasks 2/2.3 outputs 0": {"quantity": 30, "start": 2011, "end": 2015, "approximate": True, "kind": "project_support"},
        "tasks 2/2.4 coordinating *agency": [TNMT, KHCN, "so-y-te", "so-lao-dong-thuong-binh-va-xa-hoi"],
        "tasks *budget": [], "sections I items #": 5, "sections III.1 items #": 2, "responsibilities #": 4,
        "budget_tables 0 rows 0": row(2040, 1390, 650, 70), "budget_tables 0 rows 1": row(4100, 3100, 1000, 300),
        "budget_tables 0 rows 2": row(500, 250, 250), "budget_tables 0 rows 3": row(350, 250, 100),
        "budget_tables 0 rows 4": row(60, 40, 20), "budget_tables 0 totals": row(7050, 5030, 2020, 370),
        "budget_tables 0 includes_dn": False, "budget_tables 0 amount_in_words": "Bảy tỷ không trăm năm triệu đồng chẵn",
        "annexes *status": ["present", "present"], "annexes 0 columns #": 6, "past_results #": 0,
    },
    "kon-tum-2013": {
        "kind": "decision", "number": "835/QĐ-UBND", "issued_on": "2013-10-24", "signer name": "Nguyễn Hữu Hải",
        "signer authority": "TM. UỶ BAN NHÂN DÂN", "period": {"start": 2013, "end": 2020}, "legal_bases #": 4,
        "self_references *number": ["83/QĐ-UBND", "835/QĐ-UBND"], "self_references *issued_on": ["2013-10-24"] * 2,
        "related *number": ["52/2005/QH11", "1419/QĐ-TTg", "1134/TTr-SCT", "389/QĐ-UBND"],
        "related *issued_on": ["2003-11-26", "2005-11-29", "2009-09-07", "2013-10-04", "2013-05-31"],
        "recipients #": 7, "recipients 6": "Lưu: VT, KTN3.", "version in_force_from": "2013-10-24",
        "reporting before": "11-30", "reporting obligors *clause": ["VI.13"],
        "phases *title": ["Giai đoạn từ nay đến năm 2015", "Giai đoạn từ năm 2016 đến năm 2020"],
        "objectives #": 10, "objectives *phase": ["2013-2015"] * 6 + ["2016-2020"] * 3,
        "objectives 2013-2015/2 targets 0": target(15, **YEAR_2015),
        "objectives 2013-2015/2 targets 1": target(5, 8), "objectives 2013-2015/3 targets 0": target(100),
        "objectives 2013-2015/5 targets 0": target(25), "objectives 2016-2020/2 targets 0": target(50, **YEAR_2020),
        "objectives 2016-2020/2 targets 1": target(8, 13), "objectives 2016-2020/3 targets 0": target(90),
        "groups *number": ["I", "II", "III", "4", "5"], "tasks #": 13,
        "groups *component": ["awareness", "policy", "network", "technical", "database"],
        "tasks *number": ["1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.4", "3.1", "3.2", "4.1", "4.2", "4.3"],
        "tasks I/1.1 time": {"start": 2014, "end": 2015, "every_year": False}, "tasks I/1.1 contents #": 5,
        "tasks I/1.2 time": {"text": "Thực hiện hàng năm", "start": None, "end": None, "every_year": True},
        "tasks 4/4.2 time": {"start": 2013, "end": 2015},
        "tasks 4/4.2 outputs 0": {"quantity": 20, "unit": "DN", "start": 2013, "end": 2020, "approximate": True},
        "tasks 4/4.3 lead *agency": [SCT, TNMT, KHCN], "tasks III/3.1 coordinating #": 0,
        "tasks II/2.2 coordinating *agency": [TNMT, KHCN, "so-ke-hoach-va-dau-tu", "so-tai-chinh"],
        "tasks *budget": [], "budget_tables #": 0, "sections I items #": 4, "sections II.1 items *letter": list("abcd"),
        "sections III.1 items *letter": list("abcdđ"), "sections III.3 items #": 4, "sections III.4 items #": 3,
        "responsibilities #": 13, "responsibilities VI.9 agencies *agency": ["cong-an-tinh"],
        "responsibilities VI.3 items #": 4, "financing *amount": [],
    },
    "lang-son-2016": {
        "kind": "plan", "number": None, "issued_on": None, "signer name": "Nguyễn Công Trường",
        "period": {"start": 2016, "end": 2020}, "subject": None, "legal_bases #": 1, "groups #": 0, "budget_tables #": 0,
        "title": "KẾ HOẠCH THỰC HIỆN CHIẾN LƯỢC SẢN XUẤT SẠCH HƠN TRONG CÔNG NGHIỆP TRÊN ĐỊA BÀN TỈNH LẠNG SƠN "
                 "GIAI ĐOẠN 2016 - 2020",
        "related *number": ["1419/QĐ-TTg", "221/TTLT-BTC-BCT", "221/TTLT-BTC-BCT"],
        "related *issued_on": ["2009-09-07", "2012-12-25", "2012-12-24"], "self_references #": 0,
        "objectives #": 4, "objectives specific-1 targets 0": target(90), "objectives specific-2 targets 0": target(50),
        "objectives specific-2 targets 1": target(8, 13), "objectives specific-3 targets 0": target(70),
        "reporting before": "12-15", "reporting obligors *clause": ["V.5", "V.6"],
        "reporting obligors *kind": ["district", "facility"], "reporting obligors 1 before": "12-15",
        "sections II.1 items *letter": list("abcd"), "sections II.2 items #": 2, "sections II.3 items #": 4,
        "sections II.4 items #": 3, "sections III.1 items #": 3, "sections III.2 items #": 2,
        "sections III.3 items #": 3, "sections III.4 items #": 4, "sections II.1 reportable": True,
        "sections III.4 reportable": True, "sections IV reportable": False, "sections II.4 component": "network",
        "responsibilities #": 6, "responsibilities V.4 agencies *agency": [TNMT, KHCN],
        "financing *amount": [], "annexes *status": ["missing"],
        "annexes 0 text": "(Chi tiết dự kiến kinh phí tại Phụ lục kèm theo).", "past_results #": 0,
    },
    "ninh-binh-2016": {
        "kind": "decision", "number": "1051/QĐ-UBND", "issued_on": "2016-08-17", "signer name": "Nguyễn Ngọc Thạch",
        "period": {"start": 2016, "end": 2020}, "legal_bases #": 4, "recipients #": 6, "recipients 5": "(kh 144)",
        "related *number": ["1419/QĐ-TTg", "799/TTr-SCT", "45/2012/NĐ-CP", "499/QĐ-UBND"],
        "related *issued_on": ["2015-06-19", "2005-11-29", "2009-09-07", "2016-07-29", "2012-05-21", "2015-05-26"],
        "self_references *number": ["1051/QĐ-UBND"] * 3, "reporting before": "12-15",
        "reporting obligors *clause": ["V.3", "V.4", "V"], "phases *code": ["2016-2017", "2018-2020"], "objectives #": 4,
        "objectives specific-1 targets 0": target(95), "objectives specific-2 targets 0": target(35),
        "objectives specific-2 targets 1": target(8, 13), "objectives specific-3 targets 0": target(100),
        "groups *number": list("12345") * 2, "groups *phase": ["2016-2017"] * 5 + ["2018-2020"] * 5, "tasks #": 25,
        "groups *component": ["awareness", "technical", "network", "database", "policy"] * 2,
        "tasks *number": ["1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "2.4", "3.1", "3.2", "5.1", "5.2", "5.3",
                          "1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "2.4"],
        "tasks 2016-2017/1/1.1 time": {"start": 2016, "end": 2017},
        "tasks 2016-2017/2/2.2 time": {"start": 2017, "end": 2017}, "tasks 2018-2020/2/2.2 time": {"start": 2018, "end": 2020},
        "tasks 2016-2017/1/1.3 outputs 0": {"quantity": 15, "per_year": True, "approximate": True},
        "tasks 2018-2020/1/1.3 outputs 0": {"quantity": 45, "per_year": False, "approximate": True},
        "tasks 2016-2017/2/2.1 outputs *quantity": [2, 2], "tasks 2018-2020/2/2.1 outputs *quantity": [2],
        "tasks 2016-2017/2/2.2 outputs *quantity": [5], "tasks 2018-2020/2/2.2 outputs *quantity": [25],
        "tasks 2016-2017/2/2.3 outputs *quantity": [3], "tasks 2018-2020/2/2.3 outputs *quantity": [27],
        "tasks *budget": [], "responsibilities #": 4, "sections III.1.1 items #": 2, "financing *amount": [],
        "budget_tables 0 year": 2017, "budget_tables 0 rows 0": row(75, 60, 9, 6),
        "budget_tables 0 rows 1": row(170, 136, Decimal("20.4"), Decimal("13.6")),
        "budget_tables 0 rows 2": row(55, 44, Decimal("6.6"), Decimal("4.4")), "budget_tables 0 rows #": 3,
        "budget_tables 0 totals": row(300, 240, 36, 24), "budget_tables 0 amount_in_words": "Ba trăm triệu đồng",
        "budget_tables 0 includes_dn": True,
    },
}  # fmt: skip


def found(document: dict, place: str):
    """What stands at a place of FACTS."""
    node = document | {"tasks": [task for group in document["groups"] for task in group["tasks"]]}
    for part in place.split():
        if part == "#":
            return len(node)
        if part.startswith("*"):
            return [value for item in node if (value := _listed(item, part[1:])) is not None]
        node = _item(node, part) if isinstance(node, list) else node[part]
    return node


def _listed(item: dict, name: str):
    """A value for a list of facts: of a budget its total, of the leads the first."""
    if name == "budget":
        return item["budget"] and item["budget"]["total"]
    return item["lead"][0]["agency"] if name == "lead" else item[name]


def _item(items: list, label: str):
    for name in ("key", "code", "clause"):
        hits = [item for item in items if isinstance(item, dict) and item.get(name) == label]
        if len(hits) == 1:
            return hits[0]
    return items[int(label)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("slug", "place", "fact"),
    [(slug, place, fact) for slug, facts in FACTS.items() for place, fact in facts.items()],
    ids=lambda value: value if isinstance(value, str) and len(value) < 60 else "",
)
def test_the_portal_holds_what_the_source_prints(documents, slug, place, fact):
    stands = found(documents[slug], place)
    if isinstance(fact, dict):  # these keys of the part; others are not the fact's business
        stands = {key: value for key, value in stands.items() if key in fact}
    assert stands == fact


@pytest.fixture(scope="module")
def documents(django_db_setup, django_db_blocker) -> dict[str, dict]:
    """The five plans as they stand in the database."""
    with django_db_blocker.unblock():
        versions = PlanVersion.objects.current().filter(plan__slug__in=PLAN_SLUGS)
        return {version.plan.slug: content_of(version) for version in versions}


def test_every_plan_has_at_least_twenty_facts():
    assert {slug: len(facts) >= 20 for slug, facts in FACTS.items()} == dict.fromkeys(PLAN_SLUGS, True)


@pytest.mark.parametrize("slug", PLAN_SLUGS)
def test_nothing_is_invented_and_nothing_dropped(slug):
    outcome = compare(slug)
    assert outcome.invented == []
    assert outcome.unexplained == []
    assert outcome.dropped == []
    assert outcome.clean


# What a careless transcription does to a text, and the list of the check in which it comes to light.
MISTAKES = {
    "invented": lambda text: f"{text} và còn nữa",
    "dropped": lambda text: " ".join(text.split()[:-5]),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_check_itself_notices_one_wrong_sentence(mistake, tmp_path, monkeypatch):
    text = (REAL_PLANS / "lang-son-2016.yaml").read_text(encoding="utf-8")
    sentence = "Hỗ trợ đánh giá nhanh cơ hội SXSH cho các doanh nghiệp;"
    assert text.count(sentence) == 1
    for folder in ("plans", "sources"):
        (tmp_path / folder).mkdir()
    changed = text.replace(sentence, MISTAKES[mistake](sentence))
    (tmp_path / "plans/lang-son-2016.yaml").write_text(changed, encoding="utf-8")
    source = REAL_PLANS.parent / "sources/lang-son-2016.txt"
    (tmp_path / "sources/lang-son-2016.txt").write_bytes(source.read_bytes())
    monkeypatch.setattr(source_check, "FIXTURES", tmp_path)
    outcome = compare("lang-son-2016")
    assert not outcome.clean
    assert getattr(outcome, mistake) != []


@pytest.mark.django_db
@pytest.mark.parametrize("slug", PLAN_SLUGS)
def test_the_fixture_is_what_the_database_holds(slug):
    outcome = load_plan(read_document((REAL_PLANS / f"{slug}.yaml").read_bytes()))
    assert (outcome.result, outcome.version.number) == ("unchanged", 1)


def test_a_registrys_stamp_is_a_reading_and_no_plan_data(documents):
    """Ninh Bình's scan has the ministry's stamp of arrival over its heading."""
    document = documents["ninh-binh-2016"]
    stamp = [reading for reading in document["readings"] if "8883" in (reading["printed"] or "")]
    assert [reading["read_as"] for reading in stamp] == [None]
    assert "8883" not in str({key: value for key, value in document.items() if key != "readings"})
