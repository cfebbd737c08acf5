"""Exporting: load -> export -> load gives the same plan, in a constant number of queries."""

import json
from decimal import Decimal

import pytest
import simplejson
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budgets.findings import findings_of_all
from plans.models import Plan, PlanVersion
from portal.plan_document.exporter import content_of, export_document, with_document
from portal.plan_document.loader import load_plan
from portal.plan_document.reader import read_document
from portal.plan_document.schema import PlanDocument, as_data
from tests.conftest import PLAN_SLUGS
from tests.factories import plan_copy, plan_data, read_plan, whole_plan_data
from tests.factories.documents import leaves

pytestmark = pytest.mark.django_db

EXPORT_QUERIES = 32  # plan and version, every kind of row, the catalogue of laws and sources, decisions
CONTENT_QUERIES = 27


def exported(slug: str, capsys, *options: str) -> str:
    """What `manage.py export_plan` prints."""
    call_command("export_plan", slug, *options)
    return capsys.readouterr().out


@pytest.mark.parametrize("slug", PLAN_SLUGS)
def test_the_exported_json_of_a_real_plan_loads_to_nothing(slug, capsys):
    versions = PlanVersion.objects.count()
    outcome = load_plan(read_document(exported(slug, capsys)))
    assert (outcome.result, outcome.differences) == ("unchanged", [])
    assert PlanVersion.objects.count() == versions


@pytest.mark.parametrize("slug", PLAN_SLUGS)
def test_the_exported_json_of_a_real_plan_makes_the_same_plan_where_there_is_none(slug, capsys):
    """Loaded as a new plan of the province and exported again, nothing differs but the address."""
    first = exported(slug, capsys)
    data = simplejson.loads(first, use_decimal=True)
    load_plan(read_plan(data | {"slug": f"{data['province']}-2098"}))
    again = simplejson.loads(exported(f"{data['province']}-2098", capsys), use_decimal=True)
    assert again | {"slug": slug} == data


@pytest.mark.parametrize("slug", PLAN_SLUGS)
def test_the_export_says_what_the_fixture_says(slug):
    """Every value of the YAML document, and no other."""
    version = PlanVersion.objects.current().get(plan__slug=slug)
    fixture = plan_copy(slug)
    assert content_of(version) | {"slug": fixture["slug"]} == fixture


def test_a_document_that_says_everything_comes_back_as_it_was():
    data = as_data(PlanDocument.model_validate(whole_plan_data()))
    version = load_plan(read_plan(whole_plan_data())).version
    assert content_of(version) == data
    assert list(content_of(version)) == list(data), "keys in the order of the shape"


def test_the_export_holds_findings_and_no_float(capsys):
    text = exported("ninh-binh-2016", capsys)
    data = simplejson.loads(text, use_decimal=True)
    assert [finding["code"] for finding in data["findings"]]
    assert data["budget_tables"][0]["rows"][1]["by_source"]["NSDP"] == Decimal("20.4")
    assert '"NSDP": 20.4,' in text
    assert not any(
        isinstance(value, float) for _, value in leaves(export_document(_current("ninh-binh-2016")))
    )
    assert "Hỗ trợ kỹ thuật" in text, "Vietnamese letters as they are"
    assert json.loads(text)["slug"] == "ninh-binh-2016"


def _current(slug: str) -> PlanVersion:
    return PlanVersion.objects.current().get(plan__slug=slug)


def test_earlier_versions_are_exported_by_their_number(capsys):
    load_plan(read_plan(plan_data()))
    first = exported("ha-tinh-2099", capsys)
    load_plan(read_plan(plan_data(title="HAI")))
    assert json.loads(exported("ha-tinh-2099", capsys))["title"] == "HAI"
    assert first.count('"status": "issued"') == 1
    replaced = first.replace('"status": "issued"', '"status": "amended"')
    assert exported("ha-tinh-2099", capsys, "--plan-version", "1") == replaced
    block = json.loads(exported("ha-tinh-2099", capsys, "--plan-version", "2"))["version"]
    assert block == {
        "number": 2,
        "kind": "transcription",
        "status": "issued",
        "amends": 1,
        "in_force_from": "2019-03-01",
        "reason": "Sửa bản chép theo tài liệu nạp lại",
    }


def test_a_later_version_makes_the_same_plan_where_there_is_none(capsys):
    load_plan(read_plan(plan_data()))
    load_plan(read_plan(plan_data(title="HAI")))
    data = simplejson.loads(exported("ha-tinh-2099", capsys), use_decimal=True)
    copied = load_plan(read_plan(data | {"slug": "ha-tinh-2098"})).version
    assert (copied.number, copied.kind, copied.amends) == (2, "transcription", 1)
    assert export_document(copied) | {"slug": "ha-tinh-2099"} == data


@pytest.mark.parametrize("arguments", [["khong-co"], ["kon-tum-2013", "--plan-version", "9"]])
def test_a_plan_or_version_that_is_not_there_is_said_to_be_missing(arguments):
    with pytest.raises(CommandError, match="Không có kế hoạch"):
        call_command("export_plan", *arguments)


def test_a_draft_has_no_version_in_force_to_export():
    load_plan(read_plan(plan_data(version={"status": "draft"})))
    with pytest.raises(CommandError, match="Không có kế hoạch ha-tinh-2099"):
        call_command("export_plan", "ha-tinh-2099")


@pytest.mark.parametrize("count", [1, 3])
def test_documents_of_one_and_of_three_plans_take_the_same_queries(count, django_assert_num_queries):
    slugs = [f"ha-tinh-209{n}" for n in range(count)]
    for slug in slugs:
        load_plan(read_plan(whole_plan_data(slug=slug)))
    versions = with_document(PlanVersion.objects.current().filter(plan__slug__in=slugs))
    with django_assert_num_queries(CONTENT_QUERIES):
        assert len([content_of(version) for version in versions]) == count
    versions = list(versions)
    with django_assert_num_queries(3):
        assert len(findings_of_all(versions)) == count
    with django_assert_num_queries(EXPORT_QUERIES):
        export_document(Plan.objects.get(slug=slugs[0]).current_version)


TEXTS = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "Zs", "M"]), min_size=1, max_size=20
).filter(lambda text: text.strip())
MAYBE_TEXT = st.none() | TEXTS
YEARS = st.none() | st.integers(2019, 2022)
AMOUNTS = st.none() | st.decimals(0, 10**6, places=6)
SOURCES = st.lists(st.sampled_from(["NSTW", "NSDP", "DN", "KHAC"]), unique=True)
QUANTITIES = st.decimals(0, 10**6, places=3)
LINES = st.lists(
    st.fixed_dictionaries(
        {"year": YEARS, "sources": SOURCES, "amount": AMOUNTS, "quantity": st.none() | QUANTITIES,
         "unit": MAYBE_TEXT, "unit_price": AMOUNTS}
    ), max_size=2,
)  # fmt: skip
TOTALS = st.fixed_dictionaries(
    {"label": TEXTS, "total": AMOUNTS, "by_source": st.dictionaries(st.sampled_from(["NSTW", "DN"]), QUANTITIES),
     "by_year": st.dictionaries(st.integers(2019, 2022), QUANTITIES)}
)  # fmt: skip
ROWS = st.lists(
    st.builds(lambda totals, more: {k: v for k, v in totals.items() if k != "label"} | more, TOTALS,
              st.fixed_dictionaries({"label": TEXTS, "number": st.none() | st.sampled_from(["1", "2"]),
                                     "sources": SOURCES, "source_text": MAYBE_TEXT, "lines": LINES})),
    max_size=3,
)  # fmt: skip
TABLES = st.lists(
    st.fixed_dictionaries(
        {"key": TEXTS, "title": TEXTS, "year": YEARS, "includes_dn": st.none() | st.booleans(), "rows": ROWS,
         "complete": st.booleans(), "amount_in_words": MAYBE_TEXT, "totals": st.none() | TOTALS}
    ), max_size=2, unique_by=lambda table: table["key"].strip(),
)  # fmt: skip
MENTIONS = st.lists(
    st.fixed_dictionaries(
        {"text": TEXTS, "number": MAYBE_TEXT, "issued_on": st.none() | st.dates(), "where": MAYBE_TEXT}
    ),
    max_size=3,
)
DOCUMENTS = st.fixed_dictionaries(
    {"title": TEXTS, "related": MENTIONS, "self_references": MENTIONS, "recipients": st.lists(TEXTS),
     "budget_tables": TABLES, "place": MAYBE_TEXT, "number": MAYBE_TEXT}
)  # fmt: skip


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=DOCUMENTS)
def test_whatever_is_loaded_is_exported_and_loads_to_nothing(changes):
    """Load -> export -> load gives the same plan, for any texts, figures, sources and tables."""
    read = read_plan(plan_data(**changes))
    with transaction.atomic():
        version = load_plan(read).version
        assert content_of(version) == as_data(read.document)
        document = export_document(version)
        keys = [finding["key"] for finding in document["findings"]]
        assert len(keys) == len(set(keys)), "every finding has a key of its own"
        assert load_plan(read_plan(document)).result == "unchanged"
        transaction.set_rollback(True)
