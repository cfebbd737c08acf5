"""manage.py load_plans [FILE ...]: loads plan documents (YAML or JSON), by default the five real plans."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from portal.plan_document.loader import LoadOutcome, load_plan
from portal.plan_document.reader import DocumentRefusedError, read_file, real_plan_files


class Command(BaseCommand):
    help = "Nạp văn bản kế hoạch. Không đổi thì không làm gì; đổi thì thành bản mới, có lý do và phần khác."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="*", type=Path, help="tệp YAML hoặc JSON; mặc định fixtures/plans")
        parser.add_argument("--reason", help="lý do khi tài liệu của kế hoạch đã có bị thay đổi")

    def handle(self, *args, files: list[Path], reason: str | None, verbosity: int, **options):
        refused = 0
        for file in files or real_plan_files():
            try:
                outcome = load_plan(read_file(file), reason=reason)
            except DocumentRefusedError as error:
                refused += 1
                self.stderr.write(f"{file}: không nạp, {len(error.problems)} lỗi")
                for problem in error.problems:
                    self.stderr.write(f"  {problem}")
            else:
                if verbosity > 0:
                    self.report(outcome)
        if refused:
            raise CommandError(f"{refused} tài liệu bị từ chối; không phần nào của chúng được nạp.")

    def report(self, outcome: LoadOutcome) -> None:
        version = outcome.version
        texts = {
            "created": f"{version.plan.slug}: đã nạp, bản {version.number}",
            "unchanged": f"{version.plan.slug}: không đổi (bản {version.number})",
            "new_version": f"{version.plan.slug}: bản {version.number}, {version.reason}",
        }
        self.stdout.write(texts[outcome.result])
        for difference in outcome.differences:
            self.stdout.write(f"  {difference}")
