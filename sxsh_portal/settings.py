"""All settings, from the environment (12-factor). Without any variable: development on this machine.

`SXSH_ENV=production` makes the start strict: a missing setting, a weak secret, DEBUG, a moved clock or
plain text connections end it with a message that names the setting (`sxsh_portal.production`).
Every variable is described in docs/operations.md; tests/test_consistency.py compares the two.
"""

from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import environ
from kombu import Queue

from sxsh_portal import browser, databases, logs, production

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()

# What the portal makes for itself when nobody gives it a place: the embedded PostgreSQL, collected files.
VAR_DIR = Path(env.str("SXSH_VAR_DIR", default=str(BASE_DIR / "var")))
# Finished documents, named by the checksum of their content (nothing serves this folder, views hand out files);
# and the backups of database and files.
FILES_DIR = Path(env.str("SXSH_FILES_DIR", default=str(VAR_DIR / "files")))
BACKUP_DIR = Path(env.str("SXSH_BACKUP_DIR", default=str(VAR_DIR / "backups")))

ENVIRONMENT = env.str("SXSH_ENV", default="development")
IS_PRODUCTION = ENVIRONMENT == "production"
production.refuse_unknown(ENVIRONMENT)

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="" if IS_PRODUCTION else "development-only-secret-key")
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=[] if IS_PRODUCTION else ["localhost", "127.0.0.1", "[::1]"]
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Where people reach the portal, for links in mails that no request asked for; without it they have none.
PUBLIC_ADDRESS = env.str("SXSH_ADDRESS", default="").rstrip("/")

# The portal's business clock stands here instead of now: for demonstrations and tests only.
SXSH_NOW = env.str("SXSH_NOW", default="") or None

# Demonstration accounts with published passwords may exist and sign in.
DEMO_ACCOUNTS = not IS_PRODUCTION

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_prometheus",
    "django_structlog",
    "core",
    "agencies",
    "plans",
    "tasks",
    "budgets",
    "reporting",
    "portal",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.RequestLogMiddleware",
    "portal.middleware.PrivateAnswersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "portal.middleware.SessionLimitsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.request_metrics.CountingMiddleware",
    "portal.middleware.RequestTransactionMiddleware",
    "portal.middleware.SecondFactorMiddleware",
]

ROOT_URLCONF = "sxsh_portal.urls"
WSGI_APPLICATION = "sxsh_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.navigation.navigation",
            ],
        },
    },
]

# The same fields as with Django's own templates in a third of the time, which on a page with a form was a quarter of all.
FORM_RENDERER = "django.forms.renderers.Jinja2"

# PostgreSQL everywhere. Without an address: a cluster of our own under var/, started on demand.
DATABASE_ROLE = env.str("SXSH_DATABASE_ROLE", default="web")
production.refuse_unknown_role(DATABASE_ROLE)
DATABASES = {"default": databases.database(env, DATABASE_ROLE)}
# Reconnecting costs a third of the throughput: each process keeps a few connections.
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True  # a connection that died with the server is not used
DATABASES["default"]["OPTIONS"]["pool"] = {
    "min_size": 0,
    "max_size": env.int("DATABASE_POOL_SIZE", default=8),
    "timeout": 10,  # seconds until a request that gets no connection is given up, before others pile up
    "connection_class": databases.PreparingConnection,
}
DATABASES["default"]["OPTIONS"] |= databases.PREPARED

# Tests alone open the first wall (`visible_to`), to see that the second one stands: no environment variable does.
FIRST_WALL_OPEN = False

REDIS_URL = env.str("REDIS_URL", default="" if IS_PRODUCTION else "redis://127.0.0.1:6379/0")

AUTH_USER_MODEL = "agencies.User"
AUTHENTICATION_BACKENDS = ["agencies.backends.EmailBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    "agencies.hashers.PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_ADAPTER = "agencies.adapters.AccountAdapter"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody can make the portal write to strangers
ACCOUNT_EMAIL_NOTIFICATIONS = True  # about changed passwords and second factors
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "agencies.backends.ResetTokens"
PASSWORD_RESET_TIMEOUT = 60 * 60
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
# Attempts are counted in the cache, which all processes share.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "5/5m/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "reset_password": "20/m/ip,3/h/key",
    "reset_password_from_key": "20/m/ip",
}

MFA_ADAPTER = "agencies.adapters.SecondFactorAdapter"
MFA_FORMS = {"authenticate": "agencies.forms.SecondFactorForm"}
MFA_TOTP_ISSUER = "Cổng SXSH"
MFA_TOTP_TOLERANCE = 1  # telephones are slow or fast by some seconds; a code is taken once all the same
MFA_RECOVERY_CODES_SHOW_ONCE = True
# Encrypts the secrets of second factors. Its own, so that SECRET_KEY can be changed.
SECOND_FACTOR_KEY = env.str("SECOND_FACTOR_KEY", default="") or SECRET_KEY

# Sign-on by a provincial or ministerial service of OpenID Connect; without an address there is none.
OIDC_NAME = env.str("OIDC_NAME", default="Đăng nhập một lần")
OIDC_SERVER_URL = env.str("OIDC_SERVER_URL", default="")
OIDC_CLIENT_ID = env.str("OIDC_CLIENT_ID", default="")
OIDC_SECRET = env.str("OIDC_SECRET", default="")
# Accounts are tied to ids of this one service: another one's could be the same.
OIDC_PROVIDER_ID = f"oidc-{sha256(OIDC_SERVER_URL.rstrip('/').encode()).hexdigest()[:12]}"
SOCIALACCOUNT_ADAPTER = "agencies.adapters.SignOnAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": OIDC_PROVIDER_ID,
                "name": OIDC_NAME,
                "client_id": OIDC_CLIENT_ID,
                "secret": OIDC_SECRET,
                "settings": {"server_url": OIDC_SERVER_URL},
            }
        ]
        if OIDC_SERVER_URL
        else [],
    }
}

# A session ends when it was not used for so long, and in any case after so many hours.
SESSION_IDLE = timedelta(minutes=env.int("SESSION_IDLE_MINUTES", default=120))
SESSION_MAX = timedelta(hours=env.int("SESSION_MAX_HOURS", default=12))
SESSION_COOKIE_AGE = int(SESSION_MAX.total_seconds())
SESSION_ENGINE = "agencies.session_store"

# Shared by all processes, and there when Redis is not: a table (agencies/migrations/0030_sign_in.py).
CACHES = {
    "default": {
        "BACKEND": "sxsh_portal.table_cache.TableCache",
        "LOCATION": "agencies_cache",
        "OPTIONS": {"MAX_ENTRIES": 20000},
    }
}

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["sxsh_portal.formats"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(VAR_DIR / "static"))
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("vendor/bootstrap", BASE_DIR / "node_modules" / "bootstrap" / "dist"),
    ("vendor/sortable", BASE_DIR / "node_modules" / "sortablejs" / "modular"),
    ("vendor/inter", BASE_DIR / "node_modules" / "@fontsource-variable" / "inter"),
]
# Of large packages only what pages use, by prefix: its folder and the files.
CHOSEN_STATIC_FILES = {
    "vendor/tabulator": (
        BASE_DIR / "node_modules" / "tabulator-tables" / "dist",
        ["js/tabulator_esm.min.mjs", "css/tabulator.min.css", "css/tabulator.min.css.map"],
    ),
}
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "sxsh_portal.static_files.ChosenFilesFinder",
]
# Without collected files (development, tests) static files are served from where they lie.
WHITENOISE_USE_FINDERS = not IS_PRODUCTION
WHITENOISE_AUTOREFRESH = not IS_PRODUCTION
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "sxsh_portal.static_files.ManifestStorage"
        if IS_PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# Who may read the figures for monitoring; without it only programs on this machine, past every proxy.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")

# Sign-in attempts are limited by address: behind so many proxies it stands so many from the end of X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)

vars().update(env.email("EMAIL_URL", default="smtp://localhost:25" if IS_PRODUCTION else "consolemail://"))
# Mails are written down first; a worker hands them to what EMAIL_URL names (agencies.outbox).
MAIL_DELIVERY_BACKEND = EMAIL_BACKEND  # noqa: F821
EMAIL_BACKEND = "agencies.outbox.OutboxBackend"
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="sxsh@localhost")

# A form with files is bounded as a whole; small files stay in memory, others lie in a temporary file meanwhile.
FILE_UPLOAD_HANDLERS = [
    "portal.uploads.BoundedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FILES = 5
# The log of the mail relay (Postfix), by which doubts about mails are settled; empty: none.
RELAY_LOG = env.str("SXSH_RELAY_LOG", default="")
# A virus scanner for evidence: a command that takes a path and answers 0 (clean) or 1 (not); empty: none.
SCANNER_COMMAND = env.str("SXSH_SCANNER_COMMAND", default="")

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REST_FRAMEWORK = {
    # The token comes first: its challenge makes the answer to an anonymous request 401, not 403.
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "agencies.authentication.BearerTokenAuthentication",
        "agencies.authentication.SessionAuthentication",
    ],
    "EXCEPTION_HANDLER": "portal.api.errors.refusal",
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["portal.api.renderers.DecimalJSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["portal.api.parsers.BoundedJSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "portal.api.pagination.PageNumberPagination",
    "PAGE_SIZE": 50,
    "DEFAULT_SCHEMA_CLASS": "portal.api.openapi.DescribedAnswers",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "API Cổng theo dõi kế hoạch sản xuất sạch hơn",
    "DESCRIPTION": "Kế hoạch, nhiệm vụ, cơ quan, tỉnh, sai lệch và kỳ báo cáo. Số tiền tính bằng triệu đồng. "
    "is_sample: số liệu mẫu, dựng sẵn để thử cổng; không cộng với số liệu thật.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",  # the plan document, described by pydantic, needs null as a type
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

LOGGING = logs.configuration(
    as_json=IS_PRODUCTION, level=env.str("SXSH_LOG_LEVEL", default="INFO" if IS_PRODUCTION else "WARNING")
)
DJANGO_STRUCTLOG_CELERY_ENABLED = True

# A job that a worker has taken is its own for so long unless it says again that it works on it.
LEASE_SECONDS = env.int("SXSH_LEASE_SECONDS", default=60)
# How often lost messages and dead workers are looked for.
SWEEP_SECONDS = max(LEASE_SECONDS // 2, 1)

# A mail that a worker has claimed is its own for so long: longer than a job may take (CELERY_TASK_TIME_LIMIT).
# Shorter costs no mail twice (agencies.outbox), only attempts.
MAIL_LEASE = timedelta(seconds=env.int("SXSH_MAIL_LEASE_SECONDS", default=360))

CELERY_BROKER_URL = REDIS_URL
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 300
# A worker serves all in turn, so documents that wait do not hold up what is quick.
CELERY_TASK_QUEUES = [Queue("celery"), Queue("documents"), Queue("annexes"), Queue("mail")]
CELERY_TASK_ROUTES = {
    "reporting.jobs.render_report": {"queue": "documents"},
    "reporting.jobs.render_parts": {"queue": "documents"},
    "reporting.jobs.prepare_parts": {"queue": "documents"},
    "portal.jobs.read_annex": {"queue": "annexes"},
    "agencies.jobs.deliver_mail": {"queue": "mail"},
}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,  # longer than the time limit, or a running job would be given out twice
    "unacked_restore_throttle": 1,
    "unacked_mutex_expire": 30,
}
CELERY_BEAT_SCHEDULE = {
    "bring-into-force": {"task": "plans.jobs.bring_into_force", "schedule": 60, "options": {"expires": 60}},
    "clear-expired-sessions": {"task": "agencies.jobs.clear_expired_sessions", "schedule": 24 * 60 * 60},
    "open-years": {"task": "portal.jobs.open_years", "schedule": 60, "options": {"expires": 60}},
    "plan-reminders": {"task": "portal.jobs.plan_reminders", "schedule": 60, "options": {"expires": 60}},
    "read-relay-log": {"task": "agencies.jobs.read_relay_log", "schedule": 300, "options": {"expires": 300}},
    "seal-history": {"task": "agencies.jobs.seal_history", "schedule": 60, "options": {"expires": 60}},
    "sweep-imports": {
        "task": "portal.jobs.sweep_imports",
        "schedule": SWEEP_SECONDS,
        "options": {"expires": SWEEP_SECONDS},
    },
    "sweep-mails": {
        "task": "agencies.jobs.sweep_mails",
        "schedule": SWEEP_SECONDS,
        "options": {"expires": SWEEP_SECONDS},
    },
    "sweep-runs": {
        "task": "reporting.jobs.sweep_runs",
        "schedule": SWEEP_SECONDS,
        "options": {"expires": SWEEP_SECONDS},
    },
    "tend-parts": {"task": "reporting.jobs.tend_parts", "schedule": 600, "options": {"expires": 600}},
}

CONTENT_SECURITY_POLICY = browser.CONTENT_SECURITY_POLICY
PERMISSIONS_POLICY = browser.PERMISSIONS_POLICY
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a printed table of 300 rows over 15 years is one form
MESSAGE_STORAGE = (
    "django.contrib.messages.storage.session.SessionStorage"  # names of people stay out of cookies
)
CSRF_COOKIE_HTTPONLY = True  # no script of ours reads it
SESSION_COOKIE_SAMESITE = "Lax"  # Strict would ask who follows a link of a mail to sign in again

if IS_PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^health/$", r"^metrics/$"]  # asked from inside, past the proxy
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31536000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    # Browsers take cookies so named only from this very host, over TLS: no neighbour can plant one.
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    production.refuse_unsafe(globals(), env)
