"""The Celery app; tasks are found in each app's `tasks` module."""

import os

from celery import Celery
from celery.signals import setup_logging, worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csplatform.settings.embedded")

app = Celery("csplatform")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def refuse_powerful_role(**kwargs: object) -> None:
    """A signal's Exception would only be logged; this ends the worker before it takes a task."""
    from django.core.exceptions import ImproperlyConfigured

    from core.tenancy.roles import guard_role

    try:
        guard_role()
    except ImproperlyConfigured as error:
        raise SystemExit(str(error)) from error


def keep_our_logging(**kwargs: object) -> None:
    """Connected, so that Celery lays no format of its own over that of the settings."""


setup_logging.connect(keep_our_logging)
worker_init.connect(refuse_powerful_role)
