"""The portal's settings as it is measured: as in production, but for TLS and the clock, which production does not move.

Static files are collected and carry their checksum in their names; compressing them, once, is not what is measured.
"""

from sxsh_portal.settings import *  # noqa: F403

WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = False
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "sxsh_portal.static_files.ManifestStorage"}}  # noqa: F405
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (
    "css",
    "html",
    "js",
    "json",
    "map",
    "mjs",
    "svg",
    "ts",
    "txt",
    "woff",
    "woff2",
)
