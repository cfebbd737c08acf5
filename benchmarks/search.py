"""Accent-blind search over 63 provinces' plans, beside a plain scan of the same texts.

The five plans are copied to every province inside a transaction that is rolled back.
"""

import json

from benchmarks import make_ready, median_ms, report

PHRASES = ("quản lý khu kinh tế", "phong su", "đánh giá nhanh", "so cong thuong")


def main() -> None:
    from django.db import connection, transaction

    from agencies.models import Province, User
    from plans.models import PlanVersion
    from portal.plan_document.exporter import content_of
    from portal.plan_document.loader import load_plan
    from portal.plan_document.reader import read_document
    from portal.plan_document.text import dumps
    from portal.search import search
    from tasks.models import Task

    user = User(is_superuser=True)
    with transaction.atomic():
        originals = [json.loads(dumps(content_of(version))) for version in PlanVersion.objects.current()]
        for place, province in enumerate(Province.objects.all()):
            document = originals[place % len(originals)]
            copy = json.loads(dumps(document))
            copy |= {"slug": f"{province.slug}-2999", "province": province.slug}
            _without_agencies(copy)
            load_plan(read_document(json.dumps(copy)))
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


def _without_agencies(node) -> None:
    if isinstance(node, dict):
        if set(node) == {"text", "agency"}:
            node["agency"] = None
        for value in node.values():
            _without_agencies(value)
    elif isinstance(node, list):
        for value in node:
            _without_agencies(value)


if __name__ == "__main__":
    make_ready()
    main()
