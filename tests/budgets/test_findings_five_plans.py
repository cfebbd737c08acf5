"""What the printed documents of the five real plans contradict themselves in; no more and no less."""

import pytest

from budgets.findings import findings_of_all, total_checks
from budgets.findings.finding import NOTICES, FindingCode
from budgets.selectors import with_content
from plans.models import PlanVersion
from tests.conftest import PLAN_SLUGS

pytestmark = pytest.mark.django_db

TABLE_HT, TABLE_NB = "budget_tables/tong-hop-kinh-phi", "budget_tables/du-toan-2017"

# The key of each finding, what is printed and what is computed.
FINDINGS = {
    "an-giang-2016": {
        "unsplit_sources:tasks/budget/NSDP+DN": (
            "6.120 triệu đồng (NSĐP + DN)", "NSĐP 3.520 triệu đồng, DN 2.600 triệu đồng"),
        "funding_clause_differs:financing/V.5/kinh_te": (
            "Mục V.5: Sự nghiệp kinh tế",
            "Mục IV.2: Sự nghiệp khoa học và công nghệ, Khuyến công, Sự nghiệp môi trường"),
        "annex_cut:annexes/“PHỤ LỤC 2”": (
            "PHÂN KỲ KINH PHÍ THỰC HIỆN “KẾ HOẠCH HÀNH ĐỘNG ÁP DỤNG SẢN XUẤT SẠCH HƠN TRONG CÔNG NGHIỆP "
            "TRÊN ĐỊA BÀN TỈNH AN GIANG ĐẾN NĂM 2020” THEO TỪNG NĂM", "chỉ có phần đầu"),
        "period_differs:sections/mo-dau/2010-2015": ("giai đoạn 2010-2015", "giai đoạn 2011-2015"),
    },
    "ha-tinh-2011": {
        f"words_differ:{TABLE_HT}/amount_in_words": (
            "Bảy tỷ không trăm năm triệu đồng chẵn (tức 7.005 triệu đồng)",
            "7.050 triệu đồng (Bảy tỷ không trăm năm mươi triệu đồng chẵn)"),
        f"enterprise_excluded:{TABLE_HT}/totals/total": ("7.050 triệu đồng", "7.420 triệu đồng"),
        "number_differs:self_references/321/QĐ-UBND/number": ("321/QĐ-UBND", "3210/QĐ-UBND"),
        "starts_before_issue:tasks/time": ("bắt đầu từ 01/2011", "ban hành ngày 04/10/2011"),
    },
    "kon-tum-2013": {
        "number_differs:self_references/83/QĐ-UBND/number": ("83/QĐ-UBND", "835/QĐ-UBND"),
        "numbering_style:groups": ("I, II, III, 4, 5", "chữ số La Mã và chữ số thường lẫn nhau"),
        "numbering_gap:groups/II": ("2.1, 2.2, 2.4", "thiếu số thứ 3"),
        "period_differs:tasks/4/4.2/outputs/khoảng 20 DN được hỗ trợ đánh giá và xây dựng dự án SXSH": (
            "2013-2020: khoảng 20 DN được hỗ trợ đánh giá và xây dựng dự án SXSH", "thời gian thực hiện 2013-2015"),
    },
    "lang-son-2016": {
        "document_data_missing:number": ("không in số, ký hiệu và ngày ban hành", "chưa rõ"),
        "date_differs:related/221/TTLT-BTC-BCT/2012-12-24": ("24/12/2012", "25/12/2012 (mục IV.2)"),
        "annex_missing:annexes/“Phụ lục”": (
            "(Chi tiết dự kiến kinh phí tại Phụ lục kèm theo).", "không có trong bản nguồn"),
    },
    "ninh-binh-2016": {
        f"enterprise_included:{TABLE_NB}/totals/total": ("300 triệu đồng", "300 triệu đồng"),
        f"group_unbudgeted:{TABLE_NB}/groups/2016-2017/4": ("không có dòng kinh phí", "1 nhiệm vụ năm 2017"),
        f"group_unbudgeted:{TABLE_NB}/groups/2016-2017/5": ("không có dòng kinh phí", "3 nhiệm vụ năm 2017"),
        "funding_clause_differs:financing/V.2/moi_truong+khcn": (
            "Mục V.2: Sự nghiệp môi trường, Sự nghiệp khoa học và công nghệ, Khuyến công", "Mục IV.1: Khuyến công"),
        "law_expired:related/52/2005/QH11": (
            "dẫn làm căn cứ ngày 17/08/2016", "52/2005/QH11 hết hiệu lực ngày 01/01/2015"),
    },
}  # fmt: skip

# Every printed total that was compared, and how many of them agree: what is right is checked too.
CHECKS = {"an-giang-2016": 6, "ha-tinh-2011": 11, "kon-tum-2013": 0, "lang-son-2016": 0, "ninh-binh-2016": 9}


def current(slug: str) -> PlanVersion:
    return with_content(PlanVersion.objects.current()).get(plan__slug=slug)


@pytest.mark.parametrize("slug", PLAN_SLUGS)
def test_the_findings_of_a_real_plan(slug):
    version = current(slug)
    found = findings_of_all([version])[version.pk]
    assert {finding.key: (finding.printed, finding.computed) for finding in found} == FINDINGS[slug]


@pytest.mark.parametrize("slug", PLAN_SLUGS)
def test_every_finding_says_where_and_what_it_means(slug):
    version = current(slug)
    for finding in findings_of_all([version])[version.pk]:
        data = finding.as_data()
        assert all(data[name] for name in ("key", "code", "title", "where", "printed", "computed", "note")), (
            data
        )
        assert data["note"].endswith(".")
        assert data["severity"] == ("notice" if finding.code in NOTICES else "contradiction")
        assert data["decision"] is None
        assert len(finding.key) <= 300, "what a decision can refer to"


@pytest.mark.parametrize("slug", PLAN_SLUGS)
def test_every_printed_total_is_compared_and_only_hà_tĩnhs_words_differ(slug):
    checks = total_checks(current(slug))
    assert len(checks) == CHECKS[slug]
    assert [check.place for check in checks if not check.agrees] == (
        [f"{TABLE_HT}/amount_in_words"] if slug == "ha-tinh-2011" else []
    )


def test_which_contradictions_the_five_plans_hold_together():
    """The codes that no real plan shows are shown by changed copies, in the other test files."""
    shown = {key.partition(":")[0] for keys in FINDINGS.values() for key in keys}
    assert set(FindingCode.values) - shown == {"total_differs"}


@pytest.mark.parametrize("count", [1, 3, 5])
def test_findings_of_many_plans_take_the_queries_of_one(count, django_assert_num_queries):
    versions = list(with_content(PlanVersion.objects.current().order_by("pk"))[:count])
    with django_assert_num_queries(3):  # laws, names of sources, decisions
        assert len(findings_of_all(versions)) == count
