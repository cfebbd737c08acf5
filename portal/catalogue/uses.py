"""Which plans in force use an entry of the catalogue, and how often: counted for all entries of a kind in one go."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from django.db.models import Count, QuerySet, Value

from agencies.models import User
from plans.models import (
    CatalogueEntry,
    Indicator,
    NationalTarget,
    OutputKind,
    PastResult,
    PlanVersion,
    Programme,
    ProgrammeComponent,
    SectionItem,
    Target,
)
from plans.targets import beside
from tasks.models import Output, Task

# An entry's primary key, a version's, and how often the version uses the entry.
Use = tuple[int, int, int]
Uses = dict[int, Counter[int]]


def uses_of(model: type[CatalogueEntry], user: User) -> Uses:
    """By entry and version in force that the person may see, both by primary key; invented plans are none."""
    in_force = PlanVersion.objects.current().visible_to(user).filter(plan__is_sample=False)
    found: Uses = defaultdict(Counter)
    for entry, version, number in _COUNTED[model](in_force):
        found[entry][version] += number
    return found


def _programmes(versions: QuerySet) -> Iterable[Use]:
    return versions.order_by().values_list("plan__programme", "pk", Value(1))


def _components(versions: QuerySet) -> Iterable[Use]:
    """Tasks by the component of their group; items of reportable sections are tasks, too."""
    entries = {
        (programme, code): pk
        for programme, code, pk in ProgrammeComponent.objects.values_list("programme", "code", "pk")
    }
    tasks = Task.objects.filter(version__in=versions)
    items = SectionItem.objects.filter(version__in=versions, section__reportable=True)
    for rows, component in ((tasks, "group__component"), (items, "section__component")):
        counted = rows.order_by().values_list("version__plan__programme", component, "version")
        for programme, code, version, number in counted.annotate(Count("pk")):
            if entry := entries.get((programme, code)):
                yield entry, version, number


def _indicators(versions: QuerySet) -> Iterable[Use]:
    rows = Target.objects.filter(version__in=versions).order_by()
    return rows.values_list("indicator", "version").annotate(Count("pk"))


def _output_kinds(versions: QuerySet) -> Iterable[Use]:
    """Tasks with such an output; results of the period before name the plan without a task."""
    outputs = Output.objects.filter(version__in=versions).order_by()
    yield from outputs.values_list("kind", "version").annotate(Count("task", distinct=True))
    results = PastResult.objects.filter(version__in=versions).exclude(kind=None).order_by()
    yield from results.values_list("kind", "version", Value(0)).distinct()


def _national_targets(versions: QuerySet) -> Iterable[Use]:
    """Targets of plans of the same programme that stand beside the national one."""
    by_programme = defaultdict(list)
    for national in NationalTarget.objects.all():
        by_programme[national.programme_id].append(national)
    targets = Target.objects.filter(version__in=versions).select_related("version__plan")
    for target in targets.order_by():
        version = target.version
        for national in beside(target, by_programme[version.plan.programme_id], version.period_end):
            yield national.pk, version.pk, 1


_COUNTED = {
    Programme: _programmes,
    ProgrammeComponent: _components,
    Indicator: _indicators,
    OutputKind: _output_kinds,
    NationalTarget: _national_targets,
}
