"""What recognition needs to know from the database, as plain values."""

from collections import defaultdict

from django.db.models import Q

from agencies.models import Agency as AgencyRow
from agencies.models import Province
from budgets.enums import Source
from budgets.models import FundingSource
from plans.models import OutputKind as OutputKindRow
from plans.models import ProgrammeComponent
from portal.annexes.recognising import Catalogue
from portal.annexes.recognition.directory import Agency, Directory
from portal.annexes.recognition.outputs import OutputKind
from portal.annexes.recognition.words import fold


def directory_of(province: Province) -> Directory:
    """The agencies of the province and the national ones, with all their spellings."""
    rows = AgencyRow.objects.filter(Q(province=province) | Q(province=None)).prefetch_related("aliases")
    rows = rows.order_by("province", "slug")
    agencies = [
        Agency(
            row.slug,
            tuple(filter(None, [row.name, row.short_name, *(alias.text for alias in row.aliases.all())])),
        )
        for row in rows
    ]
    newest = province.names.order_by("valid_from").last()
    return Directory(agencies, newest.name if newest else "")


def catalogue() -> Catalogue:
    """Kinds of output with their units, sources with their spellings; a part of the local budget counts as it."""
    kinds = tuple(OutputKind(row.code, row.unit, row.name) for row in OutputKindRow.objects.all())
    sources = []
    for row in FundingSource.objects.select_related("parent"):
        code = row.parent.code if row.parent else row.code
        if code in Source.values:
            sources += [(fold(name), code) for name in (row.name, row.code, *row.aliases)]
    return Catalogue(kinds, tuple(sources), _components())


def _components() -> tuple[tuple[str, str], ...]:
    """The names of components that mean one of them only, whichever programme words it so."""
    codes: dict[str, set[str]] = defaultdict(set)
    for name, code in ProgrammeComponent.objects.values_list("name", "code"):
        codes[name].add(code)
    return tuple((name, *found) for name, found in codes.items() if len(found) == 1)
