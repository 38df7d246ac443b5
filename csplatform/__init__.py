"""Settings, urls, entry points and the embedded runner."""

from csplatform.celery import app as celery_app

__all__ = ["celery_app"]
