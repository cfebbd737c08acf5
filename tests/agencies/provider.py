"""A service of single sign-on to test against: another Django, with allauth.idp.oidc, in a process of its own.

`python provider.py FOLDER SECRET REDIRECT_URI`: keeps its database in the folder, prints its address when it answers.
It believes everybody: `/as/NAME/` signs a browser in as the person with that name.
"""

import sys
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings

# Name -> address, and if the service has verified it.
PEOPLE = {
    "mai": ("mai@hatinh.gov.vn", True),
    "lan": ("lan@hatinh.gov.vn", True),
    "chua-xac-minh": ("chua-xac-minh@hatinh.gov.vn", False),
    "nguoi-la": ("nguoi-la@hatinh.gov.vn", True),
    "mai-khac": ("khac@hatinh.gov.vn", True),
}
CLIENT_ID = "sxsh"


def configure(folder: Path) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    settings.configure(
        SECRET_KEY="of the service alone",
        ALLOWED_HOSTS=["127.0.0.1"],
        SESSION_COOKIE_NAME="service_session",  # browsers keep cookies by host, whatever the port
        ROOT_URLCONF=__name__,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "service.sqlite3"}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
            "allauth",
            "allauth.account",
            "allauth.idp.oidc",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "allauth.account.middleware.AccountMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
            }
        ],
        AUTHENTICATION_BACKENDS=["django.contrib.auth.backends.ModelBackend"],
        IDP_OIDC_PRIVATE_KEY=key.decode(),
    )
    django.setup()


def furnish(secret: str, redirect_uri: str) -> None:
    from allauth.account.models import EmailAddress
    from allauth.idp.oidc.models import Client
    from django.contrib.auth.models import User
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    for name, (email, is_verified) in PEOPLE.items():
        user = User.objects.create(username=name, email=email)
        EmailAddress.objects.create(user=user, email=email, verified=is_verified, primary=True)
    portal = Client(id=CLIENT_ID, name="SXSH", skip_consent=True, redirect_uris=redirect_uri)
    portal.set_secret(secret)
    portal.set_scopes(["openid", "profile", "email"])
    portal.save()


def sign_in_as(request, name):
    """Signs in; with `?email=` the person has another address from now on."""
    from allauth.account.models import EmailAddress
    from django.contrib.auth import login
    from django.contrib.auth.models import User
    from django.http import HttpResponse

    user = User.objects.get(username=name)
    if email := request.GET.get("email"):
        EmailAddress.objects.filter(user=user).update(email=email)
    login(request, user, "django.contrib.auth.backends.ModelBackend")
    return HttpResponse("ok")


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


class Server(ThreadingMixIn, WSGIServer):
    """Browsers open connections before they need them: one that waits holds up no other."""

    daemon_threads = True


def main(folder: str, secret: str, redirect_uri: str) -> None:
    configure(Path(folder))
    from allauth.account.views import LoginView
    from django.core.wsgi import get_wsgi_application
    from django.urls import include, path

    global urlpatterns
    urlpatterns = [
        path("as/<str:name>/", sign_in_as),
        path("login/", LoginView.as_view(), name="account_login"),
        path("", include("allauth.idp.urls")),
    ]
    furnish(secret, redirect_uri)
    server = make_server("127.0.0.1", 0, get_wsgi_application(), Server, Quiet)
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
