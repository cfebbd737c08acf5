"""Writes the content of a plan document as rows below a version that is still a draft."""

from collections import defaultdict

from agencies.models import Agency
from budgets.enums import Axis
from budgets.models import (
    BudgetLine,
    BudgetRow,
    BudgetTable,
    FinancingStatement,
    PublishedTotal,
    TaskBudget,
)
from core.numbers import million_to_dong
from core.search import search_words
from plans.models import (
    Annex,
    DocumentMention,
    Indicator,
    Objective,
    OutputKind,
    PastResult,
    Phase,
    PlanVersion,
    Reading,
    Responsibility,
    ResponsibleAgency,
    Section,
    SectionItem,
    Target,
    TaskGroup,
)
from portal.plan_document.schema import PlanDocument, TaskData
from reporting.models import Obligor, ReportingRule
from tasks.enums import PartyRole
from tasks.models import Output, Party, Task

# Parents before children: each model's rows are inserted at once, in this order.
ORDER = (
    DocumentMention, Annex, Phase, Objective, Target, TaskGroup, Section, SectionItem, Responsibility,
    ResponsibleAgency, PastResult, Reading, Task, Party, Output, TaskBudget, BudgetTable, BudgetRow,
    BudgetLine, PublishedTotal, FinancingStatement, ReportingRule, Obligor,
)  # fmt: skip


def version_fields(document: PlanDocument) -> dict:
    """The columns of a version that the document itself gives; what it leaves open is empty there."""
    return {
        "title": document.title or "",
        "subject": document.subject or "",
        "document_kind": document.kind,
        "document_number": document.number or "",
        "issued_on": document.issued_on,
        "place": document.place or "",
        "issuer": document.issuer or "",
        "signer_name": document.signer.name or "",
        "signer_title": document.signer.title or "",
        "signer_authority": document.signer.authority or "",
        "period_start": document.period.start,
        "period_end": document.period.end,
        "legal_bases": document.legal_bases,
        "recipients": document.recipients,
    }


class RowWriter:
    """Collects the rows of one document and inserts them, positions as printed.

    `agencies`, `indicators` and `kinds` resolve the document's codes; they were checked before.
    """

    def __init__(
        self,
        version: PlanVersion,
        agencies: dict[str, Agency],
        indicators: dict[str, Indicator],
        kinds: dict[str, OutputKind],
    ):
        self.version = version
        self.agencies, self.indicators, self.kinds = agencies, indicators, kinds
        self.rows = defaultdict(list)

    def write(self, document: PlanDocument) -> None:
        """Inserts the rows of a document below a version that has none yet."""
        self.collect(document)
        for model in ORDER:
            model.objects.bulk_create(self.rows[model])

    def collect(self, document: PlanDocument) -> None:
        """Makes the rows of a document in `rows`, by model, without writing any."""
        self.document_data(document)
        phases = {phase.code: self.add(Phase, **phase.model_dump()) for phase in document.phases}
        self.objectives(document, phases)
        groups, tasks = self.groups(document, phases)
        self.sections(document)
        self.responsibilities(document)
        self.money(document, groups, tasks)
        self.reporting(document)

    def add(self, model, **fields):
        """One row at the next position of its kind; what the document leaves open is stored as the model's blank."""
        filled = {
            name: "" if value is None and _is_text(model, name) else value for name, value in fields.items()
        }
        row = model(
            version=self.version,
            province_id=self.version.province_id,
            position=len(self.rows[model]) + 1,
            **filled,
        )
        self.rows[model].append(row)
        return row

    def document_data(self, document: PlanDocument) -> None:
        for is_own, mentions in ((False, document.related), (True, document.self_references)):
            for mention in mentions:
                self.add(
                    DocumentMention,
                    is_own=is_own,
                    number=mention.number,
                    issued_on=mention.issued_on,
                    text=mention.text,
                    place=mention.where,
                )
        for annex in document.annexes:
            self.add(Annex, **annex.model_dump())
        for result in document.past_results:
            fields = result.model_dump() | {
                "kind": self.kinds.get(result.kind),
                "amount": _dong(result.amount),
            }
            self.add(PastResult, **fields)
        for reading in document.readings:
            fields = reading.model_dump()
            self.add(Reading, place=fields.pop("where"), **fields)

    def objectives(self, document: PlanDocument, phases: dict[str, Phase]) -> None:
        for objective in document.objectives:
            row = self.add(
                Objective,
                key=objective.key,
                kind=objective.kind,
                phase=phases.get(objective.phase),
                text=objective.text,
                search_text=search_words(objective.text),
            )
            for target in objective.targets:
                self.add(
                    Target,
                    objective=row,
                    indicator=self.indicators[target.indicator],
                    population=target.population,
                    minimum=target.min,
                    maximum=target.max,
                    unit=target.unit,
                    year=target.year,
                )

    def groups(self, document: PlanDocument, phases: dict[str, Phase]) -> tuple[dict, dict]:
        groups, tasks = {}, {}
        for group in document.groups:
            row = groups[group.key] = self.add(
                TaskGroup,
                key=group.key,
                number=group.number,
                title=group.title,
                phase=phases.get(group.phase),
                component=group.component,
                search_text=search_words(group.title),
            )
            for task in group.tasks:
                tasks[task.key] = self.task(row, task)
        return groups, tasks

    def task(self, group: TaskGroup, task: TaskData) -> Task:
        parties = [*task.lead, *task.coordinating]
        row = self.add(
            Task,
            key=task.key,
            group=group,
            number=task.number,
            action=task.action,
            contents=task.contents,
            expected_results=task.expected_results,
            time_text=task.time.text,
            start=task.time.start,
            end=task.time.end,
            every_year=task.time.every_year,
            note=task.note,
            search_text=search_words(
                task.action,
                *task.contents,
                *task.expected_results,
                *(party.text for party in parties),
                task.note,
            ),
        )
        for role, members in ((PartyRole.LEAD, task.lead), (PartyRole.COORDINATING, task.coordinating)):
            for party in members:
                self.add(Party, task=row, role=role, text=party.text, agency=self.agencies.get(party.agency))
        for output in task.outputs:
            self.add(Output, task=row, **output.model_dump() | {"kind": self.kinds[output.kind]})
        if task.budget:
            budget = self.add(
                TaskBudget,
                task=row,
                text=task.budget.text,
                total=_dong(task.budget.total),
                sources=task.budget.sources,
            )
            for line in task.budget.lines:
                self.line(line, task_budget=budget)
        return row

    def sections(self, document: PlanDocument) -> None:
        for section in document.sections:
            fields = section.model_dump(exclude={"items"})
            row = self.add(
                Section, **fields, search_text=search_words(section.title, section.text, section.note)
            )
            for item in section.items:
                self.add(SectionItem, section=row, **item.model_dump(), search_text=search_words(item.text))

    def responsibilities(self, document: PlanDocument) -> None:
        for responsibility in document.responsibilities:
            row = self.add(
                Responsibility,
                number=responsibility.number,
                clause=responsibility.clause,
                heading=responsibility.agency,
                items=responsibility.items,
                search_text=search_words(responsibility.agency, *responsibility.items),
            )
            for party in responsibility.agencies:
                self.add(
                    ResponsibleAgency,
                    responsibility=row,
                    text=party.text,
                    agency=self.agencies.get(party.agency),
                )

    def money(self, document: PlanDocument, groups: dict, tasks: dict) -> None:
        for table in document.budget_tables:
            row = self.add(
                BudgetTable,
                **table.model_dump(exclude={"rows", "totals", "unit"}),
                unit=table.unit,
                total_label=table.totals.label if table.totals else "",
            )
            for printed in table.rows:
                self.budget_row(row, printed, groups, tasks)
            if table.totals:
                self.totals(row, table.totals)
        for statement in document.financing:
            self.add(FinancingStatement, **statement.model_dump() | {"amount": _dong(statement.amount)})

    def budget_row(self, table: BudgetTable, printed, groups: dict, tasks: dict) -> None:
        row = self.add(
            BudgetRow,
            table=table,
            number=printed.number,
            label=printed.label,
            group=groups.get(printed.group),
            task=tasks.get(printed.task),
            total=_dong(printed.total),
            sources=printed.sources,
            source_text=printed.source_text,
        )
        for source, amount in printed.by_source.items():
            self.add(
                BudgetLine, row=row, axis=Axis.SOURCE, sources=[source], year=table.year, amount=_dong(amount)
            )
        for year, amount in printed.by_year.items():
            self.add(
                BudgetLine, row=row, axis=Axis.YEAR, sources=printed.sources, year=year, amount=_dong(amount)
            )
        for line in printed.lines:
            self.line(line, row=row)

    def line(self, line, **home) -> None:
        money = {"amount": _dong(line.amount), "unit_price": _dong(line.unit_price)}
        self.add(BudgetLine, axis=Axis.LINE, **home, **line.model_dump() | money)

    def totals(self, table: BudgetTable, totals) -> None:
        if totals.total is not None:
            self.add(PublishedTotal, table=table, axis=Axis.TOTAL, amount=_dong(totals.total))
        for source, amount in totals.by_source.items():
            self.add(PublishedTotal, table=table, axis=Axis.SOURCE, source=source, amount=_dong(amount))
        for year, amount in totals.by_year.items():
            self.add(PublishedTotal, table=table, axis=Axis.YEAR, year=year, amount=_dong(amount))

    def reporting(self, document: PlanDocument) -> None:
        if document.reporting:
            self.add(ReportingRule, before=document.reporting.before, text=document.reporting.text)
            for obligor in document.reporting.obligors:
                self.add(Obligor, **obligor.model_dump())


def _dong(million) -> int | None:
    return None if million is None else million_to_dong(million)


def _is_text(model, name: str) -> bool:
    field = model._meta.get_field(name)
    return not field.null and field.get_internal_type() in ("CharField", "TextField")
