"""What web and worker make sure of before they serve anybody, and what web has at hand then."""

import os
import sys

import structlog
from django.conf import settings
from django.core.checks import ERROR, Tags, run_checks
from django.db import OperationalError
from django.db.backends.signals import connection_created
from django.template.loader import get_template
from django.urls import get_resolver

logger = structlog.get_logger(__name__)


def refuse_unsafe_database() -> None:
    """Ends the process where the database would let a forgotten filter through (`portal.checks`).

    Where the database cannot be reached yet, as soon as it can.
    """
    if settings.DATABASE_ROLE == "owner":
        sys.exit("Chủ cơ sở dữ liệu chỉ dành cho lệnh: hãy đặt SXSH_DATABASE_ROLE là web hoặc worker.")
    try:
        found = faults()
    except OperationalError:
        connection_created.connect(_refuse_late)
        return
    if found:
        sys.exit("Không phục vụ với cơ sở dữ liệu này:\n- " + "\n- ".join(found))


def warm_up() -> None:
    """Loads all addresses with their views and all pages, so that nobody waits for it with the first request.

    That takes more than a second, and gunicorn replaces its processes while people work.
    """
    _ = get_resolver().reverse_dict  # asking for it imports them
    for folder in settings.TEMPLATES[0]["DIRS"]:
        for file in sorted(folder.rglob("*.html")):
            get_template(str(file.relative_to(folder)))


def faults() -> list[str]:
    """What is wrong with the database, each in a sentence."""
    found = run_checks(tags=[Tags.database], databases=["default"])
    return [str(fault.msg) for fault in found if fault.level >= ERROR]


def _refuse_late(**_) -> None:
    connection_created.disconnect(_refuse_late)
    if found := faults():
        logger.critical("unsafe_database", faults=found)
        os._exit(1)  # any other way only this request would end
