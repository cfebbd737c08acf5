"""The body of the plan in printed order: articles, chapters, sections, and clauses where they stand."""

from dataclasses import dataclass

from plans.enums import DocumentKind, SectionKind
from plans.models import Responsibility, Section, SectionItem
from portal.links import place
from portal.plan_pages.header import PlanPage


@dataclass(frozen=True)
class BodySection:
    """A heading with what stands under it.

    `level` is that of the heading; each item comes with its anchor. `clauses` are the responsibilities that are printed there. `is_listed` says
    that the document prints a list here which the portal shows on a page of its own: the section has nothing
    but its heading, or ends with a colon.
    """

    section: Section
    anchor: str
    level: int
    heading: str
    items: list[tuple[str, SectionItem]]
    clauses: list[Responsibility]
    is_listed: bool


@dataclass(frozen=True)
class BodyPart:
    """The decision, or the plan itself."""

    title: str
    anchor: str
    sections: list[BodySection]


def body_parts(page: PlanPage) -> list[BodyPart]:
    """The articles of the decision, where there is one, and the plan."""
    sections = list(page.version.section_rows.all())
    articles = [section for section in sections if section.kind == SectionKind.ARTICLE]
    others = [section for section in sections if section.kind != SectionKind.ARTICLE]
    is_decision = page.version.document_kind == DocumentKind.DECISION
    parts = [
        BodyPart("Quyết định", "quyet-dinh", [_section(page, section, sections) for section in articles]),
        BodyPart(
            "Kế hoạch kèm theo" if is_decision else "Kế hoạch",
            "ke-hoach",
            [_section(page, section, sections) for section in others],
        ),
    ]
    return [part for part in parts if part.sections]


def _section(page: PlanPage, section: Section, sections: list[Section]) -> BodySection:
    clauses = [row for row in page.version.responsibility_rows.all() if _stands_in(row, section)]
    has_children = any(other.key.startswith(f"{section.key}.") for other in sections)
    has_list = section.items.all() or clauses or has_children
    return BodySection(
        section=section,
        anchor=place("section", section.key),
        level=min(3 + section.key.count("."), 6),
        heading=_heading(section),
        items=[(place("item", item.key), item) for item in section.items.all()],
        clauses=clauses,
        is_listed=not has_list and (not section.text or section.text.endswith(":")),
    )


def _stands_in(row: Responsibility, section: Section) -> bool:
    """Clause V.6 is printed in chapter V."""
    return row.clause.rpartition(".")[0] == section.key


def _heading(section: Section) -> str:
    if not (section.number or section.title):
        return "Điều không in số" if section.kind == SectionKind.ARTICLE else "Phần mở đầu"
    return ". ".join(part for part in (section.number, section.title) if part)
