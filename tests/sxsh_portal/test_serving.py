"""What a process of the web has at hand before its first request."""

import os
import subprocess
import sys

from django.conf import settings

COUNT = """
import sys
import sxsh_portal.wsgi
from django.template import engines
from django.urls import get_resolver
print(get_resolver()._populated, len(engines["django"].engine.template_loaders[0].get_template_cache), "portal.views" in sys.modules)
"""


def test_addresses_and_pages_are_loaded_before_anybody_asks(cloned_database):
    environment = os.environ | {"DATABASE_URL": cloned_database, "SXSH_DATABASE_ROLE": "web"}
    command = [sys.executable, "-c", COUNT]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    is_populated, templates, has_views = done.stdout.split()
    pages = list((settings.BASE_DIR / "templates").rglob("*.html"))
    assert (is_populated, has_views) == ("True", "True")
    assert int(templates) >= len(pages)
