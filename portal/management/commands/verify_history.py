"""manage.py verify_history [--json] [--expect FILE]: whether the history is still what was sealed."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from agencies.services import Head, Verdict, verify_history
from portal.kept import history_faults


class Command(BaseCommand):
    help = "Kiểm tra lịch sử: mục, niêm phong nào đã bị sửa, xóa, thêm; mục nào chưa niêm phong."

    def add_arguments(self, parser):
        parser.add_argument(
            "--json", action="store_true", help="in kết quả ở dạng JSON; hãy giữ ngoài máy này"
        )
        parser.add_argument("--expect", type=Path, help="tệp JSON của một lần kiểm tra trước, để đối chiếu")

    def handle(self, *args, json: bool, expect: Path | None, **options):
        verdict = verify_history(heads_of(expect) if expect else ())
        verdict.faults += history_faults()
        self.report(verdict, json)
        if verdict.faults:
            raise CommandError(f"Lịch sử không còn nguyên vẹn: {len(verdict.faults)} chỗ.")

    def report(self, verdict: Verdict, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(verdict.as_data(), ensure_ascii=False, indent=2))
            return
        for fault in verdict.faults:
            self.stdout.write(f"SAI: {fault}")
        self.stdout.write(
            f"{verdict.entries} mục, {verdict.seals} niêm phong của {len(verdict.heads)} chuỗi."
        )
        if verdict.oldest_unsealed is None:
            self.stdout.write("Mọi mục đã được niêm phong.")
        else:
            age = round((timezone.now() - verdict.oldest_unsealed).total_seconds())
            self.stdout.write(
                f"{verdict.unsealed} mục chưa được niêm phong; mục cũ nhất đã được {age} giây. "
                "Sửa đổi mục chưa niêm phong không phát hiện được."
            )


def heads_of(file: Path) -> list[Head]:
    """The heads that an earlier `--json` printed. Raises CommandError for a file that is none."""
    try:
        return [Head(**head) for head in json.loads(file.read_text())["heads"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CommandError(f"{file}: không đọc được ({error}).") from None
