"""manage.py export_plan SLUG [--version N]: prints a plan document as JSON."""

from django.core.management.base import BaseCommand, CommandError

from plans.models import PlanVersion
from portal.api.renderers import dumps
from portal.plan_document.exporter import export_document


class Command(BaseCommand):
    help = "In văn bản kế hoạch ở dạng JSON, kèm sai lệch."

    def add_arguments(self, parser):
        parser.add_argument("slug", help="mã kế hoạch, ví dụ kon-tum-2013")
        parser.add_argument("--plan-version", type=int, help="số bản; mặc định là bản đang áp dụng")

    def handle(self, *args, slug: str, plan_version: int | None, **options):
        versions = PlanVersion.objects.filter(plan__slug=slug)
        versions = versions.filter(number=plan_version) if plan_version else versions.current()
        version = versions.first()
        if version is None:
            raise CommandError(
                f"Không có kế hoạch {slug}" + (f" bản {plan_version}." if plan_version else ".")
            )
        self.stdout.write(dumps(export_document(version), indent=2))
