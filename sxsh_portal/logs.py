"""Log lines as data: JSON in production, readable in development; the LOGGING setting and what it needs.

One line a request (portal.middleware) and a job, with the request's id, the person's public id, never an
e-mail address. Lines of libraries pass through the same steps. What a line must not hold is taken out here,
whoever wrote it: e-mail addresses, API tokens, passwords in addresses of servers.
"""

import re

import structlog

# Whose lines come at the chosen level; all others only with warnings and errors.
OURS = ("sxsh_portal", "portal", "reporting", "budgets", "tasks", "plans", "agencies", "django_structlog")
SECRETS = (
    (re.compile(r"(://[^\s:/@]*:)[^\s/]+@"), r"\1[...]@"),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "[e-mail]"),
    (re.compile(r"\bsxsh_[\w-]{16,}|(?i:\bbearer\s+)[\w.~+/=-]+"), "[token]"),
)


def without_secrets(value):
    """The same value as plain data, with e-mail addresses, tokens and passwords of servers taken out."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, dict):
        return {str(key): without_secrets(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set):
        return [without_secrets(item) for item in value]
    text = str(value)
    for pattern, replacement in SECRETS:
        text = pattern.sub(replacement, text)
    return text


def _take_out_secrets(logger, method, event: dict) -> dict:
    return {key: item if key.startswith("_") else without_secrets(item) for key, item in event.items()}


def _steps() -> list:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,  # as text: the values of variables are nobody's business
        _take_out_secrets,
    ]


def configuration(*, as_json: bool, level: str) -> dict:
    """The LOGGING setting; also makes structlog's own loggers write through it."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.PositionalArgumentsFormatter(),
            *_steps(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    renderer = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": _steps(),
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            # Their own handlers would mail errors to nobody, or write lines of another shape.
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "gunicorn.error": {"handlers": [], "propagate": True},
            # They say again, one with the query and one with a traceback, what lines of our own say.
            "django.request": {"level": "CRITICAL"},
            "health_check": {"level": "CRITICAL"},
        }
        | {name: {"level": level} for name in OURS},
    }
