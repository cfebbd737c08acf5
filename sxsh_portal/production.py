"""What a production start refuses, so that a portal in service never runs on settings made for a laptop."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from sxsh_portal.databases import VARIABLE, VARIABLES

MINIMAL_SECRET_LENGTH = 50
MINIMAL_SECRET_VARIETY = 10


def refuse_unknown(environment: str) -> None:
    """Raises ImproperlyConfigured for a misspelt SXSH_ENV, which would otherwise start with demo accounts."""
    if environment not in ("development", "production"):
        raise ImproperlyConfigured(f"SXSH_ENV={environment}: chỉ nhận development hoặc production.")


def refuse_unknown_role(role: str) -> None:
    """Raises ImproperlyConfigured for a misspelt SXSH_DATABASE_ROLE."""
    if role not in VARIABLES:
        raise ImproperlyConfigured(f"{VARIABLE}={role}: chỉ nhận {', '.join(VARIABLES)}.")


def refuse_unsafe(settings: dict, env) -> None:
    """Raises ImproperlyConfigured that names every unsafe or missing setting at once.

    `settings` is the namespace of the settings module, `env` the reader of environment variables.
    """
    faults = list(unsafe_settings(settings, env))
    if faults:
        raise ImproperlyConfigured(
            "Không khởi động ở chế độ vận hành (SXSH_ENV=production):\n- " + "\n- ".join(faults)
        )


def unsafe_settings(settings: dict, env):
    """Yields one sentence in Vietnamese for each fault."""
    secret = settings["SECRET_KEY"]
    if not secret:
        yield "Thiếu SECRET_KEY."
    elif len(secret) < MINIMAL_SECRET_LENGTH or len(set(secret)) < MINIMAL_SECRET_VARIETY:
        yield f"SECRET_KEY quá yếu: cần ít nhất {MINIMAL_SECRET_LENGTH} ký tự ngẫu nhiên."
    elif "development" in secret or secret.startswith("django-insecure"):
        yield "SECRET_KEY là khóa dành cho phát triển."
    if settings["SECOND_FACTOR_KEY"] != secret and len(settings["SECOND_FACTOR_KEY"]) < MINIMAL_SECRET_LENGTH:
        yield f"SECOND_FACTOR_KEY quá yếu: cần ít nhất {MINIMAL_SECRET_LENGTH} ký tự ngẫu nhiên."
    if settings["OIDC_SERVER_URL"]:
        if urlsplit(settings["OIDC_SERVER_URL"]).scheme != "https":
            yield "OIDC_SERVER_URL phải là địa chỉ https."
        yield from (f"Thiếu {name}." for name in ("OIDC_CLIENT_ID", "OIDC_SECRET") if not settings[name])
    if settings["DEBUG"]:
        yield "DEBUG đang bật."
    if not settings["ALLOWED_HOSTS"]:
        yield "Thiếu ALLOWED_HOSTS."
    elif "*" in settings["ALLOWED_HOSTS"]:
        yield "ALLOWED_HOSTS không được là *."
    for name in (VARIABLES[settings["DATABASE_ROLE"]], "REDIS_URL"):
        if not env.str(name, default=""):
            yield f"Thiếu {name}."
    people = [
        urlsplit(address).username for name in VARIABLES.values() if (address := env.str(name, default=""))
    ]
    if len(people) != len(set(people)):
        yield f"{', '.join(VARIABLES.values())} phải là của những vai trò khác nhau trong cơ sở dữ liệu."
    if settings["SXSH_NOW"]:
        yield "SXSH_NOW (đồng hồ trình diễn) không được đặt."
