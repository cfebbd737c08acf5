"""Tests are the database's owner, who makes rows of every province; what they ask of the portal is asked as web.

Loaded before the settings are read.
"""

import os

os.environ["SXSH_DATABASE_ROLE"] = "owner"
