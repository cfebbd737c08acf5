"""Accent-blind search over plans: their data (number, title, province), objectives, groups, tasks, sections, responsibilities, and agencies.

Words are sought in the versions in force. Where the words asked stand together comes first; then by
kind, plan and printed order.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Case, IntegerField, QuerySet, Value, When

from agencies.models import Agency
from core.search import Excerpt, asked_words, find_excerpt, search_query, search_words
from plans.models import Objective, PlanVersion, Responsibility, Section, SectionItem, TaskGroup
from tasks.models import Task

MAX_HITS_OF_A_KIND = 200


@dataclass(frozen=True)
class Kind:
    """A kind of thing that is searched: its rows, what they stand below, the texts they show, how a hit is named."""

    code: str
    label: str
    model: type
    related: tuple[str, ...]
    texts: Callable[[object], list[str]]
    key: Callable[[object], str]
    where: Callable[[object], str]


@dataclass(frozen=True)
class Hit:
    """One place found: what it is, in which plan, under which name, and the words around the hit.

    `is_sample` where the plan, or the agency, is invented.
    """

    kind: str
    plan: str | None
    province: str | None
    key: str
    where: str
    excerpt: Excerpt
    is_sample: bool


@dataclass(frozen=True)
class SearchResult:
    """How many places of each kind hold all the words asked, and the first of them."""

    query: str
    counts: dict[str, int] = field(default_factory=dict)
    hits: list[Hit] = field(default_factory=list)


def _task_texts(task: Task) -> list[str]:
    parties = [party.text for party in task.parties.all()]
    return [task.action, *task.contents, *task.expected_results, *parties, task.note]


def _plan_texts(version: PlanVersion) -> list[str]:
    names = [name.name for name in version.province.names.all()]
    about = ", ".join((*names, version.period, version.signer_name))
    return [f"{version.document_number} {version.title}", about]


KINDS = (
    Kind("plan", "Kế hoạch", PlanVersion, (), _plan_texts, lambda row: row.plan.slug,
         lambda row: f"Kế hoạch {row.document_number or 'không in số'}"),
    Kind("task", "Nhiệm vụ", Task, ("group",), _task_texts, lambda row: row.key,
         lambda row: f"Nhiệm vụ {row.number or row.key}, nhóm {row.group.number}"),
    Kind("group", "Nhóm nhiệm vụ", TaskGroup, (), lambda row: [row.title], lambda row: row.key,
         lambda row: f"Nhóm nhiệm vụ {row.number}"),
    Kind("objective", "Mục tiêu", Objective, (), lambda row: [row.text], lambda row: row.key,
         lambda row: row.get_kind_display()),
    Kind("section", "Mục", Section, (), lambda row: [row.title, row.text, row.note], lambda row: row.key,
         lambda row: f"Mục {row.number or 'mở đầu'}"),
    Kind("item", "Khoản", SectionItem, ("section",), lambda row: [row.text], lambda row: row.key,
         lambda row: f"Mục {row.section.number or 'mở đầu'}" + (f", điểm {row.letter}" if row.letter else "")),
    Kind("responsibility", "Trách nhiệm", Responsibility, (), lambda row: [row.heading, *row.items],
         lambda row: row.clause, lambda row: f"Mục {row.clause}: {row.heading}"),
    Kind("agency", "Cơ quan", Agency, (), lambda row: [row.name, row.short_name, *(a.text for a in row.aliases.all())],
         lambda row: str(row.public_id), lambda row: row.name),
)  # fmt: skip


def search(
    user, asked: str, *, kinds: frozenset[str] | None = None, limit: int = 50, skip: int = 0
) -> SearchResult:
    """What the person may see that holds all the words asked: of each kind `limit` hits at most, after `skip`."""
    query = search_query(asked)
    if query is None:
        return SearchResult(asked)
    counts, hits = {}, []
    for kind in KINDS:
        if kinds is None or kind.code in kinds:
            part = slice(skip, skip + max(0, min(limit, MAX_HITS_OF_A_KIND)))
            if kind.model is PlanVersion:
                found = _plans(user, asked)
                counts[kind.code], found = len(found), found[part]
            else:
                rows = _rows(kind, user).filter(search_vector=query).defer("search_vector", "search_text")
                counts[kind.code] = rows.count()
                found = _ranked(kind, rows, asked)[part] if counts[kind.code] else ()
            hits += [_hit(kind, row, asked) for row in found]
    together = " ".join(asked_words(asked))
    hits.sort(key=lambda hit: together not in " ".join(asked_words(hit.excerpt.hit)))
    return SearchResult(asked, counts, hits)


def _plans(user, asked: str) -> list[PlanVersion]:
    """The plans in force whose data hold all the words asked, the last one perhaps unfinished.

    There is one for each province and programme at most, so they are looked through here, without an index.
    """
    *whole, last = asked_words(asked)
    versions = PlanVersion.objects.current().visible_to(user).select_related("plan", "province")
    versions = versions.prefetch_related("province__names").order_by("province__sort_key", "plan__slug")
    held = [(version, search_words(*_plan_texts(version)).split()) for version in versions]
    return [
        version
        for version, words in held
        if set(whole) <= set(words) and any(word.startswith(last) for word in words)
    ]


def _rows(kind: Kind, user) -> QuerySet:
    if kind.model is Agency:
        return Agency.objects.visible_to(user).select_related("province").prefetch_related("aliases")
    rows = (
        kind.model.objects.current()
        .visible_to(user)
        .select_related("version__plan", "province", *kind.related)
    )
    return rows.prefetch_related("parties") if kind.model is Task else rows


def _ranked(kind: Kind, rows: QuerySet, asked: str) -> QuerySet:
    phrase = " ".join(asked_words(asked))
    together = Case(
        When(search_text__contains=phrase, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    parents = (f"{name}__position" for name in kind.related)
    order = ("sort_key",) if kind.model is Agency else ("province__sort_key", "version", *parents, "position")
    return rows.order_by(together, *order, "pk")


def _hit(kind: Kind, row, asked: str) -> Hit:
    version = row if kind.model is PlanVersion else getattr(row, "version", None)
    return Hit(
        kind.code,
        version.plan.slug if version else None,
        row.province.slug if row.province else None,
        kind.key(row),
        kind.where(row),
        _best_excerpt(kind.texts(row), asked),
        version.plan.is_sample if version else row.is_demo,
    )


def _best_excerpt(texts: list[str], asked: str) -> Excerpt:
    """The text in which most of the words asked stand together."""
    excerpts = [found for text in texts if text and (found := find_excerpt(text, asked))]
    return max(excerpts, key=lambda found: len(found.hit), default=Excerpt("", "", texts[0]))
