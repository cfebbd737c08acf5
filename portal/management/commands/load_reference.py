"""manage.py load_reference: loads provinces, agencies and the national catalogue."""

from django.core.management.base import BaseCommand

from portal.reference import load_reference


class Command(BaseCommand):
    help = "Nạp dữ liệu tham chiếu: tỉnh, cơ quan, chương trình, chỉ tiêu, nguồn kinh phí, văn bản."

    def handle(self, *args, **options):
        count = load_reference()
        if options["verbosity"] > 0:
            self.stdout.write(f"Đã nạp {count} mục dữ liệu tham chiếu.")
