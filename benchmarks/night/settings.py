"""The portal's settings for production, but for two things that production refuses.

The clock stands on the evening of the sample's last day, and its invented people may sign in. What reaches
the portal comes from this machine as a proxy would hand it on: encrypted on the way, one address before it.
"""

import os

from sxsh_portal.settings import *  # noqa: F403

SXSH_NOW = os.environ["NIGHT_NOW"]
DEMO_ACCOUNTS = True
ROOT_URLCONF = "benchmarks.night.urls"
