"""From rows to the plan document, in a constant number of queries."""

from decimal import Decimal

from budgets.enums import Axis
from budgets.findings import findings_of
from budgets.models import BudgetLine, BudgetTable
from budgets.selectors import with_content
from core.numbers import dong_to_million
from plans.models import PlanVersion
from portal.plan_document.schema import PlanDocument, as_data
from tasks.enums import PartyRole
from tasks.models import Task


def with_document(versions):
    """A queryset of versions with all that a document needs."""
    return with_content(versions).prefetch_related("reportingrule_rows", "obligor_rows")


def export_document(version: PlanVersion) -> dict:
    """The plan document of a version as plain data, with its findings and the decisions on them, and if it is invented."""
    version = _loaded(version)
    findings = [finding.as_data() for finding in findings_of(version)]
    return content_of(version) | {"findings": findings, "is_sample": version.plan.is_sample}


def content_of(version: PlanVersion) -> dict:
    """The plan document of a version as plain data, without findings."""
    version = _loaded(version)
    return as_data(PlanDocument.model_validate(_document(version)))


def _loaded(version: PlanVersion) -> PlanVersion:
    loaded = "reportingrule_rows" in getattr(version, "_prefetched_objects_cache", {})
    return version if loaded else with_document(PlanVersion.objects).get(pk=version.pk)


def _document(version: PlanVersion) -> dict:
    mentions = list(version.documentmention_rows.all())
    return {
        "slug": version.plan.slug,
        "version": {
            "number": version.number,
            "kind": version.kind,
            "status": version.status,
            "amends": version.amends,
            "in_force_from": version.in_force_from,
            "reason": version.reason or None,
        },
        "province": version.plan.province.slug,
        "programme": version.plan.programme.number,
        "title": version.title or None,
        "subject": version.subject or None,
        "kind": version.document_kind,
        "number": version.document_number or None,
        "issued_on": version.issued_on,
        "place": version.place or None,
        "issuer": version.issuer or None,
        "signer": {
            "name": version.signer_name or None,
            "title": version.signer_title or None,
            "authority": version.signer_authority or None,
        },
        "period": {"start": version.period_start, "end": version.period_end},
        "legal_bases": version.legal_bases,
        "related": [_mention(mention) for mention in mentions if not mention.is_own],
        "self_references": [_mention(mention) for mention in mentions if mention.is_own],
        "recipients": version.recipients,
        "reporting": _reporting(version),
        "phases": [_fields(phase, "code", "title", "start", "end") for phase in version.phase_rows.all()],
        "objectives": [_objective(objective) for objective in version.objective_rows.all()],
        "groups": [_group(group) for group in version.taskgroup_rows.all()],
        "sections": [_section(section) for section in version.section_rows.all()],
        "responsibilities": [_responsibility(row) for row in version.responsibility_rows.all()],
        "budget_tables": [_table(table) for table in version.budgettable_rows.all()],
        "financing": [
            _fields(row, "clause", "text", "sources", "sub_sources", "amount_in_words")
            | {"amount": _million(row.amount)}
            for row in version.financingstatement_rows.all()
        ],
        "past_results": [_past_result(row) for row in version.pastresult_rows.all()],
        "annexes": [
            _fields(row, "number", "title", "status", "columns", "announced_in", "text")
            for row in version.annex_rows.all()
        ],
        "readings": [
            _fields(row, "printed", "read_as", "why") | {"where": row.place}
            for row in version.reading_rows.all()
        ],
    }


def _fields(row, *names: str) -> dict:
    """The named fields of a row; empty text is null."""
    values = {name: getattr(row, name) for name in names}
    return {name: None if value == "" else value for name, value in values.items()}


def _million(dong: Decimal | None) -> Decimal | None:
    return None if dong is None else dong_to_million(dong)


def _mention(mention) -> dict:
    return _fields(mention, "number", "issued_on", "text") | {"where": mention.place or None}


def _reporting(version: PlanVersion) -> dict | None:
    for rule in version.reportingrule_rows.all():
        obligors = [_fields(row, "kind", "before", "clause", "text") for row in version.obligor_rows.all()]
        return _fields(rule, "before", "text") | {"obligors": obligors}
    return None


def _objective(objective) -> dict:
    return _fields(objective, "key", "kind", "text") | {
        "phase": objective.phase.code if objective.phase else None,
        "targets": [
            _fields(target, "population", "unit", "year")
            | {"indicator": target.indicator.code, "min": target.minimum, "max": target.maximum}
            for target in objective.targets.all()
        ],
    }


def _group(group) -> dict:
    return _fields(group, "key", "number", "title", "component") | {
        "phase": group.phase.code if group.phase else None,
        "tasks": [task_data(task) for task in group.tasks.all()],
    }


def task_data(task: Task) -> dict:
    """A task as it stands in the document; its parties, outputs and budget must be loaded."""
    parties = list(task.parties.all())
    return _fields(task, "key", "number", "action", "contents", "expected_results", "note") | {
        "outputs": [
            _fields(row, "text", "quantity", "unit", "year", "start", "end", "per_year", "approximate")
            | {"kind": row.kind.code}
            for row in task.outputs.all()
        ],
        "lead": [_party(party) for party in parties if party.role == PartyRole.LEAD],
        "coordinating": [_party(party) for party in parties if party.role == PartyRole.COORDINATING],
        "time": {
            "text": task.time_text or None,
            "start": task.start or None,
            "end": task.end or None,
            "every_year": task.every_year,
        },
        "budget": _task_budget(task),
    }


def _party(party) -> dict:
    return {"text": party.text, "agency": party.agency.slug if party.agency else None}


def _task_budget(task: Task) -> dict | None:
    budget = getattr(task, "budget", None)
    if budget is None:
        return None
    return _fields(budget, "text", "sources") | {
        "total": _million(budget.total),
        "lines": [_line(line) for line in budget.lines.all()],
    }


def _line(line: BudgetLine) -> dict:
    return _fields(line, "year", "sources", "quantity", "unit") | {
        "amount": _million(line.amount),
        "unit_price": _million(line.unit_price),
    }


def _section(section) -> dict:
    names = ("key", "number", "title", "kind", "component", "reportable", "text", "note")
    items = [_fields(item, "key", "letter", "text") for item in section.items.all()]
    return _fields(section, *names) | {"items": items}


def _responsibility(row) -> dict:
    agencies = [_party(party) for party in row.agencies.all()]
    return _fields(row, "number", "clause", "items") | {"agency": row.heading, "agencies": agencies}


def _table(table: BudgetTable) -> dict:
    return _fields(table, "key", "title", "year", "unit", "includes_dn", "complete", "amount_in_words") | {
        "rows": [_budget_row(row) for row in table.rows.all()],
        "totals": _totals(table),
    }


def _budget_row(row) -> dict:
    lines = list(row.lines.all())
    return _fields(row, "number", "label", "sources", "source_text") | {
        "group": row.group.key if row.group else None,
        "task": row.task.key if row.task else None,
        "total": _million(row.total),
        "by_source": {line.sources[0]: _million(line.amount) for line in lines if line.axis == Axis.SOURCE},
        "by_year": {line.year: _million(line.amount) for line in lines if line.axis == Axis.YEAR},
        "lines": [_line(line) for line in lines if line.axis == Axis.LINE],
    }


def _totals(table: BudgetTable) -> dict | None:
    totals = list(table.totals.all())
    if not totals and not table.total_label:
        return None
    amounts = {(total.axis, total.source or total.year): _million(total.amount) for total in totals}
    return {
        "label": table.total_label or None,
        "total": amounts.get((Axis.TOTAL, None)),
        "by_source": {key: amount for (axis, key), amount in amounts.items() if axis == Axis.SOURCE},
        "by_year": {key: amount for (axis, key), amount in amounts.items() if axis == Axis.YEAR},
    }


def _past_result(row) -> dict:
    return _fields(row, "text", "quantity", "unit", "sources", "start", "end") | {
        "kind": row.kind.code if row.kind else None,
        "amount": _million(row.amount),
    }
