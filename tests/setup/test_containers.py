"""Dockerfile, docker-compose.yml, systemd units and .env.example agree with the repository.

No engine is needed: the files are read, and what they name is looked up.
"""

import re
import shlex
from pathlib import Path

import pytest
import yaml

from sxsh_portal.alive import PARTS
from sxsh_portal.embedded_postgres import roles

ROOT = Path(__file__).resolve().parents[2]
ONE_SHOT = {"prepare"}
STARTS_AS_ROOT = {"mail"}  # Postfix becomes its own users by itself; docs/operations.md says so
OURS = {"prepare", "web", "worker", "beat"}


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def compose(name: str = "docker-compose.yml") -> dict:
    return yaml.safe_load(text(name))


def services() -> dict[str, dict]:
    return compose()["services"]


def stages() -> dict[str, list[tuple[str, str]]]:
    """The Dockerfile's instructions by stage; continued lines are joined, comments left out."""
    lines = "\n".join(line for line in text("Dockerfile").splitlines() if not line.startswith("#"))
    found, stage = {}, None
    for line in lines.replace("\\\n", " ").splitlines():
        if not line.strip():
            continue
        word, _, rest = line.partition(" ")
        if word == "FROM":
            stage = rest.split(" AS ")[1]
            found[stage] = []
        found[stage].append((word, " ".join(rest.split())))
    return found


def of(stage: str, instruction: str) -> list[str]:
    return [rest for word, rest in stages()[stage] if word == instruction]


def asked_of_compose() -> dict[str, bool]:
    """Variables that docker-compose.yml takes from .env; whether it does not start without them."""
    asked = re.findall(r"\$\{(\w+)(:\?|:-)", text("docker-compose.yml"))
    assert len(asked) == len(re.findall(r"\$\{", text("docker-compose.yml")))
    return {name: any(how == ":?" for other, how in asked if other == name) for name, _ in asked}


def documented(*sections: str) -> set[str]:
    page = text("docs/operations.md")
    parts = [re.search(rf"^#+ {title}\n(.*?)(?=^## |\Z)", page, re.M | re.S)[1] for title in sections]
    return {name for part in parts for name in re.findall(r"^\| `([A-Z_]+)` \|", part, re.M)}


# Dockerfile


def test_the_image_is_made_by_the_steps_of_bootstrap():
    assert "script/bootstrap --production" in of("build", "RUN")
    lists = dict(re.findall(r"^([A-Z]+_PACKAGES)=\(([^)]*)\)$", text("script/bootstrap"), re.M))
    assert set(lists) == {"LIBRARY_PACKAGES", "BACKUP_PACKAGES", "BROWSER_PACKAGES"}
    expected = lists["LIBRARY_PACKAGES"].split() + lists["BACKUP_PACKAGES"].split()
    installed = re.search(r"--no-install-recommends (.*?) &&", of("portal", "RUN")[0])[1].split()
    assert installed == expected


def test_what_is_copied_into_the_image_exists_and_is_let_through():
    let_through = [line[1:] for line in text(".dockerignore").splitlines() if line.startswith("!")]
    assert [name for name in let_through if not (ROOT / name).exists()] == []
    assert "*" in text(".dockerignore").splitlines()
    assert {".env", ".git", ".venv", "tests", "var", "node_modules"} & set(let_through) == set()
    named = [
        name
        for stage in stages()
        for copy in of(stage, "COPY")
        if "--from" not in copy
        for name in copy.split()[:-1]
    ]
    assert "script/bootstrap" in named
    for name in named:
        assert (ROOT / name).exists(), name
        assert name == "." or name.split("/")[0] in let_through, name


def test_everything_that_the_portal_imports_or_reads_is_let_through():
    let_through = {line[1:] for line in text(".dockerignore").splitlines() if line.startswith("!")}
    apps = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "benchmarks"}
    assert (
        apps | {"templates", "static", "locale", "fixtures", "script", "deploy", "manage.py"} <= let_through
    )
    compiled = re.search(r"compileall -q ([\w ]+)", " ".join(of("build", "RUN")))[1].split()
    assert set(compiled) == apps


def test_the_image_runs_as_nobody_special_and_starts_what_exists():
    assert [of(stage, "USER") for stage in ("portal", "proxy")] == [["10001:10001"]] * 2
    assert of("portal", "ENTRYPOINT") == ['["deploy/run"]']
    assert (ROOT / "deploy/run").stat().st_mode & 0o111
    assert '"sxsh_portal.alive", "web"' in of("portal", "HEALTHCHECK")[0]
    assert of("proxy", "HEALTHCHECK")
    for stage in stages():
        image = of(stage, "FROM")[0].split()[0]
        assert re.search(r":\d+\.\d+", image), image


def test_entrypoint_knows_the_parts_and_reads_settings_that_exist():
    script = text("deploy/run")
    for name in OURS:
        assert re.search(rf"^{name}\)", script, re.M), name
    for file in re.findall(r"(?:--config|python) ([\w./]+)", script):
        assert (ROOT / file).exists(), file


# docker-compose.yml


def test_services_are_those_of_the_operations_page():
    assert set(services()) == OURS | {"owner", "postgres", "redis", "mail", "proxy"}


@pytest.mark.parametrize("name", services())
def test_every_service_is_looked_after_and_holds_few_rights(name):
    service = services()[name]
    if name == "owner":
        assert (service["restart"], service["profiles"]) == ("no", ["commands"])
    elif name in ONE_SHOT:
        assert (service["restart"], service["healthcheck"]) == ("on-failure", {"disable": True})
    else:
        assert service["restart"] == "unless-stopped"
        assert service["healthcheck"]["test"][0] == "CMD"
        assert service["healthcheck"]["interval"]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["logging"]["options"].keys() == {"max-size", "max-file"}
    assert not service.get("privileged")
    assert not re.search(r"latest|:\s*$", service["image"])
    assert ":" in service["image"]
    if name not in STARTS_AS_ROOT:
        assert service["read_only"] is True
        user = service.get("user") or of(service["build"]["target"], "USER")[0]
        assert int(user.split(":")[0]) > 0


def test_only_the_proxy_is_reached_from_outside():
    networks = compose()["networks"]
    assert [name for name, service in services().items() if "ports" in service] == ["proxy"]
    assert networks["inside"]["internal"] is networks["front"]["internal"] is True
    outside = {name for name, service in services().items() if "outside" in service["networks"]}
    assert outside == {"mail", "proxy"}
    assert not {"inside"} & set(services()["proxy"]["networks"])


def test_parts_of_the_portal_are_one_image_with_commands_and_checks_that_exist():
    assert len({services()[name]["image"] for name in OURS | {"owner"}}) == 1
    for name in OURS:
        assert services()[name]["command"] == [name]
    for name in PARTS:
        assert services()[name]["healthcheck"]["test"] == ["CMD", "python", "-m", "sxsh_portal.alive", name]


def test_the_worker_reads_the_log_that_the_mail_relay_writes():
    worker, mail = services()["worker"], services()["mail"]
    log = worker["environment"]["SXSH_RELAY_LOG"]
    assert mail["environment"]["POSTFIX_maillog_file"] == log
    assert mail["environment"]["POSTFIX_maillog_file_permissions"] == "0644"
    folder = log.rpartition("/")[0]
    assert f"mail_log:{folder}:ro" in worker["volumes"]
    assert f"mail_log:{folder}" in mail["volumes"]


def test_what_is_mounted_from_the_repository_exists_and_volumes_are_declared():
    declared = set(compose()["volumes"])
    used = set()
    for service in services().values():
        for mount in service.get("volumes", ()):
            source = mount.partition(":")[0]
            if source.startswith("./"):
                assert (ROOT / source).exists(), mount
            elif not source.startswith("${"):
                used.add(source)
    assert used == declared


def test_every_variable_of_the_portal_is_a_documented_setting():
    environment = set(services()["web"]["environment"])
    image = dict(pair.split("=", 1) for pair in shlex.split(of("portal", "ENV")[0]))
    libraries = {"PATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", "XDG_CACHE_HOME"}
    assert (environment | set(image)) - libraries <= documented("Settings", "Settings of the installation")
    read = " ".join(
        path.read_text()
        for path in [*ROOT.glob("sxsh_portal/*.py"), *ROOT.glob("deploy/*")]
        if path.is_file()
    )
    assert [name for name in (environment | set(image)) - libraries if name not in read] == []


def test_every_variable_of_compose_is_in_the_example_and_documented():
    example = dict(re.findall(r"^([A-Z_]+)=(.*)$", text(".env.example"), re.M))
    assert set(example) == set(asked_of_compose())
    assert set(example) <= documented("Settings", "Settings of the installation")
    required, _ = text(".env.example").split("# As needed")
    assert set(re.findall(r"^([A-Z_]+)=", required, re.M)) == {
        name for name, is_required in asked_of_compose().items() if is_required
    }


def test_no_file_holds_a_secret():
    secret = re.compile(r"^\s*-?\s*\"?(\w*(?:SECRET_KEY|PASSWORD|TOKEN)\w*)\"?[ \t]*[:=][ \t]*(.*)$", re.M)
    for name in ("docker-compose.yml", ".env.example"):
        for variable, value in secret.findall(text(name)):
            assert re.fullmatch(r"|\"\$\{\w+:[?-][^}]*\}\"", value), variable
    assert "://sxsh_owner:${DATABASE_PASSWORD:?" in text("docker-compose.yml")
    assert not any(
        "SECRET" in rest for stage in stages() for word, rest in stages()[stage] if word in ("ENV", "ARG")
    )


def test_the_roles_of_the_database_are_like_the_embedded_ones():
    script = text("deploy/postgres-init.sh")
    made = dict(re.findall(r"^ALTER ROLE (\w+) WITH ([A-Z ]+?)(?: PASSWORD .*)?;$", script, re.M))
    assert made == roles.ROLES
    assert "GRANT sxsh_ministry TO sxsh_web, sxsh_worker;" in script
    assert f"CREATE DATABASE {roles.DATABASE} OWNER {roles.OWNER_ROLE} " in script


def test_each_service_reaches_the_database_as_its_own_role_alone():
    services = compose("docker-compose.yml")["services"]
    variables = {"DATABASE_URL", "DATABASE_WORKER_URL", "DATABASE_OWNER_URL"}
    given = {
        name: {
            key: value.partition(":$")[0] for key, value in service["environment"].items() if key in variables
        }
        for name, service in services.items()
        if isinstance(service.get("environment"), dict) and variables & set(service["environment"])
    }
    assert given == {
        "web": {"DATABASE_URL": "postgresql://sxsh_web"},
        "worker": {"DATABASE_WORKER_URL": "postgresql://sxsh_worker"},
        "beat": {"DATABASE_WORKER_URL": "postgresql://sxsh_worker"},
        "prepare": {"DATABASE_OWNER_URL": "postgresql://sxsh_owner"},
        "owner": {"DATABASE_OWNER_URL": "postgresql://sxsh_owner"},
    }
    assert f"@postgres:5432/{roles.DATABASE}" in text("docker-compose.yml")


def test_proxy_says_how_it_was_asked_and_passes_no_figures():
    caddy = text("deploy/Caddyfile")
    assert "header_up X-Forwarded-Proto {scheme}" in caddy
    assert "@inside path /metrics /metrics/*" in caddy
    assert re.search(r"max_size \d+MB", caddy)
    keepalive = int(re.search(r"keepalive (\d+)s", caddy)[1])
    assert keepalive < int(re.search(r"^keepalive = (\d+)", text("deploy/gunicorn.conf.py"), re.M)[1])


def test_development_databases_are_published_on_this_machine_alone():
    for service in compose("docker-compose.dev.yml")["services"].values():
        assert all(port.startswith("127.0.0.1:") for port in service["ports"])
        assert service["healthcheck"]


# systemd


@pytest.mark.parametrize("unit", sorted(ROOT.glob("deploy/systemd/*.service")), ids=lambda path: path.name)
def test_units_start_what_exists_as_an_ordinary_user(unit):
    content = unit.read_text()
    command = re.search(r"^ExecStart=/opt/sxsh/(\S+)", content, re.M)[1]
    assert (ROOT / command).stat().st_mode & 0o111
    assert "User=sxsh" in content
    assert "NoNewPrivileges=yes" in content
    given = re.search(r"^Environment=(.*)$", content, re.M)[1]
    assert "SXSH_ENV=production" in given
    assert {pair.partition("=")[0] for pair in given.split()} <= documented(
        "Settings", "Settings of the installation"
    )
