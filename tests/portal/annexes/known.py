"""What recognition is told in tests: the reference data from its files, without a database."""

from functools import cache

import yaml
from django.conf import settings

from portal.annexes.recognising import Catalogue
from portal.annexes.recognition.directory import Agency, Directory
from portal.annexes.recognition.outputs import OutputKind
from portal.annexes.recognition.words import fold

NAMES = {
    "an-giang": "An Giang",
    "ha-tinh": "Hà Tĩnh",
    "kon-tum": "Kon Tum",
    "lang-son": "Lạng Sơn",
    "ninh-binh": "Ninh Bình",
}


@cache
def _reference(name: str):
    return yaml.safe_load((settings.BASE_DIR / f"fixtures/reference/{name}.yaml").read_text())


@cache
def directory(province: str) -> Directory:
    rows = [row for row in _reference("agencies")["agencies"] if row["province"] in (province, None)]
    rows.sort(key=lambda row: row["province"] is None)
    return Directory(
        (
            Agency(row["slug"], tuple(filter(None, [row["name"], row["short_name"], *row["aliases"]])))
            for row in rows
        ),
        NAMES[province],
    )


@cache
def catalogue() -> Catalogue:
    kinds = tuple(OutputKind(row["code"], row["unit"]) for row in _reference("output_kinds")["output_kinds"])
    sources = _reference("funding_sources")["funding_sources"]
    return Catalogue(
        kinds,
        tuple(
            (fold(name), row["parent"] or row["code"])
            for row in sources
            for name in (row["name"], *row["aliases"])
        ),
    )
