"""Logs: one JSON object a line, with the workspace and the request it belongs to, and never a secret.

structlog's loggers and the standard library's end in one formatter, so what Django, Celery and the servers say
carries the same fields.
"""

import logging
import re
from collections.abc import MutableMapping
from typing import Any

import structlog

from core.tenancy.scope import current_workspace_id

CUT = "…"
_SECRET_PATHS = re.compile(
    r"(/join/\d+-|/portal/sign-in/link/|/no-more-mail/|/password/reset/key/)[^/\s\"']+"
)
_CREDENTIALS = re.compile(r"(\w+://[^\s:/@]*:)[^\s/@]+(?=@)")
_BEARER = re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]+")
_NAMED = re.compile(
    r"(?i)\b(password\d?|passwd|secret\w*|\w*token|api_?key|sessionid|authorization)\b(['\"]?\s*[=:]\s*['\"]?)[^\s'\",;&)}]+"
)
_SECRET_KEYS = re.compile(
    r"(?i)(password|passwd|secret|token|api_?key|sessionid|cookie|authorization|credential)"
)

Event = MutableMapping[str, Any]


def redacted(text: str) -> str:
    """The text without the secrets of links, of addresses with a password, and of `name=value` pairs."""
    text = _SECRET_PATHS.sub(rf"\1{CUT}", text)
    text = _CREDENTIALS.sub(rf"\1{CUT}", text)
    text = _BEARER.sub(rf"\1 {CUT}", text)
    return _NAMED.sub(rf"\1\2{CUT}", text)


def redact(_logger: Any, _method: str, event: Event) -> Event:
    """The processor: values of telling names are cut whole, all other text is looked through."""
    for key, value in event.items():
        event[key] = CUT if _SECRET_KEYS.search(key) and value else _clean(value)
    return event


def add_workspace(_logger: Any, _method: str, event: Event) -> Event:
    """The workspace in force; what the request or task has bound stands where no scope is open."""
    workspace_id = current_workspace_id()
    if workspace_id is not None:
        event["workspace_id"] = workspace_id
    return event


SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    add_workspace,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,  # the trace without the values of local variables
]


def logging_config() -> dict[str, Any]:
    """LOGGING for Django, and structlog set up to end there."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "core.logs.json_formatter"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
            "celery": {"level": "INFO"},
            # The main process knows nothing of the task's workspace; the task's own lines say as much.
            "celery.worker.strategy": {"level": "WARNING"},
        },
    }


def json_formatter() -> logging.Formatter:
    """Named by LOGGING."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.stdlib.ExtraAdder(allow=set()), *SHARED],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            redact,
            structlog.processors.JSONRenderer(default=str, ensure_ascii=False),
        ],
    )


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return redacted(value)
    if isinstance(value, dict):
        return {k: CUT if _SECRET_KEYS.search(str(k)) and v else _clean(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(one) for one in value]
    return value
