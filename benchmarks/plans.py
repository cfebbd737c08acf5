"""The plan document: reading, exporting and answering it, for Ninh Bình's plan (the largest of the five)."""

from benchmarks import make_ready, median_ms, report

SLUG = "ninh-binh-2016"


def main() -> None:
    import simplejson
    import yaml
    from django.conf import settings
    from django.db import connection, transaction
    from django.http import HttpResponse
    from django.test import RequestFactory
    from rest_framework.test import APIRequestFactory, force_authenticate

    from agencies.models import User
    from plans.models import PlanVersion
    from portal.api.views import PlanViewSet
    from portal.plan_document.exporter import export_document, with_document
    from portal.plan_document.loader import load_plan
    from portal.plan_document.reader import read_document
    from portal.plan_document.text import dumps

    text = (settings.BASE_DIR / "fixtures" / "plans" / f"{SLUG}.yaml").read_bytes()
    yaml_ms = median_ms(lambda: yaml.load(text, Loader=yaml.CSafeLoader))
    report(
        "read_document", median_ms(lambda: read_document(text)), "ms", "yaml.load of the same file", yaml_ms
    )
    document = read_document(text)
    with transaction.atomic():
        report(
            "load_unchanged",
            median_ms(lambda: load_plan(document)),
            "ms",
            "yaml.load of the same file",
            yaml_ms,
        )

    versions = with_document(PlanVersion.objects.current().filter(plan__slug=SLUG))
    exported = export_document(versions.get())
    version_id = versions.get().pk
    body = dumps(exported)

    def rows_only():
        with connection.cursor() as cursor:
            for model in {row.related_model for row in PlanVersion._meta.related_objects}:
                if any(field.name == "version" for field in model._meta.fields):
                    cursor.execute(
                        f"SELECT * FROM {model._meta.db_table} WHERE version_id = %s", [version_id]
                    )
                    cursor.fetchall()

    rows_ms = median_ms(rows_only)
    report(
        "export_document", median_ms(lambda: export_document(versions.get())), "ms",
        "plain SELECT of the same rows", rows_ms,
    )  # fmt: skip
    report(
        "dump_json", median_ms(lambda: dumps(exported)), "ms",
        "simplejson without decimals", median_ms(lambda: simplejson.dumps(simplejson.loads(body))),
    )  # fmt: skip

    view = PlanViewSet.as_view({"get": "retrieve"})
    user = User(is_superuser=True)

    def answer():
        request = APIRequestFactory().get(f"/api/v1/plans/{SLUG}/")
        force_authenticate(request, user)
        return view(request, slug=SLUG).render()

    def bare():
        RequestFactory().get("/")
        return HttpResponse(body, content_type="application/json")

    report("api_plan_detail", median_ms(answer), "ms", "bare view with the finished bytes", median_ms(bare))


if __name__ == "__main__":
    make_ready()
    main()
