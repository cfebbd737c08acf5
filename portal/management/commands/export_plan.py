"""manage.py export_plan SLUG [--plan-version N]: prints a plan document as JSON."""

from django.core.management.base import BaseCommand, CommandError

from plans.models import PlanVersion
from portal.plan_document.exporter import export_document
from portal.plan_document.text import dumps


class Command(BaseCommand):
    help = "In văn bản kế hoạch ở dạng JSON, kèm sai lệch."

    def add_arguments(self, parser):
        parser.add_argument("slug", help="mã kế hoạch, ví dụ kon-tum-2013")
        parser.add_argument("--plan-version", type=int, help="số bản; mặc định là bản đang áp dụng")

    def handle(self, *args, slug: str, plan_version: int | None, **options):
        versions = PlanVersion.objects.filter(plan__slug=slug)
        versions = versions.current() if plan_version is None else versions.filter(number=plan_version)
        version = versions.first()
        if version is None:
            raise CommandError(
                f"Không có kế hoạch {slug}" + ("." if plan_version is None else f" bản {plan_version}.")
            )
        self.stdout.write(dumps(export_document(version), indent=2))
