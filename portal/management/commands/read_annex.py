"""manage.py read_annex FILE: what a file of annexes would come to as a plan, as JSON; writes nothing."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from agencies.models import Province
from portal.annexes.opening import AnnexRefusedError, open_annex
from portal.annexes.recognising import recognise
from portal.annexes.reference import catalogue, directory_of
from portal.plan_document.text import dumps

REFUSED = 2  # exit code: the file, or what was asked for, cannot be read


class Command(BaseCommand):
    help = (
        "Đọc phụ lục (XLSX, XLS, DOCX): in các nhóm nhiệm vụ, bảng kinh phí, điều cần xem lại; không ghi gì."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="tệp Excel hoặc Word")
        parser.add_argument("--province", help="mã của tỉnh, để nhận ra cơ quan của tỉnh, ví dụ kon-tum")

    def handle(self, *args, file: Path, province: str | None, **options):
        directory = None
        if province:
            try:
                directory = directory_of(Province.objects.get(slug=province))
            except Province.DoesNotExist:
                raise CommandError(f"Không có tỉnh “{province}”.", returncode=REFUSED) from None
        try:
            opened = open_annex(file, file.name)
        except AnnexRefusedError as error:
            raise CommandError(str(error), returncode=REFUSED) from error
        except OSError as error:
            raise CommandError(f"Không mở được tệp {file}: {error.strerror}.", returncode=REFUSED) from error
        found = recognise(opened, directory=directory, catalogue=catalogue())
        self.stdout.write(dumps(found.as_data(), indent=2))
