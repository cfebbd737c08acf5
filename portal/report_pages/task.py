"""The page on which one task is answered: what the plan prints, the rows of figures, last year's words, neighbours."""

from dataclasses import dataclass

from budgets.enums import Source
from core.words import LIMIT, vnd_in_words
from portal.report_pages.page import ReportPage
from portal.report_pages.words import money_words
from reporting.enums import ReportStatus
from reporting.models import Report, TaskEntry


@dataclass(frozen=True)
class RowOfFields:
    """A row of figures to fill in; `kind` is its field where the reporter chooses it, `target` what the plan prints."""

    label: str
    target: str
    kind: object
    fields: tuple
    words: tuple[tuple[str, str], ...] = ()


def task_context(page: ReportPage, entry: TaskEntry, form) -> dict:
    """What the template of the page needs; without a form only what it is about."""
    places = [one.place for one in page.entries]
    at = places.index(entry.place)
    task = page.printed.get(entry.place)
    context = {
        "page": page,
        "entry": entry,
        "task": task,
        "number": at + 1,
        "count": len(places),
        "before": page.url_of(places[at - 1]) if at else "",
        "after": page.url_of(places[at + 1]) if at + 1 < len(places) else "",
        "grounds": [one for one in page.obligation.grounds.all() if one.place == entry.place],
        "last": last_year(page, entry.place),
        "remarks": page.remarks_at(entry.place),
        "files": [one for one in page.written.evidence_rows.all() if one.place == entry.place],
        "crumbs": page.crumbs(task.label if task else "Nhiệm vụ"),
    }
    if form is not None:
        context |= {"form": form, "outputs": _outputs(form), "money": _money(page, task, form)}
    return context


def last_year(page: ReportPage, place: str) -> TaskEntry | None:
    """What the agency's last sent report of the year before says of the same task."""
    rows = TaskEntry.objects.filter(
        place=place,
        report__obligation__agency=page.obligation.agency_id,
        report__obligation__year__plan=page.year.plan_id,
        report__obligation__year__year=page.year.year - 1,
        report__obligation__year__is_sample=page.year.is_sample,
    ).exclude(report__status__in=(ReportStatus.DRAFT, ReportStatus.RECALLED))
    seen = rows.filter(report__in=Report.objects.visible_to(page.user))
    return seen.select_related("report").order_by("-report__number").first()


def _outputs(form) -> list[RowOfFields]:
    targets = {row.position: row for row in form.rows if row.target}
    found = []
    for position in form.positions:
        row = targets.get(position)
        kind = None if row else form[f"o{position}-kind"]
        label = f"{row.kind.name} ({row.unit})" if row else ""
        found.append(
            RowOfFields(label, row.target if row else "", kind, _fields(form, f"o{position}", "quantity"))
        )
    return found


def _money(page: ReportPage, task, form) -> list[RowOfFields]:
    year, found = page.year.year, []
    for source in Source.values:
        planned = task.planned_of(source, year) if task else None
        target = f"{money_words(planned)} triệu đồng" if planned is not None else ""
        fields = _fields(form, f"m{source}", "spent")
        words = tuple((field.name, _understood(form, field.name)) for field in fields)
        found.append(RowOfFields(str(Source(source).label), target, None, fields, words))
    return found


def _fields(form, row: str, first: str) -> tuple:
    names = (f"{row}-{first}", f"{row}-estimate")
    return tuple(form[name] for name in names if name in form.fields)


def _understood(form, name: str) -> str:
    dong = form.words.get(name) if form.is_valid() or hasattr(form, "cleaned_data") else None
    return vnd_in_words(dong) if dong is not None and dong < LIMIT else ""
