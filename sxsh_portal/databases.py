"""As whom a process reaches PostgreSQL: `web` and `worker` serve, the `owner` migrates and runs commands.

SXSH_DATABASE_ROLE says which (docs/security.md): `deploy/run` and `script/server` set it for what they start,
`manage.py` is the owner. Each role has an address of its own. With DATABASE_URL alone, which only development
may do, everybody signs in there, and web and worker become the role they should be; with none at all, they
sign in to the embedded PostgreSQL.
"""

import psycopg

VARIABLES = {"web": "DATABASE_URL", "worker": "DATABASE_WORKER_URL", "owner": "DATABASE_OWNER_URL"}
VARIABLE = "SXSH_DATABASE_ROLE"
# The owner holds the tables, and its policy asks for this: core.scope.
PASSES_ALL_POLICIES = "-c app.all_provinces=on"
# Planning a statement costs PostgreSQL more than doing it, because row policies stand in each: a connection that has
# asked the same thing often enough lets it keep the plan. On the evening before the reports are due this halves its work.
PREPARED = {"server_side_binding": True, "prepare_threshold": 5}
MOST_PREPARED = 300  # statements a connection keeps plans of; the pages of that evening ask some two hundred


class PreparingConnection(psycopg.Connection):
    """A connection that keeps the plans of more statements than the hundred that are usual."""

    def __init__(self, *arguments, **keywords):
        super().__init__(*arguments, **keywords)
        self.prepared_max = MOST_PREPARED


def database(env, role: str) -> dict:
    """The entry of DATABASES for a process of this role. `env` reads environment variables."""
    web, worker = env.str("DATABASE_URL", default=""), env.str("DATABASE_WORKER_URL", default="")
    owner = env.str("DATABASE_OWNER_URL", default="")
    alone = bool(web) and not worker and not owner
    options = [PASSES_ALL_POLICIES] if role == "owner" else [f"-c role=sxsh_{role}"] if alone else []
    if web or worker or owner:
        variable = "DATABASE_URL" if alone else VARIABLES[role]
        entry = env.db(variable, engine="django_prometheus.db.backends.postgresql")
    else:
        entry = {"ENGINE": "sxsh_portal.embedded_postgres", "NAME": "sxsh_portal", "USER": f"sxsh_{role}"}
    entry.setdefault("OPTIONS", {})
    if asked := entry["OPTIONS"].get("options"):
        options.insert(0, asked)
    if options:
        entry["OPTIONS"]["options"] = " ".join(options)
    return entry
