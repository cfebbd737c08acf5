"""Loads the reference data of `fixtures/reference/`: provinces, agencies, catalogue, sources, laws.

The files are the truth for what stands in them: loading again changes what changed there, adds what is
new and touches nothing else. Agencies, users, plans and entries of the catalogue made on the portal stay as they
are, and so does an agency or an entry of the files that somebody has edited on the portal.
"""

from pathlib import Path

import yaml
from django.conf import settings
from django.db import models, transaction

from agencies.models import Agency, AgencyAlias, AgencySuccession, Province, ProvinceName
from agencies.models.province import kept_names
from agencies.models.revised import Revised
from budgets.models import FundingSource
from core.search import asked_words, search_words
from core.sorting import sort_key
from core.text import collapse
from plans.models import Indicator, Law, NationalTarget, OutputKind, Programme, ProgrammeComponent

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "reference"
PERIOD = ("period_start", "period_end")
VALIDITY = ("valid_from", "valid_to", "source")
REVISED = {field.name for field in Revised._meta.local_fields}


@transaction.atomic
def load_reference(folder: Path = FOLDER) -> int:
    """Loads all reference files and returns how many entries they hold."""
    loaders = (_provinces, _agencies, _catalogue, _output_kinds, _funding_sources, _laws)
    return sum(load(folder) for load in loaders)


def _read(folder: Path, name: str) -> dict:
    return yaml.load((folder / name).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def _upsert(rows: list[models.Model], *unique: str) -> None:
    """Inserts rows or updates those that have the same unique fields; leaves primary keys as they are.

    What somebody has edited on the portal is left as it is.
    """
    if not rows:
        return
    model = type(rows[0])
    if issubclass(model, Revised):
        edited = set(model.objects.exclude(changed_at=None).values_list(*unique))
        rows = [row for row in rows if _identity(row, unique) not in edited]
    kept = {"public_id", *REVISED, *unique}
    changed = [
        field.name
        for field in model._meta.concrete_fields
        if not (field.primary_key or field.generated or field.name in kept)
    ]
    model.objects.bulk_create(rows, update_conflicts=True, unique_fields=unique, update_fields=changed)


def _replace(
    model: type[models.Model],
    parents: list[models.Model],
    rows: list[models.Model],
    parent: str,
    *identity: str,
) -> None:
    """Makes the rows below the parents these, but for what people did: adds, updates and removes."""
    unique = (parent, *identity)
    wanted = {_identity(row, unique) for row in rows}
    for row in model.objects.filter(**{f"{parent}__in": parents}):
        is_ours = getattr(row, "changed_at", None) is None
        if is_ours and _identity(row, unique) not in wanted:
            row.delete()
    _upsert(rows, *unique)


def _identity(row: models.Model, unique: tuple[str, ...]) -> tuple:
    """The values of the unique fields, as `values_list` gives them."""
    return tuple(getattr(row, row._meta.get_field(name).attname) for name in unique)


def _provinces(folder: Path) -> int:
    data = _read(folder, "provinces.yaml")
    regions = {region["code"]: region["name"] for region in data["regions"]}
    entries = data["provinces"]
    _upsert(
        [
            Province(
                slug=entry["slug"],
                region=regions[entry["region"]],
                sort_key=sort_key(_short(entry["names"][0]["name"])),
            )
            for entry in entries
            if not entry["ended_on"]
        ],
        "slug",
    )
    existing = {province.slug: province for province in Province.objects.all()}
    _upsert(
        [
            Province(
                slug=entry["slug"],
                region=regions[entry["region"]],
                sort_key=sort_key(_short(entry["names"][0]["name"])),
                ended_on=entry["ended_on"],
                successor=existing[entry["successor"]],
            )
            for entry in entries
            if entry["ended_on"]
        ],
        "slug",
    )
    provinces = {province.slug: province for province in Province.objects.all()}
    names = [
        ProvinceName(
            province=provinces[entry["slug"]],
            name=collapse(name["name"]),
            code=name["code"],
            valid_from=name["from"],
            valid_to=name["to"],
            source=name["source"],
        )
        for entry in entries
        for name in entry["names"]
    ]
    _replace(ProvinceName, list(provinces.values()), names, "province", "valid_from")
    transaction.on_commit(kept_names.clear)
    return len(entries)


def _short(name: str) -> str:
    return name.removeprefix("Tỉnh ").removeprefix("Thành phố ")


def _agencies(folder: Path) -> int:
    entries = _read(folder, "agencies.yaml")["agencies"]
    provinces = {province.slug: province for province in Province.objects.all()}
    rows = []
    for entry in entries:
        aliases = [collapse(alias) for alias in entry["aliases"]]
        rows.append(
            Agency(
                province=provinces[entry["province"]] if entry["province"] else None,
                slug=entry["slug"],
                name=collapse(entry["name"]),
                short_name=entry["short_name"] or "",
                kind=entry["kind"],
                exists_from=entry["exists_from"] or "",
                exists_to=entry["exists_to"] or "",
                note=entry["note"] or "",
                sort_key=sort_key(entry["name"]),
                search_text=search_words(entry["name"], entry["short_name"], *aliases),
            )
        )
    _upsert(rows, "province", "slug")
    known = {
        (agency.province.slug if agency.province else None, agency.slug): agency
        for agency in Agency.objects.select_related("province")
    }
    agencies = {(entry["province"], entry["slug"]): entry for entry in entries}
    parents = [known[identity] for identity in agencies]
    aliases = [
        AgencyAlias(agency=known[identity], text=collapse(alias), key=" ".join(asked_words(alias)))
        for identity, entry in agencies.items()
        for alias in dict.fromkeys(entry["aliases"])
    ]
    _replace(AgencyAlias, parents, aliases, "agency", "text")
    successions = [
        AgencySuccession(
            agency=known[identity],
            successor=known[succession["province"], succession["agency"]],
            duty=succession["duty"] or "",
            status=succession["status"],
            source=succession["source"],
        )
        for identity, entry in agencies.items()
        for succession in entry["successors"]
    ]
    _replace(AgencySuccession, parents, successions, "agency", "successor", "duty")
    return len(entries)


def _catalogue(folder: Path) -> int:
    data = _read(folder, "programmes.yaml")
    _upsert(
        [
            Programme(**_named(entry, "number", "title", "issuer", "issued_on", *PERIOD, *VALIDITY))
            for entry in data["programmes"]
        ],
        "number",
    )
    names = ("code", "name", "short_name", "unit", "numerator", "denominator", "description", *VALIDITY)
    indicators = [
        Indicator(position=position, **_named(entry, *names))
        for position, entry in enumerate(data["indicators"], start=1)
    ]
    _upsert(indicators, "code")
    programmes = {programme.number: programme for programme in Programme.objects.all()}
    known = {indicator.code: indicator for indicator in Indicator.objects.all()}
    components = [
        ProgrammeComponent(
            programme=programmes[entry["programme"]],
            position=position,
            **_named(entry, "code", "name", "description", *VALIDITY),
        )
        for position, entry in enumerate(data["components"], start=1)
    ]
    _replace(ProgrammeComponent, list(programmes.values()), components, "programme", "code")
    targets = [
        NationalTarget(
            programme=programmes[entry["programme"]],
            indicator=known[entry["indicator"]],
            minimum=entry["min"],
            maximum=entry["max"],
            valid_from=programmes[entry["programme"]].valid_from,  # no longer than the programme itself
            valid_to=programmes[entry["programme"]].valid_to,
            **_named(entry, *PERIOD, "unit", "population", "source"),
        )
        for entry in data["national_targets"]
    ]
    _replace(NationalTarget, list(programmes.values()), targets, "programme", "indicator", *PERIOD)
    return sum(len(data[name]) for name in ("programmes", "components", "indicators", "national_targets"))


def _named(entry: dict, *names: str) -> dict:
    """The entry's values for an entry of the catalogue: no text is empty, no day is open."""
    values = {name: None if name.startswith("valid_") else "" for name in names}
    values |= {name: entry[name] for name in names if entry[name] is not None}
    return values | {"is_reference": True}


def _output_kinds(folder: Path) -> int:
    data = _read(folder, "output_kinds.yaml")
    validity = {name: data[name] for name in VALIDITY}
    rows = [
        OutputKind(
            position=position, **_named(entry | validity, "code", "name", "unit", "definition", *VALIDITY)
        )
        for position, entry in enumerate(data["output_kinds"], start=1)
    ]
    _upsert(rows, "code")
    return len(rows)


def _funding_sources(folder: Path) -> int:
    entries = _read(folder, "funding_sources.yaml")["funding_sources"]
    for whole in (True, False):  # the sources before their parts
        known = {source.code: source for source in FundingSource.objects.all()}
        _upsert(
            [
                FundingSource(
                    code=entry["code"],
                    name=entry["name"],
                    parent=known.get(entry["parent"]),
                    aliases=[*entry["aliases"], *entry["other_spellings"]],
                    position=position,
                )
                for position, entry in enumerate(entries, start=1)
                if (entry["parent"] is None) == whole
            ],
            "code",
        )
    return len(entries)


def _laws(folder: Path) -> int:
    entries = _read(folder, "laws.yaml")["laws"]
    rows = [
        Law(
            number=entry["number"],
            title=entry["title"],
            issued_on=entry["issued_on"],
            expired_on=entry["expired_on"],
            replaced_by=entry["replaced_by"] or "",
            spellings=list(dict.fromkeys(collapse(printed["text"]) for printed in entry["printed"])),
            source=entry["source"],
        )
        for entry in entries
    ]
    _upsert(rows, "number")
    return len(rows)
