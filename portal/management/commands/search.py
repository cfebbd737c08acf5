"""manage.py search WORDS: accent-blind search over the plans in force."""

from django.core.management.base import BaseCommand

from agencies.models import User
from portal.search import search


class Command(BaseCommand):
    help = "Tìm trong các kế hoạch, không cần dấu."

    def add_arguments(self, parser):
        parser.add_argument("words", nargs="+", help="các từ cần tìm")
        parser.add_argument("--limit", type=int, default=20, help="số kết quả mỗi loại")

    def handle(self, *args, words: list[str], limit: int, **options):
        # The command line belongs to whoever runs the server, and sees what the portal's administrator sees.
        result = search(User(is_superuser=True), " ".join(words), limit=limit)
        for hit in result.hits:
            excerpt = hit.excerpt
            text = f"{excerpt.before}[{excerpt.hit}]{excerpt.after}" if excerpt.hit else excerpt.after
            self.stdout.write(f"{hit.plan or 'danh bạ'} | {hit.where} | {text}")
        self.stdout.write(f"{sum(result.counts.values())} kết quả")
