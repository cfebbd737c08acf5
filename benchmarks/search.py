"""Accent-blind search over 63 provinces' plans, beside a plain scan of the same texts.

The five plans are copied to every province inside a transaction that is rolled back.
"""

from benchmarks import make_ready, median_ms, report
from benchmarks._copies import load_copies_for_all_provinces

PHRASES = ("quản lý khu kinh tế", "phong su", "đánh giá nhanh", "so cong thuong")


def main() -> None:
    from django.db import connection, transaction

    from agencies.models import User
    from portal.search import search
    from tasks.models import Task

    user = User(is_superuser=True)
    with transaction.atomic():
        load_copies_for_all_provinces()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

        def scan(phrase):
            with connection.cursor() as cursor:
                for model in ("tasks_task", "plans_section", "plans_sectionitem", "plans_responsibility"):
                    cursor.execute(f"SELECT count(*) FROM {model} WHERE search_text LIKE %s", [f"%{phrase}%"])

        for phrase in PHRASES:
            found = search(user, phrase)
            figure = f"search “{phrase}”, {sum(found.counts.values())} hits, {Task.objects.count()} tasks"
            report(
                figure, median_ms(lambda phrase=phrase: search(user, phrase)), "ms",
                "four plain LIKE scans", median_ms(lambda phrase=phrase: scan(phrase)),
            )  # fmt: skip
        transaction.set_rollback(True)


if __name__ == "__main__":
    make_ready()
    main()
