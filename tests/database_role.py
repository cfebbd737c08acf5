"""Tests are the database's owner, who makes rows of every province; what they ask of the portal is asked as web.

Loaded before the settings are read. Connections that a test makes by itself pass every policy too.
"""

import os

from sxsh_portal.databases import PASSES_ALL_POLICIES, VARIABLE

os.environ |= {VARIABLE: "owner", "PGOPTIONS": PASSES_ALL_POLICIES}
