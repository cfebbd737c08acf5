"""Loads the reference data of `fixtures/reference/`: provinces, agencies, catalogue, sources, laws.

The files are the truth for what stands in them: loading again changes what changed there, adds what is
new and touches nothing else. Agencies, users and plans made on the portal stay as they are, and so does an agency
of the files that somebody has edited on the portal.
"""

from pathlib import Path

import yaml
from django.conf import settings
from django.db import models, transaction

from agencies.models import Agency, AgencyAlias, AgencySuccession, Province, ProvinceName
from agencies.models.revised import Revised
from budgets.models import FundingSource
from core.search import asked_words, search_words
from core.sorting import sort_key
from core.text import collapse
from plans.models import Indicator, Law, NationalTarget, OutputKind, Programme

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "reference"
REVISED = {field.name for field in Revised._meta.local_fields}


@transaction.atomic
def load_reference(folder: Path = FOLDER) -> int:
    """Loads all reference files and returns how many entries they hold."""
    loaders = (_provinces, _agencies, _catalogue, _output_kinds, _funding_sources, _laws)
    return sum(load(folder) for load in loaders)


def _read(folder: Path, name: str) -> dict:
    return yaml.load((folder / name).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def _upsert(rows: list[models.Model], *unique: str) -> None:
    """Inserts rows or updates those that have the same unique fields; leaves primary keys as they are."""
    if not rows:
        return
    model = type(rows[0])
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
    """Makes the rows below the parents exactly these: adds, updates and removes."""
    wanted = {tuple(getattr(row, name) for name in (f"{parent}_id", *identity)) for row in rows}
    for row in model.objects.filter(**{f"{parent}__in": parents}):
        if tuple(getattr(row, name) for name in (f"{parent}_id", *identity)) not in wanted:
            row.delete()
    _upsert(rows, parent, *(name.removesuffix("_id") for name in identity))


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
    edited = set(Agency.objects.exclude(changed_at=None).values_list("province", "slug"))
    _upsert([row for row in rows if (row.province_id, row.slug) not in edited], "province", "slug")
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
    _replace(AgencySuccession, parents, successions, "agency", "successor_id", "duty")
    return len(entries)


def _catalogue(folder: Path) -> int:
    data = _read(folder, "programmes.yaml")
    names = (
        "number",
        "title",
        "issuer",
        "issued_on",
        "period_start",
        "period_end",
        "valid_from",
        "valid_to",
        "source",
    )
    _upsert([Programme(**{name: entry[name] for name in names}) for entry in data["programmes"]], "number")
    names = ("code", "name", "short_name", "unit", "numerator", "denominator", "description", "valid_from",
             "valid_to", "source")  # fmt: skip
    indicators = [
        Indicator(position=position, **{name: entry[name] or _blank(name) for name in names})
        for position, entry in enumerate(data["indicators"], start=1)
    ]
    _upsert(indicators, "code")
    programmes = {programme.number: programme for programme in Programme.objects.all()}
    known = {indicator.code: indicator for indicator in Indicator.objects.all()}
    targets = [
        NationalTarget(
            programme=programmes[entry["programme"]],
            indicator=known[entry["indicator"]],
            period_start=entry["period_start"],
            period_end=entry["period_end"],
            minimum=entry["min"],
            maximum=entry["max"],
            unit=entry["unit"],
            population=entry["population"] or "",
            source=entry["source"],
        )
        for entry in data["national_targets"]
    ]
    _replace(
        NationalTarget,
        list(programmes.values()),
        targets,
        "programme",
        "indicator_id",
        "period_start",
        "period_end",
    )
    return len(data["programmes"]) + len(indicators) + len(targets)


def _blank(name: str):
    return None if name.startswith("valid_") else ""


def _output_kinds(folder: Path) -> int:
    entries = _read(folder, "output_kinds.yaml")["output_kinds"]
    rows = [
        OutputKind(
            code=entry["code"],
            name=entry["name"],
            unit=entry["unit"],
            definition=entry["definition"] or "",
            position=position,
        )
        for position, entry in enumerate(entries, start=1)
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
