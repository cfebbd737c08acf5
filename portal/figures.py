"""What lists show of a version: counts, sums and contradictions, without loading its content again and again.

The content of an issued version cannot change, so its figures follow from the version, the catalogue of laws and the
names of sources alone. Each process keeps them once computed; drafts are computed each time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from django.core.cache.backends.locmem import LocMemCache

from budgets.enums import source_names
from budgets.findings import findings_of_all
from budgets.findings.money import sub_source_names
from budgets.selectors import with_content
from budgets.sums import Sources, planned_money
from core.numbers import format_million
from plans.models import Law, PlanVersion

kept = LocMemCache("figures of issued versions", {"TIMEOUT": None, "OPTIONS": {"MAX_ENTRIES": 2000}})


@dataclass(frozen=True)
class VersionFigures:
    """The figures of one version. Amounts in đồng, None where the plan gives nothing.

    `published` is the total that the plan prints for the same money, where it prints one; `money_year` the one year
    that the money is for. `contradictions` are keys of findings without those that only explain.
    """

    tasks: int
    total: int | None
    published: int | None
    money_year: int | None
    by_sources: tuple[tuple[Sources, int], ...]
    contradictions: frozenset[str]
    findings: int

    @property
    def total_million(self) -> str | None:
        return None if self.total is None else format_million(self.total)

    @property
    def published_million(self) -> str | None:
        """The printed total, where it is another number than the sum."""
        return None if self.published in (None, self.total) else format_million(self.published)

    @property
    def sources_million(self) -> list[str]:
        """One line a source, or a set of sources that the plan leaves unsplit: "NSĐP + DN 6.120"."""
        return [f"{source_names(sources)} {format_million(amount)}" for sources, amount in self.by_sources]


def figures_of(versions: Iterable[PlanVersion]) -> dict[int, VersionFigures]:
    """The figures of versions by their primary key, in a constant number of queries."""
    keys = _keys(versions)
    known = kept.get_many(filter(None, keys.values()))
    figures = {pk: known[key] for pk, key in keys.items() if key in known}
    missing = set(keys) - set(figures)
    if missing:
        computed = _computed(PlanVersion.objects.filter(pk__in=missing))
        kept.set_many({keys[pk]: computed[pk] for pk in missing if keys[pk]})
        figures |= computed
    return figures


def task_count(version: PlanVersion) -> int:
    """Tasks of the task table, and the reportable items of the body where a plan has no table (Lạng Sơn).

    Of a version that comes from `budgets.selectors.with_content`.
    """
    in_table = sum(len(group.tasks.all()) for group in version.taskgroup_rows.all())
    return in_table + sum(len(s.items.all()) for s in version.section_rows.all() if s.reportable)


def _keys(versions: Iterable[PlanVersion]) -> dict[int, str | None]:
    """Under which key the figures of each version are kept, None for a draft; by primary key."""
    catalogue = (list(Law.objects.order_by("number").values_list()), sorted(sub_source_names().items()))
    stamp = sha256(repr(catalogue).encode()).hexdigest()
    return {
        version.pk: None if version.is_unissued else f"{version.pk}-{version.created_at.isoformat()}-{stamp}"
        for version in versions
    }


def _computed(versions) -> dict[int, VersionFigures]:
    loaded = list(with_content(versions))
    findings = findings_of_all(loaded)
    return {version.pk: _figures(version, findings[version.pk]) for version in loaded}


def _figures(version: PlanVersion, findings: list) -> VersionFigures:
    money = planned_money(version)
    return VersionFigures(
        tasks=task_count(version),
        total=money.total,
        published=money.published,
        money_year=money.year,
        by_sources=tuple(money.by_sources.items()),
        contradictions=frozenset(finding.key for finding in findings if not finding.is_notice),
        findings=len(findings),
    )
