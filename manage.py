#!/usr/bin/env python
"""Runs the portal's management commands."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sxsh_portal.settings")
    # Commands are the owner's; only a web server for development is not (sxsh_portal.databases).
    os.environ.setdefault("SXSH_DATABASE_ROLE", "web" if sys.argv[1:2] == ["runserver"] else "owner")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
