"""The web server's way in."""

import os

from django.core.wsgi import get_wsgi_application

from sxsh_portal.serving import refuse_unsafe_database, warm_up

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sxsh_portal.settings")

application = get_wsgi_application()
refuse_unsafe_database()
warm_up()
