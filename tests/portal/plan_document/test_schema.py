"""The strict shape: every key is known, every value has its type, no figure is a float."""

import copy
import types
import typing
from datetime import date, datetime
from decimal import Decimal

import pytest
from pydantic import BaseModel, ValidationError

from portal.plan_document.schema import PlanDocument, as_data, plain_number
from tests.factories import plan_data, whole_plan_data
from tests.factories.documents import leaves, look_up, places, put


def faults(data: dict) -> dict[tuple, str]:
    """The places that the shape refuses, each with pydantic's kind of fault."""
    try:
        PlanDocument.model_validate(data)
    except ValidationError as error:
        return {fault["loc"]: fault["type"] for fault in error.errors()}
    return {}


def shapes(model: type[BaseModel] = PlanDocument, path: tuple = ()):
    """Every shape with a place of `whole_plan_data` where it stands."""
    yield model, path
    for name, field in model.model_fields.items():
        for part in _models_in(field.annotation):
            many = typing.get_origin(field.annotation) is list
            yield from shapes(part, (*path, name, 0) if many else (*path, name))


def _models_in(annotation) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias):
        return [annotation] if issubclass(annotation, BaseModel) else []
    return [model for argument in typing.get_args(annotation) for model in _models_in(argument)]


SHAPES = list(shapes())
WHOLE = whole_plan_data()


def test_the_whole_document_of_the_tests_says_something_under_every_key():
    assert faults(WHOLE) == {}
    unsaid = [
        (*path, name)
        for model, path in SHAPES
        for name in model.model_fields
        if look_up(WHOLE, path).get(name) in (None, [], {}) and (*path, name) not in ALLOWED_SILENCE
    ]
    assert unsaid == []
    assert len(SHAPES) == 31


# An original amends nothing; a line of a row needs either a quantity or none; findings and the mark of invented plans are never read.
ALLOWED_SILENCE = {
    ("version", "amends"),
    ("version", "reason"),
    ("budget_tables", 0, "rows", 0, "lines", 0, "quantity"),
    ("findings",),
    ("is_sample",),
}


@pytest.mark.parametrize(("model", "path"), SHAPES, ids=[".".join(map(str, path)) for _, path in SHAPES])
def test_an_unknown_key_is_refused_in_every_shape(model, path):
    data = copy.deepcopy(WHOLE)
    look_up(data, path)["ghi_chu_la"] = "x"
    assert faults(data) == {(*path, "ghi_chu_la"): "extra_forbidden"}


@pytest.mark.parametrize(("model", "path"), SHAPES, ids=[".".join(map(str, path)) for _, path in SHAPES])
def test_a_required_key_is_missed_in_every_shape(model, path):
    required = [name for name, field in model.model_fields.items() if field.is_required()]
    for name in required:
        data = copy.deepcopy(WHOLE)
        del look_up(data, path)[name]
        assert faults(data) == {(*path, name): "missing"}


def test_the_keys_that_a_plan_cannot_do_without_are_required():
    required = {name for name, field in PlanDocument.model_fields.items() if field.is_required()}
    assert required == {"slug", "version", "province", "programme", "kind", "period"}


@pytest.mark.parametrize("wrong", [["x"], {"x": 1}, 1.5, datetime(2019, 3, 1, 12)], ids=repr)
def test_no_place_takes_a_value_of_a_foreign_type(wrong):
    """A list, a group of keys, a float or a moment is nowhere what a single value should be."""
    taken = [path for path, _ in leaves(WHOLE) if not faults(put(WHOLE, path, wrong))]
    assert taken == []


def test_a_group_of_keys_or_a_list_is_not_replaced_by_a_single_value():
    parts = [path for path, value in places(WHOLE) if isinstance(value, dict | list) and path]
    assert [path for path in parts if not faults(put(WHOLE, path, "x"))] == []


def test_texts_are_texts_and_not_figures_or_truth_values():
    """YAML reads `number: 4` as a figure; a printed number is text and needs its quotation marks."""
    texts = [path for path, value in leaves(WHOLE) if isinstance(value, str)]
    years = {("groups", 0, "tasks", 0, "time", "start")}  # a partial date: a year may be a figure
    assert [path for path in texts if not faults(put(WHOLE, path, 2017)) and path not in years] == []
    assert [path for path in texts if not faults(put(WHOLE, path, True))] == []
    looked_up = {"kind", "indicator"}  # codes of the catalogue, which only the loader knows
    assert [path for path in texts if not faults(put(WHOLE, path, "   ")) and path[-1] not in looked_up] == []


def test_figures_are_figures_and_not_texts_or_truth_values():
    figures = [
        path
        for path, value in leaves(WHOLE)
        if isinstance(value, int | Decimal) and value not in (True, False)
    ]
    assert len(figures) > 30
    partial = ("groups", 0, "tasks", 0, "time", "end")
    for wrong in ("một trăm", True, -1, Decimal("NaN")):
        taken = [path for path in figures if not faults(put(WHOLE, path, wrong))]
        assert taken == ([] if wrong != -1 else taken_below_zero()), wrong
    assert [path for path in figures if not faults(put(WHOLE, path, "100")) and path != partial] == []


def taken_below_zero() -> list[tuple]:
    """Only what no amount and no year is may lie below zero: values of targets, counted quantities."""
    return [
        ("groups", 0, "tasks", 0, "outputs", 0, "quantity"),
        ("groups", 0, "tasks", 0, "budget", "lines", 0, "quantity"),
        ("objectives", 0, "targets", 0, "min"),
        ("objectives", 0, "targets", 0, "max"),
        ("past_results", 0, "quantity"),
    ]


@pytest.mark.parametrize("wrong", ["yes", "true", 1, 0, "no"])
def test_truth_values_are_true_or_false_only(wrong):
    flags = [path for path, value in leaves(WHOLE) if isinstance(value, bool)]
    assert len(flags) == 6
    assert [path for path in flags if not faults(put(WHOLE, path, wrong))] == []


@pytest.mark.parametrize("wrong", [86400, "1382572800", "01/03/2019", "2019-2-1", "2019-02-30", ""])
def test_a_day_is_a_day_of_the_calendar_year_first(wrong):
    days = [path for path, value in leaves(WHOLE) if isinstance(value, date)]
    assert len(days) == 4
    assert [path for path in days if not faults(put(WHOLE, path, wrong))] == []
    for path in days:
        assert faults(put(WHOLE, path, "2019-02-28")) == {}


@pytest.mark.parametrize("wrong", ["2019-13", "19", "2019-1", "1/2019", "２０１９", "2019-01-15", 1899])
def test_a_partial_date_is_a_year_or_a_month_of_a_year(wrong):
    assert set(faults(put(WHOLE, ("groups", 0, "tasks", 0, "time", "start"), wrong)).values()) == {
        "value_error"
    }


@pytest.mark.parametrize("wrong", ["02-29", "12-32", "15-12", "12-1", "15/12"])
def test_the_reporting_day_is_month_and_day_of_every_year(wrong):
    for path in (("reporting", "before"), ("reporting", "obligors", 0, "before")):
        assert list(faults(put(WHOLE, path, wrong)).values()) == ["value_error"]


def test_amounts_are_whole_dong_and_no_larger_than_words_go():
    path = ("financing", 0, "amount")
    assert faults(put(WHOLE, path, Decimal("0.000001"))) == {}
    assert faults(put(WHOLE, path, Decimal("999999999.999999"))) == {}
    assert faults(put(WHOLE, path, Decimal("0.0000001"))) == {path: "value_error"}
    assert faults(put(WHOLE, path, -1)) == {path: "greater_than_equal"}
    assert faults(put(WHOLE, path, 10**9)) == {path: "less_than"}


def test_an_empty_total_row_is_no_total_row():
    data = put(WHOLE, ("budget_tables", 0, "totals"), {})
    assert faults(data) == {("budget_tables", 0, "totals"): "value_error"}
    assert faults(put(WHOLE, ("budget_tables", 0, "totals"), None)) == {}


def test_texts_become_nfc_with_single_spaces_and_without_invisible_signs():
    printed = "KÊ\u0301  HOẠCH\u00a0 \n THỬ\u200b "
    document = PlanDocument.model_validate(plan_data(title=printed, legal_bases=[printed]))
    assert document.title == "KẾ HOẠCH THỬ"
    assert document.legal_bases == ["KẾ HOẠCH THỬ"]


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\x7f", "\x85a\x9f"])
def test_control_signs_are_refused(sign):
    assert faults(plan_data(title=f"KẾ HOẠCH {sign}THỬ")) == {("title",): "value_error"}


def test_plain_data_have_iso_days_whole_numbers_as_int_and_other_figures_exact():
    data = as_data(PlanDocument.model_validate(WHOLE))
    assert data["issued_on"] == "2019-03-01"
    assert type(data["financing"][0]["amount"]) is int
    assert data["objectives"][0]["targets"][0]["max"] == Decimal("13.5")
    assert data["groups"][0]["tasks"][0]["time"] == {
        "text": "01/2019 - 2019", "start": "2019-01", "end": 2019, "every_year": True
    }  # fmt: skip
    assert not any(isinstance(value, float) for _, value in leaves(data))
    assert "findings" not in data


@pytest.mark.parametrize(
    ("value", "plain"),
    [("2040", "2040"), ("2040.000", "2040"), ("20.40", "20.4"), ("1E+3", "1000"), ("0.0", "0")],
)
def test_plain_numbers_have_no_superfluous_digits(value, plain):
    assert str(plain_number(Decimal(value))) == plain


def test_findings_in_a_document_are_ignored_whatever_they_say():
    assert faults(plan_data(findings=[{"code": "x", "la": 1.5}])) == {}
