"""Brings the rows of a version that is being written to what a document says, and touches no row that says it already.

So a change of one sentence is one UPDATE and one entry of the history, and what refers to a row keeps it. Rows with a
key are the same row wherever they stand; rows without one are matched among their siblings by what they say.
"""

from collections import defaultdict
from collections.abc import Hashable
from difflib import SequenceMatcher
from itertools import zip_longest

from django.db.models import GeneratedField, Model

from budgets.models import BudgetLine, BudgetRow, PublishedTotal, TaskBudget
from plans.models import (
    DocumentMention,
    PlanVersion,
    ResponsibleAgency,
    SectionItem,
    Target,
)
from portal.plan_document.loader import Codes
from portal.plan_document.rows import ORDER, RowWriter, version_fields
from portal.plan_document.schema import PlanDocument
from tasks.models import Output, Party, Task

KEYS = ("key", "code", "clause")  # what names a row in its version, where its model has it as unique
# What rows without a key stand below, or apart by: their order is kept among those that share it.
SIBLINGS: dict[type[Model], tuple[str, ...]] = {
    DocumentMention: ("is_own",),
    Target: ("objective",),
    SectionItem: ("section",),
    ResponsibleAgency: ("responsibility",),
    Task: ("group",),
    Party: ("task", "role"),
    Output: ("task",),
    TaskBudget: ("task",),
    BudgetRow: ("table",),
    BudgetLine: ("row", "task_budget", "axis"),
    PublishedTotal: ("table",),
}


def rewrite_rows(version: PlanVersion, document: PlanDocument, codes: Codes) -> None:
    """Makes a version's columns and rows those of the document, whose references were checked.

    The version must be locked and open for writing (`plans.services.locked_draft`).
    """
    _save_changed(version, version_fields(document))
    writer = RowWriter(version, codes.agencies, codes.indicators, codes.kinds)
    writer.collect(document)
    surplus = []
    for model in ORDER:
        surplus.append((model, _bring(model, version, writer.rows[model])))
    for model, rows in reversed(surplus):
        if rows:
            model.objects.filter(pk__in=rows).delete()


def _bring(model: type[Model], version: PlanVersion, wanted: list[Model]) -> list[int]:
    """Updates and inserts the rows of one model; returns the primary keys of those that are wanted no more."""
    siblings, fields = SIBLINGS.get(model, ()), _content_fields(model)
    for row in wanted:  # parents that stand in the database already are known by now
        for field in fields:
            if field.is_relation:
                setattr(row, field.name, getattr(row, field.name))
    existing = list(model.objects.filter(version=version).order_by("position", "pk"))
    pairs = _matched(model, existing, wanted, siblings, fields)
    _place(pairs, wanted, siblings)
    added = []
    for row in wanted:
        if old := pairs.get(id(row)):
            row.pk = old.pk
            _save_changed(
                old, {f.attname: getattr(row, f.attname) for f in fields} | {"position": row.position}
            )
        else:
            added.append(row)
    model.objects.bulk_create(added)
    kept = {old.pk for old in pairs.values()}
    return [row.pk for row in existing if row.pk not in kept]


def _matched(model, existing, wanted, siblings, fields) -> dict[int, Model]:
    """The existing row of each wanted one that is the same row, by the wanted one's id()."""
    key = _key_of(model)
    if key:
        by_key = {getattr(row, key): row for row in existing}
        return {id(row): by_key[getattr(row, key)] for row in wanted if getattr(row, key) in by_key}
    pairs: dict[int, Model] = {}
    old, new = _grouped(existing, siblings), _grouped(wanted, siblings)
    for parent in old.keys() & new.keys():
        before, after = old[parent], new[parent]
        matcher = SequenceMatcher(
            a=[_said(row, fields) for row in before], b=[_said(row, fields) for row in after], autojunk=False
        )
        for _, start, end, new_start, new_end in matcher.get_opcodes():
            for here, there in zip_longest(before[start:end], after[new_start:new_end]):
                if here is not None and there is not None:
                    pairs[id(there)] = here
    return pairs


def _place(pairs, wanted, siblings) -> None:
    """Gives wanted rows their positions among their siblings: those that these have, in the wanted order, then new ones.

    A position orders a row below its parent alone: who lists rows of several parents orders by the parents first.
    """
    for parent, rows in _grouped(wanted, siblings).items():
        there = (pairs[id(row)] for row in rows if id(row) in pairs)
        taken = sorted(row.position for row in there if _siblings_of(row, siblings) == parent)
        first = taken[-1] + 1 if taken else 1
        fresh = range(first, first + len(rows) - len(taken))
        for row, position in zip(rows, [*taken, *fresh], strict=True):
            row.position = position


def _grouped(rows, siblings) -> dict[Hashable, list[Model]]:
    groups = defaultdict(list)
    for row in rows:
        groups[_siblings_of(row, siblings)].append(row)
    return groups


def _siblings_of(row: Model, siblings: tuple[str, ...]) -> Hashable:
    """What a row shares with its siblings."""
    return tuple(getattr(row, row._meta.get_field(name).attname) for name in siblings)


def _said(row: Model, fields) -> tuple:
    return tuple(
        tuple(value) if isinstance(value := getattr(row, field.attname), list) else value for field in fields
    )


def _content_fields(model: type[Model]) -> list:
    return [
        field
        for field in model._meta.concrete_fields
        if field.name not in ("id", "version", "province", "position")
        and not isinstance(field, GeneratedField)
    ]


def _key_of(model: type[Model]) -> str | None:
    unique = {constraint.fields for constraint in model._meta.constraints if hasattr(constraint, "fields")}
    return next((key for key in KEYS if ("version", key) in unique), None)


def _save_changed(row: Model, values: dict) -> None:
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.save(update_fields=[name.removesuffix("_id") for name in changed])
