"""manage.py make_sample --year 2018 --seed 1: fills a reporting year of the plans with invented figures, marked as such.

For demonstrations and measurements; refused in production. A plan that ended before gets its last year. What is filled
already is left as it is.
"""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core import clock
from plans.models import Plan
from portal.sample.years import RealYearError, make_sample_year


class Command(BaseCommand):
    help = "Tạo số liệu mẫu cho một kỳ báo cáo của các kế hoạch; không dùng được ở chế độ vận hành."

    def add_arguments(self, parser):
        parser.add_argument("--year", type=int, default=2018, help="năm báo cáo (mặc định 2018)")
        parser.add_argument("--seed", type=int, default=1, help="cùng số này thì cùng số liệu (mặc định 1)")

    def handle(self, *args, year: int, seed: int, **options):
        if not settings.DEMO_ACCOUNTS:
            raise CommandError("Số liệu mẫu không có ở chế độ vận hành (SXSH_ENV=production).")
        if year > clock.today().year:
            raise CommandError(f"Năm {year} chưa đến theo đồng hồ của cổng ({clock.today().year}).")
        plans = Plan.objects.filter(current_version__period_start__lte=year)
        for plan in plans.select_related("province", "current_version").order_by("slug"):
            last = min(year, plan.current_version.period_end)
            try:
                made = make_sample_year(plan, last, seed=seed)
            except RealYearError:
                raise CommandError(
                    f"Kỳ báo cáo năm {last} của {plan.slug} đã mở với số liệu thật; không trộn số liệu mẫu vào."
                ) from None
            if made:
                sent = made.obligations.exclude(first_received_at=None).count()
                self.stdout.write(
                    f"{plan.slug} {last}: {made.obligations.count()} nghĩa vụ, {sent} báo cáo đã nhận"
                )
