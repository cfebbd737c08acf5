"""The database of the evening: 63 provinces whose agencies all still owe their report, and who signs in for them.

It is made once (some minutes) and kept as a template; each evening is played on a copy, dropped afterwards.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from urllib.parse import quote, urlsplit

import psycopg
from psycopg import sql

from sxsh_portal.databases import VARIABLE, VARIABLES
from sxsh_portal.embedded_postgres import cluster

# The last evening: the sample's reports are due before 15 December 2018.
EVENING = "2018-12-14T20:00"
YEAR = 2018
AGENCIES = "53"  # of an invented province: with those of the five plans 3 000 owe a report
PATIENCE = 30  # seconds


def environment_of(name: str) -> dict[str, str]:
    """The addresses of the database for web, worker and owner, each signing in as itself."""
    running = cluster.ensure_running()
    found = {}
    for part, variable in VARIABLES.items():
        params = running.connection_params(f"sxsh_{part}")
        person = f"{params['user']}:{quote(params['password'])}"
        found[variable] = f"postgresql://{person}@{params['host']}:{params['port']}/{name}?sslmode=disable"
    return found


def template_of(provinces: int, *, sent: int = 0) -> str:
    """The name of the kept database with so many provinces, made or brought up to date first; DATABASE_URL's if given.

    Nobody has sent a report of 2018; with `sent` those of that year before it have come in.
    """
    name = f"sample_of_{provinces}_by_{AGENCIES}" + (f"_sent_{sent}" if sent else "_unsent")
    name = urlsplit(os.environ.get("DATABASE_URL", "")).path[1:] or name
    with _maintenance() as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    _run(["prepare"], name)
    sample = ["make_sample", "--provinces", str(provinces), "--agencies", AGENCIES]
    if sent:
        _run([*sample, "--year", str(sent)], name)
    _run([*sample, "--unsent"], name)
    return name


def _run(command: list[str], name: str) -> None:
    environment = os.environ | environment_of(name) | {VARIABLE: "owner", "SXSH_NOW": EVENING}
    subprocess.run(
        [sys.executable, "manage.py", *command], env=environment, stdout=sys.stderr, check=True
    )  # manage.py is where script/bench starts


@contextmanager
def copy_of(template: str) -> Iterator[str]:
    """The name of a copy, dropped afterwards."""
    name = f"night_{os.getpid()}"
    with _maintenance() as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        )
    try:
        yield name
    finally:
        _drop(name)


def _drop(name: str) -> None:
    """Drops it when the last connection has ended, which takes a moment after its process."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            with _maintenance() as connection:
                connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))
            return
        except psycopg.errors.ObjectInUse:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)


def _maintenance() -> psycopg.Connection:
    params = cluster.ensure_running().connection_params("sxsh_owner")
    return psycopg.connect(**params, dbname="postgres", autocommit=True)


def agencies_that_owe(count: int, seed: int) -> list[dict]:
    """Agencies of the sample with a report to write and somebody to write it; a province's come from one address.

    Raises ValueError where the sample has fewer.
    """
    from agencies.demo import demo_accounts
    from reporting.enums import ObligationBasis
    from reporting.models import Obligation
    from reporting.services.notices import reporters

    password = demo_accounts([])[0].password
    people = reporters().filter(user__is_demo=True).order_by("pk").select_related("user")
    emails = {one.agency_id: one.user.email for one in reversed(people)}
    owed = Obligation.objects.filter(year__year=YEAR, year__is_sample=True, first_received_at=None)
    owed = owed.exclude(basis=ObligationBasis.OWN).filter(agency__in=emails).select_related("agency")
    rows = {one.agency_id: one for one in owed.order_by("pk")}
    if len(rows) < count:
        raise ValueError(f"the sample has {len(rows)} agencies that owe a report, not {count}")
    chosen = Random(seed).sample(sorted(rows.values(), key=lambda one: one.pk), count)
    return [
        {
            "email": emails[one.agency_id],
            "password": password,
            "report": str(one.public_id),
            "is_facility": one.is_of_facility,
            "address": f"203.0.113.{one.province_id % 256}",
        }
        for one in chosen
    ]
