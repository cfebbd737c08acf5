"""Invented plans and agencies for provinces without a plan, so that the whole country can be tried and measured."""

from django.db import transaction
from django.db.models import Exists, OuterRef

from agencies.enums import AgencyKind
from agencies.models import Agency, Province
from core.search import search_words
from core.sorting import sort_key
from plans.models import Plan
from portal.plan_document.loader import load_plan
from portal.plan_document.reader import check_document
from portal.sample.people import NOTE, give_accounts
from portal.sample.plans import invented_plan

COLLECTOR = ("so-cong-thuong", "Sở Công Thương", AgencyKind.DEPARTMENT)
# Who leads the tasks of an invented plan; the collector first.
LEADING = (
    COLLECTOR,
    ("so-tai-nguyen-va-moi-truong", "Sở Tài nguyên và Môi trường", AgencyKind.DEPARTMENT),
    ("so-khoa-hoc-va-cong-nghe", "Sở Khoa học và Công nghệ", AgencyKind.DEPARTMENT),
    ("so-tai-chinh", "Sở Tài chính", AgencyKind.DEPARTMENT),
    ("so-ke-hoach-va-dau-tu", "Sở Kế hoạch và Đầu tư", AgencyKind.DEPARTMENT),
    ("so-nong-nghiep-va-phat-trien-nong-thon", "Sở Nông nghiệp và Phát triển nông thôn", AgencyKind.DEPARTMENT),
    ("so-xay-dung", "Sở Xây dựng", AgencyKind.DEPARTMENT),
    ("so-giao-thong-van-tai", "Sở Giao thông vận tải", AgencyKind.DEPARTMENT),
    ("so-lao-dong-thuong-binh-va-xa-hoi", "Sở Lao động - Thương binh và Xã hội", AgencyKind.DEPARTMENT),
    ("so-thong-tin-va-truyen-thong", "Sở Thông tin và Truyền thông", AgencyKind.DEPARTMENT),
    ("so-giao-duc-va-dao-tao", "Sở Giáo dục và Đào tạo", AgencyKind.DEPARTMENT),
    ("ban-quan-ly-cac-khu-cong-nghiep", "Ban Quản lý các khu công nghiệp", AgencyKind.BOARD),
    ("dai-phat-thanh-truyen-hinh", "Đài Phát thanh và Truyền hình", AgencyKind.BROADCASTER),
)  # fmt: skip
DISTRICTS = 11  # that a province has on average; what is left of its agencies are facilities
TASKS, AGENCIES = 25, 51  # of an invented plan; 58 provinces make some 3 000 agencies


def provinces_without_plan() -> list[Province]:
    """The provinces of which the portal has no plan at all, in the order of their names."""
    plans = Plan.objects.filter(province=OuterRef("pk"))
    return list(Province.objects.filter(~Exists(plans)).order_by("sort_key", "slug"))


@transaction.atomic
def invent_plan(province: Province, *, seed: int, tasks: int = TASKS, agencies: int = AGENCIES) -> Plan:
    """A plan of the province, marked as sample, its agencies with one reporter each, and who leads the department."""
    leading = LEADING[: max(1, min(agencies, len(LEADING)))]
    rest = agencies - len(leading)
    districts = max(0, min(DISTRICTS, rest))
    wanted = [
        *leading,
        *_numbered("UBND huyện mẫu", AgencyKind.DISTRICT, districts),
        *_numbered("Cơ sở sản xuất mẫu", AgencyKind.FACILITY, rest - districts),
    ]
    known = {one.slug: one for one in Agency.objects.filter(province=province)}
    missing = [row for row in wanted if row[0] not in known]
    made = Agency.objects.bulk_create(_agency(province, *row) for row in missing)
    known |= {one.slug: one for one in made}
    give_accounts([known[slug] for slug, _, _ in wanted])
    document = invented_plan(province, [(slug, name) for slug, name, _ in leading], tasks=tasks, seed=seed)
    return load_plan(check_document(document), is_sample=True).version.plan


def _numbered(name: str, kind: AgencyKind, count: int) -> list[tuple[str, str, AgencyKind]]:
    return [(f"mau-{kind}-{number}", f"{name} {number}", kind) for number in range(1, count + 1)]


def _agency(province: Province, slug: str, name: str, kind: AgencyKind) -> Agency:
    return Agency(
        province=province, slug=slug, name=name, kind=kind, is_demo=True, sort_key=sort_key(name),
        search_text=search_words(name), note=NOTE,
    )  # fmt: skip
