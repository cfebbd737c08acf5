"""manage.py make_sample --year 2018 --seed 1: fills a reporting year of the plans with invented figures, marked as such.

With --provinces 63 the provinces without a plan get an invented one first, with agencies and accounts. For
demonstrations and measurements; refused in production. A plan that ended before gets its last year. What is filled
already is left as it is. With --sent each province's department also sends its consolidated report of the year.
"""

import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core import clock
from plans.models import Plan
from portal.sample.provinces import AGENCIES, TASKS, invent_plan, provinces_without_plan
from portal.sample.sending import send_sample_report
from portal.sample.years import RealYearError, make_sample_year
from reporting.models import ReportingYear


class Command(BaseCommand):
    help = "Tạo số liệu mẫu cho một kỳ báo cáo của các kế hoạch; không dùng được ở chế độ vận hành."

    def add_arguments(self, parser):
        parser.add_argument("--year", type=int, default=2018, help="năm báo cáo (mặc định 2018)")
        parser.add_argument("--seed", type=int, default=1, help="cùng số này thì cùng số liệu (mặc định 1)")
        parser.add_argument(
            "--provinces",
            type=int,
            default=0,
            help="dựng thêm kế hoạch mẫu để có kế hoạch của chừng này tỉnh",
        )
        parser.add_argument(
            "--tasks", type=int, default=TASKS, help=f"số nhiệm vụ của một kế hoạch mẫu ({TASKS})"
        )
        parser.add_argument(
            "--agencies", type=int, default=AGENCIES, help=f"số cơ quan của một tỉnh dựng thêm ({AGENCIES})"
        )
        parser.add_argument(
            "--unsent", action="store_true", help="mở kỳ báo cáo nhưng để chưa ai gửi báo cáo"
        )
        parser.add_argument(
            "--sent", action="store_true", help="các Sở gửi luôn báo cáo tổng hợp của kỳ báo cáo mẫu"
        )
        parser.add_argument(
            "--leave", default="", metavar="TỈNH", help="với --sent: tỉnh để lại cho người dùng tự tổng hợp"
        )

    def handle(self, *args, year: int, seed: int, provinces: int, tasks: int, agencies: int, **options):
        if not settings.DEMO_ACCOUNTS:
            raise CommandError("Số liệu mẫu không có ở chế độ vận hành (SXSH_ENV=production).")
        if year > clock.today().year:
            raise CommandError(f"Năm {year} chưa đến theo đồng hồ của cổng ({clock.today().year}).")
        if tasks < 1 or agencies < 1:
            raise CommandError("Mỗi kế hoạch mẫu cần ít nhất 1 nhiệm vụ và 1 cơ quan.")
        unsent, sent, leave = (options[name] for name in ("unsent", "sent", "leave"))
        if unsent and sent:
            raise CommandError(
                "Không dùng --unsent cùng --sent: chưa có báo cáo thì không có gì để tổng hợp."
            )
        self.began = time.monotonic()
        self._invent(provinces, seed=seed, tasks=tasks, agencies=agencies)
        plans = Plan.objects.filter(current_version__period_start__lte=year)
        for plan in plans.select_related("province", "current_version").order_by("slug"):
            its_year = min(year, plan.current_version.period_end)
            self._fill(plan, its_year, seed=seed, has_reports=not unsent)
            if sent and plan.province.slug != leave:
                self._send(plan, its_year)

    def _invent(self, provinces: int, *, seed: int, **counts: int) -> None:
        """Plans for so many provinces without one that `provinces` have one in the end."""
        there = Plan.objects.values("province").distinct().count()
        for province in provinces_without_plan()[: max(0, provinces - there)]:
            plan = invent_plan(province, seed=seed, **counts)
            self._say(f"{plan.slug}: đã dựng kế hoạch mẫu")

    def _fill(self, plan: Plan, year: int, *, seed: int, has_reports: bool) -> None:
        try:
            made = make_sample_year(plan, year, seed=seed, has_reports=has_reports, in_bulk=plan.is_sample)
        except RealYearError:
            raise CommandError(
                f"Kỳ báo cáo năm {year} của {plan.slug} đã mở với số liệu thật; không trộn số liệu mẫu vào."
            ) from None
        if made:
            sent = made.obligations.exclude(first_received_at=None).count()
            self._say(f"{plan.slug} {year}: {made.obligations.count()} nghĩa vụ, {sent} báo cáo đã nhận")

    def _send(self, plan: Plan, year: int) -> None:
        made = send_sample_report(
            ReportingYear.objects.select_related("plan__province").get(plan=plan, year=year)
        )
        if made:
            self._say(f"{plan.slug} {year}: đã gửi báo cáo tổng hợp {made.receipt_number}")

    def _say(self, text: str) -> None:
        self.stdout.write(f"{time.monotonic() - self.began:6.1f} giây  {text}")
        self.stdout.flush()
