"""`manage.py reminders`: who was and will be reminded of which report, as of a moment; sends and writes nothing."""

import json
from datetime import datetime

from django.core.management.base import BaseCommand, CommandError

from core import clock
from core.dates import HANOI
from plans.models import Plan
from reporting.enums import ReminderState
from reporting.reminder_facts import with_facts
from reporting.services.reminder_list import Listed, listed

FIRST_YEAR, LAST_YEAR = 2000, 2099


class Command(BaseCommand):
    help = "Liệt kê các lần nhắc báo cáo đã gửi và sẽ gửi, tính đến một thời điểm; không gửi và không ghi gì."

    def add_arguments(self, parser):
        parser.add_argument(
            "--at", default="", help="thời điểm, dạng 2018-12-14T08:00 (giờ Hà Nội); bỏ trống là bây giờ"
        )
        parser.add_argument("--plan", default="", help="chỉ kế hoạch này (mã trong địa chỉ trang)")
        parser.add_argument("--year", type=int, help="chỉ kỳ báo cáo của năm này")
        parser.add_argument("--json", action="store_true", help="in JSON")

    def handle(self, *args, at, plan, year, **options):
        moment = _moment(at) if at else None
        rows = with_facts().select_related("province").order_by("pk")
        if plan and not Plan.objects.filter(slug=plan).exists():
            raise CommandError(f"Không có kế hoạch {plan}; mã đứng trong địa chỉ trang của kế hoạch.")
        if plan:
            rows = rows.filter(year__plan__slug=plan)
        if year:
            rows = rows.filter(year__year=year)
        found = listed(rows, moment, knows_mails=True)
        if options["json"]:
            self.stdout.write(json.dumps([_plain(one) for one in found], ensure_ascii=False, indent=1))
        else:
            self._table(found)

    def _table(self, found: list[Listed]) -> None:
        for one in found:
            told = f"{ReminderState(one.state).label}{f': {one.reason}' if one.reason else ''}"
            when = one.send_at.astimezone(HANOI)
            self.stdout.write(
                f"{when:%d/%m/%Y %H:%M}  {one.stage:<5}  {one.obligation.agency} ({one.obligation.year.plan.slug}, "
                f"{one.obligation.year.year})  {one.email or '-'}  {told}"
            )
        if not found:
            self.stdout.write("Không có lần nhắc nào.")


def _moment(text: str) -> datetime:
    """The moment that was typed; CommandError for none, and for one outside the years in which plans report."""
    try:
        moment = clock.moment_of(text)
    except (ValueError, OverflowError):
        raise CommandError(f"Thời điểm {text} không đúng dạng; ví dụ 2018-12-14T08:00.") from None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise CommandError(f"Thời điểm phải từ năm {FIRST_YEAR} đến năm {LAST_YEAR}.")
    return moment


def _plain(one: Listed) -> dict:
    year = one.obligation.year
    return {
        "obligation": str(one.obligation.public_id),
        "plan": year.plan.slug,
        "year": year.year,
        "agency": one.obligation.agency.name,
        "recipient": one.email or None,
        "stage": one.stage,
        "due_on": one.due_on.isoformat() if one.due_on else None,
        "send_at": one.send_at.astimezone(HANOI).isoformat(),
        "state": str(one.state),
        "reason": one.reason,
    }
